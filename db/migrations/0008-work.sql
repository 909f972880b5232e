-- Work on a case: units, links, ends and stops, tasks to units of the agency, absence with cover, notes with
-- mentions, watched cases, and the queue's filters.

-- Units (件) of the request, counted for fees (R-REQ-8); help_flag drives the queue's filter (R-REQ-5).
ALTER TABLE docket
	ADD COLUMN IF NOT EXISTS units SMALLINT UNSIGNED NOT NULL DEFAULT 1,
	ADD COLUMN IF NOT EXISTS help_flag BOOLEAN AS (help_needed IS NOT NULL) PERSISTENT,
	ADD INDEX IF NOT EXISTS k_docket_agency_assignee (agency_id, is_open, assignee_id, next_on, id),
	ADD INDEX IF NOT EXISTS k_docket_agency_kind (agency_id, is_open, next_kind, next_on, id),
	ADD INDEX IF NOT EXISTS k_docket_agency_help (agency_id, is_open, help_flag, next_on, id);

-- Each split stands; the latest counts.
CREATE TABLE IF NOT EXISTS unit_split (
	case_id BIGINT UNSIGNED NOT NULL,
	seq INT UNSIGNED NOT NULL, -- of its event
	no SMALLINT UNSIGNED NOT NULL,
	description VARCHAR(1000) NOT NULL,
	PRIMARY KEY (case_id, seq, no),
	CONSTRAINT f_unit_split_event FOREIGN KEY (case_id, seq) REFERENCES event (case_id, seq)
) ENGINE=InnoDB;

-- Links between two cases of an agency, shown at both.  One of a kind between two cases, whichever of
-- them has the row; what is removed stands beside it.
CREATE TABLE IF NOT EXISTS case_link (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	other_id BIGINT UNSIGNED NOT NULL,
	kind VARCHAR(20) CHARACTER SET ascii NOT NULL, -- repeat_of, same_information, related, merged_into
	reason VARCHAR(500) NOT NULL,
	made_by BIGINT UNSIGNED NOT NULL,
	made_on DATE NOT NULL,
	removed_by BIGINT UNSIGNED NULL,
	removed_on DATE NULL,
	low BIGINT UNSIGNED AS (LEAST(case_id, other_id)) PERSISTENT,
	high BIGINT UNSIGNED AS (GREATEST(case_id, other_id)) PERSISTENT,
	stands BOOLEAN AS (IF(removed_on IS NULL, 1, NULL)) PERSISTENT,
	PRIMARY KEY (id),
	UNIQUE KEY u_case_link_once (low, high, kind, stands),
	KEY k_case_link_case (case_id, id),
	KEY k_case_link_other (other_id, id),
	CONSTRAINT f_case_link_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_case_link_other FOREIGN KEY (other_id) REFERENCES docket (id),
	CONSTRAINT f_case_link_maker FOREIGN KEY (made_by) REFERENCES user (id),
	CONSTRAINT c_case_link_two CHECK (case_id <> other_id)
) ENGINE=InnoDB;

-- Stops for death or end of the applicant (R-OUT-9); at most one runs.
CREATE TABLE IF NOT EXISTS case_stop (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	cause VARCHAR(8) CHARACTER SET ascii NOT NULL, -- death, ended
	proof VARCHAR(500) NOT NULL,
	stopped_on DATE NOT NULL, -- the day on which the office learnt it
	ask_by DATE NOT NULL,     -- last day on which a near relative or successor can ask to go on
	stopped_by BIGINT UNSIGNED NOT NULL,
	resumed_on DATE NULL,
	successor VARBINARY(400) NULL, -- sealed: who asked to go on, and how they are reached
	relation VARCHAR(100) NULL,
	contact VARBINARY(1000) NULL,  -- sealed
	request_proof VARCHAR(500) NULL,
	running BOOLEAN AS (IF(resumed_on IS NULL, 1, NULL)) PERSISTENT,
	PRIMARY KEY (id),
	UNIQUE KEY u_case_stop_uid (uid),
	UNIQUE KEY u_case_stop_running (case_id, running),
	KEY k_case_stop_case (case_id, id),
	CONSTRAINT f_case_stop_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_case_stop_user FOREIGN KEY (stopped_by) REFERENCES user (id)
) ENGINE=InnoDB;

-- Tasks to units of the agency (协办).
CREATE TABLE IF NOT EXISTS task (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	officer_id BIGINT UNSIGNED NOT NULL,
	asked_by BIGINT UNSIGNED NOT NULL,
	asked_on DATE NOT NULL,
	matter VARCHAR(1000) NOT NULL,
	demand VARCHAR(1000) NULL,
	search_wanted BOOLEAN NOT NULL,
	answer_by DATE NOT NULL,
	status VARCHAR(12) CHARACTER SET ascii NOT NULL, -- asked, accepted, refused, answered, cancelled, void
	accepted_on DATE NULL,
	ended_on DATE NULL,
	answer VARCHAR(4000) NULL, -- the answer, or why it was refused or cancelled
	letter_id BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (id),
	KEY k_task_case (case_id, id),
	CONSTRAINT f_task_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_task_officer FOREIGN KEY (officer_id) REFERENCES user (id),
	CONSTRAINT f_task_asker FOREIGN KEY (asked_by) REFERENCES user (id),
	CONSTRAINT f_task_letter FOREIGN KEY (letter_id) REFERENCES letter (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS task_chase (
	task_id BIGINT UNSIGNED NOT NULL,
	seq INT UNSIGNED NOT NULL, -- of its event
	chased_by BIGINT UNSIGNED NOT NULL,
	chased_on DATE NOT NULL,
	remarks VARCHAR(500) NULL,
	PRIMARY KEY (task_id, seq),
	CONSTRAINT f_task_chase_task FOREIGN KEY (task_id) REFERENCES task (id),
	CONSTRAINT f_task_chase_user FOREIGN KEY (chased_by) REFERENCES user (id)
) ENGINE=InnoDB;

-- Who entered a search, and the task that it answers (R-OUT-1).
ALTER TABLE search_record
	ADD COLUMN IF NOT EXISTS recorded_by BIGINT UNSIGNED NULL,
	ADD COLUMN IF NOT EXISTS task_id BIGINT UNSIGNED NULL;

-- Who covers whom at an agency; ends by itself after to_on, or earlier by ended_at.
CREATE TABLE IF NOT EXISTS absence (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	agency_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	cover_id BIGINT UNSIGNED NOT NULL,
	from_on DATE NOT NULL,
	to_on DATE NOT NULL,
	set_by BIGINT UNSIGNED NOT NULL,
	set_at DATETIME(6) NOT NULL,
	ended_by BIGINT UNSIGNED NULL,
	ended_at DATETIME(6) NULL,
	PRIMARY KEY (id),
	KEY k_absence_user (user_id, agency_id, to_on),
	KEY k_absence_cover (cover_id, to_on),
	KEY k_absence_agency (agency_id, to_on, id),
	CONSTRAINT f_absence_agency FOREIGN KEY (agency_id) REFERENCES agency (id),
	CONSTRAINT f_absence_user FOREIGN KEY (user_id) REFERENCES user (id),
	CONSTRAINT f_absence_cover FOREIGN KEY (cover_id) REFERENCES user (id),
	CONSTRAINT f_absence_setter FOREIGN KEY (set_by) REFERENCES user (id),
	CONSTRAINT c_absence_days CHECK (to_on >= from_on),
	CONSTRAINT c_absence_two CHECK (user_id <> cover_id)
) ENGINE=InnoDB;

-- Who is mentioned in a note, and whether they have read it.
CREATE TABLE IF NOT EXISTS mention (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	contact_id BIGINT UNSIGNED NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	made_at DATETIME(6) NOT NULL,
	is_read BOOLEAN NOT NULL DEFAULT FALSE,
	PRIMARY KEY (id),
	UNIQUE KEY u_mention_once (contact_id, user_id),
	KEY k_mention_user (user_id, is_read, id),
	KEY k_mention_case (case_id),
	CONSTRAINT f_mention_contact FOREIGN KEY (contact_id) REFERENCES contact_record (id),
	CONSTRAINT f_mention_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_mention_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB;

-- Watched cases: unread while the case's seq is above seen_seq.
CREATE TABLE IF NOT EXISTS case_watch (
	user_id BIGINT UNSIGNED NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	seen_seq INT UNSIGNED NOT NULL,
	PRIMARY KEY (user_id, case_id),
	KEY k_case_watch_case (case_id),
	CONSTRAINT f_case_watch_user FOREIGN KEY (user_id) REFERENCES user (id),
	CONSTRAINT f_case_watch_case FOREIGN KEY (case_id) REFERENCES docket (id)
) ENGINE=InnoDB;
