#!/bin/sh
# Who may see whom: the folders' #include lines and the symbols of what was compiled from them.
# The table below is the one of ARCHITECTURE.md.  A folder's own quoted includes must match ALLOW;
# system headers must not match DENY; symbols it leaves undefined must not match SYMBOLS.  Each name
# is whole: "time" does not stand for "timegm".
set -u
LC_ALL=C
export LC_ALL
src=${SRCDIR:-.}
build=${BUILDDIR:-.}

http='event2/.*|evhttp\.h|microhttpd\.h'
json='json-c/.*|json\.h'
sql='mysql.*|mariadb.*|errmsg\.h'
sockets='sys/socket\.h|netinet/.*|arpa/inet\.h|netdb\.h|sys/un\.h'
http_sym='ev(http|buffer|connlistener|util|thread)_.*|event_.*|bufferevent_.*'
json_sym='json_.*'
sql_sym='mysql_.*|mariadb_.*'
curl_sym='curl_.*'
socket_sym='socket|bind|listen|accept4?|connect|send|sendto|sendmsg|recv|recvfrom|recvmsg|getaddrinfo'
thread_sym='pthread_.*|thrd_.*|mtx_.*|cnd_.*'
clock_sym='time|gettimeofday|clock_gettime|localtime(_r)?|gmtime(_r)?|timespec_get|nanosleep'
world_sym='open|openat|fopen|popen|system|getenv|rand|random|getrandom'

# folder | allow | deny headers | deny symbols | but not in
rules()
{
	cat <<-EOF
	casework~(casework/.*)~$http|$json|$sql|$sockets|curl/.*|pthread\.h|threads\.h|time\.h|sys/time\.h~$http_sym|$json_sym|$sql_sym|$curl_sym|$socket_sym|$thread_sym|$clock_sym|$world_sym~casework/base/log
	db~((casework|db)/.*)~$http|$json|$sockets|curl/.*~$http_sym|$json_sym|$curl_sym|$socket_sym~
	notify~((casework|db|notify)/.*)~$http~$http_sym~
	server~((casework|db|notify|server)/.*)~$http~$http_sym~server/http/
	server/act~((casework|db)/.*|server/act/.*|server/http/rq\.h|server/[a-z_]*\.h)~$http|$sockets~$http_sym|$socket_sym~
	server/jobs~((casework|db|notify)/.*|server/(act|jobs)/.*|server/http/rq\.h|server/[a-z_]*\.h)~$http|$sockets~$http_sym|$socket_sym~
	EOF
}

# bad_includes ROOT FOLDER ALLOW DENY EXCEPT: the lines that break the rule
bad_includes()
{
	( cd "$1" && find "$2" -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort | {
		if [ -n "$5" ]; then grep -v "^$5"; else cat; fi
	} | xargs grep -nE '^[[:space:]]*#[[:space:]]*include' /dev/null |
		sed -E 's/#[[:space:]]*include[[:space:]]*/#include /' |
		grep -vE "#include \"(config\.h|$3)\"" |
		grep -E "#include (\"|<($4)>)" )
}

# bad_symbols ROOT FOLDER DENY EXCEPT: undefined symbols of the folder's objects that are denied
bad_symbols()
{
	( cd "$1" && find "$2" -name '*.o' | LC_ALL=C sort | while read -r object; do
		# An automake object may carry its library's name: libdb_a-conn.o, disclosured-main.o.
		plain=$(echo "$object" | sed -E 's,/[A-Za-z_]+-([^/]*)$,/\1,')
		[ -n "$4" ] && case $plain in "$4"*) continue ;; esac
		nm -u -P "$object" | cut -d' ' -f1 | sed 's/@.*//' | grep -xE "$3" | sed "s,^,$object: ,"
	done )
}

# foreign_names LIBRARY PREFIX: what a folder's library exports under a name that is not its own
foreign_names()
{
	nm -g --defined-only -P "$1" 2>/dev/null | grep -v ':$' | cut -d' ' -f1 |
		grep -vE "^($2|__asan_|__odr_asan|__ubsan_|__gcov_|__emutls|_ITM_|__TMC)"
}

n=0
report() # NAME FAULTS
{
	n=$((n + 1))
	if [ -z "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		echo "$2" | sed 's/^/# /'
	fi
}

expect() # NAME FAULTS: the check itself must see a planted fault
{
	if [ -n "$2" ]; then report "$1" ""; else report "$1" "the planted fault was not seen"; fi
}

plant=$(mktemp -d)
trap 'rm -rf "$plant"' EXIT
mkdir -p "$plant/casework" "$plant/server/act"
printf '#include <time.h>\n' >"$plant/casework/a.c"
printf '#  include "db/db.h"\n' >"$plant/casework/b.h"
printf '#include <event2/http.h>\n' >"$plant/server/act/c.c"
printf 'long time(long *);\nlong f(void);\nlong f(void)\n{\n\treturn time(0);\n}\n' >"$plant/casework/d.c"
${CC:-cc} -c -o "$plant/casework/d.o" "$plant/casework/d.c"
expect "sees a header of the outside" "$(bad_includes "$plant" casework 'casework/.*' 'time\.h' '' | grep a.c)"
expect "sees a folder further down" "$(bad_includes "$plant" casework 'casework/.*' 'time\.h' '' | grep b.h)"
expect "sees evhttp beside http/" "$(bad_includes "$plant" server 'server/.*' "$http" 'server/http/')"
expect "sees a symbol" "$(bad_symbols "$plant" casework "$clock_sym" '')"
expect "sees a foreign name" "$(foreign_names "$plant/casework/d.o" cw_)"

rules >"$plant/rules"
while IFS='~' read -r folder allow deny symbols except; do
	[ -d "$src/$folder" ] || continue
	report "#include lines of $folder/" "$(bad_includes "$src" "$folder" "$allow" "$deny" "$except")"
	[ -n "$(find "$src/$folder" -name '*.c' | head -n 1)" ] || continue
	if [ -z "$(find "$build/$folder" -name '*.o' 2>/dev/null | head -n 1)" ]; then
		report "symbols of $folder/" "nothing is compiled in $build/$folder"
		continue
	fi
	report "symbols of $folder/" "$(bad_symbols "$build" "$folder" "$symbols" "$except")"
done <"$plant/rules"

for pair in casework:cw_ db:db_ notify:nt_; do
	library=$build/lib${pair%%:*}.a
	[ -f "$library" ] || continue
	report "names of lib${pair%%:*}.a begin with ${pair##*:}" "$(foreign_names "$library" "${pair##*:}")"
done
echo "1..$n"
