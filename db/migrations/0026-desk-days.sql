-- By which calendar the day of a deadline without a case was counted (a case says it of all of its own),
-- and the days of reviews for proactive disclosure (R-OUT-5).
ALTER TABLE deadline ADD COLUMN IF NOT EXISTS calendar_version INT UNSIGNED NOT NULL DEFAULT 0;
UPDATE deadline SET calendar_version = (SELECT COALESCE(MAX(version), 0) FROM calendar_notice)
	WHERE case_id IS NULL AND calendar_version = 0;

INSERT INTO deadline (handling, kind, ref, due_on, status, agency_id)
	SELECT 0, 'publication', i.id, COALESCE(i.due_on, i.opened_on), 'open', i.agency_id FROM information_item i
	WHERE i.review <> 'published' AND (i.due_on IS NOT NULL OR i.review = 'open')
	AND NOT EXISTS (SELECT 1 FROM deadline l WHERE l.case_id IS NULL AND l.kind = 'publication' AND l.ref = i.id);
