-- A copy for each of several applicants (R-REQ-10): whose it is, and who took it for them.

ALTER TABLE service
	ADD COLUMN IF NOT EXISTS copy_to TINYINT UNSIGNED NOT NULL DEFAULT 0, -- which applicant, from 1; 0: the contact's, which counts
	ADD COLUMN IF NOT EXISTS representative_no TINYINT UNSIGNED NOT NULL DEFAULT 0; -- 0: themselves
