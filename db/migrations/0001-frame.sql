-- The frame: agencies, people who work, cases and what they hold.
-- Personal data (names, identity numbers, contacts, letters, parts of replies, stored answers) is
-- sealed (db/crypt.h); a row with sealed columns has a random uid that the seal is bound to.
-- Names of states, acts, roles and outcomes are those of casework/, in ASCII.

CREATE TABLE IF NOT EXISTS key_check (
	kind VARCHAR(8) CHARACTER SET ascii NOT NULL,
	key_id TINYINT UNSIGNED NOT NULL,
	check_value VARBINARY(64) NOT NULL,
	PRIMARY KEY (kind, key_id)
) ENGINE=InnoDB;

-- The legal clock of test installations: one row, a day or NULL (the real day).
CREATE TABLE IF NOT EXISTS test_clock (
	id TINYINT UNSIGNED NOT NULL,
	day DATE NULL,
	PRIMARY KEY (id),
	CONSTRAINT c_test_clock_one CHECK (id = 1)
) ENGINE=InnoDB;

-- Working-day notices (R-DAY-2); a later one overrides an earlier one day by day.
CREATE TABLE IF NOT EXISTS calendar_notice (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	number VARCHAR(64) NOT NULL,
	year SMALLINT UNSIGNED NOT NULL,
	issued_on DATE NOT NULL,
	loaded_at DATETIME(6) NOT NULL,
	loaded_by BIGINT UNSIGNED NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_calendar_notice_number (number)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS calendar_day (
	notice_id BIGINT UNSIGNED NOT NULL,
	day DATE NOT NULL,
	worked BOOLEAN NOT NULL,
	PRIMARY KEY (notice_id, day),
	CONSTRAINT f_calendar_day_notice FOREIGN KEY (notice_id) REFERENCES calendar_notice (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS agency (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	parent_id BIGINT UNSIGNED NULL,
	root_id BIGINT UNSIGNED NULL, -- the district; NULL: is one itself
	region CHAR(6) CHARACTER SET ascii NOT NULL,
	code VARCHAR(12) CHARACTER SET ascii NOT NULL,
	name VARCHAR(120) NOT NULL,
	short_name VARCHAR(40) NOT NULL,
	kind VARCHAR(16) CHARACTER SET ascii NOT NULL,
	office VARCHAR(120) NOT NULL,
	address VARCHAR(200) NOT NULL,
	phone VARCHAR(40) NOT NULL,
	email VARCHAR(120) NOT NULL,
	duties VARCHAR(2000) NOT NULL,
	court VARCHAR(120) NOT NULL,
	active BOOLEAN NOT NULL DEFAULT TRUE,
	version BIGINT UNSIGNED NOT NULL DEFAULT 1,
	PRIMARY KEY (id),
	UNIQUE KEY u_agency_code (region, code),
	KEY k_agency_root (root_id, id),
	CONSTRAINT f_agency_parent FOREIGN KEY (parent_id) REFERENCES agency (id),
	CONSTRAINT f_agency_root FOREIGN KEY (root_id) REFERENCES agency (id)
) ENGINE=InnoDB;

-- Reconsideration bodies in the order in which letters name them (R-OUT-4).
CREATE TABLE IF NOT EXISTS agency_body (
	agency_id BIGINT UNSIGNED NOT NULL,
	position TINYINT UNSIGNED NOT NULL,
	name VARCHAR(120) NOT NULL,
	address VARCHAR(200) NOT NULL,
	online VARCHAR(200) NULL,
	PRIMARY KEY (agency_id, position),
	CONSTRAINT f_agency_body_agency FOREIGN KEY (agency_id) REFERENCES agency (id)
) ENGINE=InnoDB;

-- Settings that law.md names, per agency, with the day from which each holds.
CREATE TABLE IF NOT EXISTS agency_setting (
	agency_id BIGINT UNSIGNED NOT NULL,
	name VARCHAR(48) CHARACTER SET ascii NOT NULL,
	valid_from DATE NOT NULL,
	value VARCHAR(200) NOT NULL,
	author_id BIGINT UNSIGNED NULL,
	recorded_at DATETIME(6) NOT NULL,
	PRIMARY KEY (agency_id, name, valid_from),
	CONSTRAINT f_agency_setting_agency FOREIGN KEY (agency_id) REFERENCES agency (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS user (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	login VARCHAR(64) CHARACTER SET ascii NOT NULL,
	name VARCHAR(80) NOT NULL,
	password VARCHAR(200) CHARACTER SET ascii NULL, -- PHC string; NULL: cannot sign in
	disabled BOOLEAN NOT NULL DEFAULT FALSE,
	created_at DATETIME(6) NOT NULL,
	version BIGINT UNSIGNED NOT NULL DEFAULT 1,
	PRIMARY KEY (id),
	UNIQUE KEY u_user_login (login)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS user_role (
	user_id BIGINT UNSIGNED NOT NULL,
	agency_id BIGINT UNSIGNED NOT NULL,
	role VARCHAR(24) CHARACTER SET ascii NOT NULL,
	PRIMARY KEY (user_id, agency_id, role),
	KEY k_user_role_agency (agency_id, role, user_id),
	CONSTRAINT f_user_role_user FOREIGN KEY (user_id) REFERENCES user (id),
	CONSTRAINT f_user_role_agency FOREIGN KEY (agency_id) REFERENCES agency (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS session (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	token_hash BINARY(32) NOT NULL,
	csrf_hash BINARY(32) NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	created_at DATETIME(6) NOT NULL,
	seen_at DATETIME(6) NOT NULL,
	expires_at DATETIME(6) NOT NULL,
	client VARCHAR(45) CHARACTER SET ascii NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_session_token (token_hash),
	KEY k_session_user (user_id, id),
	KEY k_session_expires (expires_at),
	CONSTRAINT f_session_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS api_token (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	token_hash BINARY(32) NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	name VARCHAR(80) NOT NULL,
	scopes INT UNSIGNED NOT NULL,
	created_at DATETIME(6) NOT NULL,
	expires_at DATETIME(6) NOT NULL,
	revoked_at DATETIME(6) NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_api_token_hash (token_hash),
	KEY k_api_token_user (user_id, id),
	CONSTRAINT f_api_token_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB;

-- Failed sign-ins and query codes, counted for all instances together.
CREATE TABLE IF NOT EXISTS failure (
	subject BINARY(32) NOT NULL, -- HMAC of what was tried (account, address, case number)
	count INT UNSIGNED NOT NULL,
	last_at DATETIME(6) NOT NULL,
	PRIMARY KEY (subject),
	KEY k_failure_last (last_at)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS number_counter (
	agency_id BIGINT UNSIGNED NOT NULL,
	kind VARCHAR(12) CHARACTER SET ascii NOT NULL, -- case, letter
	year SMALLINT UNSIGNED NOT NULL,
	last INT UNSIGNED NOT NULL,
	PRIMARY KEY (agency_id, kind, year),
	CONSTRAINT f_number_counter_agency FOREIGN KEY (agency_id) REFERENCES agency (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS person (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	category VARCHAR(24) CHARACTER SET ascii NOT NULL, -- R-REQ-4
	name VARBINARY(400) NULL,
	name_index VARBINARY(33) NULL,
	id_kind VARCHAR(16) CHARACTER SET ascii NULL,
	id_number VARBINARY(200) NULL,
	id_index VARBINARY(33) NULL,
	id_kept BOOLEAN NOT NULL DEFAULT FALSE, -- kept as written though the check warned (R-REQ-7)
	phone VARBINARY(200) NULL,
	email VARBINARY(400) NULL,
	address VARBINARY(1000) NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_person_uid (uid),
	KEY k_person_id (id_index, id),
	KEY k_person_name (name_index, id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS docket (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	agency_id BIGINT UNSIGNED NOT NULL,
	year SMALLINT UNSIGNED NOT NULL,
	running INT UNSIGNED NOT NULL,
	number VARCHAR(40) CHARACTER SET ascii NOT NULL,
	kind VARCHAR(24) CHARACTER SET ascii NOT NULL DEFAULT 'request',
	channel VARCHAR(16) CHARACTER SET ascii NOT NULL,
	state VARCHAR(24) CHARACTER SET ascii NOT NULL,
	handling TINYINT UNSIGNED NOT NULL DEFAULT 1,
	version BIGINT UNSIGNED NOT NULL DEFAULT 1,
	applicant_id BIGINT UNSIGNED NOT NULL,
	title VARCHAR(200) NOT NULL,
	description MEDIUMTEXT NOT NULL,
	ways VARCHAR(80) CHARACTER SET ascii NOT NULL,     -- R-REQ-6, comma-separated
	carriers VARCHAR(40) CHARACTER SET ascii NOT NULL,
	other_way_ok BOOLEAN NOT NULL,
	electronic_ok BOOLEAN NOT NULL, -- electronic service chosen or agreed to (R-CLOCK-9)
	help_needed VARCHAR(500) NULL,  -- R-REQ-5
	lang CHAR(2) CHARACTER SET ascii NOT NULL DEFAULT 'zh',
	submitted_at DATETIME(6) NOT NULL,
	submitted_on DATE NOT NULL,
	received_on DATE NULL,
	registered_on DATE NULL,
	due_on DATE NULL,
	due_provisional BOOLEAN NOT NULL DEFAULT FALSE,
	replied_on DATE NULL,
	closed_on DATE NULL,
	is_open BOOLEAN NOT NULL,
	next_on DATE NOT NULL DEFAULT '9999-12-31',
	next_kind VARCHAR(24) CHARACTER SET ascii NOT NULL DEFAULT '',
	assignee_id BIGINT UNSIGNED NULL,
	main_outcome VARCHAR(32) CHARACTER SET ascii NULL,
	report_row TINYINT UNSIGNED NULL,
	code_mac BINARY(32) NOT NULL,
	seq INT UNSIGNED NOT NULL,
	head BINARY(32) NOT NULL,
	anchored_seq INT UNSIGNED NOT NULL DEFAULT 0,
	unanchored BOOLEAN AS (seq <> anchored_seq) PERSISTENT,
	PRIMARY KEY (id),
	UNIQUE KEY u_docket_uid (uid),
	UNIQUE KEY u_docket_number (number),
	UNIQUE KEY u_docket_running (agency_id, year, running),
	KEY k_docket_agency_queue (agency_id, is_open, next_on, id),
	KEY k_docket_queue (is_open, next_on, id),
	KEY k_docket_assignee_queue (assignee_id, is_open, next_on, id),
	KEY k_docket_agency_closed (agency_id, is_open, closed_on, id),
	KEY k_docket_applicant (applicant_id, id),
	KEY k_docket_unanchored (unanchored, id),
	CONSTRAINT f_docket_agency FOREIGN KEY (agency_id) REFERENCES agency (id),
	CONSTRAINT f_docket_applicant FOREIGN KEY (applicant_id) REFERENCES person (id),
	CONSTRAINT f_docket_assignee FOREIGN KEY (assignee_id) REFERENCES user (id)
) ENGINE=InnoDB;

-- Search within an agency: two code points of title and description a row.
CREATE TABLE IF NOT EXISTS case_gram (
	agency_id BIGINT UNSIGNED NOT NULL,
	gram BIGINT UNSIGNED NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (agency_id, gram, case_id),
	KEY k_case_gram_case (case_id),
	CONSTRAINT f_case_gram_case FOREIGN KEY (case_id) REFERENCES docket (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS event (
	case_id BIGINT UNSIGNED NOT NULL,
	seq INT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	act VARCHAR(32) CHARACTER SET ascii NOT NULL,
	happened_on DATE NOT NULL,
	recorded_at DATETIME(6) NOT NULL,
	actor_role VARCHAR(24) CHARACTER SET ascii NOT NULL,
	actor_id BIGINT UNSIGNED NULL,
	request_id VARCHAR(64) CHARACTER SET ascii NOT NULL,
	-- What the reply clock reads (casework/clock.h); NULL: nothing.
	clock VARCHAR(24) CHARACTER SET ascii NULL,
	clock_ref BIGINT UNSIGNED NULL,
	until_on DATE NULL,
	told_on DATE NULL,
	working_days INT NULL,
	target_seq INT UNSIGNED NULL,
	body MEDIUMBLOB NOT NULL,
	hash BINARY(32) NOT NULL,
	PRIMARY KEY (case_id, seq),
	CONSTRAINT f_event_case FOREIGN KEY (case_id) REFERENCES docket (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS handling (
	case_id BIGINT UNSIGNED NOT NULL,
	no TINYINT UNSIGNED NOT NULL,
	opened_seq INT UNSIGNED NOT NULL,
	opened_on DATE NOT NULL,
	PRIMARY KEY (case_id, no),
	CONSTRAINT f_handling_case FOREIGN KEY (case_id) REFERENCES docket (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS period (
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	no TINYINT UNSIGNED NOT NULL,
	start_on DATE NOT NULL,
	opened_seq INT UNSIGNED NOT NULL,
	PRIMARY KEY (case_id, handling, no),
	CONSTRAINT f_period_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS deadline (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	kind VARCHAR(24) CHARACTER SET ascii NOT NULL,
	ref BIGINT UNSIGNED NOT NULL DEFAULT 0, -- the record that it belongs to
	due_on DATE NOT NULL,
	version INT UNSIGNED NOT NULL DEFAULT 1, -- moves with due_on: reminders are once per version
	status VARCHAR(8) CHARACTER SET ascii NOT NULL, -- open, met, void
	PRIMARY KEY (id),
	UNIQUE KEY u_deadline (case_id, handling, kind, ref),
	KEY k_deadline_due (status, due_on, id),
	CONSTRAINT f_deadline_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS search_record (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	seq INT UNSIGNED NOT NULL,
	place VARCHAR(200) NOT NULL,
	searched_on DATE NOT NULL,
	searcher VARCHAR(80) NOT NULL,
	method VARCHAR(500) NOT NULL,
	found BOOLEAN NOT NULL,
	result VARCHAR(1000) NOT NULL,
	PRIMARY KEY (id),
	KEY k_search_record_case (case_id, handling, id),
	CONSTRAINT f_search_record_event FOREIGN KEY (case_id, seq) REFERENCES event (case_id, seq)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS secrecy_review (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	asked_by BIGINT UNSIGNED NOT NULL,
	asked_on DATE NOT NULL,
	question VARCHAR(2000) NOT NULL,
	reviewer_id BIGINT UNSIGNED NULL,
	answered_on DATE NULL,
	result VARCHAR(12) CHARACTER SET ascii NULL, -- pass, pass_in_part, refuse, send_on
	remarks VARCHAR(2000) NULL,
	PRIMARY KEY (id),
	KEY k_secrecy_review_case (case_id, handling, id),
	KEY k_secrecy_review_open (answered_on, id),
	CONSTRAINT f_secrecy_review_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_secrecy_review_asker FOREIGN KEY (asked_by) REFERENCES user (id),
	CONSTRAINT f_secrecy_review_reviewer FOREIGN KEY (reviewer_id) REFERENCES user (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS letter (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	kind VARCHAR(32) CHARACTER SET ascii NOT NULL,
	agency_id BIGINT UNSIGNED NOT NULL,
	document_number VARCHAR(60) NULL,
	made_on DATE NOT NULL,
	made_at DATETIME(6) NOT NULL,
	signed_by BIGINT UNSIGNED NULL,
	for_applicant BOOLEAN NOT NULL,
	body MEDIUMBLOB NOT NULL, -- sealed; the structured text as sent, byte for byte (R-KEEP-2)
	digest BINARY(32) NOT NULL, -- SHA-256 of the text
	PRIMARY KEY (id),
	UNIQUE KEY u_letter_uid (uid),
	UNIQUE KEY u_letter_number (agency_id, document_number),
	KEY k_letter_case (case_id, id),
	CONSTRAINT f_letter_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no)
) ENGINE=InnoDB;

-- One reply a handling: the key is the rule (R-OUT-7).
CREATE TABLE IF NOT EXISTS reply (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	status VARCHAR(12) CHARACTER SET ascii NOT NULL, -- draft, submitted, signed, served
	round SMALLINT UNSIGNED NOT NULL DEFAULT 1, -- of approval; a returned draft starts the next
	drafter_id BIGINT UNSIGNED NOT NULL,
	letter_id BIGINT UNSIGNED NULL, -- made at signing
	PRIMARY KEY (id),
	UNIQUE KEY u_reply_uid (uid),
	UNIQUE KEY u_reply_handling (case_id, handling),
	CONSTRAINT f_reply_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_reply_drafter FOREIGN KEY (drafter_id) REFERENCES user (id),
	CONSTRAINT f_reply_letter FOREIGN KEY (letter_id) REFERENCES letter (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS reply_part (
	reply_id BIGINT UNSIGNED NOT NULL,
	no SMALLINT UNSIGNED NOT NULL,
	outcome VARCHAR(32) CHARACTER SET ascii NOT NULL,
	description VARBINARY(4000) NOT NULL, -- sealed
	is_main BOOLEAN NOT NULL,
	only_identifiers BOOLEAN NOT NULL,
	refused VARCHAR(200) CHARACTER SET ascii NOT NULL DEFAULT '', -- partial: the refusals inside it
	PRIMARY KEY (reply_id, no),
	CONSTRAINT f_reply_part_reply FOREIGN KEY (reply_id) REFERENCES reply (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS reply_say (
	reply_id BIGINT UNSIGNED NOT NULL,
	part_no SMALLINT UNSIGNED NOT NULL,
	say VARCHAR(24) CHARACTER SET ascii NOT NULL,
	text MEDIUMBLOB NOT NULL, -- sealed
	PRIMARY KEY (reply_id, part_no, say),
	CONSTRAINT f_reply_say_part FOREIGN KEY (reply_id, part_no) REFERENCES reply_part (reply_id, no)
) ENGINE=InnoDB;

-- One person holds one step of a round, and a step is held once (R-OUT-10).
CREATE TABLE IF NOT EXISTS approval (
	reply_id BIGINT UNSIGNED NOT NULL,
	round SMALLINT UNSIGNED NOT NULL,
	step TINYINT UNSIGNED NOT NULL,
	role VARCHAR(24) CHARACTER SET ascii NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	approved BOOLEAN NOT NULL,
	remarks VARCHAR(2000) NOT NULL,
	decided_on DATE NOT NULL,
	decided_at DATETIME(6) NOT NULL,
	PRIMARY KEY (reply_id, round, step),
	UNIQUE KEY u_approval_person (reply_id, round, user_id),
	CONSTRAINT f_approval_reply FOREIGN KEY (reply_id) REFERENCES reply (id),
	CONSTRAINT f_approval_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS service (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	letter_id BIGINT UNSIGNED NOT NULL,
	seq INT UNSIGNED NOT NULL,
	way VARCHAR(16) CHARACTER SET ascii NOT NULL, -- hand, post, courier, electronic
	proof VARCHAR(200) NOT NULL,
	sent_on DATE NOT NULL,
	served_on DATE NOT NULL, -- the day that counts (R-CLOCK-9)
	received_on DATE NULL,
	result VARCHAR(12) CHARACTER SET ascii NOT NULL, -- sent, delivered, refused, returned
	PRIMARY KEY (id),
	KEY k_service_case (case_id, id),
	CONSTRAINT f_service_event FOREIGN KEY (case_id, seq) REFERENCES event (case_id, seq),
	CONSTRAINT f_service_letter FOREIGN KEY (letter_id) REFERENCES letter (id)
) ENGINE=InnoDB;

-- An applicant's access to one case, opened with number and query code.
CREATE TABLE IF NOT EXISTS access_session (
	token_hash BINARY(32) NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	expires_at DATETIME(6) NOT NULL,
	PRIMARY KEY (token_hash),
	KEY k_access_session_expires (expires_at),
	CONSTRAINT f_access_session_case FOREIGN KEY (case_id) REFERENCES docket (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS idempotency (
	principal VARCHAR(32) CHARACTER SET ascii NOT NULL, -- u17, c42, 0 for anyone
	key_hash BINARY(32) NOT NULL,
	uid BINARY(16) NOT NULL,
	request_hash BINARY(32) NOT NULL,
	status SMALLINT UNSIGNED NOT NULL,
	headers VARCHAR(500) NOT NULL,
	answer MEDIUMBLOB NULL, -- sealed
	created_at DATETIME(6) NOT NULL,
	PRIMARY KEY (principal, key_hash),
	KEY k_idempotency_created (created_at)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS outbox (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NULL,
	seq INT UNSIGNED NULL,
	agency_id BIGINT UNSIGNED NULL,
	type VARCHAR(60) CHARACTER SET ascii NOT NULL,
	created_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS anchor (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	previous BINARY(32) NOT NULL,
	hash BINARY(32) NOT NULL,
	made_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_anchor_previous (previous)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS anchor_case (
	anchor_id BIGINT UNSIGNED NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	seq INT UNSIGNED NOT NULL,
	head BINARY(32) NOT NULL,
	PRIMARY KEY (anchor_id, case_id),
	CONSTRAINT f_anchor_case_anchor FOREIGN KEY (anchor_id) REFERENCES anchor (id)
) ENGINE=InnoDB;

-- Sign-ins, failures, exports, unmasking, administration; chained per start of an instance.
CREATE TABLE IF NOT EXISTS audit (
	instance BINARY(16) NOT NULL,
	no BIGINT UNSIGNED NOT NULL,
	at DATETIME(6) NOT NULL,
	user_id BIGINT UNSIGNED NULL,
	what VARCHAR(40) CHARACTER SET ascii NOT NULL,
	subject VARCHAR(80) CHARACTER SET ascii NOT NULL,
	detail VARCHAR(500) NOT NULL,
	client VARCHAR(45) CHARACTER SET ascii NOT NULL,
	hash BINARY(32) NOT NULL,
	PRIMARY KEY (instance, no),
	KEY k_audit_at (at)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS job (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	kind VARCHAR(32) CHARACTER SET ascii NOT NULL,
	status VARCHAR(12) CHARACTER SET ascii NOT NULL, -- waiting, running, done, failed
	args MEDIUMTEXT NOT NULL,
	done BIGINT UNSIGNED NOT NULL DEFAULT 0,
	total BIGINT UNSIGNED NOT NULL DEFAULT 0,
	position BIGINT UNSIGNED NOT NULL DEFAULT 0, -- where a slice goes on
	result MEDIUMTEXT NULL,
	created_by BIGINT UNSIGNED NULL,
	created_at DATETIME(6) NOT NULL,
	lease_until DATETIME(6) NULL,
	finished_at DATETIME(6) NULL,
	PRIMARY KEY (id),
	KEY k_job_status (status, id)
) ENGINE=InnoDB;

-- What is written stays (R-KEEP-1, R-KEEP-2).
CREATE OR REPLACE TRIGGER event_no_update BEFORE UPDATE ON event FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'events are never changed (R-KEEP-1)';
CREATE OR REPLACE TRIGGER event_no_delete BEFORE DELETE ON event FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'events are never deleted (R-KEEP-1)';
CREATE OR REPLACE TRIGGER letter_no_delete BEFORE DELETE ON letter FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'letters are never deleted (R-KEEP-2)';
-- A letter's text may be sealed anew with another key; nothing that was sent can change.
CREATE OR REPLACE TRIGGER letter_no_update BEFORE UPDATE ON letter FOR EACH ROW
	IF NEW.id <> OLD.id OR NEW.uid <> OLD.uid OR NEW.case_id <> OLD.case_id
	   OR NEW.handling <> OLD.handling OR NEW.kind <> OLD.kind
	   OR NOT (NEW.document_number <=> OLD.document_number) OR NEW.made_on <> OLD.made_on
	   OR NEW.made_at <> OLD.made_at OR NOT (NEW.signed_by <=> OLD.signed_by)
	   OR NEW.for_applicant <> OLD.for_applicant OR NEW.digest <> OLD.digest THEN
		SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'letters are never changed (R-KEEP-2)'; END IF;
CREATE OR REPLACE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the log is never changed';
CREATE OR REPLACE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the log is only cleared by retention';
CREATE OR REPLACE TRIGGER anchor_no_update BEFORE UPDATE ON anchor FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'anchors are never changed';
CREATE OR REPLACE TRIGGER anchor_no_delete BEFORE DELETE ON anchor FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'anchors are never deleted';
