# Scenarios over HTTP against the running service.
TESTS += tests/http/main-line.mjs tests/openapi/in-step.mjs
EXTRA_DIST += tests/http/harness.mjs tests/http/main-line.mjs tests/openapi/in-step.mjs
tests/http/main-line.log: disclosured$(EXEEXT) disclosurectl$(EXEEXT)
