-- Quiet hours of chat bots, 20:00 to 08:00 in Beijing (standards.md part 7), unless an endpoint wants none.
ALTER TABLE endpoint ADD COLUMN IF NOT EXISTS quiet BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE endpoint SET quiet = TRUE WHERE kind <> 'webhook';
