/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Registration: who may, for what, and what becomes of it. Statuses are those
 * of enum CLIENT_STATUS in vtd_gate.def.
 */

#include "clients.h"

#include "groups.h"
#include "pasids.h"

#define A UINT64_C(0x11000000)

/* The status that a hello of client @i ends with. */
static unsigned int hello(struct clients *s, unsigned int i, unsigned int kinds,
			  uint64_t first, uint64_t last)
{
	unsigned int states = s->client[i].states;

	assert_true(shadow_client_hello(&s->client[i], kinds, first, last));
	clients_run(s);
	assert_int_equal(s->client[i].states, states + 1);
	return s->client[i].state;
}

static void test_refused(void **state)
{
	struct clients *s = *state;
	const unsigned int bad[] = { 1, 5, 6, 7 };

	for (unsigned int i = 0; i < 4; i++)
		assert_int_equal(hello(s, 0, bad[i], 0, RANGE_LAST),
				 GATE_CLIENT_STATUS_BAD);
	assert_int_equal(hello(s, 0, KINDS_SHADOW, 0x2000, 0x1fff),
			 GATE_CLIENT_STATUS_BAD);
	assert_int_equal(hello(s, 0, KINDS_SHADOW, 0x2000, 0x2ffe),
			 GATE_CLIENT_STATUS_BAD);
	s->b->v->config.shadow_sids = 1;
	assert_int_equal(hello(s, 1, KINDS_SHADOW, 0, RANGE_LAST),
			 GATE_CLIENT_STATUS_DENIED);
	assert_int_equal(hello(s, 1, KINDS_CACHE, 0, RANGE_LAST),
			 GATE_CLIENT_STATUS_READY);
	s->b->v->config.cap &= ~VTD_CAP_CM;
	s->b->v->config.ecap &= ~VTD_ECAP_DT;
	assert_int_equal(hello(s, 0, KINDS_SHADOW, 0, RANGE_LAST),
			 GATE_CLIENT_STATUS_NO_CM);
	assert_int_equal(hello(s, 0, KINDS_DEVICE, 0, RANGE_LAST),
			 GATE_CLIENT_STATUS_NO_DT);
	assert_int_equal(mock_traces(&s->b->m, VTD_TRACE_CLIENT_REFUSED), 9);
	assert_int_equal(s->b->v->clients, 1);
}

/* Refusals leave what was there; an end is confirmed also without a begin. */
static void test_end(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	assert_int_equal(hello(s, 1, 0, 0, 0), GATE_CLIENT_STATUS_CLOSED);
	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_flush_domain(s, DID);
	assert_int_equal(clients_dma(s, 0, A), GATE_ACTION_GRANT);
	mock_forget(&s->b->m);
	assert_int_equal(hello(s, 0, 0, 0, 0), GATE_CLIENT_STATUS_CLOSED);
	assert_int_equal(s->b->v->clients, 0);
	/* Its key is gone from the gate: no host address passes any more. */
	assert_int_equal(
		mock_count(&s->b->m, MOCK_INVALIDATE,
			   GATE_INV_KEY | VTD_PUT(GATE_INV_SID, CLIENT_SID(0))),
		1);
	assert_int_equal(clients_dma(s, 0, A), GATE_ACTION_BLOCK);
	assert_int_equal(clients_dma(s, 0, 0x1000), GATE_ACTION_GRANT);
	shadow_client_clear(c);
	clients_unmap(s, 0, 0x1000);
	clients_flush_domain(s, DID);
	TOLD_NOTHING(c);
	assert_int_equal(iova_pool_left(&s->b->v->notify.pool),
			 VTD_SHADOW_NODES);
}

/* Anew: told all once more; acknowledgements of before do no harm. */
static void test_again(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_map(s, 0, 0x5000, A, K4, TABLES_RW);
	c->manner = SHADOW_CLIENT_SLOW;
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	clients_run(s);
	TOLD(c, M(0x1000, K4, A, 3), M(0x5000, K4, A, 3));
	c->manner = 0;
	c->maps = 0;
	assert_true(shadow_client_hello(c, KINDS_SHADOW, 0x4000, 0x6fff));
	bench_turn(s->b);
	shadow_client_release(c);
	clients_run(s);
	TOLD(c, M(0x5000, K4, A, 3), STATE());
	assert_true(clients_waited(s));
	assert_int_equal(mock_traces(&s->b->m, VTD_TRACE_CLIENT_LOST), 0);
	assert_int_equal(s->b->v->clients, 1);
}

/* VTD_CLIENTS places: of whatever PASID, nobody else gets in. */
static void test_full(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = &s->client[0];

	c->pasid_valid = true;
	for (c->pasid = 0; c->pasid < VTD_CLIENTS; c->pasid++)
		assert_int_equal(hello(s, 0, KINDS_CACHE, 0, RANGE_LAST),
				 GATE_CLIENT_STATUS_READY);
	assert_int_equal(hello(s, 1, KINDS_CACHE, 0, RANGE_LAST),
			 GATE_CLIENT_STATUS_FULL);
	c->pasid = 3;
	assert_int_equal(hello(s, 0, 0, 0, 0), GATE_CLIENT_STATUS_CLOSED);
	assert_int_equal(hello(s, 1, KINDS_CACHE, 0, RANGE_LAST),
			 GATE_CLIENT_STATUS_READY);
}

/* Blocked until it knows all: the fault is that of a translated request. */
static void test_dma(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = &s->client[0];

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	c->manner = SHADOW_CLIENT_SLOW;
	assert_true(shadow_client_hello(c, KINDS_SHADOW, 0, RANGE_LAST));
	clients_run(s);
	TOLD(c, M(0x1000, K4, A, 3));
	device_asks(s->b, CLIENT_SID(0), A, GATE_WORK0_WRITE);
	assert_faulted(s->b, CLIENT_SID(0), A, VTD_FAULT_LCT_5);
	host_clear_record(s->b, 0);
	shadow_client_release(c);
	clients_run(s);
	TOLD(c, STATE());
	device_asks(s->b, CLIENT_SID(0), A, GATE_WORK0_WRITE);
	assert_int_equal(bench_action(s->b), GATE_ACTION_GRANT);
	assert_true(mock_answer(&s->b->m, 1)->a & GATE_ANSWER_PASS);
	assert_true(mock_answer(&s->b->m, 1)->a & GATE_ANSWER_BIND);
	/* Translated requests are not what its permission is about. */
	device_asks(s->b, CLIENT_SID(0), A, GATE_WORK0_ATST);
	assert_blocked(s->b);
	/* Nor is the interrupt range ever memory (3.15). */
	device_asks(s->b, CLIENT_SID(0), 0xfee00000, 0);
	assert_blocked(s->b);
	/* Another source is translated as ever. */
	assert_int_equal(clients_dma(s, 1, 0x1000), GATE_ACTION_GRANT);
	assert_int_equal(clients_dma(s, 1, A), GATE_ACTION_BLOCK);
	assert_true(notify_passes(s->b->v, bench_word0(CLIENT_SID(0), 1, 0)));
	assert_false(notify_blocks(s->b->v, bench_word0(CLIENT_SID(0), 1, 0)));
}

/* Without PASID, what is where a PASID would be is not part of who it is. */
static void test_stray_pasid(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = &s->client[0];

	c->kinds = KINDS_SHADOW;
	mock_work(&s->b->m,
		  VTD_PUT(GATE_WORK0_KIND, GATE_KIND_MSG) |
			  VTD_PUT(GATE_WORK0_MSG, GATE_MSG_IN_CLIENT_HELLO) |
			  VTD_PUT(GATE_WORK0_SID, CLIENT_SID(0)) |
			  VTD_PUT(GATE_WORK0_SSID, PASID) | GATE_WORK0_PRIV,
		  KINDS_SHADOW, RANGE_LAST);
	clients_run(s);
	assert_int_equal(c->state, GATE_CLIENT_STATUS_READY);
	assert_int_equal(clients_dma(s, 0, A), GATE_ACTION_GRANT);
	/* It is the same one that leaves. */
	assert_int_equal(hello(s, 0, 0, 0, 0), GATE_CLIENT_STATUS_CLOSED);
	assert_int_equal(s->b->v->clients, 0);
}

/* What the gate stopped on the way out is no fault of the tables. */
static void test_report(void **state)
{
	struct clients *s = *state;

	clients_shadow(s, 0);
	mock_work(&s->b->m,
		  bench_word0(CLIENT_SID(0), 0, GATE_KIND_REPORT) |
			  VTD_PUT(GATE_WORK0_FLAW, GATE_FLAW_OUTPUT),
		  0xfee00000, 0);
	clients_run(s);
	assert_no_record(s->b);
}

int notify_tests(void)
{
	const struct CMUnitTest tests[] = {
		CLIENTS_TEST(test_refused),     CLIENTS_TEST(test_end),
		CLIENTS_TEST(test_again),       CLIENTS_TEST(test_full),
		CLIENTS_TEST(test_dma),         CLIENTS_TEST(test_report),
		CLIENTS_TEST(test_stray_pasid),
	};

	return cmocka_run_group_tests_name("notify", tests, NULL, NULL);
}
