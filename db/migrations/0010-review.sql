-- Legal reviews, replies from before, evaluation.

DO 0;
