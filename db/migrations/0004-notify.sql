-- Endpoints that are told of events, and what was sent to each.

-- What an act wrote waits here until it is fanned out.
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS fanned BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX IF NOT EXISTS k_outbox_fanned ON outbox (fanned, id);

-- The address of a bot is its credential, so every address is sealed; so are the keys.
CREATE TABLE IF NOT EXISTS endpoint (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	agency_id BIGINT UNSIGNED NOT NULL, -- a district's hears of all its agencies
	kind VARCHAR(12) CHARACTER SET ascii NOT NULL,
	name VARCHAR(80) NOT NULL,
	url VARBINARY(2100) NOT NULL,    -- sealed
	masked VARCHAR(300) NOT NULL,    -- what may be shown of it
	secret VARBINARY(400) NULL,      -- sealed; NULL: a bot without signature
	old_secret VARBINARY(400) NULL,  -- sealed; signs too until old_until
	old_until DATETIME(6) NULL,
	types VARCHAR(1000) CHARACTER SET ascii NOT NULL, -- separated by spaces; empty: all
	status VARCHAR(8) CHARACTER SET ascii NOT NULL,   -- pending, active, disabled
	reason VARCHAR(16) CHARACTER SET ascii NULL,      -- gone, failing, by_hand
	failing_since DATETIME(6) NULL,
	created_by BIGINT UNSIGNED NULL,
	created_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_endpoint_uid (uid),
	KEY k_endpoint_agency (agency_id, id),
	CONSTRAINT f_endpoint_agency FOREIGN KEY (agency_id) REFERENCES agency (id)
) ENGINE=InnoDB;

-- One event for one endpoint.  The body is made once: a retry sends and signs the same bytes.
CREATE TABLE IF NOT EXISTS delivery (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,        -- webhook-id, the same at every attempt
	outbox_id BIGINT UNSIGNED NULL, -- NULL: a ping
	endpoint_id BIGINT UNSIGNED NOT NULL,
	case_id BIGINT UNSIGNED NULL,
	seq INT UNSIGNED NULL,
	type VARCHAR(60) CHARACTER SET ascii NOT NULL,
	body VARBINARY(20480) NOT NULL,
	shortened BOOLEAN NOT NULL DEFAULT FALSE,
	status VARCHAR(9) CHARACTER SET ascii NOT NULL, -- waiting, delivered, dead
	tried TINYINT UNSIGNED NOT NULL DEFAULT 0,
	next_at DATETIME(6) NOT NULL,   -- of the next attempt; while one runs, the end of its lease
	claim INT UNSIGNED NOT NULL DEFAULT 0, -- counts claims: only the latest may record its result
	created_at DATETIME(6) NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_delivery_uid (uid),
	UNIQUE KEY u_delivery_once (outbox_id, endpoint_id),
	KEY k_delivery_due (status, endpoint_id, next_at),
	KEY k_delivery_case (endpoint_id, case_id, seq),
	CONSTRAINT f_delivery_endpoint FOREIGN KEY (endpoint_id) REFERENCES endpoint (id)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS delivery_attempt (
	delivery_id BIGINT UNSIGNED NOT NULL,
	no INT UNSIGNED NOT NULL,
	at DATETIME(6) NOT NULL,
	verdict VARCHAR(10) CHARACTER SET ascii NOT NULL,
	status SMALLINT UNSIGNED NOT NULL, -- HTTP; 0: no answer
	code BIGINT NULL,                  -- a bot's, from the body
	took_ms INT UNSIGNED NOT NULL,
	fault VARCHAR(100) CHARACTER SET ascii NOT NULL, -- why there was no answer
	answer VARBINARY(1024) NOT NULL,   -- its beginning
	PRIMARY KEY (delivery_id, no),
	CONSTRAINT f_delivery_attempt FOREIGN KEY (delivery_id) REFERENCES delivery (id)
) ENGINE=InnoDB;
