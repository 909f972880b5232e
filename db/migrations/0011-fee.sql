-- Fee notices, payments, refunds; lapse and reinstatement; what correction notices hold.

-- Items of a correction notice (R-CLOCK-4), each with its guidance (释明).
CREATE TABLE IF NOT EXISTS correction_item (
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	no SMALLINT UNSIGNED NOT NULL,
	kind VARCHAR(16) CHARACTER SET ascii NOT NULL, -- identity, contact, authorisation, description, form
	what VARCHAR(200) NOT NULL,
	guidance VARCHAR(1000) NOT NULL,
	PRIMARY KEY (case_id, handling, no),
	CONSTRAINT f_correction_item_notice FOREIGN KEY (case_id, handling)
		REFERENCES correction (case_id, handling)
) ENGINE=InnoDB;

-- The same notice sent again because it did not arrive.
CREATE TABLE IF NOT EXISTS correction_resending (
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	no SMALLINT UNSIGNED NOT NULL,
	sent_on DATE NOT NULL,
	reason VARCHAR(500) NOT NULL,
	letter_id BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (case_id, handling, no),
	CONSTRAINT f_correction_resending_notice FOREIGN KEY (case_id, handling)
		REFERENCES correction (case_id, handling),
	CONSTRAINT f_correction_resending_letter FOREIGN KEY (letter_id) REFERENCES letter (id)
) ENGINE=InnoDB;

-- One fee for one request: the key is the rule (R-FEE-2).  Money is fen.  What a notice says is
-- frozen when it is sent (R-FEE-3).
CREATE TABLE IF NOT EXISTS fee_notice (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	agency_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	-- draft, not_charged; sent, paid, ended (the case ended unpaid); cancelled, waived
	status VARCHAR(12) CHARACTER SET ascii NOT NULL,
	method VARCHAR(8) CHARACTER SET ascii NULL, -- by_item, by_page; NULL: not charged
	quantity INT UNSIGNED NOT NULL DEFAULT 0,   -- units, or pages
	units_before INT UNSIGNED NOT NULL DEFAULT 0,
	month DATE NULL, -- by item: the first day of the month whose units are counted
	amount BIGINT NOT NULL DEFAULT 0,
	paid BIGINT NOT NULL DEFAULT 0, -- of it
	reason VARCHAR(1000) NOT NULL,
	how_to_pay VARCHAR(500) NULL,
	drafted_by BIGINT UNSIGNED NOT NULL,
	drafted_on DATE NOT NULL,
	sent_by BIGINT UNSIGNED NULL,
	sent_on DATE NULL,
	way VARCHAR(12) CHARACTER SET ascii NULL,
	proof VARCHAR(200) NULL,
	letter_id BIGINT UNSIGNED NULL,
	received_on DATE NULL, -- without it the period cannot end (R-FEE-6)
	receipt_proof VARCHAR(200) NULL,
	pay_by DATE NULL,
	decided_by BIGINT UNSIGNED NULL, -- cancelled, waived
	decided_on DATE NULL,
	decision_reason VARCHAR(1000) NULL,
	decision_letter_id BIGINT UNSIGNED NULL,
	stands BOOLEAN AS (IF(status IN ('sent', 'paid', 'ended'), 1, NULL)) PERSISTENT,
	drafted BOOLEAN AS (IF(status = 'draft', 1, NULL)) PERSISTENT,
	PRIMARY KEY (id),
	UNIQUE KEY u_fee_notice_once (case_id, stands),
	UNIQUE KEY u_fee_notice_draft (case_id, drafted),
	KEY k_fee_notice_case (case_id, id),
	KEY k_fee_notice_sent (agency_id, sent_on, id),
	KEY k_fee_notice_decided (agency_id, decided_on, id),
	CONSTRAINT f_fee_notice_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_fee_notice_drafter FOREIGN KEY (drafted_by) REFERENCES user (id),
	CONSTRAINT f_fee_notice_letter FOREIGN KEY (letter_id) REFERENCES letter (id),
	CONSTRAINT c_fee_notice_amount CHECK (amount >= 0 AND paid >= 0 AND paid <= amount)
) ENGINE=InnoDB;

-- How many notices by item one applicant had for the requests of a month at an agency.  The row is
-- taken before the units are counted, so that notices of one month follow each other.
CREATE TABLE IF NOT EXISTS fee_month (
	agency_id BIGINT UNSIGNED NOT NULL,
	applicant_id BIGINT UNSIGNED NOT NULL, -- the first record of the applicant
	month DATE NOT NULL,
	notices INT UNSIGNED NOT NULL,
	PRIMARY KEY (agency_id, applicant_id, month),
	CONSTRAINT f_fee_month_agency FOREIGN KEY (agency_id) REFERENCES agency (id),
	CONSTRAINT f_fee_month_person FOREIGN KEY (applicant_id) REFERENCES person (id)
) ENGINE=InnoDB;

-- One payment can go to several cases (R-OUT-11); its voucher is entered once.
CREATE TABLE IF NOT EXISTS payment (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	agency_id BIGINT UNSIGNED NOT NULL,
	voucher VARCHAR(60) NOT NULL,
	way VARCHAR(12) CHARACTER SET ascii NOT NULL, -- cash, bank, online, other
	paid_on DATE NOT NULL,
	amount BIGINT NOT NULL,
	recorded_by BIGINT UNSIGNED NOT NULL,
	recorded_on DATE NOT NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_payment_voucher (agency_id, voucher),
	KEY k_payment_day (agency_id, paid_on, id),
	CONSTRAINT f_payment_agency FOREIGN KEY (agency_id) REFERENCES agency (id),
	CONSTRAINT f_payment_recorder FOREIGN KEY (recorded_by) REFERENCES user (id),
	CONSTRAINT c_payment_amount CHECK (amount > 0)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS payment_share (
	payment_id BIGINT UNSIGNED NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	notice_id BIGINT UNSIGNED NULL,
	amount BIGINT NOT NULL,
	applied BIGINT NOT NULL, -- to the fee; the rest is given back
	PRIMARY KEY (payment_id, case_id),
	KEY k_payment_share_case (case_id, payment_id),
	CONSTRAINT f_payment_share_payment FOREIGN KEY (payment_id) REFERENCES payment (id),
	CONSTRAINT f_payment_share_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_payment_share_notice FOREIGN KEY (notice_id) REFERENCES fee_notice (id),
	CONSTRAINT c_payment_share_amount CHECK (amount > 0 AND applied >= 0 AND applied <= amount)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS refund (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	agency_id BIGINT UNSIGNED NOT NULL,
	payment_id BIGINT UNSIGNED NULL, -- of a payment that was not owed
	notice_id BIGINT UNSIGNED NULL,
	amount BIGINT NOT NULL,
	cause VARCHAR(12) CHARACTER SET ascii NOT NULL, -- over, late, not_owed, cancelled, ended, other
	reason VARCHAR(1000) NULL,
	how VARCHAR(500) NULL,
	-- due, approved, paid; refused (only for another cause); dropped (the case was reinstated)
	status VARCHAR(12) CHARACTER SET ascii NOT NULL,
	asked_by BIGINT UNSIGNED NULL, -- who recorded the payment or ended the case; NULL: the applicant did
	asked_on DATE NOT NULL,
	decided_by BIGINT UNSIGNED NULL,
	decided_on DATE NULL,
	remarks VARCHAR(1000) NULL,
	letter_id BIGINT UNSIGNED NULL,
	refunded_on DATE NULL,
	voucher VARCHAR(60) NULL,
	paid_by BIGINT UNSIGNED NULL,
	PRIMARY KEY (id),
	UNIQUE KEY u_refund_voucher (agency_id, voucher),
	KEY k_refund_case (case_id, id),
	KEY k_refund_status (agency_id, status, id),
	KEY k_refund_day (agency_id, refunded_on, id),
	CONSTRAINT f_refund_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_refund_payment FOREIGN KEY (payment_id) REFERENCES payment (id),
	CONSTRAINT f_refund_notice FOREIGN KEY (notice_id) REFERENCES fee_notice (id),
	CONSTRAINT f_refund_letter FOREIGN KEY (letter_id) REFERENCES letter (id),
	CONSTRAINT c_refund_amount CHECK (amount > 0)
) ENGINE=InnoDB;

-- The letter that ends an unanswered case; one at a time waits for its service (R-CLOCK-5, R-FEE-6).
CREATE TABLE IF NOT EXISTS lapse (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	outcome VARCHAR(16) CHARACTER SET ascii NOT NULL, -- not_corrected, not_paid
	status VARCHAR(12) CHARACTER SET ascii NOT NULL, -- made, served, overtaken, reinstated
	reason VARCHAR(1000) NOT NULL, -- that no good reason is known
	made_by BIGINT UNSIGNED NOT NULL,
	made_on DATE NOT NULL,
	letter_id BIGINT UNSIGNED NOT NULL,
	period_ended_on DATE NOT NULL,
	served_on DATE NULL,
	reinstated_by BIGINT UNSIGNED NULL,
	reinstated_on DATE NULL,
	good_reason VARCHAR(1000) NULL,
	reinstatement_letter_id BIGINT UNSIGNED NULL,
	waiting BOOLEAN AS (IF(status = 'made', 1, NULL)) PERSISTENT,
	PRIMARY KEY (id),
	UNIQUE KEY u_lapse_waiting (case_id, waiting),
	KEY k_lapse_case (case_id, id),
	CONSTRAINT f_lapse_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_lapse_maker FOREIGN KEY (made_by) REFERENCES user (id),
	CONSTRAINT f_lapse_letter FOREIGN KEY (letter_id) REFERENCES letter (id)
) ENGINE=InnoDB;

-- Records of one applicant that no identity number ties, joined by staff with a reason (R-FEE-3).
CREATE TABLE IF NOT EXISTS applicant_join (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	person_a BIGINT UNSIGNED NOT NULL,
	person_b BIGINT UNSIGNED NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	other_case_id BIGINT UNSIGNED NOT NULL,
	reason VARCHAR(1000) NOT NULL,
	joined_by BIGINT UNSIGNED NOT NULL,
	joined_on DATE NOT NULL,
	ended_by BIGINT UNSIGNED NULL,
	ended_on DATE NULL,
	end_reason VARCHAR(1000) NULL,
	PRIMARY KEY (id),
	KEY k_applicant_join_case (case_id, id),
	KEY k_applicant_join_other (other_case_id, id),
	KEY k_applicant_join_a (person_a),
	KEY k_applicant_join_b (person_b),
	CONSTRAINT f_applicant_join_a FOREIGN KEY (person_a) REFERENCES person (id),
	CONSTRAINT f_applicant_join_b FOREIGN KEY (person_b) REFERENCES person (id),
	CONSTRAINT f_applicant_join_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_applicant_join_other FOREIGN KEY (other_case_id) REFERENCES docket (id)
) ENGINE=InnoDB;

-- Where joined records hang together: a cache of applicant_join.
CREATE TABLE IF NOT EXISTS person_root (
	person_id BIGINT UNSIGNED NOT NULL,
	root_id BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (person_id),
	KEY k_person_root_root (root_id, person_id),
	CONSTRAINT f_person_root_person FOREIGN KEY (person_id) REFERENCES person (id)
) ENGINE=InnoDB;
