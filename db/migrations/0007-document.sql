-- Documents of a case, kept in the database, so that one backup has all and any instance serves all.
-- Their bytes are sealed in parts of 1 MiB; each part is bound to its document and its place there.

CREATE TABLE IF NOT EXISTS document (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
	uid BINARY(16) NOT NULL,
	case_id BIGINT UNSIGNED NOT NULL,
	handling TINYINT UNSIGNED NOT NULL,
	kind VARCHAR(12) CHARACTER SET ascii NOT NULL,   -- incoming, proof, held, redacted, release
	status VARCHAR(12) CHARACTER SET ascii NOT NULL, -- uploading, complete, removed
	name VARBINARY(1100) NOT NULL,                   -- sealed: a file's name can hold a person's
	type VARCHAR(100) CHARACTER SET ascii NULL,      -- by its content; NULL until it is complete
	size BIGINT UNSIGNED NOT NULL,
	received BIGINT UNSIGNED NOT NULL DEFAULT 0,     -- bytes that are there
	digest BINARY(32) NULL,                          -- SHA-256 of all, once complete
	author_id BIGINT UNSIGNED NULL,                  -- NULL: the applicant
	author_role VARCHAR(24) CHARACTER SET ascii NOT NULL,
	created_at DATETIME(6) NOT NULL,
	moved_at DATETIME(6) NOT NULL,                   -- of the last part
	PRIMARY KEY (id),
	UNIQUE KEY u_document_uid (uid),
	UNIQUE KEY u_document_case (case_id, id),        -- what a record of the case may point to
	KEY k_document_moved (status, moved_at, id),
	CONSTRAINT f_document_handling FOREIGN KEY (case_id, handling) REFERENCES handling (case_id, no),
	CONSTRAINT f_document_author FOREIGN KEY (author_id) REFERENCES user (id),
	CONSTRAINT c_document_size CHECK (size BETWEEN 1 AND 104857600 AND received <= size)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS document_part (
	document_id BIGINT UNSIGNED NOT NULL,
	no SMALLINT UNSIGNED NOT NULL,
	bytes MEDIUMBLOB NOT NULL,
	PRIMARY KEY (document_id, no),
	CONSTRAINT f_document_part_document FOREIGN KEY (document_id) REFERENCES document (id)
) ENGINE=InnoDB;
