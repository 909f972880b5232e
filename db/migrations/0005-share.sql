-- Cases put to one person beyond the office: reviews to advisors, tasks to unit officers, mentions.

CREATE TABLE IF NOT EXISTS case_share (
	case_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	role VARCHAR(24) CHARACTER SET ascii NOT NULL, -- the role in which they see it
	kind VARCHAR(16) CHARACTER SET ascii NOT NULL, -- legal_review, task, mention, watch ...
	ref BIGINT UNSIGNED NOT NULL,                  -- the record that puts it to them
	is_open BOOLEAN NOT NULL,                      -- something is still to be done
	PRIMARY KEY (case_id, user_id, kind, ref),
	KEY k_case_share_user (user_id, is_open, case_id),
	CONSTRAINT f_case_share_case FOREIGN KEY (case_id) REFERENCES docket (id),
	CONSTRAINT f_case_share_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB;
