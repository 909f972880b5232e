# TAP for the shell tests of disclosurectl; sourced.  Each check is one line of output.
#
#	ok NAME command ...        the command must succeed
#	fails STATUS NAME command  it must end with that status
#	says TEXT NAME             the last command's output or errors hold TEXT
#	done_testing               the plan
set -u
: "${SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd -P)}" "${BUILDDIR:=$SRCDIR}"
export SRCDIR BUILDDIR
work=$(mktemp -d)
ctl=$BUILDDIR/disclosurectl
tests=0
LC_ALL=C.UTF-8
export LC_ALL

result() # GOOD NAME
{
	tests=$((tests + 1))
	if [ "$1" = 0 ]; then
		echo "ok $tests - $2"
	else
		echo "not ok $tests - $2"
		sed 's/^/# /' "$work/out" "$work/err" 2>/dev/null
	fi
}

fails() # STATUS NAME COMMAND...
{
	local want=$1 name=$2 status=0
	shift 2
	"$@" >"$work/out" 2>"$work/err" || status=$?
	[ "$status" = "$want" ] || echo "# status $status, not $want"
	[ "$status" = "$want" ]
	result $? "$name"
}

ok() # NAME COMMAND...
{
	fails 0 "$@"
}

says() # TEXT NAME
{
	grep -qF -- "$1" "$work/out" "$work/err"
	result $? "$2"
}

silent() # TEXT NAME: the opposite of says
{
	! grep -qF -- "$1" "$work/out" "$work/err"
	result $? "$2"
}

same() # EXPECTED IS NAME
{
	[ "$1" = "$2" ] || echo "# expected '$1', is '$2'"
	[ "$1" = "$2" ]
	result $? "$3"
}

done_testing()
{
	echo "1..$tests"
}
