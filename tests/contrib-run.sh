#!/bin/bash
# contrib/run from nothing: it serves, refuses a taken port, keeps the data, stops all it started.
set -u
unset MAKEFLAGS MAKELEVEL MAKEOVERRIDES # of the "make check" that runs this
src=${SRCDIR:-.}
build=${BUILDDIR:-.}
if [ ! -x "$build/disclosured" ]; then
	echo "1..0 # SKIP disclosured is not built"
	exit 0
fi
data=$(mktemp -d "${TMPDIR:-/tmp}/disclosured-run-XXXXXX")
run()
{
	timeout 300 "$src/contrib/run" --build "$build" --data "$data" "$@" 2>&1
}
trap 'run --stop >/dev/null; rm -rf "$data"' EXIT

n=0
check() # NAME COMMAND...: ok if the command succeeds; $said is shown if not
{
	n=$((n + 1))
	if "${@:2}" >/dev/null 2>&1; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		printf '%s\n' "$said" | sed 's/^/# /'
	fi
}

gone() # PID: it has ended, reaped or not (not every container's init reaps)
{
	! grep -q . "/proc/$1/cmdline"
}

get() # PATH: status line and body, from the port that it serves on
{
	local port
	port=$(cat "$data/disclosured.port") || return 1
	exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
	printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&3
	cat <&3
	exec 3>&-
}

# A port that nothing listens on: asked of the kernel by node would need node, so looked for.
port=$((20000 + RANDOM % 20000))
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done

said=$(run --port 0)
check "refuses a port that is none" test $? -eq 1
said=$(run --port "$port" --database nonsense)
check "refuses a database address that is none" grep -q 'mysql://user@host' <<<"$said"

said=$(run --port "$port" --detach)
check "starts from nothing" test $? -eq 0
said+=$(get /healthz)
check "answers /healthz" grep -q '^HTTP/1.1 200' <<<"$(get /healthz)"
check "is ready, database and all" grep -q '^HTTP/1.1 200' <<<"$(get /readyz)"
check "has the demo district" grep -q '"FGW"' <<<"$(get /api/v1/agencies)"
check "prints sign-ins" grep -q 'fgw-caseworker' <<<"$said"
check "keeps passwords to its owner" test "$(stat -c %a "$data/demo-accounts.txt")" = 600
accounts=$(wc -l <"$data/demo-accounts.txt")
check "made every account of the district" test "$accounts" -eq "$(grep -c '"login"' "$src/contrib/demo-district.json")"

said=$(run --port "$port" --detach)
check "a second one says that it runs" grep -q 'runs already' <<<"$said"
other=$data/other
said=$(timeout 60 "$src/contrib/run" --build "$build" --data "$other" --port "$port" --detach 2>&1)
check "refuses a port that is taken" grep -q "port $port is taken" <<<"$said"

service=$(cat "$data/disclosured.pid")
database=$(cat "$data/db/mariadb.pid")
said=$(run --stop)
check "stops the service" gone "$service"
check "stops the database" gone "$database"

# As after a power cut: pid files of processes that are gone.
echo "$service" >"$data/disclosured.pid"
echo "$service" >"$data/db/mariadb.pid"
said=$(run --port "$port" --detach)
check "starts again over stale pid files" grep -q '^HTTP/1.1 200' <<<"$(get /readyz)"
check "keeps the accounts it made" test "$(wc -l <"$data/demo-accounts.txt")" -eq "$accounts"
echo "1..$n"
