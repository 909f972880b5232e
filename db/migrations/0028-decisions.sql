-- An extension is to be decided by the last day of the reply, before whose end it must be granted
-- (R-CLOCK-2): until now it was noted on the day on which it was asked for.
UPDATE deadline l JOIN docket d ON d.id = l.case_id AND d.handling = l.handling
	SET l.version = l.version + 1, l.mark_on = DATE_ADD(d.due_on, INTERVAL 1 DAY), l.marked_on = NULL,
	l.remind_on = '1990-01-01', l.due_on = d.due_on
	WHERE l.kind = 'extension' AND l.status = 'open' AND d.due_on IS NOT NULL AND l.due_on <> d.due_on;
UPDATE docket d SET d.next_on = (SELECT l.due_on FROM deadline l WHERE l.case_id = d.id AND l.status = 'open'
	AND l.kind <> 'correction_day' ORDER BY l.due_on, l.kind = 'reply', l.id LIMIT 1),
	d.next_kind = (SELECT l.kind FROM deadline l WHERE l.case_id = d.id AND l.status = 'open'
	AND l.kind <> 'correction_day' ORDER BY l.due_on, l.kind = 'reply', l.id LIMIT 1)
	WHERE d.next_kind = 'extension' AND EXISTS (SELECT 1 FROM deadline l WHERE l.case_id = d.id
	AND l.status = 'open' AND l.kind <> 'correction_day');

-- The approval desk also holds what waits for a head without anybody's asking: an end because a period
-- has run out, reasons to be weighed, letters that could not be confirmed.
ALTER TABLE deadline ADD COLUMN IF NOT EXISTS head_waits BOOLEAN
	AS (IF(status = 'open' AND kind IN ('correction', 'fee', 'reasons_finding', 'unconfirmed'), 1, NULL)) PERSISTENT;
CREATE INDEX IF NOT EXISTS k_deadline_head ON deadline (agency_id, head_waits, due_on, id);
