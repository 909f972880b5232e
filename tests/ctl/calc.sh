#!/bin/bash
# "disclosurectl calc": a line in, a line out, whatever the line.  What the answers say is tested by
# tests/server/test_calc.
# shellcheck source=tests/ctl/tap.sh
. "$(dirname "$0")/tap.sh" || exit 1
trap 'rm -rf "$work"' EXIT

calc() # LANG; the lines on standard input
{
	"$ctl" calc --lang "$1" <"$work/in"
}

{
	echo '{"calc":"due-day","from":"2026-03-02","working_days":20}'
	echo 'not JSON'
	echo
	echo '{"calc":"due-day","from":"2026-03-02","working_days":20,"working_days":21}'
	printf '{"calc":"due-day","from":"2026-03-02\0"}\n'
	printf '{"calc":"due-day","from":"\377"}\n'
	printf '{"calc":"due-day","from":"2026-03-02","working_days":20}\r\n'
	head -c 2000000 /dev/zero | tr '\0' ' '
	echo
	printf '%s' '[[[[[[[[[[[[[[[[[[[[[[[['
	echo
	echo null
	printf '%s' '{"calc":"due-day","from":"2026-03-02","working_days":20}' # no line feed
} >"$work/in"
ok "a run with bad lines" calc en
same 11 "$(wc -l <"$work/out")" "answers each line"
same 3 "$(grep -c '^{"due_on":"2026-03-30","provisional":false,' "$work/out")" "the good ones"
same 8 "$(grep -c '^{"type":"/problems/' "$work/out")" "the others by a problem"
same 1 "$(grep -c '/problems/too_large' "$work/out")" "one of them for its size"
same "" "$(cat "$work/err")" "nothing on standard error"

echo '{"calc":"fee","method":"by_page","pages":31}' >"$work/in"
ok "in Chinese" calc zh
says "元" "is Chinese"
ok "in English" calc en
says "yuan" "is English"
fails 2 "in no language" calc fr

: >"$work/in"
ok "no line" calc en
same 0 "$(wc -l <"$work/out")" "no answer"

# An answer comes before the next question: a program can hold the other ends of both pipes.
coproc "$ctl" calc --lang en
pid=$COPROC_PID # bash forgets it, and the pipes, when the process has ended
exec 8<&"${COPROC[0]}" 9>&"${COPROC[1]}"
eval "exec ${COPROC[1]}>&-"
echo '{"calc":"due-day","from":"2026-03-02","working_days":1}' >&9
read -r -t 20 answer <&8
[ "${answer:0:22}" = '{"due_on":"2026-03-03"' ]
result $? "answers before the end of its input"
exec 9>&-
wait "$pid"
result $? "and ends with it"

if [ -c /dev/full ]; then
	echo '{"calc":"due-day","from":"2026-03-02","working_days":1}' >"$work/in"
	fails 1 "a full disk is told" bash -c '"$0" calc <"$1" >/dev/full' "$ctl" "$work/in"
fi
done_testing
