-- Fee notices, payments, refunds.

DO 0;
