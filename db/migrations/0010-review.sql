-- Legal reviews, replies from before, evaluation.

-- A case flagged as hard by a person (R-ASK-5): one flag stands at a time, the key is the rule.
CREATE TABLE IF NOT EXISTS hard_flag (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	flagged_by BIGINT UNSIGNED NOT NULL,
	flagged_on DATE NOT NULL,
	reason VARCHAR(1000) NOT NULL,
	lifted_by BIGINT UNSIGNED NULL,
	lifted_on DATE NULL,
	lifted_reason VARCHAR(1000) NULL,
	stands BOOLEAN AS (IF(lifted_on IS NULL, 1, NULL)) PERSISTENT,
	PRIMARY KEY (id),
	UNIQUE KEY u_hard_flag_once (case_id, handling, stands),
	CONSTRAINT f_hard_flag_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_hard_flag_by FOREIGN KEY (flagged_by) REFERENCES user (id),
	CONSTRAINT f_hard_flag_lifter FOREIGN KEY (lifted_by) REFERENCES user (id)
) ENGINE=InnoDB;

-- The opinion of a legal advisor or government lawyer (R-ASK-5), put to them through case_share.
CREATE TABLE IF NOT EXISTS legal_review (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	status VARCHAR(12) CHARACTER SET ascii NOT NULL, -- asked, answered, withdrawn, returned, void
	question TEXT NOT NULL,
	rules VARCHAR(200) CHARACTER SET ascii NOT NULL, -- of hard cases, comma-separated
	asked_by BIGINT UNSIGNED NOT NULL,
	asked_on DATE NOT NULL,
	advisor_id BIGINT UNSIGNED NOT NULL,
	by_rota BOOLEAN NOT NULL,
	second_of BIGINT UNSIGNED NULL, -- the review to which this is the second opinion
	answer_by DATE NOT NULL,
	ended_on DATE NULL,             -- answered, withdrawn or returned
	opinion VARCHAR(20) CHARACTER SET ascii NULL, -- agree, agree_with_changes, disagree
	reasons TEXT NULL,              -- of the opinion; why withdrawn or returned
	reply_round SMALLINT UNSIGNED NULL, -- of the draft that was answered about
	is_open BOOLEAN AS (IF(status = 'asked', 1, NULL)) PERSISTENT,
	PRIMARY KEY (id),
	UNIQUE KEY u_legal_review_open (case_id, handling, advisor_id, is_open),
	KEY k_legal_review_advisor (advisor_id, id),
	CONSTRAINT f_legal_review_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_legal_review_asker FOREIGN KEY (asked_by) REFERENCES user (id),
	CONSTRAINT f_legal_review_advisor FOREIGN KEY (advisor_id) REFERENCES user (id),
	CONSTRAINT f_legal_review_second FOREIGN KEY (second_of) REFERENCES legal_review (id)
) ENGINE=InnoDB;

-- Articles that an opinion cites.
CREATE TABLE IF NOT EXISTS legal_article (
	review_id BIGINT UNSIGNED NOT NULL,
	no TINYINT UNSIGNED NOT NULL,
	article VARCHAR(200) NOT NULL,
	PRIMARY KEY (review_id, no),
	CONSTRAINT f_legal_article_review FOREIGN KEY (review_id) REFERENCES legal_review (id)
) ENGINE=InnoDB;

-- Whose turn it is: the agency's row is locked while a turn is given, each advisor has the last one.
CREATE TABLE IF NOT EXISTS legal_rota (
	agency_id BIGINT UNSIGNED NOT NULL,
	turn BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (agency_id),
	CONSTRAINT f_legal_rota_agency FOREIGN KEY (agency_id) REFERENCES agency (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS legal_turn (
	agency_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	turn BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (agency_id, user_id),
	CONSTRAINT f_legal_turn_agency FOREIGN KEY (agency_id) REFERENCES agency (id),
	CONSTRAINT f_legal_turn_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB;

-- Conflicts of interest that an advisor declared: against an agency, a party or firm (sealed), or in
-- one case.
CREATE TABLE IF NOT EXISTS legal_conflict (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	agency_id BIGINT UNSIGNED NULL,
	case_id BIGINT UNSIGNED NULL,
	party VARBINARY(1000) NULL, -- sealed
	reason VARCHAR(1000) NOT NULL,
	declared_on DATE NOT NULL,
	ended_on DATE NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_legal_conflict_uid (uid),
	KEY k_legal_conflict_user (user_id, id),
	CONSTRAINT f_legal_conflict_user FOREIGN KEY (user_id) REFERENCES user (id),
	CONSTRAINT f_legal_conflict_agency FOREIGN KEY (agency_id) REFERENCES agency (id),
	CONSTRAINT f_legal_conflict_case FOREIGN KEY (case_id) REFERENCES docket (id)
) ENGINE=InnoDB;

-- The head goes on without the review, once a handling.
CREATE TABLE IF NOT EXISTS legal_override (
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	decided_by BIGINT UNSIGNED NOT NULL,
	decided_on DATE NOT NULL,
	reason VARCHAR(1000) NULL, -- NULL: the due day was near
	rules VARCHAR(200) CHARACTER SET ascii NOT NULL,
	PRIMARY KEY (case_id, handling),
	CONSTRAINT f_legal_override_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_legal_override_by FOREIGN KEY (decided_by) REFERENCES user (id)
) ENGINE=InnoDB;

-- Deputies in the chain of approval (R-OUT-10): whoever acts for a holder of a role, by whose
-- authorisation, on which document, on which days.
CREATE TABLE IF NOT EXISTS deputy (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	agency_id BIGINT UNSIGNED NOT NULL,
	role VARCHAR(24) CHARACTER SET ascii NOT NULL, -- business_head, head, leader
	principal_id BIGINT UNSIGNED NOT NULL,
	deputy_id BIGINT UNSIGNED NOT NULL,
	from_on DATE NOT NULL,
	to_on DATE NOT NULL, -- both included
	document VARCHAR(200) NOT NULL,
	authorised_by BIGINT UNSIGNED NOT NULL,
	authorised_at DATETIME(6) NOT NULL,
	ended_by BIGINT UNSIGNED NULL,
	ended_at DATETIME(6) NULL,
	PRIMARY KEY (id),
	KEY k_deputy_deputy (deputy_id, agency_id, to_on),
	KEY k_deputy_agency (agency_id, id),
	CONSTRAINT f_deputy_agency FOREIGN KEY (agency_id) REFERENCES agency (id),
	CONSTRAINT f_deputy_principal FOREIGN KEY (principal_id) REFERENCES user (id),
	CONSTRAINT f_deputy_deputy FOREIGN KEY (deputy_id) REFERENCES user (id),
	CONSTRAINT f_deputy_author FOREIGN KEY (authorised_by) REFERENCES user (id),
	CONSTRAINT f_deputy_ender FOREIGN KEY (ended_by) REFERENCES user (id),
	CONSTRAINT c_deputy_two CHECK (principal_id <> deputy_id),
	CONSTRAINT c_deputy_days CHECK (from_on <= to_on)
) ENGINE=InnoDB;

-- For whom a step was held.
ALTER TABLE approval ADD COLUMN IF NOT EXISTS acts_for BIGINT UNSIGNED NULL;

-- Which earlier reply a part with the outcome repeat points to (R-OUT-2): one of this system, or one from
-- before it by number, day and scan.
CREATE TABLE IF NOT EXISTS reply_repeat (
	reply_id BIGINT UNSIGNED NOT NULL,
	part_no SMALLINT UNSIGNED NOT NULL,
	earlier_id BIGINT UNSIGNED NULL,
	number VARCHAR(80) NOT NULL,
	replied_on DATE NOT NULL,
	outcome VARCHAR(32) CHARACTER SET ascii NULL, -- NULL: not known
	scan_id BIGINT UNSIGNED NULL,
	unchanged VARCHAR(1000) NULL, -- that nothing has changed, and how that was found
	PRIMARY KEY (reply_id, part_no),
	CONSTRAINT f_reply_repeat_reply FOREIGN KEY (reply_id) REFERENCES reply (id),
	CONSTRAINT f_reply_repeat_earlier FOREIGN KEY (earlier_id) REFERENCES reply (id),
	CONSTRAINT f_reply_repeat_scan FOREIGN KEY (scan_id) REFERENCES document (id)
) ENGINE=InnoDB;

-- Service in every way (R-CLOCK-9): who signed, or refused and what happened then; what is heard of it
-- later; and the due day that it met or missed.
ALTER TABLE service
	ADD COLUMN IF NOT EXISTS uid BINARY(16) NULL,
	ADD COLUMN IF NOT EXISTS recipient VARBINARY(400) NULL, -- sealed
	ADD COLUMN IF NOT EXISTS record VARBINARY(4200) NULL,   -- sealed
	ADD COLUMN IF NOT EXISTS relation VARCHAR(12) CHARACTER SET ascii NULL, -- applicant, agent, household
	ADD COLUMN IF NOT EXISTS place VARCHAR(200) NULL,
	ADD COLUMN IF NOT EXISTS served_by VARCHAR(80) NULL,
	ADD COLUMN IF NOT EXISTS other_form VARCHAR(500) NULL, -- why not as asked (条例 40)
	ADD COLUMN IF NOT EXISTS due_on DATE NULL,
	ADD COLUMN IF NOT EXISTS result_on DATE NULL,
	ADD COLUMN IF NOT EXISTS result_proof VARCHAR(200) NULL,
	ADD COLUMN IF NOT EXISTS again_of BIGINT UNSIGNED NULL; -- the service that came back

-- What the applicant says of a reply (评价): one a handling.
CREATE TABLE IF NOT EXISTS evaluation (
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	agency_id BIGINT UNSIGNED NOT NULL,
	uid BINARY(16) NOT NULL,
	grade TINYINT UNSIGNED NOT NULL, -- 1 very dissatisfied to 5 very satisfied
	remarks VARBINARY(8200) NULL,    -- sealed
	made_on DATE NOT NULL,
	changed_on DATE NULL,
	PRIMARY KEY (case_id, handling),
	UNIQUE KEY u_evaluation_uid (uid),
	KEY k_evaluation_agency (agency_id, made_on, grade),
	CONSTRAINT f_evaluation_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT c_evaluation_grade CHECK (grade BETWEEN 1 AND 5)
) ENGINE=InnoDB;
