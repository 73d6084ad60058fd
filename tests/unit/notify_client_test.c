/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Clients that misbehave, and those that find no room: lost, blocked, told so,
 * and brought back when there is a reason to try.
 */

#include "clients.h"

#include "groups.h"

#define A UINT64_C(0x11000000)

static uint64_t any_word0(unsigned int i)
{
	return bench_word0(CLIENT_SID(i), 1, 0);
}

/* The arguments of the newest CLIENT_LOST. */
static void assert_lost(const struct clients *s, unsigned int i,
			enum vtd_client_why why)
{
	const struct vtd_port *m = &s->b->m;
	const struct mock_call *last = NULL;

	for (unsigned int n = 0; n < m->call_count; n++)
		if (m->calls[n].op == MOCK_TRACE &&
		    m->calls[n].a == VTD_TRACE_CLIENT_LOST)
			last = &m->calls[n];
	assert_non_null(last);
	assert_int_equal(VTD_GET(GATE_WORK0_SID, last->b), CLIENT_SID(i));
	assert_int_equal(last->c, why);
	assert_true(s->client[i].lost);
	assert_int_equal(s->client[i].maps, 0);
	assert_true(notify_blocks(s->b->v, any_word0(i)));
}

static void map_one(struct clients *s, uint64_t iova)
{
	clients_map(s, 0, iova, A, K4, TABLES_RW);
	clients_flush_pages(s, DID, iova, 0);
}

static void test_refuses(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	map_one(s, 0x1000);
	shadow_client_clear(c);
	c->manner = SHADOW_CLIENT_REFUSES;
	map_one(s, 0x2000);
	TOLD(c, M(0x2000, K4, A, 3), LOST());
	assert_lost(s, 0, VTD_CLIENT_REFUSED);
	assert_int_equal(clients_dma(s, 0, A), GATE_ACTION_BLOCK);
	/* Nothing that concerns it, no try. */
	clients_flush_domain(s, DID + 1);
	TOLD_NOTHING(c);
	/* One try for each flush that does. */
	clients_flush_pages(s, DID, 0x2000, 0);
	clients_run(s);
	assert_lost(s, 0, VTD_CLIENT_REFUSED);
	shadow_client_clear(c);
	c->manner = 0;
	clients_flush_pages(s, DID, 0x2000, 0);
	TOLD(c, M(0x1000, K4, A, 3), M(0x2000, K4, A, 3), STATE());
	assert_int_equal(clients_dma(s, 0, A), GATE_ACTION_GRANT);
}

/* Its keys are gone before the wait is complete, and what passed is drained. */
static void test_order(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);
	uint64_t key = GATE_INV_KEY | VTD_PUT(GATE_INV_SID, CLIENT_SID(0));
	const struct vtd_port *m = &s->b->m;
	unsigned int at[3] = { 0 };

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	c->manner = SHADOW_CLIENT_REFUSES;
	clients_run(s);
	for (unsigned int n = 0; n < m->call_count; n++) {
		const struct mock_call *k = &m->calls[n];

		if (k->op == MOCK_INVALIDATE && k->a == key)
			at[0] = n;
		if (k->op == MOCK_INVALIDATE && k->a == GATE_INV_DRAIN)
			at[1] = n;
		if (k->op == MOCK_HOST_WRITE32)
			at[2] = n;
	}
	assert_true(at[0] && at[0] < at[1] && at[1] < at[2]);
}

static void test_silent(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	c->manner = SHADOW_CLIENT_SILENT;
	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	clients_run(s);
	for (unsigned int i = 0; i < 4; i++)
		clients_tick(s);
	assert_false(clients_waited(s));
	clients_tick(s);
	assert_true(clients_waited(s));
	assert_lost(s, 0, VTD_CLIENT_TIMEOUT);
	/* It does not even hear that: it is told again by the next flush. */
	clients_time_out(s);
	shadow_client_clear(c);
	clients_flush_all(s);
	TOLD(c, LOST());
	clients_time_out(s);
	c->manner = 0;
	clients_flush_all(s);
	TOLD(c, LOST(), M(0x1000, K4, A, 3), STATE());
}

/* Late answers of one that was given up do no harm, and bring it back. */
static void test_late(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	c->manner = SHADOW_CLIENT_SLOW;
	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	clients_run(s);
	clients_time_out(s);
	assert_true(clients_waited(s));
	assert_lost(s, 0, VTD_CLIENT_TIMEOUT);
	shadow_client_release(c);
	c->manner = 0;
	clients_run(s);
	assert_int_equal(mock_traces(&s->b->m, VTD_TRACE_CLIENT_STRAY), 1);
	assert_true(c->lost);
	clients_flush_all(s);
	assert_false(c->lost);
	assert_int_equal(c->maps, 1);
}

static void test_wrong_number(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	c->manner = SHADOW_CLIENT_WRONG;
	map_one(s, 0x1000);
	assert_lost(s, 0, VTD_CLIENT_BAD_ACK);
	c->manner = SHADOW_CLIENT_TWICE;
	clients_time_out(s);
	clients_flush_all(s);
	clients_run(s);
	assert_lost(s, 0, VTD_CLIENT_BAD_ACK);
	/* Of nobody at all: only traced. */
	mock_forget(&s->b->m);
	mock_work(&s->b->m,
		  bench_word0(OTHER_SID, 0, GATE_KIND_MSG) |
			  VTD_PUT(GATE_WORK0_MSG, GATE_MSG_IN_CLIENT_ACK),
		  0, 0);
	clients_run(s);
	assert_int_equal(mock_traces(&s->b->m, VTD_TRACE_CLIENT_STRAY), 1);
}

static void ack(struct clients *s, unsigned int number)
{
	mock_work(&s->b->m,
		  bench_word0(CLIENT_SID(0), 0, GATE_KIND_MSG) |
			  VTD_PUT(GATE_WORK0_MSG, GATE_MSG_IN_CLIENT_ACK) |
			  VTD_PUT(GATE_WORK0_TAG, number),
		  0, 0);
	clients_run(s);
}

/* Acknowledged in another order, with one held back beyond 32 numbers. */
static void test_any_order(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	c->manner = SHADOW_CLIENT_SILENT;
	for (unsigned int i = 0; i < 64; i++)
		clients_map(s, 0, i * K4, A, K4, TABLES_RW);
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	clients_run(s);
	assert_int_equal(c->maps, VTD_CLIENT_WINDOW);
	for (unsigned int n = 1; n < 32; n++)
		ack(s, n);
	assert_false(c->lost);
	/* Number 0 is open: number 32 waits for it. */
	assert_int_equal(c->maps, 32);
	ack(s, 0);
	assert_int_equal(c->maps, 32 + VTD_CLIENT_WINDOW);
}

/* One who needs more than there is gets nothing; the others stay. */
static void test_pool(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c, *d;

	clients_pool(s, 6);
	c = clients_shadow(s, 0);
	d = clients_shadow(s, 3);
	for (unsigned int i = 0; i < 3; i++)
		clients_map(s, 3, i * K4, A, K4, TABLES_RW);
	clients_flush_all(s);
	shadow_client_clear(d);
	for (unsigned int i = 0; i < 4; i++)
		clients_map(s, 0, i * K4, A, K4, TABLES_RW);
	clients_flush_domain(s, DID);
	assert_lost(s, 0, VTD_CLIENT_POOL);
	assert_int_equal(d->maps, 3);
	assert_int_equal(iova_pool_left(&s->b->v->notify.pool), 3);
	shadow_client_clear(c);
	/* Tried again at once when the other one gives a node back. */
	clients_unmap(s, 3, 0);
	clients_flush_pages(s, DID + 1, 0, 0);
	TOLD(d, U(0, K4));
	assert_false(c->lost);
	assert_int_equal(c->maps, 4);
	assert_int_equal(c->events, 5);
}

/* Two that do not fit together: one stays, the other does not try for ever. */
static void test_two_in_need(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c, *d;

	clients_pool(s, 10);
	c = clients_shadow(s, 0);
	d = clients_shadow(s, 3);
	for (unsigned int i = 0; i < 8; i++) {
		clients_map(s, 0, i * K4, A, K4, TABLES_RW);
		clients_map(s, 3, i * K4, A, K4, TABLES_RW);
	}
	clients_flush_all(s);
	assert_true(c->lost != d->lost);
	/* Nobody fits at all: both are lost, and it ends. */
	for (unsigned int i = 8; i < 12; i++) {
		clients_map(s, 0, i * K4, A, K4, TABLES_RW);
		clients_map(s, 3, i * K4, A, K4, TABLES_RW);
	}
	clients_flush_all(s);
	assert_true(c->lost && d->lost);
	assert_int_equal(iova_pool_left(&s->b->v->notify.pool), 10);
	for (unsigned int i = 4; i < 12; i++) {
		clients_unmap(s, 0, i * K4);
		clients_unmap(s, 3, i * K4);
	}
	clients_flush_all(s);
	assert_true(!c->lost && !d->lost);
	assert_int_equal(c->maps + d->maps, 8);
}

/* A cache that was lost has nothing to be told: READY at once. */
static void test_cache(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c =
		clients_hello(s, 0, KINDS_CACHE, 0, RANGE_LAST);

	shadow_client_clear(c);
	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	assert_int_equal(clients_dma(s, 0, 0x1000), GATE_ACTION_GRANT);
	c->manner = SHADOW_CLIENT_SLOW;
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	clients_run(s);
	clients_time_out(s);
	assert_true(clients_waited(s));
	assert_true(c->lost);
	assert_int_equal(clients_dma(s, 0, 0x1000), GATE_ACTION_BLOCK);
	c->manner = 0;
	shadow_client_release(c);
	clients_run(s);
	TOLD(c, U(0, RANGE_LAST + 1), LOST(), STATE());
	assert_int_equal(clients_dma(s, 0, 0x1000), GATE_ACTION_GRANT);
}

/* No room, no message: it waits, and is not forgotten. */
static void test_cache_room(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c =
		clients_hello(s, 0, KINDS_CACHE, 0, RANGE_LAST);

	shadow_client_clear(c);
	s->b->m.msg_free = GATE_MSG_ROOM_OWN + 2;
	notify_pages(s->b->v, DID, 0x1000, 0);
	for (unsigned int i = 0; i < 50; i++)
		assert_true(bench_turn(s->b));
	TOLD_NOTHING(c);
	s->b->m.msg_free = MOCK_MSG_FREE;
	clients_run(s);
	TOLD(c, U(0x1000, K4));
}

/* CLIENT_LOST and CLIENT_STATE wait for room as all others do. */
static void test_room(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	c->manner = SHADOW_CLIENT_WRONG;
	map_one(s, 0x1000);
	c->manner = 0;
	clients_time_out(s);
	shadow_client_clear(c);
	s->b->m.msg_free = GATE_MSG_ROOM_OWN;
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	for (unsigned int i = 0; i < 50; i++)
		bench_turn(s->b);
	TOLD_NOTHING(c);
	clients_unmap(s, 0, 0x1000);
	s->b->m.msg_free = GATE_MSG_ROOM_OWN + 1;
	bench_turn(s->b);
	bench_turn(s->b);
	TOLD(c, LOST());
	s->b->m.msg_free = GATE_MSG_ROOM_OWN;
	for (unsigned int i = 0; i < 200; i++) {
		bench_turn(s->b);
		shadow_client_step(c);
	}
	TOLD_NOTHING(c);
	s->b->m.msg_free = MOCK_MSG_FREE;
	clients_run(s);
	TOLD(c, STATE());
}

int notify_client_tests(void)
{
	const struct CMUnitTest tests[] = {
		CLIENTS_TEST(test_refuses),      CLIENTS_TEST(test_order),
		CLIENTS_TEST(test_silent),       CLIENTS_TEST(test_late),
		CLIENTS_TEST(test_wrong_number), CLIENTS_TEST(test_any_order),
		CLIENTS_TEST(test_pool),         CLIENTS_TEST(test_two_in_need),
		CLIENTS_TEST(test_cache),        CLIENTS_TEST(test_room),
		CLIENTS_TEST(test_cache_room),
	};

	return cmocka_run_group_tests_name("notify_client", tests, NULL, NULL);
}
