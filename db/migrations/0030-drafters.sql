-- Everybody who drafted a reply: none of them approves it (standards.md part 6).  Its drafter_id is the
-- last one alone; the history names them all.
CREATE TABLE IF NOT EXISTS reply_drafter (
	reply_id BIGINT UNSIGNED NOT NULL,
	user_id BIGINT UNSIGNED NOT NULL,
	PRIMARY KEY (reply_id, user_id),
	CONSTRAINT f_reply_drafter_reply FOREIGN KEY (reply_id) REFERENCES reply (id),
	CONSTRAINT f_reply_drafter_user FOREIGN KEY (user_id) REFERENCES user (id)
) ENGINE=InnoDB;
INSERT INTO reply_drafter (reply_id, user_id) SELECT id, drafter_id FROM reply
	ON DUPLICATE KEY UPDATE user_id = VALUES(user_id);
INSERT INTO reply_drafter (reply_id, user_id) SELECT r.id, e.actor_id FROM reply r
	JOIN event e ON e.case_id = r.case_id AND e.handling = r.handling
	JOIN user u ON u.id = e.actor_id WHERE e.act = 'reply_draft'
	ON DUPLICATE KEY UPDATE user_id = VALUES(user_id);
