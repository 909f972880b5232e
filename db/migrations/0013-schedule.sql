-- What the scheduler keeps: when a deadline is marked, by which calendar a case's days are computed,
-- and what a calendar moved.

-- mark_on: the first day on which the scheduler has something to do about an open deadline; NULL:
-- nothing (any more).  marked_on: the legal day on which it was marked.
ALTER TABLE deadline
	ADD COLUMN IF NOT EXISTS mark_on DATE NULL,
	ADD COLUMN IF NOT EXISTS marked_on DATE NULL;

ALTER TABLE deadline ADD KEY IF NOT EXISTS k_deadline_mark (mark_on, id);

UPDATE deadline SET mark_on = due_on + INTERVAL 1 DAY
	WHERE status = 'open' AND kind <> 'serve' AND mark_on IS NULL AND marked_on IS NULL;

-- A notice makes a new version of the calendar: all notices up to it.  Auto-increment ids are not in
-- the order of time on a cluster, versions are.
ALTER TABLE calendar_notice
	ADD COLUMN IF NOT EXISTS version INT UNSIGNED NULL,
	ADD COLUMN IF NOT EXISTS job_id BIGINT UNSIGNED NULL; -- the job that loads it

UPDATE calendar_notice SET version = id WHERE version IS NULL;

ALTER TABLE calendar_notice ADD UNIQUE KEY IF NOT EXISTS u_calendar_notice_version (version);

-- The versions by which the stored days of a case are computed (R-DAY-4, R-CLOCK-10): those of its
-- reply clock, which stands still when the case is no longer open, and those of its other deadlines.
ALTER TABLE docket
	ADD COLUMN IF NOT EXISTS calendar_version INT UNSIGNED NOT NULL DEFAULT 0,
	ADD COLUMN IF NOT EXISTS deadline_version INT UNSIGNED NOT NULL DEFAULT 0;

ALTER TABLE docket ADD KEY IF NOT EXISTS k_docket_calendar (is_open, calendar_version, id);

UPDATE docket SET calendar_version = (SELECT COALESCE(MAX(version), 0) FROM calendar_notice),
	deadline_version = calendar_version WHERE calendar_version = 0;

-- The days that a loaded notice has moved, and those that a preview says would move.  The key makes
-- each move once, whoever enters it.
CREATE TABLE IF NOT EXISTS calendar_move (
	job_id BIGINT UNSIGNED NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	kind VARCHAR(24) CHARACTER SET ascii NOT NULL,
	ref BIGINT UNSIGNED NOT NULL,
	day_before DATE NOT NULL,
	day_after DATE NOT NULL,  -- what the calendar gives
	worked_to DATE NOT NULL,  -- the earlier of the two, or the next working day
	PRIMARY KEY (job_id, case_id, handling, kind, ref),
	CONSTRAINT f_calendar_move_case FOREIGN KEY (case_id) REFERENCES docket (id)
) ENGINE=InnoDB;
