/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The differ: what a shadow client is told when tables change. The numbered
 * vectors are those that other implementations are known by, with the exact
 * answer where theirs is not. Vectors 14 to 16 are about caches:
 * notify_mark_test.c.
 */

#include "clients.h"

#include "groups.h"

#define A UINT64_C(0x11000000)
#define B UINT64_C(0x22000000)

/* Bits of an entry that no entry may have. */
#define RESERVED VTD_SS_BIT62

static void spoil(struct clients *s, uint64_t iova, unsigned int level,
		  uint64_t bits)
{
	uint64_t slot = tables_slot(&s->b->t, CLIENT_SID(0), iova, level);

	guest_store(s->b, slot, guest_load(s->b, slot) ^ bits);
}

static void set(struct clients *s, uint64_t iova, unsigned int level,
		uint64_t value)
{
	guest_store(s->b, tables_slot(&s->b->t, CLIENT_SID(0), iova, level),
		    value);
}

/* All pages of a 2 MiB region, one after the other from @pa. */
static void map_pages(struct clients *s, uint64_t iova, uint64_t pa)
{
	assert_int_equal(tables_map_range(&s->b->t, CLIENT_SID(0), iova, pa, M2,
					  K4, TABLES_RW),
			 0);
}

/* The next 512 events are those of these pages. */
static void told_pages(const struct shadow_client *c, unsigned int from,
		       unsigned int msg, uint64_t iova, uint64_t pa)
{
	for (unsigned int i = 0; i < 512; i++) {
		const struct shadow_client_event *e = &c->event[from + i];

		assert_int_equal(e->msg, msg);
		assert_int_equal(e->map.first, iova + i * K4);
		assert_int_equal(e->map.last, iova + i * K4 + K4 - 1);
		if (pa)
			assert_int_equal(e->map.pa, pa + i * K4);
	}
}

/* Vectors 1 to 4: a page appears, moves, loses a right, vanishes. */
static void test_one_page(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD(c, M(0x1000, K4, A, 3));
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD_NOTHING(c);

	clients_map(s, 0, 0x1000, B, K4, TABLES_RW);
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD(c, U(0x1000, K4), M(0x1000, K4, B, 3));

	clients_map(s, 0, 0x1000, B, K4, TABLES_R);
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD(c, U(0x1000, K4), M(0x1000, K4, B, 1));

	clients_unmap(s, 0, 0x1000);
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD(c, U(0x1000, K4));
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD_NOTHING(c);
}

/* Vector 5, exact: what was told, no more. */
static void test_table_vanishes(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, M2 + 0x3000, A, K4, TABLES_RW);
	clients_map(s, 0, M2 + 0x9000, A, K4, TABLES_RW);
	clients_map(s, 0, M2 + 0x100000, A, K4, TABLES_RW);
	clients_flush_pages(s, DID, M2, 9);
	shadow_client_clear(c);
	set(s, M2, 2, 0);
	clients_flush_pages(s, DID, M2, 9);
	TOLD(c, U(M2 + 0x3000, K4), U(M2 + 0x9000, K4), U(M2 + 0x100000, K4));
	set(s, 4 * M2, 2, 0);
	clients_flush_pages(s, DID, 4 * M2, 9);
	TOLD_NOTHING(c);
}

/* Vector 6: inside of a large page, it is the page that counts. */
static void test_large_page(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, M2, 4 * M2, M2, TABLES_RW);
	clients_flush_pages(s, DID, M2 + 0x5000, 0);
	TOLD(c, M(M2, M2, 4 * M2, 3));
	clients_flush_pages(s, DID, M2 + 0x7000, 0);
	TOLD_NOTHING(c);
	clients_map(s, 0, G1, 5 * G1, G1, TABLES_R);
	clients_flush_pages(s, DID, G1 + M2 + K4, 0);
	TOLD(c, M(G1, G1, 5 * G1, 1));
}

/* Vector 7, exact: nothing of the large page stays (G5). */
static void test_large_to_small(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, M2, 4 * M2, M2, TABLES_RW);
	clients_flush_pages(s, DID, M2, 9);
	shadow_client_clear(c);
	set(s, M2, 2, 0);
	map_pages(s, M2, 4 * M2);
	clients_flush_pages(s, DID, M2, 9);
	assert_int_equal(c->events, 513);
	assert_int_equal(c->event[0].msg, GATE_MSG_OUT_CLIENT_UNMAP);
	assert_int_equal(c->event[0].map.first, M2);
	assert_int_equal(c->event[0].map.last, 2 * M2 - 1);
	told_pages(c, 1, GATE_MSG_OUT_CLIENT_MAP, M2, 4 * M2);
	assert_int_equal(c->maps, 512);
}

/* The same with a flush of one page in the middle: none is lost by it. */
static void test_large_to_small_narrow(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, M2, 4 * M2, M2, TABLES_RW);
	clients_flush_pages(s, DID, M2, 9);
	shadow_client_clear(c);
	set(s, M2, 2, 0);
	map_pages(s, M2, 4 * M2);
	clients_flush_pages(s, DID, M2 + 0x40000, 0);
	assert_int_equal(c->events, 513);
	told_pages(c, 1, GATE_MSG_OUT_CLIENT_MAP, M2, 4 * M2);
}

/* Vector 8, exact: one by one, as they were told. */
static void test_small_to_large(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	map_pages(s, M2, 4 * M2);
	clients_flush_pages(s, DID, M2, 9);
	assert_int_equal(c->events, 512);
	shadow_client_clear(c);
	clients_map(s, 0, M2, 4 * M2, M2, TABLES_RW);
	clients_flush_pages(s, DID, M2, 9);
	assert_int_equal(c->events, 513);
	told_pages(c, 0, GATE_MSG_OUT_CLIENT_UNMAP, M2, 0);
	assert_int_equal(c->event[512].msg, GATE_MSG_OUT_CLIENT_MAP);
	assert_int_equal(c->event[512].map.first, M2);
	assert_int_equal(c->event[512].map.last, 2 * M2 - 1);
}

/* Vector 9: a level above narrows what its pages permit. */
static void test_parent_narrows(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, M2 + 0x1000, A, K4, TABLES_RW);
	clients_map(s, 0, M2 + 0x2000, B, K4, TABLES_R);
	clients_flush_pages(s, DID, M2, 9);
	shadow_client_clear(c);
	spoil(s, M2, 2, VTD_SS_W);
	clients_flush_pages(s, DID, M2, 9);
	TOLD(c, U(M2 + 0x1000, K4), M(M2 + 0x1000, K4, A, 1));
	spoil(s, M2, 2, VTD_SS_R);
	clients_flush_pages(s, DID, M2, 9);
	TOLD(c, U(M2 + 0x1000, K4), U(M2 + 0x2000, K4));
}

/* Vector 10, exact: what faults is withdrawn (G4), at any level. */
static void test_reserved(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_flush_pages(s, DID, 0x1000, 0);
	for (unsigned int level = 1; level <= 3; level++) {
		shadow_client_clear(c);
		spoil(s, 0x1000, level, RESERVED);
		clients_flush_pages(s, DID, 0x1000, 0);
		TOLD(c, U(0x1000, K4));
		spoil(s, 0x1000, level, RESERVED);
		clients_flush_pages(s, DID, 0x1000, 0);
		TOLD(c, M(0x1000, K4, A, 3));
	}
}

/* Vector 11: the entry is gone; only what was told is taken back (G7). */
static void test_context_vanishes(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_map(s, 0, 7 * G1, B, K4, TABLES_R);
	clients_flush_domain(s, DID);
	shadow_client_clear(c);
	tables_detach(&s->b->t, CLIENT_SID(0));
	clients_flush_context(s, CLIENT_SID(0));
	clients_flush_all(s);
	TOLD(c, U(0x1000, K4), U(7 * G1, K4));
	assert_int_equal(c->maps, 0);
}

/* Vector 12: other tables of the same domain; what is equal stays. */
static void test_context_switches(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);
	struct tables_tree other;

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_map(s, 0, 0x2000, A, K4, TABLES_RW);
	clients_map(s, 0, 0x3000, A, K4, TABLES_RW);
	clients_flush_domain(s, DID);
	shadow_client_clear(c);
	assert_int_equal(tables_tree_new(&s->b->t, false, 3, &other), 0);
	tables_tree_map(&s->b->t, &other, 0x2000, A, K4, TABLES_RW);
	tables_tree_map(&s->b->t, &other, 0x3000, B, K4, TABLES_RW);
	tables_tree_map(&s->b->t, &other, 0x4000, B, K4, TABLES_RW);
	tables_attach_tree(&s->b->t, CLIENT_SID(0), DID, 3, other.top);
	clients_flush_all(s);
	TOLD(c, U(0x1000, K4), U(0x3000, K4), M(0x3000, K4, B, 3),
	     M(0x4000, K4, B, 3));
}

/* Vector 13, and G6: a second client is told all, the first one nothing. */
static void test_second_client(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0), *d = &s->client[1];

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_map(s, 0, 3 * M2, 0, M2, TABLES_R);
	clients_flush_domain(s, DID);
	shadow_client_clear(c);
	/* Not flushed yet: the first client still has it. */
	clients_unmap(s, 0, 0x1000);
	clients_hello(s, 1, KINDS_SHADOW, 0, RANGE_LAST);
	TOLD(d, M(3 * M2, M2, 0, 1), STATE());
	TOLD_NOTHING(c);
	clients_flush_pages(s, DID, 0x1000, 0);
	TOLD(c, U(0x1000, K4));
	TOLD_NOTHING(d);
}

/* Unmapped in full, then mapped: never the other way round. */
static void test_wait_follows_acknowledgements(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	c->manner = SHADOW_CLIENT_SLOW;
	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	clients_run(s);
	TOLD(c, M(0x1000, K4, A, 3));
	assert_false(clients_waited(s));
	assert_int_equal(mock_traces(&s->b->m, VTD_TRACE_INV_WAIT), 0);
	shadow_client_release(c);
	clients_run(s);
	assert_true(clients_waited(s));
}

/* Window and room bound what is open; nothing is lost by waiting for them. */
static void test_many_open(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	c->manner = SHADOW_CLIENT_SLOW;
	map_pages(s, M2, 4 * M2);
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	clients_run(s);
	assert_int_equal(c->events, VTD_CLIENT_WINDOW);
	for (unsigned int i = 0; i < 512 / VTD_CLIENT_WINDOW; i++) {
		shadow_client_release(c);
		clients_run(s);
	}
	assert_true(clients_waited(s));
	assert_int_equal(c->maps, 512);
}

/* No room in the stream, no message; the rest goes on. */
static void test_no_room(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	s->b->m.msg_free = GATE_MSG_ROOM_OWN + 3;
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	for (unsigned int i = 0; i < 100; i++)
		bench_turn(s->b);
	TOLD_NOTHING(c);
	s->b->m.msg_free = GATE_MSG_ROOM_OWN + 4;
	clients_run(s);
	TOLD(c, M(0x1000, K4, A, 3));
	clients_unmap(s, 0, 0x1000);
	s->b->m.msg_free = GATE_MSG_ROOM_OWN + 2;
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	for (unsigned int i = 0; i < 100; i++)
		bench_turn(s->b);
	TOLD_NOTHING(c);
	s->b->m.msg_free = MOCK_MSG_FREE;
	clients_run(s);
	TOLD(c, U(0x1000, K4));
}

/* A flush of what the differ has behind it is not lost. */
static void test_flush_meanwhile(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	map_pages(s, M2, 4 * M2);
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	while (c->maps < 200) {
		bench_turn(s->b);
		shadow_client_step(c);
	}
	clients_unmap(s, 0, M2);
	clients_unmap(s, 0, M2 + 500 * K4);
	notify_pages(s->b->v, DID, M2, 0);
	notify_pages(s->b->v, DID, M2 + 500 * K4, 0);
	clients_run(s);
	assert_true(clients_waited(s));
	assert_int_equal(c->maps, 510);
	/* The first one was mapped and had to go, the other one never was. */
	assert_int_equal(c->events, 512);
}

/* Cost: unchanged leaves are read by lines, empty space by upper entries. */
static void test_cost(void **state)
{
	struct clients *s = *state;
	unsigned int reads;

	clients_shadow(s, 0);
	map_pages(s, 5 * G1, 4 * M2);
	clients_flush_domain(s, DID);
	reads = s->b->m.reads;
	clients_flush_domain(s, DID);
	/*
	 * 64 lines of leaves, 64 each of the two levels above, most of them
	 * empty; with the ways there less than one read for each more.
	 */
	assert_in_range(s->b->m.reads - reads, 3 * 64, 4 * 64);
}

/* A table is another one, which is said, while the differ is in it. */
static void test_table_is_replaced(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);
	uint64_t table = tables_alloc(&s->b->t);

	map_pages(s, M2, M2);
	clients_flush_begin(
		s, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL), 0);
	while (c->maps < 200) {
		bench_turn(s->b);
		shadow_client_step(c);
	}
	for (unsigned int i = 0; i < 512; i++)
		guest_store(s->b, table + i * 8, (A + i * K4) | 3);
	set(s, M2, 2, table | 3);
	notify_pages(s->b->v, DID, M2, 9);
	clients_run(s);
	assert_true(clients_waited(s));
	assert_int_equal(c->maps, 512);
	for (unsigned int i = 0; i < 512; i++)
		assert_int_equal(c->map[i].pa, A + i * K4);
}

/* Tables that jump to and fro, and say so, are not followed for ever. */
static struct clients *jumping;

static void jump(struct vtd_port *m, const struct mock_call *call)
{
	static bool small;
	uint64_t base = 5 * M2;

	(void)m;
	if (call->op != MOCK_MSG)
		return;
	shadow_client_message(&jumping->client[0], m->msg);
	/* As one page for the one message, as many for the next. */
	small = VTD_GET(GATE_WORK0_MSG, m->msg[0]) == GATE_MSG_OUT_CLIENT_UNMAP;
	set(jumping, base, 2,
	    small ? jumping->b->t.next - K4 + 3 : base | 0x83);
}

static void test_race(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);
	uint64_t table = tables_alloc(&s->b->t);

	clients_map(s, 0, 5 * M2, 5 * M2, M2, TABLES_RW);
	clients_flush_pages(s, DID, 5 * M2, 9);
	guest_store(s->b, table, A | 3);
	guest_store(s->b, table + 8, B | 3);
	set(s, 5 * M2, 2, table | 3);
	jumping = s;
	s->b->m.meanwhile = jump;
	clients_flush_begin(s,
			    VTD_DESC_IOTLB |
				    VTD_PUT(VTD_DESC_LO_G, VTD_G_SELECTIVE) |
				    VTD_PUT(VTD_DESC_LO_DID, DID),
			    5 * M2 | 9);
	for (unsigned int i = 0; i < 10000 && !c->lost; i++) {
		notify_pages(s->b->v, DID, 5 * M2, 9);
		(void)!bench_turn(s->b);
		(void)!shadow_client_step(c);
	}
	assert_true(c->lost);
	clients_run(s);
	assert_true(clients_waited(s));
}

int shadow_tests(void)
{
	const struct CMUnitTest tests[] = {
		CLIENTS_TEST(test_one_page),
		CLIENTS_TEST(test_table_vanishes),
		CLIENTS_TEST(test_table_is_replaced),
		CLIENTS_TEST(test_large_page),
		CLIENTS_TEST(test_large_to_small),
		CLIENTS_TEST(test_large_to_small_narrow),
		CLIENTS_TEST(test_small_to_large),
		CLIENTS_TEST(test_parent_narrows),
		CLIENTS_TEST(test_reserved),
		CLIENTS_TEST(test_context_vanishes),
		CLIENTS_TEST(test_context_switches),
		CLIENTS_TEST(test_second_client),
		CLIENTS_TEST(test_wait_follows_acknowledgements),
		CLIENTS_TEST(test_many_open),
		CLIENTS_TEST(test_no_room),
		CLIENTS_TEST(test_flush_meanwhile),
		CLIENTS_TEST(test_cost),
		CLIENTS_TEST(test_race),
	};

	return cmocka_run_group_tests_name("shadow", tests, NULL, NULL);
}
