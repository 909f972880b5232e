-- Mail to applicants and to staff.

-- How an officer wants to be told by mail.
CREATE TABLE IF NOT EXISTS user_mail (
	user_id BIGINT UNSIGNED NOT NULL,
	uid BINARY(16) NOT NULL,
	address VARBINARY(400) NULL, -- sealed
	mode VARCHAR(6) CHARACTER SET ascii NOT NULL, -- off, each, digest
	quiet BOOLEAN NOT NULL, -- nothing from 20:00 to 08:00 but what is due the same day
	lang CHAR(2) CHARACTER SET ascii NOT NULL,
	version INT UNSIGNED NOT NULL DEFAULT 1,
	PRIMARY KEY (user_id),
	CONSTRAINT f_user_mail_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB;

-- One message, or a line of a daily digest.  Address and text are looked up when it is sent, so none
-- is kept here.
CREATE TABLE IF NOT EXISTS mail (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL, -- of its Message-ID, the same at every attempt
	root_id BIGINT UNSIGNED NOT NULL, -- the district whose administrators see it
	type VARCHAR(60) CHARACTER SET ascii NOT NULL, -- of the event; mail.digest, mail.test
	case_id BIGINT UNSIGNED NULL,
	person_id BIGINT UNSIGNED NULL, -- to an applicant or a representative,
	user_id BIGINT UNSIGNED NULL,   -- or to an officer
	reminder_id BIGINT UNSIGNED NULL, -- what it reminds of
	until_on DATE NULL,
	digest_id BIGINT UNSIGNED NULL, -- in which it is a line
	status CHAR(9) CHARACTER SET ascii NOT NULL, -- waiting, kept, digested, sent, dead, cancelled
	tried TINYINT UNSIGNED NOT NULL DEFAULT 0,
	claim INT UNSIGNED NOT NULL DEFAULT 0, -- counts claims: only the latest may record its result
	next_at DATETIME(6) NOT NULL, -- of the next attempt; while one runs, the end of its lease; kept: of the digest
	fault VARCHAR(100) CHARACTER SET ascii NOT NULL DEFAULT '', -- of the last attempt
	created_at DATETIME(6) NOT NULL,
	ended_at DATETIME(6) NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_mail_reminder (reminder_id), -- what makes it once
	KEY k_mail_due (status, next_at, id),
	KEY k_mail_root (root_id, id),
	KEY k_mail_list (root_id, status, id),
	KEY k_mail_user (user_id, status, next_at),
	KEY k_mail_digest (digest_id, id),
	KEY k_mail_case (case_id, id),
	CONSTRAINT f_mail_root FOREIGN KEY (root_id) REFERENCES agency (id)
) ENGINE=InnoDB;
