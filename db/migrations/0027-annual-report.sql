-- The annual report that each agency owes (条例 49; R-REP-6): until when, and what was done of it.
CREATE TABLE IF NOT EXISTS annual_report (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	agency_id BIGINT UNSIGNED NOT NULL,
	district_id BIGINT UNSIGNED NOT NULL,
	year SMALLINT UNSIGNED NOT NULL, -- that it is about
	due_on DATE NOT NULL,
	submits BOOLEAN NOT NULL, -- to the district office, as departments do; a government only publishes
	submitted_on DATE NULL,
	published_on DATE NULL,
	address VARCHAR(500) NULL, -- where it was published
	recorded_by BIGINT UNSIGNED NULL,
	recorded_at DATETIME(6) NULL,
	is_open BOOLEAN NOT NULL DEFAULT 1,
	version INT UNSIGNED NOT NULL DEFAULT 1,
	PRIMARY KEY (id),
	UNIQUE KEY u_annual_report (agency_id, year),
	KEY k_annual_report_agency (agency_id, is_open, due_on, id),
	KEY k_annual_report_district (district_id, is_open, due_on, id),
	CONSTRAINT f_annual_report_agency FOREIGN KEY (agency_id) REFERENCES agency (id)
) ENGINE=InnoDB;

-- The list of a load or a preview names deadlines of no case, too: case_id 0.
ALTER TABLE calendar_move DROP FOREIGN KEY IF EXISTS f_calendar_move_case;

-- Of an open deadline without a case alone: what has to follow a new calendar is found by it, among few.
ALTER TABLE deadline MODIFY COLUMN calendar_version INT UNSIGNED NULL DEFAULT NULL;
UPDATE deadline SET calendar_version = NULL WHERE calendar_version IS NOT NULL AND (case_id IS NOT NULL OR status <> 'open');
CREATE INDEX IF NOT EXISTS k_deadline_calendar ON deadline (calendar_version, id);
