-- Reminders of deadlines, calendar feeds.

-- The next legal day on which the scheduler looks whom to remind; the first of them all: it has not
-- looked at this version yet; NULL: never again.  Programs of before write the default.
ALTER TABLE deadline ADD COLUMN IF NOT EXISTS remind_on DATE NULL DEFAULT '1990-01-01';
UPDATE deadline SET remind_on = NULL WHERE status <> 'open';
CREATE INDEX IF NOT EXISTS k_deadline_remind ON deadline (remind_on, id);

-- One row for each step of a deadline, at each version of it, for each channel and person: the key is
-- what makes it once.
CREATE TABLE IF NOT EXISTS reminder (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	deadline_id BIGINT UNSIGNED NOT NULL,
	version INT UNSIGNED NOT NULL, -- the deadline's
	step TINYINT NOT NULL,         -- working days after its day; of the outbox -1, 0, 1: soon, today, over
	channel VARCHAR(8) CHARACTER SET ascii NOT NULL, -- inbox, outbox, mail
	user_id BIGINT UNSIGNED NOT NULL DEFAULT 0,      -- 0: nobody alone (outbox)
	due_on DATE NOT NULL,          -- the deadline's day at that version
	digest BOOLEAN NOT NULL,
	ack BOOLEAN NOT NULL,          -- has to be acknowledged
	status VARCHAR(9) CHARACTER SET ascii NOT NULL, -- waiting, sent, cancelled
	send_at DATETIME(6) NOT NULL,
	made_on DATE NOT NULL,         -- legal day
	acknowledged_at DATETIME(6) NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_reminder_once (deadline_id, version, step, channel, user_id),
	KEY k_reminder_person (user_id, channel, id),
	KEY k_reminder_send (status, send_at, id),
	CONSTRAINT f_reminder_deadline FOREIGN KEY (deadline_id) REFERENCES deadline (id)
) ENGINE=InnoDB;

-- Calendar feeds: whose, and of which agency (NULL: what is theirs); the secret of the address is
-- kept as its SHA-256.
CREATE TABLE IF NOT EXISTS calendar_feed (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	user_id BIGINT UNSIGNED NOT NULL,
	agency_id BIGINT UNSIGNED NULL,
	secret_hash BINARY(32) NOT NULL,
	name VARCHAR(80) NOT NULL,
	lang CHAR(2) CHARACTER SET ascii NOT NULL,
	created_at DATETIME(6) NOT NULL,
	revoked_at DATETIME(6) NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_calendar_feed_secret (secret_hash),
	KEY k_calendar_feed_user (user_id, id),
	CONSTRAINT f_calendar_feed_user FOREIGN KEY (user_id) REFERENCES user (id),
	CONSTRAINT f_calendar_feed_agency FOREIGN KEY (agency_id) REFERENCES agency (id)
) ENGINE=InnoDB;
