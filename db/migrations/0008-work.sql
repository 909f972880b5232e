-- Absence, units, links, tasks.

DO 0;
