#!/bin/bash
# The command line itself: help, wrong usage, languages, exit statuses.  Needs no database.
# shellcheck source=tests/ctl/tap.sh
. "$(dirname "$0")/tap.sh" || exit 1
trap 'rm -rf "$work"' EXIT

commands=$("$ctl" --help | sed -n 's/^  \([a-z-]*\( [a-z]*\)\{0,1\}\)  .*/\1/p')
same 24 "$(echo "$commands" | wc -l)" "the help lists every command"
while read -r command; do
	# shellcheck disable=SC2086 # two words
	ok "$command --help" "$ctl" $command --help
	says "disclosurectl $command" "$command --help names it"
done <<<"$commands"

ok "--version" "$ctl" --version
says "disclosurectl " "says its name"
ok "a group's help" "$ctl" user --help
says "user grant" "lists the group"
silent "agency add" "and nothing else"
ok "help in Chinese" "$ctl" --lang zh --help
says "用法" "is Chinese"
ok "help by the locale" env LC_ALL=zh_CN.UTF-8 "$ctl" --help
says "用法" "is Chinese too"

fails 2 "no command" "$ctl"
fails 2 "an unknown command" "$ctl" frobnicate
says "frobnicate" "names it"
fails 2 "a group alone" "$ctl" user
fails 2 "an unknown command of a group" "$ctl" user frobnicate
fails 2 "an unknown option" "$ctl" rules --frobnicate
says "--frobnicate" "names it"
fails 2 "an option without its value" "$ctl" rules --format
fails 2 "a value for a flag" "$ctl" migrate --status=yes
fails 2 "a word too many" "$ctl" calc more
fails 2 "a word too few" "$ctl" user add someone
says "LOGIN NAME" "shows what it takes"
fails 2 "a wrong language" "$ctl" --lang fr rules
fails 2 "a wrong choice" "$ctl" rules --format xml

fails 1 "a configuration that is not there" "$ctl" --config "$work/none" verify
says "$work/none" "names the file"
printf 'no_such_key = 1\n' >"$work/conf"
fails 1 "an unknown key" "$ctl" --config "$work/conf" verify
says "no_such_key" "names the key"
printf 'db_socket = %s/none.sock\n' "$work" >"$work/conf"
fails 1 "no database" "$ctl" --config "$work/conf" verify

ok "keys init" "$ctl" keys init "$work/keys"
same 600 "$(stat -c %a "$work/keys")" "the key file is its owner's alone"
cp "$work/keys" "$work/keys.copy"
fails 1 "keys init does not overwrite" "$ctl" keys init "$work/keys"
ok "the file is as it was" cmp "$work/keys" "$work/keys.copy"

ok "rules as JSON" "$ctl" rules --format json
says '"constants":' "has the constants"
says '"applies_from":"2021-01-01"' "with their days"
ok "rules as text" "$ctl" rules
says "R-CLOCK-2" "cites the rules"
ok "rules as a graph" "$ctl" rules --format dot
says "investigating -> replied" "has the main line"
if command -v dot >/dev/null; then
	cp "$work/out" "$work/rules.dot"
	ok "dot reads the graph" dot -Tsvg -o /dev/null "$work/rules.dot"
fi
if [ -c /dev/full ]; then
	fails 1 "a full disk is told" bash -c '"$0" rules >/dev/full' "$ctl"
fi
done_testing
