-- Of one length whatever it says: a delivery that has arrived is changed where it stands.

ALTER TABLE delivery MODIFY COLUMN status CHAR(9) CHARACTER SET ascii NOT NULL; -- waiting, delivered, dead
