# disclosurectl from the outside.
CTL_TESTS = tests/ctl/usage.sh tests/ctl/calc.sh tests/ctl/admin.sh
TESTS += $(CTL_TESTS)
EXTRA_DIST += $(CTL_TESTS) tests/ctl/tap.sh
tests/ctl/usage.log tests/ctl/calc.log tests/ctl/admin.log: disclosurectl$(EXEEXT)
