-- Remedies, orders, complaints, urging.

DO 0;
