-- Consultations (R-ASK-1 to R-ASK-4), holds of a disclosure (R-ASK-1), reasons for an unreasonable volume
-- (R-CLOCK-6), and what a secrecy review still lacked (R-ASK-4).

CREATE TABLE IF NOT EXISTS consultation (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	kind VARCHAR(16) CHARACTER SET ascii NOT NULL, -- third_party, co_producer, other_agency, determination
	pauses BOOLEAN NOT NULL,       -- its days are not counted; false: a determination by setting
	party VARBINARY(1000) NOT NULL, -- sealed: who is asked
	address VARBINARY(1600) NULL,   -- sealed: where the letter goes
	information BLOB NOT NULL,      -- sealed: what may be disclosed
	question BLOB NULL,             -- sealed: what is asked beside it
	working_days TINYINT UNSIGNED NOT NULL,
	asked_by BIGINT UNSIGNED NOT NULL,
	asked_on DATE NOT NULL,
	letter_id BIGINT UNSIGNED NULL,
	notice_id BIGINT UNSIGNED NULL, -- the letter that tells the applicant (R-ASK-2)
	received_on DATE NULL,          -- by the one asked: its period runs from here
	receipt_proof VARCHAR(200) NULL,
	result VARCHAR(16) CHARACTER SET ascii NULL, -- NULL: open; consent, objection, opinion, silence ...
	ended_on DATE NULL,
	ended_by BIGINT UNSIGNED NULL,
	end_proof VARCHAR(200) NULL,
	opinion BLOB NULL,              -- sealed
	late_on DATE NULL,              -- an opinion after the end: kept, without effect
	late_result VARCHAR(16) CHARACTER SET ascii NULL,
	late_opinion BLOB NULL,         -- sealed
	holds BOOLEAN NULL,             -- an objection: whether it has good reason; NULL: not weighed
	weighing BLOB NULL,             -- sealed: why
	weighed_by BIGINT UNSIGNED NULL,
	weighed_on DATE NULL,
	ground VARCHAR(16) CHARACTER SET ascii NULL, -- of the disclosure: public_interest, no_good_reason
	decision_id BIGINT UNSIGNED NULL, -- the letter that tells of it
	decided_by BIGINT UNSIGNED NULL,
	decided_on DATE NULL,
	told_on DATE NULL,
	told_way VARCHAR(16) CHARACTER SET ascii NULL,
	told_proof VARCHAR(200) NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_consultation_uid (uid),
	KEY k_consultation_case (case_id, id),
	CONSTRAINT f_consultation_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_consultation_asker FOREIGN KEY (asked_by) REFERENCES user (id),
	CONSTRAINT f_consultation_letter FOREIGN KEY (letter_id) REFERENCES letter (id),
	CONSTRAINT f_consultation_notice FOREIGN KEY (notice_id) REFERENCES letter (id),
	CONSTRAINT f_consultation_decision FOREIGN KEY (decision_id) REFERENCES letter (id)
) ENGINE=InnoDB;

-- Orders that hold a disclosure, and those that release it.  One stands at a time: the key is the rule.
CREATE TABLE IF NOT EXISTS disclosure_hold (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	body VARCHAR(120) NOT NULL,
	number VARCHAR(80) NOT NULL,
	ordered_on DATE NOT NULL,
	held_on DATE NOT NULL,
	held_by BIGINT UNSIGNED NOT NULL,
	release_body VARCHAR(120) NULL,
	release_number VARCHAR(80) NULL,
	release_ordered_on DATE NULL,
	released_on DATE NULL,
	released_by BIGINT UNSIGNED NULL,
	-- 1 while it holds, NULL once released: the key then lets another follow
	stands BOOLEAN AS (IF(released_on IS NULL, 1, NULL)) PERSISTENT,
	PRIMARY KEY (id),
	UNIQUE KEY u_disclosure_hold_once (case_id, stands),
	KEY k_disclosure_hold_case (case_id, id),
	CONSTRAINT f_disclosure_hold_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_disclosure_hold_holder FOREIGN KEY (held_by) REFERENCES user (id),
	CONSTRAINT f_disclosure_hold_releaser FOREIGN KEY (released_by) REFERENCES user (id)
) ENGINE=InnoDB;

-- Reasons are asked for once a handling: the key is the rule.
CREATE TABLE IF NOT EXISTS reasons_request (
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	volume VARCHAR(2000) NOT NULL, -- number and frequency that were found
	asked_by BIGINT UNSIGNED NOT NULL,
	asked_on DATE NOT NULL,
	answer_by DATE NOT NULL,
	letter_id BIGINT UNSIGNED NULL,
	answered_on DATE NULL,
	answer BLOB NULL, -- sealed: the applicant's words, the first answer and what followed
	holds BOOLEAN NULL, -- the head's finding; NULL: none
	finding VARCHAR(2000) NULL,
	found_by BIGINT UNSIGNED NULL,
	found_on DATE NULL,
	delayed_to DATE NULL,
	delay_letter_id BIGINT UNSIGNED NULL,
	PRIMARY KEY (case_id, handling),
	UNIQUE KEY u_reasons_request_id (id),
	UNIQUE KEY u_reasons_request_uid (uid),
	CONSTRAINT f_reasons_request_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_reasons_request_asker FOREIGN KEY (asked_by) REFERENCES user (id),
	CONSTRAINT f_reasons_request_finder FOREIGN KEY (found_by) REFERENCES user (id),
	CONSTRAINT f_reasons_request_letter FOREIGN KEY (letter_id) REFERENCES letter (id),
	CONSTRAINT f_reasons_request_delay FOREIGN KEY (delay_letter_id) REFERENCES letter (id)
) ENGINE=InnoDB;

-- When the review is wanted by, which parts of the drafted reply a pass in part lets go, and the event that
-- answered it: a draft that is written after it is not what was passed.
ALTER TABLE secrecy_review
	ADD COLUMN IF NOT EXISTS answer_by DATE NULL,
	ADD COLUMN IF NOT EXISTS parts VARCHAR(200) CHARACTER SET ascii NULL,
	ADD COLUMN IF NOT EXISTS answered_seq INT UNSIGNED NULL;
