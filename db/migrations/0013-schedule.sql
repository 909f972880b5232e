-- What the scheduler keeps.

DO 0;
