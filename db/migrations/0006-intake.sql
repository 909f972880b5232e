-- Intake: channels, their confirmation, representatives, proposals.

-- Acts that take a second person: asked for by one, granted or refused by another (law.md part 10).
CREATE TABLE IF NOT EXISTS proposal (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	agency_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	act VARCHAR(32) CHARACTER SET ascii NOT NULL,
	status VARCHAR(12) CHARACTER SET ascii NOT NULL, -- asked, granted, refused, taken_back
	input MEDIUMBLOB NOT NULL,                       -- sealed: the body as it was sent
	asked_by BIGINT UNSIGNED NOT NULL,
	asked_role VARCHAR(24) CHARACTER SET ascii NOT NULL,
	asked_on DATE NOT NULL,
	decided_by BIGINT UNSIGNED NULL,
	decided_on DATE NULL,
	remarks VARCHAR(1000) NULL,
	-- 1 while it waits, NULL after: the key then lets the act be asked for again
	waits BOOLEAN AS (IF(status = 'asked', 1, NULL)) PERSISTENT,
	PRIMARY KEY (id),
	UNIQUE KEY u_proposal_uid (uid),
	UNIQUE KEY u_proposal_waits (case_id, act, waits),
	KEY k_proposal_agency (agency_id, waits, id),
	KEY k_proposal_asker (asked_by, waits, id),
	CONSTRAINT f_proposal_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_proposal_asker FOREIGN KEY (asked_by) REFERENCES user (id),
	CONSTRAINT f_proposal_decider FOREIGN KEY (decided_by) REFERENCES user (id)
) ENGINE=InnoDB;

-- How a request came in, beside the docket: a row a case (law.md part 2; R-REQ-2, R-REQ-10, R-KEEP-3).
CREATE TABLE IF NOT EXISTS filing (
	case_id BIGINT UNSIGNED NOT NULL,
	uid BINARY(16) NOT NULL,
	agency_id BIGINT UNSIGNED NOT NULL,
	text_digest BINARY(32) NOT NULL,    -- of the folded title and description: the same filing twice
	taken_by BIGINT UNSIGNED NULL,      -- NULL: online, by the applicant
	arrived_on DATE NOT NULL,           -- reached the agency; the day of receipt is the docket's
	entered_on DATE NOT NULL,           -- the day on which it was entered
	confirmed_on DATE NULL,             -- post addressed to another unit, by setting (R-RCPT-2)
	other_unit VARCHAR(120) NULL,       -- the unit that it was addressed to
	handed_on_by VARCHAR(20) CHARACTER SET ascii NULL, -- hotline, petitions, higher_agency (R-RCPT-8)
	handed_on_name VARCHAR(120) NULL,
	cannot_write VARBINARY(2100) NULL,  -- sealed: why the request was made orally (R-REQ-2)
	born_on VARBINARY(60) NULL,         -- sealed: of the first-named applicant, if told
	beyond_age BOOLEAN NOT NULL DEFAULT FALSE, -- 8 to 17: it does not fit the age, staff say so
	joint_contact TINYINT UNSIGNED NULL, -- which of the joint applicants is the contact, from 1
	PRIMARY KEY (case_id),
	UNIQUE KEY u_filing_uid (uid),
	KEY k_filing_text (agency_id, text_digest, case_id),
	CONSTRAINT f_filing_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_filing_taker FOREIGN KEY (taken_by) REFERENCES user (id)
) ENGINE=InnoDB;

-- What is kept with it: envelope, tracking number, screenshot, scan (R-RCPT-8, R-KEEP-3).
CREATE TABLE IF NOT EXISTS filing_evidence (
	case_id BIGINT UNSIGNED NOT NULL,
	no TINYINT UNSIGNED NOT NULL,
	kind VARCHAR(12) CHARACTER SET ascii NOT NULL, -- envelope, tracking, screenshot, scan, other
	reference VARCHAR(200) NOT NULL,
	PRIMARY KEY (case_id, no),
	CONSTRAINT f_filing_evidence_filing FOREIGN KEY (case_id) REFERENCES filing (case_id)
) ENGINE=InnoDB;

-- Further applicants of one request (R-REQ-10); the first-named is the docket's.
CREATE TABLE IF NOT EXISTS joint_applicant (
	case_id BIGINT UNSIGNED NOT NULL,
	no TINYINT UNSIGNED NOT NULL, -- from 2
	person_id BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (case_id, no),
	CONSTRAINT f_joint_applicant_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_joint_applicant_person FOREIGN KEY (person_id) REFERENCES person (id)
) ENGINE=InnoDB;

-- Who acts for an applicant (R-REQ-10).
CREATE TABLE IF NOT EXISTS representative (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	no TINYINT UNSIGNED NOT NULL, -- from 1
	kind VARCHAR(20) CHARACTER SET ascii NOT NULL, -- guardian, legal_representative, handler, agent
	person_id BIGINT UNSIGNED NOT NULL,
	has_signed BOOLEAN NOT NULL,        -- a guardian signed the request
	has_authorisation BOOLEAN NOT NULL, -- an agent's 委托书 is there
	matters VARCHAR(500) NULL,
	powers VARCHAR(80) CHARACTER SET ascii NOT NULL DEFAULT '', -- comma-separated; "withdraw" among them
	valid_from DATE NULL,
	valid_to DATE NULL,
	lawyer BOOLEAN NOT NULL,
	licence VARBINARY(200) NULL,        -- sealed: number of the lawyer's licence
	firm_letter VARCHAR(200) NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_representative_uid (uid),
	UNIQUE KEY u_representative_no (case_id, no),
	CONSTRAINT f_representative_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_representative_person FOREIGN KEY (person_id) REFERENCES person (id)
) ENGINE=InnoDB;

-- Attempts to reach the writer of an ordinary letter or fax (R-RCPT-3).
CREATE TABLE IF NOT EXISTS contact_attempt (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	seq INT UNSIGNED NOT NULL,
	attempted_on DATE NOT NULL,
	at_time CHAR(5) CHARACTER SET ascii NOT NULL, -- 09:30
	way VARCHAR(16) CHARACTER SET ascii NOT NULL, -- telephone, email, message, visit, letter
	result VARCHAR(16) CHARACTER SET ascii NOT NULL, -- no_answer, wrong_contact, left_message, letter_sent, reached
	note VARBINARY(2100) NULL, -- sealed
	letter_id BIGINT UNSIGNED NULL,
	made_by BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_contact_attempt_uid (uid),
	KEY k_contact_attempt_case (case_id, id),
	CONSTRAINT f_contact_attempt_event FOREIGN KEY (case_id, seq) REFERENCES event (case_id, seq),
	CONSTRAINT f_contact_attempt_letter FOREIGN KEY (letter_id) REFERENCES letter (id),
	CONSTRAINT f_contact_attempt_user FOREIGN KEY (made_by) REFERENCES user (id)
) ENGINE=InnoDB;

-- Withdrawn within the 10 minutes of an online submission: no units of a fee's month (R-REQ-9, R-FEE-3).
ALTER TABLE docket ADD COLUMN IF NOT EXISTS fee_uncounted BOOLEAN NOT NULL DEFAULT FALSE;

-- A rectified extension stands in nobody's way (R-KEEP-4, R-CLOCK-2).
ALTER TABLE extension MODIFY COLUMN stands BOOLEAN
	AS (IF(status IN ('refused', 'voided'), NULL, 1)) PERSISTENT;
