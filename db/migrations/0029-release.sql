-- By which event a document came to its case: what is released must have been there before the secrecy
-- review that lets it go (R-ASK-4).
ALTER TABLE document ADD COLUMN IF NOT EXISTS attached_seq INT UNSIGNED NOT NULL DEFAULT 0;
UPDATE document d JOIN event e ON e.case_id = d.case_id AND e.act = 'attach'
	AND JSON_VALUE(CONVERT(e.body USING utf8mb4), '$.detail.document') = d.id
	SET d.attached_seq = e.seq WHERE d.attached_seq = 0;
