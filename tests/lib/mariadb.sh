#!/bin/bash
# A private MariaDB for tests: contrib/mariadb on a copy of files that are made once per build.
#
#	tests/lib/mariadb.sh start DIR   starts it and prints the socket's path
#	tests/lib/mariadb.sh stop DIR    stops it; fine if it does not run
#	tests/lib/mariadb.sh run DIR     starts it, prints the path, waits for the end of standard
#	                                 input, stops it and removes DIR: it cannot outlive a caller
#	                                 who holds the other end of a pipe, however that one dies
#
# Durable like the real one, with less memory.  The account that runs it is its administrator.
set -eu

[ $# -eq 2 ] || { sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 2; }
verb=$1
dir=$2
here=$(cd "$(dirname "$0")" && pwd -P)
mariadb=$here/../../contrib/mariadb
template=${BUILDDIR:-${TMPDIR:-/tmp}}/tests/mariadb-template
export MARIADB_OPTIONS="--innodb-buffer-pool-size=48M --innodb-log-file-size=24M ${MARIADB_OPTIONS-}"

make_template()
{
	mkdir -p "$template"
	(
		flock 9
		[ -e "$template/whole" ] && exit 0
		"$mariadb" start "$template" >/dev/null
		"$mariadb" stop "$template"
		touch "$template/whole"
	) 9>"$template/lock"
}

start()
{
	mkdir -p "$dir"
	if [ ! -d "$dir/data" ]; then
		make_template
		cp -a --sparse=always "$template/data" "$dir/data"
		cp -a "$template/password" "$dir/password"
	fi
	"$mariadb" start "$dir" 9>&-
}

case $verb in
start) start ;;
stop) "$mariadb" stop "$dir" ;;
run)
	trap '' HUP INT PIPE TERM
	trap '"$mariadb" stop "$dir"; rm -rf "$dir"' EXIT
	start || { tail -n 20 "$dir/mariadb.log" >&2; exit 1; }
	exec >&-
	while read -r _; do :; done
	;;
*)
	echo "tests/lib/mariadb.sh: start, stop or run, not $verb" >&2
	exit 2
	;;
esac
