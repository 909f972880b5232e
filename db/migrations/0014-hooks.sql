-- Webhook endpoints as a resource: who owns one, what it hears of, and what the outbox says of an
-- event beside its case.

-- The type is one of casework/hook.h; the act stands beside it.
ALTER TABLE outbox
	ADD COLUMN IF NOT EXISTS act VARCHAR(40) CHARACTER SET ascii NULL,      -- NULL: no act of a case
	ADD COLUMN IF NOT EXISTS deadline VARCHAR(30) CHARACTER SET ascii NULL, -- what kind of deadline it is about
	ADD COLUMN IF NOT EXISTS ref BIGINT UNSIGNED NULL,                      -- the record it is about
	ADD COLUMN IF NOT EXISTS user_id BIGINT UNSIGNED NULL,                  -- whom it concerns: the advisor of a review
	ADD COLUMN IF NOT EXISTS until_on DATE NULL,                            -- until when something is to be done
	ADD COLUMN IF NOT EXISTS hard_rules INT UNSIGNED NOT NULL DEFAULT 0;    -- bits of the hard-case rules that hold

ALTER TABLE endpoint
	MODIFY COLUMN url VARBINARY(2100) NULL, -- sealed; NULL: ended
	ADD COLUMN IF NOT EXISTS user_id BIGINT UNSIGNED NULL, -- a person's own: hears of their legal reviews only
	ADD COLUMN IF NOT EXISTS agencies VARCHAR(2000) CHARACTER SET ascii NOT NULL DEFAULT '', -- ids; empty: all in reach
	ADD COLUMN IF NOT EXISTS hard_rules INT UNSIGNED NOT NULL DEFAULT 0, -- only cases in which one of them holds; 0: all
	ADD COLUMN IF NOT EXISTS version INT UNSIGNED NOT NULL DEFAULT 1;
CREATE INDEX IF NOT EXISTS k_endpoint_user ON endpoint (user_id, id);
ALTER TABLE delivery ADD COLUMN IF NOT EXISTS replays SMALLINT UNSIGNED NOT NULL DEFAULT 0; -- by hand, after its end
CREATE INDEX IF NOT EXISTS k_delivery_list ON delivery (endpoint_id, id);
CREATE INDEX IF NOT EXISTS k_outbox_created ON outbox (created_at, id);
