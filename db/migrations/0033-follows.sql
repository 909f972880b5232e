-- Ids of consultations, comma-separated, whose objections a part of a reply follows (R-ASK-1).
ALTER TABLE reply_part ADD COLUMN IF NOT EXISTS follows VARCHAR(440) CHARACTER SET ascii NOT NULL DEFAULT '';
