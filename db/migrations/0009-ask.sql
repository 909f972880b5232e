-- Consultations, holds, reasons.

DO 0;
