/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "clients.h"

#include <stdlib.h>
#include <string.h>

#include "msg.h"

#define MANY_TURNS 400000u
#define STATUS     UINT64_C(0x5a5a)

/* The one that messages go to: there is one bench at a time. */
static struct clients *listening;

struct vtd_config clients_config(void)
{
	struct vtd_config config = bench_config();

	config.cap |= VTD_CAP_CM;
	config.ecap |= VTD_ECAP_DT;
	for (unsigned int i = 0; i < CLIENTS; i++)
		config.shadow_sid[i] = CLIENT_SID(i);
	config.shadow_sids = CLIENTS;
	config.device_timeout = 1000;
	return config;
}

static bool to_engine(void *ctx, uint64_t head, uint64_t word1, uint64_t word2)
{
	struct bench *b = ctx;

	if (b->m.work_count == MOCK_WORK)
		return false;
	mock_work(&b->m, head, word1, word2);
	return true;
}

/* By source, as the fabric outside of the gate does it. */
static void to_device(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op != MOCK_MSG)
		return;
	for (unsigned int i = 0; i < CLIENTS; i++)
		if (VTD_GET(GATE_WORK0_SID, m->msg[0]) == CLIENT_SID(i))
			shadow_client_message(&listening->client[i], m->msg);
}

struct clients *clients_start(struct bench *b, const struct vtd_config *config)
{
	struct clients *s = calloc(1, sizeof(*s));
	struct device_port port = { to_engine, b };

	assert_non_null(s);
	s->b = b;
	listening = s;
	bench_start(b, config);
	s->meanwhile = to_device;
	b->m.meanwhile = to_device;
	for (unsigned int i = 0; i < CLIENTS; i++)
		shadow_client_init(&s->client[i], CLIENT_SID(i), port);
	assert_int_equal(tables_attach(&b->t, CLIENT_SID(0), DID, 3), 0);
	tables_share(&b->t, CLIENT_SID(1), CLIENT_SID(0));
	tables_share(&b->t, CLIENT_SID(2), CLIENT_SID(0));
	assert_int_equal(tables_attach(&b->t, CLIENT_SID(3), DID + 1, 3), 0);
	host_enables_queue(b);
	host_enables_translation(b);
	return s;
}

int clients_setup(void **state)
{
	struct vtd_config config = clients_config();
	void *bench;

	if (bench_setup(&bench))
		return -1;
	*state = clients_start(bench, &config);
	return 0;
}

int clients_teardown(void **state)
{
	struct clients *s = *state;
	void *bench = s->b;

	for (unsigned int i = 0; i < CLIENTS; i++)
		if (s->client[i].flaw)
			print_error("client %u: %s\n", i, s->client[i].flaw);
	for (unsigned int i = 0; i < CLIENTS; i++)
		assert_null(s->client[i].flaw);
	free(s);
	return bench_teardown(&bench);
}

void clients_pool(struct clients *s, uint32_t nodes)
{
	struct vtd_notify *n = &s->b->v->notify;
	struct iova_memory memory = { n->branch, n->node, NULL, nodes + 1 };

	assert_int_equal(iova_pool_init(&n->pool, &memory), 0);
}

static bool answers(struct clients *s)
{
	bool any = false;

	for (unsigned int i = 0; i < CLIENTS; i++)
		any |= shadow_client_step(&s->client[i]);
	return any;
}

void clients_run(struct clients *s)
{
	for (unsigned int i = 0; i < MANY_TURNS; i++)
		if (!bench_turn(s->b) && !answers(s))
			return;
	fail_msg("still busy after %u turns", MANY_TURNS);
}

struct shadow_client *clients_hello(struct clients *s, unsigned int i,
				    unsigned int kinds, uint64_t first,
				    uint64_t last)
{
	struct shadow_client *c = &s->client[i];

	assert_true(shadow_client_hello(c, kinds, first, last));
	clients_run(s);
	assert_int_equal(c->state, GATE_CLIENT_STATUS_READY);
	assert_false(c->lost);
	return c;
}

struct shadow_client *clients_shadow(struct clients *s, unsigned int i)
{
	struct shadow_client *c =
		clients_hello(s, i, KINDS_SHADOW, 0, RANGE_LAST);

	assert_int_equal(c->states, 1);
	shadow_client_clear(c);
	return c;
}

void clients_tick(struct clients *s)
{
	mock_work(&s->b->m,
		  GATE_KIND_EVENT | VTD_PUT(GATE_WORK0_EVENT, GATE_EVENT_TIMER),
		  0, 0);
	clients_run(s);
}

void clients_time_out(struct clients *s)
{
	for (unsigned int i = 0; i < MSG_TICKS; i++)
		clients_tick(s);
}

void clients_flush_begin(struct clients *s, uint64_t lo, uint64_t hi)
{
	static const uint64_t wait = VTD_DESC_WAIT | VTD_WAIT_DESC_LO_SW |
				     VTD_PUT(VTD_WAIT_DESC_LO_DATA, STATUS);
	unsigned int at = (unsigned int)mock_reg(&s->b->m, VTD_IQT) / 16;

	guest_store(s->b, BENCH_STATUS, 0);
	host_descriptor(s->b, at % 256, lo, hi);
	host_descriptor(s->b, (at + 1) % 256, wait, BENCH_STATUS);
	host_tail(s->b, (at + 2) % 256);
}

bool clients_waited(const struct clients *s)
{
	return guest_load(s->b, BENCH_STATUS) == STATUS &&
	       mock_reg(&s->b->m, VTD_IQH) == mock_reg(&s->b->m, VTD_IQT);
}

static void flush(struct clients *s, uint64_t lo, uint64_t hi)
{
	clients_flush_begin(s, lo, hi);
	clients_run(s);
	assert_true(clients_waited(s));
}

void clients_flush_pages(struct clients *s, uint16_t did, uint64_t addr,
			 unsigned int am)
{
	flush(s,
	      VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_SELECTIVE) |
		      VTD_PUT(VTD_DESC_LO_DID, did),
	      addr | VTD_PUT(VTD_IOTLB_DESC_HI_AM, am));
}

void clients_flush_domain(struct clients *s, uint16_t did)
{
	flush(s,
	      VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_DOMAIN) |
		      VTD_PUT(VTD_DESC_LO_DID, did),
	      0);
}

void clients_flush_all(struct clients *s)
{
	flush(s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
}

void clients_flush_context(struct clients *s, uint16_t sid)
{
	flush(s,
	      VTD_DESC_CONTEXT | VTD_PUT(VTD_DESC_LO_G, VTD_G_SELECTIVE) |
		      VTD_PUT(VTD_CONTEXT_DESC_LO_SID, sid),
	      0);
}

void clients_map(struct clients *s, unsigned int i, uint64_t iova, uint64_t pa,
		 uint64_t size, unsigned int perm)
{
	assert_int_equal(
		tables_map(&s->b->t, CLIENT_SID(i), iova, pa, size, perm), 0);
}

void clients_unmap(struct clients *s, unsigned int i, uint64_t iova)
{
	assert_int_equal(tables_unmap(&s->b->t, CLIENT_SID(i), iova), 0);
}

static bool same(const struct shadow_client_event *a,
		 const struct shadow_client_event *b)
{
	return a->msg == b->msg && a->map.first == b->map.first &&
	       a->map.last == b->map.last && a->map.pa == b->map.pa &&
	       a->map.perm == b->map.perm;
}

static void print_event(const char *what, const struct shadow_client_event *e)
{
	print_error("  %s: %u, %#llx to %#llx, %#llx, %u\n", what, e->msg,
		    (unsigned long long)e->map.first,
		    (unsigned long long)e->map.last,
		    (unsigned long long)e->map.pa, e->map.perm);
}

void clients_expect(struct shadow_client *c,
		    const struct shadow_client_event *events,
		    unsigned int count)
{
	unsigned int n = c->events > count ? c->events : count;

	for (unsigned int i = 0; i < n; i++) {
		if (i < count && i < c->events &&
		    same(&events[i], &c->event[i]))
			continue;
		if (i < count)
			print_event("expected", &events[i]);
		if (i < c->events)
			print_event("came", &c->event[i]);
		fail_msg("event %u of client %04x", i, c->sid);
	}
	shadow_client_clear(c);
}

unsigned int clients_dma(struct clients *s, unsigned int i, uint64_t addr)
{
	device_asks(s->b, CLIENT_SID(i), addr, 0);
	return bench_action(s->b);
}
