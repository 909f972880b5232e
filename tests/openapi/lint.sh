#!/bin/sh
# The contract has no error and no warning under redocly's recommended rules.
src=${SRCDIR:-.}
redocly=$src/tests/node_modules/.bin/redocly
if [ ! -x "$redocly" ]; then
	echo "1..0 # SKIP redocly is not installed (npm ci in tests/)"
	exit 0
fi
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true NO_COLOR=1
found=$("$redocly" lint --extends=recommended --format=checkstyle "$src/server/openapi.yaml" 2>&1)
status=$?
echo "1..1"
if [ "$status" -eq 0 ] && ! echo "$found" | grep -q '<error '; then
	echo "ok 1 - server/openapi.yaml is clean under redocly's recommended rules"
else
	echo "not ok 1 - server/openapi.yaml under redocly's recommended rules"
	echo "$found" | sed 's/^/# /'
fi
