-- Extensions (R-CLOCK-2) and contacts with the applicant (R-KEEP-1).

-- Once in a reply period: the key is the rule.  With extension_per = case, handling and period are 0.
-- A refused one stands beside it and can be asked again.
CREATE TABLE IF NOT EXISTS extension (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	period TINYINT UNSIGNED NOT NULL,
	working_days TINYINT UNSIGNED NOT NULL,
	reason VARCHAR(1000) NOT NULL,
	asked_by BIGINT UNSIGNED NOT NULL,
	asked_on DATE NOT NULL,
	status VARCHAR(8) CHARACTER SET ascii NOT NULL, -- asked, granted, refused
	decided_by BIGINT UNSIGNED NULL,
	decided_on DATE NULL,
	remarks VARCHAR(1000) NULL,
	letter_id BIGINT UNSIGNED NULL,
	-- 1 while asked or granted, NULL once refused: the key then lets another be asked for
	stands BOOLEAN AS (IF(status = 'refused', NULL, 1)) PERSISTENT,
	PRIMARY KEY (id),
	UNIQUE KEY u_extension_once (case_id, handling, period, stands),
	CONSTRAINT f_extension_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_extension_asker FOREIGN KEY (asked_by) REFERENCES user (id),
	CONSTRAINT f_extension_decider FOREIGN KEY (decided_by) REFERENCES user (id),
	CONSTRAINT f_extension_letter FOREIGN KEY (letter_id) REFERENCES letter (id),
	CONSTRAINT c_extension_days CHECK (working_days BETWEEN 1 AND 20)
) ENGINE=InnoDB;

-- Calls and talks with the applicant, clarifications after the correction window, internal notes.
CREATE TABLE IF NOT EXISTS contact_record (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	seq INT UNSIGNED NOT NULL,
	kind VARCHAR(16) CHARACTER SET ascii NOT NULL, -- contact, clarification, note
	happened_on DATE NOT NULL,
	way VARCHAR(16) CHARACTER SET ascii NULL,      -- telephone, visit, message, letter
	author_id BIGINT UNSIGNED NOT NULL,
	said VARBINARY(8200) NOT NULL,  -- sealed
	needs VARBINARY(2100) NULL,     -- sealed: what the applicant really needs
	PRIMARY KEY (id),
	UNIQUE KEY u_contact_record_uid (uid),
	KEY k_contact_record_case (case_id, id),
	CONSTRAINT f_contact_record_event FOREIGN KEY (case_id, seq) REFERENCES event (case_id, seq),
	CONSTRAINT f_contact_record_author FOREIGN KEY (author_id) REFERENCES user (id)
) ENGINE=InnoDB;
