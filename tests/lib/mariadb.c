#include "tests/lib/mariadb.h"

#include <check.h>
#include <fcntl.h>
#include <mysql.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[64], sock[128], script[512], user[64];
static pid_t keeper, owner;
static int lifeline = -1; /* its end tells the keeper to stop the server */

static void bail_out(const char *why)
{
	printf("Bail out! %s\n", why);
	rmdir(dir); /* if nobody has put anything there */
	exit(1);
}

static const char *source_dir(void)
{
	const char *s = getenv("SRCDIR");

	return s ? s : ".";
}

/* Reads the line that the keeper prints when the server answers. */
static void read_socket(int fd)
{
	size_t n = 0;

	while (n < sizeof(sock) - 1 && read(fd, sock + n, 1) == 1 && sock[n] != '\n')
		n++;
	sock[n] = '\0';
	close(fd);
	if (n == 0)
		bail_out("the private MariaDB does not start");
}

static void start_keeper(void)
{
	int in[2], out[2];

	if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC))
		bail_out("no pipe");
	keeper = fork();
	if (keeper < 0)
		bail_out("no process");
	if (keeper == 0) {
		setsid(); /* Check ends whole process groups */
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		execl(script, script, "run", dir, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	lifeline = in[1];
	read_socket(out[0]);
}

static void end_keeper(void)
{
	/* A test that Check forked runs this too when it exits: the server is not its own. */
	if (getpid() != owner || lifeline < 0)
		return;
	close(lifeline);
	lifeline = -1;
	waitpid(keeper, NULL, 0);
}

void test_db_start(void)
{
	struct passwd *pw = getpwuid(geteuid());
	const char *tmp = getenv("TMPDIR");

	snprintf(script, sizeof(script), "%s/tests/lib/mariadb.sh", source_dir());
	snprintf(dir, sizeof(dir), "%s/test-db-XXXXXX", tmp && strlen(tmp) < 32 ? tmp : "/tmp");
	snprintf(user, sizeof(user), "%s", pw ? pw->pw_name : "root");
	if (!mkdtemp(dir))
		bail_out("no folder");
	owner = getpid();
	start_keeper();
	atexit(end_keeper);
}

static void run_script(const char *verb)
{
	char command[700];

	snprintf(command, sizeof(command), "%s %s %s >/dev/null", script, verb, dir);
	if (system(command) != 0)
		ck_abort_msg("%s", command);
}

void test_db_stop(void)
{
	run_script("stop");
}

void test_db_again(void)
{
	run_script("start");
}

static void admin_sql(const char *database, const char *sql)
{
	MYSQL *my = mysql_init(NULL);

	if (!my ||
	    !mysql_real_connect(my, NULL, user, NULL, database, 0, sock, CLIENT_MULTI_STATEMENTS) ||
	    mysql_query(my, sql))
		ck_abort_msg("%s: %s", sql, my ? mysql_error(my) : "no memory");
	do {
		mysql_free_result(mysql_store_result(my));
	} while (mysql_next_result(my) == 0);
	if (mysql_errno(my))
		ck_abort_msg("%s: %s", sql, mysql_error(my));
	mysql_close(my);
}

void test_db_sql(const struct db_conf *conf, const char *sql)
{
	admin_sql(conf->database, sql);
}

void test_db_fresh(struct db_conf *conf)
{
	static char name[32];
	static unsigned n;
	char sql[128];

	/* Forked tests count apart: the process id makes the name unique. */
	snprintf(name, sizeof(name), "t_%ld_%u", (long)getpid(), ++n);
	snprintf(sql, sizeof(sql), "CREATE DATABASE %s CHARACTER SET utf8mb4", name);
	admin_sql(NULL, sql);
	memset(conf, 0, sizeof(*conf));
	conf->socket = sock;
	conf->user = user;
	conf->database = name;
	conf->connect_timeout_s = 5;
	conf->statement_timeout_s = 10;
	conf->lock_timeout_s = 5;
}

struct db_conn *test_db_open(struct db_conf *conf)
{
	struct db_conn *c;
	struct cw_err err = { 0 };

	test_db_fresh(conf);
	if (db_conn_open(conf, &c, &err))
		ck_abort_msg("%s: %s", cw_msg_raw(err.msg, CW_EN), err.detail);
	return c;
}

char *test_db_folder(void)
{
	char name[sizeof(dir) + 16];

	snprintf(name, sizeof(name), "%s/test-XXXXXX", dir);
	ck_assert_ptr_nonnull(mkdtemp(name));
	return strdup(name);
}

const char *test_db_migrations(void)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/db/migrations", source_dir());
	return path;
}
