#!/bin/sh
# The scripts of the tree have nothing that shellcheck objects to (but it takes $ in single quotes,
# which awk and SQL need, for a slip: SC2016).
cd "${SRCDIR:-.}" || exit 1
if ! command -v shellcheck >/dev/null; then
	echo "1..0 # SKIP shellcheck is not installed"
	exit 0
fi
n=0
for script in bootstrap .ci/run contrib/run contrib/test contrib/coverage contrib/fuzz contrib/lighthouse contrib/lint contrib/demo contrib/mariadb tests/*.sh tests/*/*.sh; do
	# Not every one must be a shell script, and not every one is in a release.
	case $(head -n 1 "$script" 2>/dev/null) in
	'#!'*sh) ;;
	*) continue ;; # what is only sourced is checked where it is
	esac
	n=$((n + 1))
	if faults=$(shellcheck -x -e SC2016 -f gcc "$script"); then
		echo "ok $n - $script"
	else
		echo "not ok $n - $script"
		echo "$faults" | sed 's/^/# /'
	fi
done
echo "1..$n"
