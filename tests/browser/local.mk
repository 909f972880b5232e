# The pages in Debian's Chromium (skipped where it or the npm packages are missing), and their types.
# Those in which much is sent; the others look at pages, and are no matter of the sanitizers, which watch the service.
browser_acting = tests/browser/applicant.mjs tests/browser/keyboard.mjs tests/browser/office.mjs \
	tests/browser/payload.mjs tests/browser/payload-office.mjs tests/browser/staff.mjs tests/browser/told.mjs
browser_looking = tests/browser/english.mjs tests/browser/every-page.mjs tests/browser/payload-public.mjs \
	tests/browser/payload-shown.mjs \
	tests/browser/states.mjs tests/browser/ways.mjs
browser_scenarios = $(browser_acting) $(browser_looking)
TESTS += $(browser_acting)
if !SANITIZED
TESTS += $(browser_looking) tests/browser/types.mjs tests/browser/lint.mjs tests/browser/words.mjs
endif
EXTRA_DIST += tests/browser/contract.mjs tests/browser/harness.mjs tests/browser/texts.mjs $(browser_scenarios) tests/browser/types.mjs tests/browser/lint.mjs tests/browser/words.mjs tests/eslint.config.mjs tests/tsconfig.json
$(browser_scenarios:.mjs=.log): disclosured$(EXEEXT) disclosurectl$(EXEEXT)
