# Shared by contrib/run and contrib/test; for bash.
# shellcheck shell=bash disable=SC2034 # its lists are used by those that read it

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
PATH=$PATH:/usr/sbin:/usr/local/sbin

say()
{
	printf '%s\n' "$*" >&2
}

fail()
{
	say "contrib/${0##*/}: $*"
	exit 1
}

# What is needed, as "probe package": a command, a pkg-config module or a file.  Probed by what is
# there, not by package name: a compiler or node of one's own is as good.
needs_build='
cmd:cc gcc
cmd:make make
cmd:autoreconf autoconf
cmd:automake automake
cmd:pkg-config pkg-config
pc:libevent_pthreads libevent-dev
pc:libmariadb libmariadb-dev
pc:json-c libjson-c-dev
pc:libcurl libcurl4-openssl-dev
pc:libcrypto libssl-dev
pc:libargon2 libargon2-dev
pc:libmagic libmagic-dev
pc:libidn2 libidn2-dev
pc:zlib zlib1g-dev
pc:libsystemd libsystemd-dev
'
needs_pages='
file:/usr/share/javascript/bootstrap5/css/bootstrap.min.css libjs-bootstrap5
file:/usr/share/javascript/chart.js/chart.min.js libjs-chart.js
'
needs_database='
cmd:mariadbd mariadb-server-core
cmd:mariadb-install-db mariadb-server-core
cmd:mariadb mariadb-client-core
'
needs_test='
pc:check check
cmd:node nodejs
cmd:npm npm
cmd:shellcheck shellcheck
cmd:wrk wrk
file:/usr/lib/python3/dist-packages/icalendar/__init__.py python3-icalendar
file:/usr/lib/python3/dist-packages/aiosmtpd/__init__.py python3-aiosmtpd
file:/usr/bin/chromium chromium
file:/usr/share/fonts/truetype/wqy/wqy-microhei.ttc fonts-wqy-microhei
cmd:git git
'

missing_packages() # the packages of the list that are not there, each once
{
	local probe package
	while read -r probe package; do
		case $probe in
		'') continue ;;
		cmd:*) command -v "${probe#cmd:}" >/dev/null && continue ;;
		file:*) [ -e "${probe#file:}" ] && continue ;;
		pc:*) pkg-config --exists "${probe#pc:}" 2>/dev/null && continue ;;
		esac
		echo "$package"
	done <<<"$1" | sort -u
}

# need LIST LOG: installs what is missing, quietly.  Asks for nothing when all is there.
need()
{
	local packages log=$2 as_root=()
	mapfile -t packages < <(missing_packages "$1")
	[ ${#packages[@]} -gt 0 ] || return 0
	command -v apt-get >/dev/null ||
		fail "missing: ${packages[*]} (names of Debian 12), and there is no apt-get here"
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null ||
			fail "missing: ${packages[*]}; as root: apt-get install ${packages[*]}"
		as_root=(sudo)
	fi
	say "Installing ${packages[*]} ..."
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c '
		apt-get -q update || echo "going on with the package lists that are there" >&2
		apt-get -q -y --no-install-recommends install "$@"' apt "${packages[@]}" >"$log" 2>&1 ||
		{ tail -n 15 "$log" >&2; fail "apt-get did not install all of it, see $log"; }
	hash -r
}

# bootstrap LOG: makes ./configure where a checkout has none
bootstrap()
{
	[ -x "$top/configure" ] && [ -f "$top/Makefile.in" ] && return 0
	[ -w "$top" ] || fail "$top is not writable for $(id -un), and ./configure has to be made there"
	"$top/bootstrap" >"$1" 2>&1 || { tail -n 15 "$1" >&2; fail "./bootstrap failed, see $1"; }
}
