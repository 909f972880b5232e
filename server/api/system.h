/* Endpoints about the service itself (ROUTE_SYSTEM): they work without clocks, session and database. */
#ifndef SERVER_API_SYSTEM_H
#define SERVER_API_SYSTEM_H

#include "server/http/route.h"

/* stream.c, for who is signed in */
endpoint_fn api_stream;
endpoint_fn api_ready, api_metrics, api_file, api_security_contact;

#endif
