-- One fee for one request (R-FEE-2): of the notices that are to be paid or are paid there is one.  What a
-- handling ended unpaid has fallen away, and a later handling can ask for the fee anew (R-OUT-7).
ALTER TABLE fee_notice MODIFY COLUMN stands BOOLEAN AS (IF(status IN ('sent', 'paid'), 1, NULL)) PERSISTENT;
