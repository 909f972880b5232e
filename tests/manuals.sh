#!/bin/sh
# disclosurectl(8) has every command and option that the program has, and no other command; both manuals
# are clean for groff.
src=${SRCDIR:-.}
ctl=${BUILDDIR:-.}/disclosurectl
manual=$src/man/disclosurectl.8
if [ ! -x "$ctl" ]; then
	echo "1..0 # SKIP disclosurectl is not built"
	exit 0
fi
n=0
report() # NAME FAULTS
{
	n=$((n + 1))
	if [ -z "$2" ]; then echo "ok $n - $1"; else
		echo "not ok $n - $1"
		echo "$2" | sed 's/^/# /'
	fi
}

commands=$("$ctl" --lang en --help | sed -nE 's/^  ([a-z-]+( [a-z]+)?)  .*/\1/p')
report "has commands" "$([ "$(echo "$commands" | wc -l)" -ge 10 ] || echo "none found in --help")"
faults=
for command in $(echo "$commands" | tr ' ' _); do
	command=$(echo "$command" | tr _ ' ')
	line=$(grep -E "^\.It Cm $command( (Ar|Op|Fl) .*)?$" "$manual") || faults="$faults
$command is not in the manual"
	# shellcheck disable=SC2086 # a command is one word or two
	for option in $("$ctl" --lang en $command --help | head -n 1 | grep -oE -- '--[a-z-]+'); do
		echo "$line" | grep -q -- "Fl -*${option#--}" || faults="$faults
$command: $option is not in the manual"
	done
done
report "the manual has every command and option" "$(echo "$faults" | sed /^$/d)"

report "the manual has no command that is not there" "$(sed -nE 's/^\.It Cm ([a-z-]+)( [a-z]+)?( (Ar|Op|Fl) .*)?$/\1\2/p' \
	"$manual" | while read -r command; do
	echo "$commands" | grep -qxF "$command" || echo "$command"
done)"

if command -v groff >/dev/null; then
	for page in disclosured disclosurectl; do
		report "$page(8) is clean" "$(groff -mandoc -Tutf8 -ww -z "$src/man/$page.8" 2>&1)"
	done
fi
echo "1..$n"
