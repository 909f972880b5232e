-- The approval desk reads what waits by a key of the agency: replies and extensions learn theirs, and a
-- reply on its way up whose step it is.  What was written before has no step noted: every step sees it.

ALTER TABLE reply ADD COLUMN IF NOT EXISTS agency_id BIGINT UNSIGNED NULL;
ALTER TABLE reply ADD COLUMN IF NOT EXISTS step_role VARCHAR(24) CHARACTER SET ascii NULL; -- who decides next
ALTER TABLE reply ADD COLUMN IF NOT EXISTS step_on DATE NULL; -- since when
ALTER TABLE reply ADD COLUMN IF NOT EXISTS waits BOOLEAN AS (IF(status = 'submitted', 1, NULL)) PERSISTENT;
UPDATE reply r JOIN docket d ON d.id = r.case_id SET r.agency_id = d.agency_id WHERE r.agency_id IS NULL;
CREATE INDEX IF NOT EXISTS k_reply_waits ON reply (agency_id, waits, id);

ALTER TABLE extension ADD COLUMN IF NOT EXISTS agency_id BIGINT UNSIGNED NULL;
ALTER TABLE extension ADD COLUMN IF NOT EXISTS waits BOOLEAN AS (IF(status = 'asked', 1, NULL)) PERSISTENT;
UPDATE extension e JOIN docket d ON d.id = e.case_id SET e.agency_id = d.agency_id WHERE e.agency_id IS NULL;
CREATE INDEX IF NOT EXISTS k_extension_waits ON extension (agency_id, waits, id);

CREATE INDEX IF NOT EXISTS k_fee_notice_drafted ON fee_notice (agency_id, drafted, id);
