/* The manual and the sample configuration say what the table of keys says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/config.h"
#include "tests/lib/tap.h"

static char *slurp(const char *name)
{
	const char *src = getenv("SRCDIR");
	char path[4096], *text;
	FILE *f;
	long size;

	snprintf(path, sizeof(path), "%s/%s", src ? src : ".", name);
	f = fopen(path, "re");
	ck_assert_msg(f != NULL, "cannot open %s", path);
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	text = calloc(1, (size_t)size + 1);
	ck_assert_uint_eq(fread(text, 1, (size_t)size, f), (size_t)size);
	fclose(f);
	return text;
}

static unsigned count(const char *text, const char *what)
{
	unsigned n = 0;

	for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
		n++;
	return n;
}

/* The default as the documents have it: they are written for the prefix /usr/local. */
static void documented(const char *standard, char *buf, size_t size)
{
	if (strncmp(standard, PKGDATADIR, strlen(PKGDATADIR)) == 0)
		snprintf(buf, size, "/usr/local/share/disclosured%s", standard + strlen(PKGDATADIR));
	else if (strncmp(standard, SYSCONFDIR, strlen(SYSCONFDIR)) == 0)
		snprintf(buf, size, "/usr/local/etc%s", standard + strlen(SYSCONFDIR));
	else
		snprintf(buf, size, "%s", standard);
}

START_TEST(sample_has_every_key)
{
	char *text = slurp("contrib/disclosured.conf"), line[512], standard[400];
	size_t n;
	const struct config_row *rows = config_table(&n);

	for (size_t i = 0; i < n; i++) {
		documented(rows[i].standard, standard, sizeof(standard));
		snprintf(line, sizeof(line), "\n#%s =%s%s\n", rows[i].name, *standard ? " " : "",
			 standard);
		ck_assert_msg(count(text, line) == 1, "contrib/disclosured.conf has no line \"%s\"",
			      line + 1);
	}
	ck_assert_uint_eq(count(text, "\n#") - count(text, "\n# "), n);
	free(text);
}
END_TEST

START_TEST(manual_has_every_key)
{
	char *text = slurp("man/disclosured.8"), line[512];
	const char *from = strstr(text, ".Sh CONFIGURATION"), *end;
	size_t n;
	const struct config_row *rows = config_table(&n);

	ck_assert_ptr_nonnull(from);
	for (size_t i = 0; i < n; i++) {
		snprintf(line, sizeof(line), "\n.It Ic %s", rows[i].name);
		from = strstr(from, line);
		ck_assert_msg(from, "man/disclosured.8 has no key %s, or not in the table's order",
			      rows[i].name);
		from += strlen(line);
		end = strstr(from, "\n.It ");
		if (rows[i].type == CONFIG_INT) {
			snprintf(line, sizeof(line), " No = Ar %s\n", rows[i].standard);
			ck_assert_msg(strncmp(from, line, strlen(line)) == 0,
				      "man/disclosured.8: the default of %s is %s", rows[i].name,
				      rows[i].standard);
			snprintf(line, sizeof(line), "\nRange %lld to %lld.\n", (long long)rows[i].min,
				 (long long)rows[i].max);
			ck_assert_msg(strstr(from, line) && (!end || strstr(from, line) < end),
				      "man/disclosured.8: the range of %s is%.*s", rows[i].name,
				      (int)strlen(line) - 1, line);
		}
		if (rows[i].reloadable)
			ck_assert_msg(strstr(from, "\nReloadable.\n") &&
					      (!end || strstr(from, "\nReloadable.\n") < end),
				      "man/disclosured.8: %s is reloadable", rows[i].name);
	}
	free(text);
}
END_TEST

static Suite *suite(void)
{
	Suite *s = suite_create("manuals");
	TCase *t = tcase_create("keys");

	tcase_add_test(t, sample_has_every_key);
	tcase_add_test(t, manual_has_every_key);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	return tap_run(suite());
}
