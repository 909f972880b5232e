#include "server/http/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "server/http/route.h"

#define CLASSES 6 /* 1xx to 5xx; 0 is not used */

static const struct {
	const char *label;
	int64_t micros;
} buckets[] = {
	{ "0.001", 1000 },  { "0.0025", 2500 }, { "0.005", 5000 },  { "0.01", 10000 },
	{ "0.025", 25000 }, { "0.05", 50000 },	{ "0.1", 100000 },  { "0.25", 250000 },
	{ "0.5", 500000 },  { "1", 1000000 },	{ "2.5", 2500000 }, { "5", 5000000 },
};
#define N_BUCKETS (sizeof(buckets) / sizeof(buckets[0]))

struct metrics {
	atomic_uint_fast64_t events[METRICS_EVENT_MAX], gauges[METRICS_GAUGE_MAX];
	atomic_uint_fast64_t latency[N_BUCKETS + 1], latency_sum; /* microseconds */
	size_t n_routes;
	atomic_uint_fast64_t requests[]; /* route * CLASSES + class */
};

struct metrics *metrics_new(void)
{
	size_t n = n_routes + 1;
	struct metrics *m = calloc(1, sizeof(*m) + n * CLASSES * sizeof(m->requests[0]));

	if (m)
		m->n_routes = n;
	return m;
}

void metrics_free(struct metrics *m)
{
	free(m);
}

static void add(atomic_uint_fast64_t *counter, uint64_t n)
{
	atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static uint64_t get(const atomic_uint_fast64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_event(struct metrics *m, enum metrics_event event)
{
	add(&m->events[event], 1);
}

void metrics_gauge(struct metrics *m, enum metrics_gauge gauge, size_t value)
{
	atomic_store_explicit(&m->gauges[gauge], value, memory_order_relaxed);
}

void metrics_request(struct metrics *m, size_t route, int status, int64_t micros)
{
	size_t i = 0;
	int class = status / 100;

	if (route >= m->n_routes)
		route = m->n_routes - 1;
	add(&m->requests[route * CLASSES + (size_t)(class > 0 && class < CLASSES ? class : 5)], 1);
	while (i < N_BUCKETS && micros > buckets[i].micros)
		i++;
	add(&m->latency[i], 1);
	add(&m->latency_sum, micros > 0 ? (uint64_t)micros : 0);
}

/* ---- Prometheus text format 0.0.4. */

static void head(struct cw_buf *out, const char *name, const char *type, const char *help)
{
	cw_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void print_requests(const struct metrics *m, struct cw_buf *out)
{
	static const char name[] = "disclosured_requests_total";

	head(out, name, "counter",
	     "Requests that workers answered, by operation and status class.");
	for (size_t r = 0; r < m->n_routes; r++) {
		const char *operation = r < n_routes ? routes[r].operation : "none";

		for (int c = 1; c < CLASSES; c++) {
			uint64_t n = get(&m->requests[r * CLASSES + (size_t)c]);

			if (n)
				cw_buf_printf(out,
					      "%s{operation=\"%s\",status=\"%dxx\"} %" PRIu64 "\n",
					      name, operation, c, n);
		}
	}
}

static void print_latency(const struct metrics *m, struct cw_buf *out)
{
	static const char name[] = "disclosured_request_seconds";
	uint64_t below = 0, sum = get(&m->latency_sum);

	head(out, name, "histogram", "Time from arrival in the queue to the answer.");
	for (size_t i = 0; i < N_BUCKETS; i++) {
		below += get(&m->latency[i]);
		cw_buf_printf(out, "%s_bucket{le=\"%s\"} %" PRIu64 "\n", name, buckets[i].label,
			      below);
	}
	below += get(&m->latency[N_BUCKETS]);
	cw_buf_printf(out, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n", name, below);
	cw_buf_printf(out, "%s_sum %" PRIu64 ".%06" PRIu64 "\n%s_count %" PRIu64 "\n", name,
		      sum / 1000000, sum % 1000000, name, below);
}

static void print_events(const struct metrics *m, struct cw_buf *out)
{
	static const char *const reasons[METRICS_EVENT_MAX] = {
		[METRICS_REFUSED_FRAME] = "frame",   [METRICS_REFUSED_SLOW] = "slow",
		[METRICS_REFUSED_BUDGET] = "budget", [METRICS_REFUSED_QUEUE] = "queue",
		[METRICS_REFUSED_AGE] = "age",
	};

	head(out, "disclosured_connections_total", "counter", "Connections accepted.");
	cw_buf_printf(out, "disclosured_connections_total %" PRIu64 "\n",
		      get(&m->events[METRICS_ACCEPTED]));
	head(out, "disclosured_memory_answers_total", "counter", "Requests answered from memory.");
	cw_buf_printf(out, "disclosured_memory_answers_total %" PRIu64 "\n",
		      get(&m->events[METRICS_MEMORY]));
	head(out, "disclosured_refused_total", "counter", "Requests refused unread, by reason.");
	for (int e = 0; e < METRICS_EVENT_MAX; e++)
		if (reasons[e])
			cw_buf_printf(out, "disclosured_refused_total{reason=\"%s\"} %" PRIu64 "\n",
				      reasons[e], get(&m->events[e]));
}

static void print_gauge(struct cw_buf *out, const char *name, const char *help, uint64_t value)
{
	head(out, name, "gauge", help);
	cw_buf_printf(out, "%s %" PRIu64 "\n", name, value);
}

void metrics_print(const struct metrics *m, struct workq *q, struct cw_buf *out)
{
	struct workq_stats stats;

	workq_look(q, &stats);
	print_requests(m, out);
	print_latency(m, out);
	print_events(m, out);
	print_gauge(out, "disclosured_connections", "Open connections.",
		    get(&m->gauges[METRICS_CONNECTIONS]));
	print_gauge(out, "disclosured_in_flight_bytes", "Bytes of requests being received.",
		    get(&m->gauges[METRICS_IN_FLIGHT]));
	print_gauge(out, "disclosured_queue_requests", "Requests that wait for a worker.",
		    stats.count);
	print_gauge(out, "disclosured_queue_bytes", "Bytes that they keep.", stats.bytes);
	print_gauge(out, "disclosured_workers_busy", "Workers that have a request.", stats.running);
	print_gauge(out, "disclosured_workers_slow", "Of them, with one of the slow lane.",
		    stats.slow);
}
