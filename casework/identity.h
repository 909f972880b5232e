/*
 * Identity numbers (R-REQ-7): citizen numbers (GB 11643-1999, ISO 7064 MOD 11-2) and unified social
 * credit codes (GB 32100-2015).  A failed check is a warning, never a refusal.
 */
#ifndef CASEWORK_IDENTITY_H
#define CASEWORK_IDENTITY_H

#include <stdbool.h>

#include "casework/base/date.h"
#include "casework/base/msg.h"

enum cw_id_kind { CW_ID_CITIZEN, CW_ID_CREDIT_CODE, CW_ID_PASSPORT, CW_ID_OTHER, CW_ID_KIND_MAX };

struct cw_id_check {
	char normal[64];     /* full-width mapped, upper case, blanks out, 15 digits made 18 */
	enum cw_msg warning; /* names the fault; CW_MSG_NONE if it passes or has no checksum */
	bool minor, under_8; /* citizen numbers: by the birth date on ON_DAY (民法典17, 20) */
};
/* TEXT is what was typed, UTF-8; what is longer than 63 bytes gives a warning and is kept cut at a
 * character.  ON_DAY may be CW_DAY_NONE: then no age is told. */
void cw_id_check(enum cw_id_kind kind, const char *text, cw_day on_day, struct cw_id_check *out);
const char *cw_id_kind_name(enum cw_id_kind kind);
int cw_id_kind_of(const char *name); /* -1: none */

#endif
