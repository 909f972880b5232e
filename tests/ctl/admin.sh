#!/bin/bash
# Administration against a private MariaDB: migrate, agencies, people, calendars, demo-load, verify.
# shellcheck source=tests/ctl/tap.sh
. "$(dirname "$0")/tap.sh" || exit 1

database=$work/db
stop()
{
	"$SRCDIR/tests/lib/mariadb.sh" stop "$database" >/dev/null 2>&1
	rm -rf "$work"
}
trap stop EXIT
socket=$("$SRCDIR/tests/lib/mariadb.sh" start "$database") || exit 1
sql()
{
	mariadb --socket="$socket" --user="$(id -un)" --batch --skip-column-names disclosured -e "$1"
}
umask 077
cat >"$work/conf" <<CONF
db_socket = $socket
db_user = disclosured
db_name = disclosured
db_password_file = $database/password
key_file = $work/keys
migrations_dir = $SRCDIR/db/migrations
CONF
run()
{
	"$ctl" --config "$work/conf" "$@"
}

ok "keys init" run keys init "$work/keys"

# ---- The schema.
fails 1 "nothing works before the first migration" run user list
says "disclosurectl migrate" "and says what to do"
fails 1 "migrate --status before it" run migrate --status
ok "migrate" run migrate
says "0001-frame.sql" "names the step"
ok "migrate again" run migrate
silent "0001-frame.sql" "does nothing"
ok "migrate --status" run migrate --status
sql "UPDATE schema_version SET needs = needs + 98"
fails 1 "a schema that is too new" run agency list
sql "UPDATE schema_version SET needs = needs - 98"

# ---- The notices that the program carries.
fails 2 "calendar load of nothing" run calendar load
fails 2 "calendar load of both" run calendar load --builtin "$work/none.json"
ok "calendar load --builtin" run calendar load --builtin
same 10 "$(sql 'SELECT COUNT(*) FROM calendar_notice')" "loads them"
sql "DELETE d FROM calendar_day d JOIN calendar_notice n ON n.id = d.notice_id WHERE n.year = 2026;
	DELETE FROM calendar_notice WHERE year = 2026"

# ---- The demo district.
demo=$SRCDIR/contrib/demo-district.json
ok "demo-load" run demo-load "$demo" --accounts "$work/accounts"
users=$(grep -o '"login":' "$demo" | wc -l)
agencies=$(grep -o '"region":' "$demo" | wc -l)
same "$users" "$(wc -l <"$work/accounts")" "an account a person"
same 600 "$(stat -c %a "$work/accounts")" "for nobody else's eyes"
same "$users" "$(sql 'SELECT COUNT(*) FROM user WHERE password IS NOT NULL')" "as many users"
same "$agencies" "$(sql 'SELECT COUNT(*) FROM agency')" "as many agencies"
same "" "$(grep -vE '^[a-z][a-z0-9._-]+ [^ ]{16,} [a-z_]+@[A-Z0-9]+(,[a-z_]+@[A-Z0-9]+)*$' "$work/accounts")" \
	"each line is login, password, roles"
cp "$work/accounts" "$work/accounts.first"
ok "demo-load again" run demo-load "$demo" --accounts "$work/accounts"
ok "adds no account" cmp "$work/accounts" "$work/accounts.first"
same "$users" "$(sql 'SELECT COUNT(*) FROM user')" "and no user"
sql "DELETE r FROM user_role r JOIN user u ON u.id = r.user_id WHERE u.login = 'fgw-clerk';
	DELETE FROM user WHERE login = 'fgw-clerk'"
ok "demo-load after one is lost" run demo-load "$demo" --accounts "$work/accounts"
same 2 "$(grep -c '^fgw-clerk ' "$work/accounts")" "gives that one a new password"
printf '{"agencies":[{"code":"lower","region":"x"}],"users":[],"more":1}' >"$work/bad.json"
fails 1 "a file with faults" run demo-load "$work/bad.json" --accounts "$work/accounts2"
says "/agencies/0/region" "all of them are named"
says "/more" "at once"
printf '{"agencies":[],"users":[{"login":"zz","name":"z","roles":[{"agency":"NONE","role":"king"}]}]}' >"$work/bad.json"
fails 1 "a role at an agency that is not there" run demo-load "$work/bad.json" --accounts "$work/accounts2"
says "NONE" "names it"
fails 2 "demo-load without --accounts" run demo-load "$demo"

# ---- Agencies.
ok "agency list" run agency list
says "360104-FGW" "has them"
ok "agency show" run agency show FGW
says "青云谱区发展和改革委员会" "shows one"
ok "agency show with its region" run agency show 360104-FGW
fails 1 "agency show of none" run agency show NOPE
cat >"$work/agency.json" <<'JSON'
{"code":"NEW","region":"360104","name":"示例新设局","short_name":"示例局","kind":"department",
"parent":"QZF","office":"办公室","address":"示例路1号","phone":"0791-00000000","court":"示例法院",
"remedy_bodies":[{"name":"示例政府","address":"示例路2号"}]}
JSON
ok "agency add" run agency add "$work/agency.json"
fails 1 "agency add twice" run agency add "$work/agency.json"
ok "agency add from standard input" bash -c 'sed s/NEW/NEW2/ "$0" | "$1" --config "$2" agency add -' \
	"$work/agency.json" "$ctl" "$work/conf"
fails 1 "an agency under none" bash -c 'sed "s/NEW/NEW3/; s/QZF/NOPE/" "$0" | "$1" --config "$2" agency add -' \
	"$work/agency.json" "$ctl" "$work/conf"
printf '{"code":"A","code":"B"}' >"$work/bad.json"
fails 1 "duplicate keys" run agency add "$work/bad.json"

# ---- People.
ok "user add" run user add zhang-san "示例张三"
password=$(cat "$work/out")
same 1 "$(wc -l <"$work/out")" "prints the password alone"
silent "$(sql "SELECT password FROM user WHERE login = 'zhang-san'")" "and not its hash"
fails 1 "user add twice" run user add zhang-san "示例张三"
fails 2 "a login of capitals" run user add Zhang "示例"
fails 2 "a name of nothing" run user add li-si ""
fails 2 "a name that is no UTF-8" run user add li-si "$(printf '\377')"
ok "user reset" run user reset zhang-san
[ "$password" != "$(cat "$work/out")" ]
result $? "gives another password"
ok "a password from standard input" bash -c 'echo "correct horse battery 27" | "$0" --config "$1" user reset zhang-san --password-stdin' \
	"$ctl" "$work/conf"
same "" "$(cat "$work/out")" "is not printed"
fails 1 "a weak one is refused" bash -c 'echo 12345678 | "$0" --config "$1" user reset zhang-san --password-stdin' \
	"$ctl" "$work/conf"
ok "user grant" run user grant zhang-san caseworker FGW
ok "user grant again" run user grant zhang-san caseworker FGW
fails 2 "a role that is none" run user grant zhang-san applicant FGW
fails 2 "an administrator below the district" run user grant zhang-san system_admin FGW
ok "an administrator of the district" run user grant zhang-san system_admin QZF
ok "user list" run user list
grep -q "^zhang-san.*caseworker@FGW" "$work/out"
result $? "shows the roles"
ok "user list of an agency" run user list --agency JTJ
silent "zhang-san" "shows only its people"
ok "user revoke" run user revoke zhang-san caseworker FGW
same 1 "$(sql "SELECT COUNT(*) FROM user_role r JOIN user u ON u.id = r.user_id WHERE u.login = 'zhang-san'")" \
	"takes the role away"
sql "INSERT INTO session (token_hash, csrf_hash, user_id, created_at, seen_at, expires_at, client)
	SELECT REPEAT('a', 32), REPEAT('b', 32), id, NOW(6), NOW(6), NOW(6) + INTERVAL 1 HOUR, '::1'
	FROM user WHERE login = 'zhang-san'"
ok "user disable" run user disable zhang-san
same 0 "$(sql 'SELECT COUNT(*) FROM session')" "ends the sessions"
ok "user enable" run user enable zhang-san
fails 1 "nobody to disable" run user disable nobody

# ---- Cases.
fails 2 "case reassign without --by" run case reassign --from fgw-caseworker --to fgw-caseworker --reason x
fails 2 "case reassign to the same" run case reassign --from fgw-caseworker --to fgw-caseworker --by fgw-head \
	--reason "岗位调整" --agency FGW
fails 1 "case reassign by nobody" run case reassign --from fgw-caseworker --to fgw-clerk --by nobody --reason "岗位调整"
fails 1 "case reassign to no caseworker" run case reassign --from fgw-caseworker --to fgw-clerk --by fgw-head \
	--reason "岗位调整" --agency FGW
ok "user grant for a second caseworker" run user grant zhang-san caseworker FGW
ok "case reassign of no cases" run case reassign --from fgw-caseworker --to zhang-san --by fgw-head --reason "岗位调整" \
	--agency FGW
says "0" "and says how many"

# ---- Calendars.
ok "calendar list" run calendar list
says "国办发明电〔2025〕7号" "has the notices"
same 10 "$(wc -l <"$work/out")" "all of them"
ok "calendar show" run calendar show 2026
says "working days: 248" "counts"
ok "calendar show of a year without a notice" run calendar show 2027
says "provisional" "says so"
fails 2 "calendar show of no year" run calendar show next
cat >"$work/2027.json" <<'JSON'
{"number":"示例〔2026〕1号","year":2027,"issued_on":"2026-11-05",
"off":[{"first":"2027-01-01","last":"2027-01-03"},{"first":"2027-02-06","last":"2027-02-12"}],
"on":["2027-02-14"]}
JSON
ok "calendar load" run calendar load "$work/2027.json"
fails 1 "calendar load twice" run calendar load "$work/2027.json"
ok "calendar show of what was loaded" run calendar show 2027
says "示例〔2026〕1号" "names the notice"
sed 's/1号/2号/; s/2027-02-12/2027-02-01/; s/2027-02-14/2027-02-15/' "$work/2027.json" >"$work/bad.json"
fails 1 "a notice with faults" run calendar load "$work/bad.json"
says "/off/1" "names the span that ends before it begins"
says "/on/0" "and the make-up day that is no weekend day"

# ---- The log, and its check.
ok "verify" run verify
says "no difference" "finds nothing"
same 1 "$(sql "SELECT COUNT(*) FROM audit WHERE what = 'user_disabled'")" "what was changed is in the log"
sql "DROP TRIGGER audit_no_update; UPDATE audit SET subject = 'somebody-else' WHERE what = 'user_disabled'"
fails 1 "verify after the log was changed" run verify
says "differences: 1" "finds it"
done_testing
