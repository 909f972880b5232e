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
