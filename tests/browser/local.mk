# The pages in Debian's Chromium (skipped where it or the npm packages are missing), and their types.
browser_scenarios = tests/browser/applicant.mjs tests/browser/english.mjs tests/browser/keyboard.mjs tests/browser/office.mjs tests/browser/payload.mjs tests/browser/payload-office.mjs tests/browser/payload-public.mjs tests/browser/payload-shown.mjs tests/browser/staff.mjs tests/browser/states.mjs tests/browser/told.mjs tests/browser/ways.mjs
TESTS += $(browser_scenarios) tests/browser/types.mjs tests/browser/lint.mjs tests/browser/words.mjs
EXTRA_DIST += tests/browser/harness.mjs tests/browser/texts.mjs $(browser_scenarios) tests/browser/types.mjs tests/browser/lint.mjs tests/browser/words.mjs tests/eslint.config.mjs tests/tsconfig.json
$(browser_scenarios:.mjs=.log): disclosured$(EXEEXT) disclosurectl$(EXEEXT)
