/* The acts that take a second person, a row each (server/api/proposal.h). */
#include "server/api/proposal.h"

#include "server/api/after.h"
#include "server/api/intake.h"
#include "server/api/service.h"

static const struct two_person_act rows[] = {
	/* intake: rectification.c */
	{ CW_ACT_RECTIFY, rectify_fields, sizeof(struct rectify_args), &rectify_default,
	  rectify_prepare, rectify_run },
	/* intake: on_the_spot.c */
	{ CW_ACT_ANSWER_ON_THE_SPOT, spot_fields, sizeof(struct spot_args), &spot_default, spot_prepare,
	  spot_run },
	/* review: service_again.c */
	{ CW_ACT_SERVE_AGAIN, service_fields, sizeof(struct service_args), &service_default,
	  serve_again_prepare, serve_again_run },
	/* after: clerical.c */
	{ CW_ACT_CORRECTION_LETTER, clerical_fields, sizeof(struct clerical_args), NULL,
	  clerical_prepare, clerical_run },
};

const struct two_person_act *two_person_acts(size_t *n)
{
	*n = DB_N(rows);
	return rows;
}
