-- One letter for several cases (并案答复, R-OUT-11): each case keeps its copy, under one document number.

ALTER TABLE letter ADD COLUMN IF NOT EXISTS lead_id BIGINT UNSIGNED NULL; -- of the first case's letter
ALTER TABLE letter ADD COLUMN IF NOT EXISTS copy_no TINYINT UNSIGNED NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX IF NOT EXISTS u_letter_number_copy ON letter (agency_id, document_number, copy_no);
DROP INDEX IF EXISTS u_letter_number ON letter;
CREATE INDEX IF NOT EXISTS k_letter_lead ON letter (lead_id, id);
