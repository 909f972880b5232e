-- What an answer to a correction notice brings of the people (R-CLOCK-4, R-REQ-10): each record as it
-- was before, still sealed, under the event that changed it.  taken_back: the values that a
-- rectification of that event has put away (R-KEEP-4).

CREATE TABLE IF NOT EXISTS person_before (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	seq INT UNSIGNED NOT NULL,
	person_id BIGINT UNSIGNED NOT NULL,
	taken_back BOOLEAN NOT NULL,
	uid BINARY(16) NOT NULL, -- the person's: what the values are sealed with
	name VARBINARY(400) NULL,
	name_index VARBINARY(33) NULL,
	id_kind VARCHAR(16) CHARACTER SET ascii NULL,
	id_number VARBINARY(200) NULL,
	id_index VARBINARY(33) NULL,
	id_kept BOOLEAN NOT NULL,
	phone VARBINARY(200) NULL,
	email VARBINARY(400) NULL,
	address VARBINARY(1000) NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_person_before_once (case_id, seq, person_id, taken_back),
	CONSTRAINT f_person_before_event FOREIGN KEY (case_id, seq) REFERENCES event (case_id, seq),
	CONSTRAINT f_person_before_person FOREIGN KEY (person_id) REFERENCES person (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS representative_before (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	seq INT UNSIGNED NOT NULL,
	representative_id BIGINT UNSIGNED NOT NULL,
	taken_back BOOLEAN NOT NULL,
	uid BINARY(16) NOT NULL,
	kind VARCHAR(20) CHARACTER SET ascii NOT NULL,
	has_signed BOOLEAN NOT NULL,
	has_authorisation BOOLEAN NOT NULL,
	matters VARCHAR(500) NULL,
	powers VARCHAR(80) CHARACTER SET ascii NOT NULL,
	valid_from DATE NULL,
	valid_to DATE NULL,
	lawyer BOOLEAN NOT NULL,
	licence VARBINARY(200) NULL,
	firm_letter VARCHAR(200) NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_representative_before_once (case_id, seq, representative_id, taken_back),
	CONSTRAINT f_representative_before_event FOREIGN KEY (case_id, seq) REFERENCES event (case_id, seq)
) ENGINE=InnoDB;

-- The event by which somebody came later than the filing.
ALTER TABLE representative ADD COLUMN IF NOT EXISTS added_seq INT UNSIGNED NULL;
