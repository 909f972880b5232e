-- Many deliveries in little time: whether an earlier event of a case waits is answered by the key
-- alone, and random ids need no key that nobody looks into.

ALTER TABLE delivery
	DROP INDEX IF EXISTS k_delivery_case,
	ADD INDEX k_delivery_case (endpoint_id, case_id, status, seq),
	DROP INDEX IF EXISTS u_delivery_uid;
