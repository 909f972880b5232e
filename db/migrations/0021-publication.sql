-- Making public what is often asked for (R-OUT-5, 条例 18, 44): information items that cases have in
-- common, reviews for proactive disclosure, and what was made public.

CREATE TABLE IF NOT EXISTS information_item (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	agency_id BIGINT UNSIGNED NOT NULL,
	title VARCHAR(200) NOT NULL,
	review VARCHAR(9) CHARACTER SET ascii NOT NULL DEFAULT 'none', -- none, open, published, declined
	opened_on DATE NULL,
	opened_by VARCHAR(10) CHARACTER SET ascii NULL, -- applicants, suggestion
	due_on DATE NULL, -- put off to, or to be re-assessed on; NULL: an open review is due now
	decided_on DATE NULL,
	decided_by BIGINT UNSIGNED NULL,
	reason VARCHAR(1000) NULL, -- of the last decision
	PRIMARY KEY (id),
	KEY k_information_item_list (agency_id, id),
	KEY k_information_item_review (agency_id, review, id),
	KEY k_information_item_due (agency_id, due_on, id),
	CONSTRAINT f_information_item_agency FOREIGN KEY (agency_id) REFERENCES agency (id)
) ENGINE=InnoDB;

-- A case is about one item at most.
CREATE TABLE IF NOT EXISTS information_item_case (
	case_id BIGINT UNSIGNED NOT NULL,
	item_id BIGINT UNSIGNED NOT NULL,
	tied_on DATE NOT NULL,
	refused_on DATE NULL, -- under articles 14 to 16
	PRIMARY KEY (case_id),
	KEY k_information_item_case_item (item_id, case_id),
	CONSTRAINT f_information_item_case_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_information_item_case_item FOREIGN KEY (item_id) REFERENCES information_item (id)
) ENGINE=InnoDB;

-- What happened to an item; never changed, never deleted (R-KEEP-1).
CREATE TABLE IF NOT EXISTS information_item_event (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	item_id BIGINT UNSIGNED NOT NULL,
	happened_on DATE NOT NULL,
	recorded_at DATETIME(6) NOT NULL,
	actor_id BIGINT UNSIGNED NULL, -- NULL: the applicant, or what follows by itself
	act VARCHAR(12) CHARACTER SET ascii NOT NULL, -- made, tied, opened, suggested, refused, published, declined, put_off, withdrawn
	case_id BIGINT UNSIGNED NULL,
	remark VARCHAR(1000) NULL,
	PRIMARY KEY (id),
	KEY k_information_item_event (item_id, id),
	CONSTRAINT f_information_item_event_item FOREIGN KEY (item_id) REFERENCES information_item (id)
) ENGINE=InnoDB;
CREATE OR REPLACE TRIGGER information_item_event_no_update BEFORE UPDATE ON information_item_event FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'events are never changed (R-KEEP-1)';
CREATE OR REPLACE TRIGGER information_item_event_no_delete BEFORE DELETE ON information_item_event FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'events are never deleted (R-KEEP-1)';

-- What an applicant says for it, once a case.
CREATE TABLE IF NOT EXISTS suggestion (
	case_id BIGINT UNSIGNED NOT NULL,
	item_id BIGINT UNSIGNED NOT NULL,
	uid BINARY(16) NOT NULL,
	reason VARBINARY(4200) NOT NULL, -- sealed
	made_on DATE NOT NULL,
	PRIMARY KEY (case_id),
	KEY k_suggestion_item (item_id, case_id),
	CONSTRAINT f_suggestion_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_suggestion_item FOREIGN KEY (item_id) REFERENCES information_item (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS disclosure (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	agency_id BIGINT UNSIGNED NOT NULL,
	item_id BIGINT UNSIGNED NULL, -- NULL: entered by hand
	title VARCHAR(200) NOT NULL,
	address VARCHAR(500) NOT NULL, -- where it can be read
	document_number VARCHAR(80) NULL,
	summary VARCHAR(2000) NULL,
	published_on DATE NOT NULL,
	entered_by BIGINT UNSIGNED NOT NULL,
	entered_at DATETIME(6) NOT NULL,
	withdrawn_on DATE NULL,
	withdrawn_by BIGINT UNSIGNED NULL,
	withdrawn_reason VARCHAR(500) NULL,
	public BOOLEAN AS (IF(withdrawn_on IS NULL, 1, 0)) PERSISTENT,
	PRIMARY KEY (id),
	KEY k_disclosure_public (public, id),
	KEY k_disclosure_agency (agency_id, public, id),
	CONSTRAINT f_disclosure_agency FOREIGN KEY (agency_id) REFERENCES agency (id),
	CONSTRAINT f_disclosure_item FOREIGN KEY (item_id) REFERENCES information_item (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS disclosure_gram (
	gram BIGINT UNSIGNED NOT NULL,
	disclosure_id BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (gram, disclosure_id),
	KEY k_disclosure_gram_disclosure (disclosure_id),
	CONSTRAINT f_disclosure_gram_disclosure FOREIGN KEY (disclosure_id) REFERENCES disclosure (id)
) ENGINE=InnoDB;
