/* The live stream of a signed-in page: server/http/stream.h. */
#include "server/api/system.h"

int api_stream(struct rq *rq, struct cw_err *err)
{
	(void)err;
	return rq_stream(rq);
}
