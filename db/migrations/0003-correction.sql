-- Correction notices (补正, R-CLOCK-4): one a handling, the key is the rule.

CREATE TABLE IF NOT EXISTS correction (
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	sent_on DATE NOT NULL,
	working_days TINYINT UNSIGNED NOT NULL,
	letter_id BIGINT UNSIGNED NOT NULL,
	received_on DATE NULL,  -- without it the period cannot end (R-CLOCK-5)
	proof VARCHAR(200) NULL,
	answer_by DATE NULL,    -- the last day, counted from the receipt
	answered_on DATE NULL,
	PRIMARY KEY (case_id, handling),
	CONSTRAINT f_correction_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_correction_letter FOREIGN KEY (letter_id) REFERENCES letter (id),
	CONSTRAINT c_correction_days CHECK (working_days BETWEEN 5 AND 30)
) ENGINE=InnoDB;
