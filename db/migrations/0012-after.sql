-- What follows a reply: handlings, remedies, orders; records of one's own; complaints, urging; the district.

-- Each handling keeps when it was done and by when that was due (R-OUT-7, R-REP-3): docket holds only the
-- running one's days.
ALTER TABLE handling ADD COLUMN IF NOT EXISTS due_on DATE NULL;
ALTER TABLE handling ADD COLUMN IF NOT EXISTS done_on DATE NULL;
UPDATE handling h JOIN docket d ON d.id = h.case_id AND d.handling = h.no
	SET h.done_on = d.closed_on, h.due_on = d.due_on WHERE NOT d.is_open AND h.done_on IS NULL;

-- What falls due is read by agency, also of cases that are no longer open (R-OUT-8).
ALTER TABLE deadline ADD COLUMN IF NOT EXISTS agency_id BIGINT UNSIGNED NOT NULL DEFAULT 0;
UPDATE deadline l JOIN docket d ON d.id = l.case_id SET l.agency_id = d.agency_id WHERE l.agency_id = 0;
ALTER TABLE deadline ADD KEY IF NOT EXISTS k_deadline_agency (agency_id, status, due_on, id);

-- Reconsideration and suits (R-OUT-7, R-OUT-8).  No result: 尚未审结.
CREATE TABLE IF NOT EXISTS remedy (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL, -- whose reply, ending or silence is challenged
	agency_id BIGINT UNSIGNED NOT NULL,
	kind VARCHAR(32) CHARACTER SET ascii NOT NULL, -- cw_remedy_kind_name
	against VARCHAR(8) CHARACTER SET ascii NOT NULL, -- reply, ending, silence
	by_whom VARCHAR(12) CHARACTER SET ascii NOT NULL, -- applicant, third_party
	body VARCHAR(120) NOT NULL,
	number VARCHAR(80) NULL,
	filed_on DATE NOT NULL,
	recorded_by BIGINT UNSIGNED NOT NULL,
	copy_on DATE NULL,    -- the agency received the copy
	simple BOOLEAN NOT NULL DEFAULT FALSE, -- simple procedure (复议法 54)
	answer_by DATE NULL,  -- its own deadline as respondent
	answered_on DATE NULL,
	answer_number VARCHAR(80) NULL,
	result VARCHAR(12) CHARACTER SET ascii NULL, -- upheld, corrected, other
	decided_on DATE NULL,
	decision_number VARCHAR(80) NULL,
	remarks VARCHAR(1000) NULL,
	PRIMARY KEY (id),
	KEY k_remedy_case (case_id, id),
	KEY k_remedy_agency (agency_id, filed_on, id),
	CONSTRAINT f_remedy_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_remedy_agency FOREIGN KEY (agency_id) REFERENCES agency (id),
	CONSTRAINT f_remedy_recorder FOREIGN KEY (recorded_by) REFERENCES user (id)
) ENGINE=InnoDB;

-- What opened handling 2, 3, ... (R-OUT-7).
CREATE TABLE IF NOT EXISTS reply_order (
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL, -- the one that it opened
	kind VARCHAR(16) CHARACTER SET ascii NOT NULL, -- court, reconsideration, revocation
	body VARCHAR(120) NULL,   -- NULL: own revocation
	number VARCHAR(80) NULL,
	ordered_on DATE NOT NULL, -- the day on the document
	received_on DATE NULL,
	in_force_on DATE NULL,
	period_unit VARCHAR(12) CHARACTER SET ascii NULL, -- working_days, days, months; NULL: none written
	period SMALLINT UNSIGNED NULL,
	allows_correction BOOLEAN NOT NULL DEFAULT FALSE,
	allows_extension BOOLEAN NOT NULL DEFAULT FALSE,
	remedy_id BIGINT UNSIGNED NULL,
	reason VARCHAR(2000) NULL, -- of a revocation; what the order says
	letter_id BIGINT UNSIGNED NULL,
	author_id BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (case_id, handling),
	CONSTRAINT f_reply_order_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_reply_order_remedy FOREIGN KEY (remedy_id) REFERENCES remedy (id),
	CONSTRAINT f_reply_order_letter FOREIGN KEY (letter_id) REFERENCES letter (id),
	CONSTRAINT f_reply_order_author FOREIGN KEY (author_id) REFERENCES user (id)
) ENGINE=InnoDB;

-- What a request to correct one's own record says (条例 41, R-OUT-6); all of it is about a person: sealed.
CREATE TABLE IF NOT EXISTS own_record (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	uid BINARY(16) NOT NULL,
	record VARBINARY(2100) NOT NULL,
	wrong VARBINARY(8200) NOT NULL,
	correct VARBINARY(8200) NULL,  -- what it should say
	evidence VARBINARY(8200) NULL, -- not given: an item for correction (R-REQ-3)
	PRIMARY KEY (id),
	UNIQUE KEY u_own_record_case (case_id),
	UNIQUE KEY u_own_record_uid (uid),
	CONSTRAINT f_own_record_case FOREIGN KEY (case_id) REFERENCES docket (id)
) ENGINE=InnoDB;

-- Letters that belong to no case: reminders of the supervisor, answers to complaints; kept as sent (R-KEEP-2).
CREATE TABLE IF NOT EXISTS office_letter (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	agency_id BIGINT UNSIGNED NOT NULL, -- whose letter it is
	kind VARCHAR(32) CHARACTER SET ascii NOT NULL,
	document_number VARCHAR(60) NOT NULL,
	made_on DATE NOT NULL,
	made_at DATETIME(6) NOT NULL,
	signed_by BIGINT UNSIGNED NOT NULL,
	body MEDIUMBLOB NOT NULL, -- sealed
	digest BINARY(32) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_office_letter_uid (uid),
	UNIQUE KEY u_office_letter_number (agency_id, document_number),
	CONSTRAINT f_office_letter_agency FOREIGN KEY (agency_id) REFERENCES agency (id),
	CONSTRAINT f_office_letter_signer FOREIGN KEY (signed_by) REFERENCES user (id)
) ENGINE=InnoDB;
CREATE OR REPLACE TRIGGER office_letter_no_delete BEFORE DELETE ON office_letter FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'letters are never deleted (R-KEEP-2)';
CREATE OR REPLACE TRIGGER office_letter_no_update BEFORE UPDATE ON office_letter FOR EACH ROW
	IF NEW.id <> OLD.id OR NEW.uid <> OLD.uid OR NEW.agency_id <> OLD.agency_id OR NEW.kind <> OLD.kind
	   OR NEW.document_number <> OLD.document_number OR NEW.made_on <> OLD.made_on
	   OR NEW.made_at <> OLD.made_at OR NEW.signed_by <> OLD.signed_by OR NEW.digest <> OLD.digest THEN
		SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'letters are never changed (R-KEEP-2)'; END IF;

-- The supervisor urges an agency, on a case or in general (督办).
CREATE TABLE IF NOT EXISTS urging (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	district_id BIGINT UNSIGNED NOT NULL,
	agency_id BIGINT UNSIGNED NOT NULL,
	case_id BIGINT UNSIGNED NULL,
	handling TINYINT UNSIGNED NULL,
	matter VARCHAR(1000) NOT NULL,
	demand VARCHAR(1000) NOT NULL,
	urged_by BIGINT UNSIGNED NOT NULL,
	urged_on DATE NOT NULL,
	answer_by DATE NOT NULL,
	letter_id BIGINT UNSIGNED NOT NULL,
	answer VARCHAR(2000) NULL,
	answered_by BIGINT UNSIGNED NULL,
	answered_on DATE NULL,
	answer_letter_id BIGINT UNSIGNED NULL,
	is_open BOOLEAN NOT NULL DEFAULT TRUE,
	PRIMARY KEY (id),
	KEY k_urging_district (district_id, is_open, answer_by, id),
	KEY k_urging_agency (agency_id, is_open, answer_by, id),
	KEY k_urging_case (case_id, id),
	CONSTRAINT f_urging_district FOREIGN KEY (district_id) REFERENCES agency (id),
	CONSTRAINT f_urging_agency FOREIGN KEY (agency_id) REFERENCES agency (id),
	CONSTRAINT f_urging_case FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_urging_author FOREIGN KEY (urged_by) REFERENCES user (id),
	CONSTRAINT f_urging_answerer FOREIGN KEY (answered_by) REFERENCES user (id),
	CONSTRAINT f_urging_letter FOREIGN KEY (letter_id) REFERENCES office_letter (id),
	CONSTRAINT f_urging_answer_letter FOREIGN KEY (answer_letter_id) REFERENCES office_letter (id)
) ENGINE=InnoDB;

-- Complaints to the district office about an agency (条例 47, 51; R-OUT-12).  Who complains, and what about:
-- sealed.  Each step is written once.
CREATE TABLE IF NOT EXISTS complaint (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	district_id BIGINT UNSIGNED NOT NULL,
	agency_id BIGINT UNSIGNED NOT NULL,
	number VARCHAR(40) CHARACTER SET ascii NOT NULL,
	code_mac BINARY(32) NOT NULL,
	version BIGINT UNSIGNED NOT NULL DEFAULT 1,
	case_number VARCHAR(40) NULL, -- as the complainant names it
	channel VARCHAR(16) CHARACTER SET ascii NOT NULL,
	lang CHAR(2) CHARACTER SET ascii NOT NULL,
	complainant_id BIGINT UNSIGNED NOT NULL, -- a person: sealed there
	matter BLOB NOT NULL,
	status VARCHAR(12) CHARACTER SET ascii NOT NULL, -- received, registered, asked, answered, found, closed
	is_open BOOLEAN NOT NULL DEFAULT TRUE,
	submitted_at DATETIME(6) NOT NULL,
	received_on DATE NOT NULL,
	due_on DATE NOT NULL,
	due_provisional BOOLEAN NOT NULL,
	registered_on DATE NULL,
	registered_by BIGINT UNSIGNED NULL,
	asked_on DATE NULL,
	question VARCHAR(2000) NULL,
	answer_by DATE NULL,
	answered_on DATE NULL,
	answered_by BIGINT UNSIGNED NULL,
	agency_answer BLOB NULL,
	found_on DATE NULL,
	found_by BIGINT UNSIGNED NULL,
	verdict VARCHAR(16) CHARACTER SET ascii NULL, -- upheld, partly_upheld, not_upheld
	finding BLOB NULL,
	measure VARCHAR(1000) NULL, -- the order to mend (责令改正)
	mend_by DATE NULL,
	mended_on DATE NULL,
	mend_report VARCHAR(2000) NULL,
	closed_on DATE NULL,
	letter_id BIGINT UNSIGNED NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_complaint_uid (uid),
	UNIQUE KEY u_complaint_number (number),
	KEY k_complaint_district (district_id, is_open, due_on, id),
	KEY k_complaint_agency (agency_id, is_open, due_on, id),
	CONSTRAINT f_complaint_district FOREIGN KEY (district_id) REFERENCES agency (id),
	CONSTRAINT f_complaint_agency FOREIGN KEY (agency_id) REFERENCES agency (id),
	CONSTRAINT f_complaint_person FOREIGN KEY (complainant_id) REFERENCES person (id),
	CONSTRAINT f_complaint_letter FOREIGN KEY (letter_id) REFERENCES office_letter (id)
) ENGINE=InnoDB;

-- Extensions that one officer asked for and granted alone (R-CLOCK-2): the district office sees them.
ALTER TABLE extension ADD COLUMN IF NOT EXISTS alone BOOLEAN
	AS (IF(status = 'granted' AND decided_by = asked_by, 1, NULL)) PERSISTENT;
ALTER TABLE extension ADD KEY IF NOT EXISTS k_extension_alone (alone, id);
