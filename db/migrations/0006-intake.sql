-- Intake: channels, their confirmation, representatives, proposals.

DO 0;
