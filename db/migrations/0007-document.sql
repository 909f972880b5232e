-- Documents in 1 MiB rows.

DO 0;
