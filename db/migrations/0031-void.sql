-- A signature that is taken back before service (R-OUT-10): the letter stays in the file with its number,
-- and says that it is void (R-KEEP-2).
ALTER TABLE letter ADD COLUMN IF NOT EXISTS voided_on DATE NULL;
ALTER TABLE letter ADD COLUMN IF NOT EXISTS void_reason VARCHAR(2000) NULL;
