/*
 * The arithmetic of the annual report (law.md part 8; 条例 49, 50; 国办公开办函〔2021〕30号). Cases
 * are added one by one, so that a year of any size is counted in constant memory.  Pure.
 */
#ifndef CASEWORK_REPORT_H
#define CASEWORK_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "casework/base/date.h"
#include "casework/base/msg.h"

/* The columns of table 三: the applicant's category (R-REQ-4), never the agent's. */
enum cw_report_column {
	CW_COLUMN_PERSON,	 /* 自然人 */
	CW_COLUMN_ENTERPRISE,	 /* 商业企业 */
	CW_COLUMN_RESEARCH,	 /* 科研机构 */
	CW_COLUMN_WELFARE,	 /* 社会公益组织 */
	CW_COLUMN_LEGAL_SERVICE, /* 法律服务机构 */
	CW_COLUMN_OTHER,	 /* 其他 */
	CW_COLUMN_TOTAL,	 /* 总计 */
	CW_COLUMN_MAX
};

enum {
	CW_ROW_NEW = 1,
	CW_ROW_CARRIED_IN = 2,
	CW_ROW_FIRST_RESULT = 3,
	CW_ROW_LAST_RESULT = 23,
	CW_ROW_DONE = 24,
	CW_ROW_CARRIED_OUT = 25,
	CW_ROW_MAX
};

struct cw_report_table3 {
	int64_t cell[CW_ROW_MAX][CW_COLUMN_MAX]; /* row 0 is not used */
};

/* What the report must know of a case.  A correction of one's own record (R-OUT-6) and a letter
 * that was never confirmed (R-RCPT-3) are not given to it. */
struct cw_report_case {
	enum cw_report_column column; /* not TOTAL */
	cw_day received_on;	      /* the first receipt */
	cw_day done_on; /* handling 1: outcome served or in effect; CW_DAY_NONE open */
	int row;	/* 3-23, of handling 1; read only if done_on is a day */
};

/* Counts a case into YEAR's table; the tables are zeroed by the caller first.  False if the case is
 * impossible (row or column out of range, done before it came in): nothing is counted then. */
bool cw_report_add(struct cw_report_table3 *t, int year, const struct cw_report_case *c);
/* Fills row 24 and the column 总计 from the rest. */
void cw_report_close(struct cw_report_table3 *t);
/* Adds FROM's cells to T's: the roll-up over a district (R-REP-7). */
void cw_report_sum(struct cw_report_table3 *t, const struct cw_report_table3 *from);

enum cw_report_rule {
	CW_REPORT_BALANCE, /* row 1 + row 2 = row 24 + row 25, per column: hard (R-REP-2) */
	CW_REPORT_DONE,	   /* row 24 = rows 3 to 23: hard */
	CW_REPORT_TOTAL,   /* 总计 = the six columns: hard */
	CW_REPORT_CARRIED, /* row 2 = row 25 of the year before: needs an explanation */
	CW_REPORT_CHANGED  /* a cell of a frozen year that would be counted otherwise now (R-REP-7)
			    */
};
struct cw_report_fault {
	enum cw_report_rule rule;
	int row;
	enum cw_report_column column;
	int64_t is, should;
};
/* The faults of a closed table; BEFORE is the year before, NULL if unknown.  Writes at most ROOM of
 * them and returns how many there are. */
size_t cw_report_check(const struct cw_report_table3 *t, const struct cw_report_table3 *before,
		       struct cw_report_fault *faults, size_t room);
/* The cells in which a frozen table differs from what is counted NOW. */
size_t cw_report_changes(const struct cw_report_table3 *frozen, const struct cw_report_table3 *now,
			 struct cw_report_fault *faults, size_t room);

enum cw_msg cw_report_row_title(int row); /* 1..25 */
enum cw_msg cw_report_column_title(enum cw_report_column column);

/* ---- Table 四 (R-REP-4). */

enum cw_remedy_kind {
	CW_REMEDY_RECONSIDERATION, /* 行政复议 */
	CW_REMEDY_SUIT_DIRECT,	   /* 未经复议直接起诉 */
	CW_REMEDY_SUIT_AFTER,	   /* 复议后起诉 */
	CW_REMEDY_KIND_MAX
};
enum cw_remedy_result {
	CW_RESULT_UPHELD,    /* 结果维持 */
	CW_RESULT_CORRECTED, /* 结果纠正 */
	CW_RESULT_OTHER,     /* 其他结果 */
	CW_RESULT_PENDING,   /* 尚未审结 */
	CW_RESULT_TOTAL,     /* 总计 */
	CW_RESULT_MAX
};
struct cw_report_table4 {
	int64_t cell[CW_REMEDY_KIND_MAX][CW_RESULT_MAX];
};
/* Counts a remedy into YEAR: with its result in the year of the decision, as pending in every year
 * at whose end it was not decided.  DECIDED_ON is CW_DAY_NONE while pending. */
void cw_report_add_remedy(struct cw_report_table4 *t, int year, enum cw_remedy_kind kind,
			  enum cw_remedy_result result, cw_day filed_on, cw_day decided_on);
const char *cw_remedy_kind_name(enum cw_remedy_kind kind); /* "reconsideration" */
int cw_remedy_kind_of(const char *name);
const char *cw_remedy_result_name(enum cw_remedy_result result); /* "upheld" */
int cw_remedy_result_of(const char *name);
enum cw_msg cw_remedy_kind_title(enum cw_remedy_kind kind);
enum cw_msg cw_remedy_result_title(enum cw_remedy_result result);

/* ---- Table 二 and the days (R-REP-5, R-REP-6). */

/* 规章, 行政规范性文件: what the figure of this year is over valid(y-1) + made - repealed; 0 is
 * right, anything else needs an explanation. */
int64_t cw_report_valid_difference(int64_t valid_before, int64_t made, int64_t repealed,
				   int64_t valid);
/* Departments submit and publish YEAR's report by 31 January, governments by 31 March. */
cw_day cw_report_due(int year, bool government);

#endif
