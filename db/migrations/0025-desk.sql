-- Deadlines of what belongs to no case: the days of complaints, and urgings of an agency in general
-- (R-OUT-12).  They are reminded of like all others; case_id NULL, handling 0.
ALTER TABLE deadline MODIFY COLUMN case_id BIGINT UNSIGNED NULL;

INSERT INTO deadline (handling, kind, ref, due_on, status, agency_id)
	SELECT 0, 'complaint', p.id, p.due_on, 'open', p.district_id FROM complaint p WHERE p.is_open
	AND NOT EXISTS (SELECT 1 FROM deadline l WHERE l.case_id IS NULL AND l.kind = 'complaint' AND l.ref = p.id);
INSERT INTO deadline (handling, kind, ref, due_on, status, agency_id)
	SELECT 0, 'complaint_answer', p.id, p.answer_by, 'open', p.agency_id FROM complaint p WHERE p.status = 'asked'
	AND NOT EXISTS (SELECT 1 FROM deadline l WHERE l.case_id IS NULL AND l.kind = 'complaint_answer' AND l.ref = p.id);
INSERT INTO deadline (handling, kind, ref, due_on, status, agency_id)
	SELECT 0, 'complaint_mend', p.id, p.mend_by, 'open', p.agency_id FROM complaint p
	WHERE p.mend_by IS NOT NULL AND p.mended_on IS NULL
	AND NOT EXISTS (SELECT 1 FROM deadline l WHERE l.case_id IS NULL AND l.kind = 'complaint_mend' AND l.ref = p.id);
INSERT INTO deadline (handling, kind, ref, due_on, status, agency_id)
	SELECT 0, 'urging', u.id, u.answer_by, 'open', u.agency_id FROM urging u WHERE u.is_open AND u.case_id IS NULL
	AND NOT EXISTS (SELECT 1 FROM deadline l WHERE l.case_id IS NULL AND l.kind = 'urging' AND l.ref = u.id);
