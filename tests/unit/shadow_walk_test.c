/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What the tables say of an address: every way in which nothing is mapped, what
 * is cut away of what is, and accessed and dirty bits.
 */

#include "clients.h"

#include "groups.h"

#define A UINT64_C(0x11000000)

static void set(struct clients *s, uint64_t iova, unsigned int level,
		uint64_t value)
{
	guest_store(s->b, tables_slot(&s->b->t, CLIENT_SID(0), iova, level),
		    value);
}

/* Vector 10 for every other reason; each is undone and told again. */
static void test_withdrawn(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);
	uint64_t table, leaf = A | 3;
	const struct {
		unsigned int level;
		uint64_t entry;
	} bad[] = {
		{ 2, BENCH_NO_MEMORY | 3 }, /* unreadable table */
		{ 3, BENCH_NO_MEMORY | 3 },
		{ 1, UINT64_C(1) << BENCH_HAW | 3 }, /* beyond HAW */
		{ 2, UINT64_C(1) << BENCH_HAW | 3 },
		{ 1, leaf | VTD_SS_SNP },        /* without ECAP.SC */
		{ 2, 0x80 | (4 * M2 + K4) | 3 }, /* not aligned */
		{ 1, 0xfee00000 | 3 },           /* interrupts */
		{ 1, 0xfeeff000 | 3 },
		{ 1, A },            /* no rights */
		{ 1, ~UINT64_C(0) }, /* G9 */
	};

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_flush_domain(s, DID);
	for (unsigned int i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		uint64_t slot = tables_slot(&s->b->t, CLIENT_SID(0), 0x1000,
					    bad[i].level);

		shadow_client_clear(c);
		table = guest_load(s->b, slot);
		guest_store(s->b, slot, bad[i].entry);
		clients_flush_pages(s, DID, 0x1000, 0);
		TOLD(c, U(0x1000, K4));
		guest_store(s->b, slot, table);
		clients_flush_pages(s, DID, 0x1000, 0);
		TOLD(c, M(0x1000, K4, A, 3));
	}
}

/* 5 levels, a large page at the level above, and the end of the width. */
static void test_levels(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = &s->client[0];
	uint64_t high = (UINT64_C(1) << 57) - K4;

	assert_int_equal(tables_attach(&s->b->t, CLIENT_SID(0), DID, 5), 0);
	clients_flush_context(s, CLIENT_SID(0));
	clients_hello(s, 0, KINDS_SHADOW, 0, ~UINT64_C(0));
	shadow_client_clear(c);
	clients_map(s, 0, high, A, K4, TABLES_R);
	clients_map(s, 0, G1 << 12, 7 * G1, G1, TABLES_W);
	clients_flush_all(s);
	TOLD(c, M(G1 << 12, G1, 7 * G1, 2), M(high, K4, A, 1));
}

/* 3.15: without PASID, FEEx_xxxx goes nowhere, and nothing leads there. */
static void test_interrupt_range(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, 3 * G1, 7 * G1, G1, TABLES_RW);
	clients_map(s, 0, 5 * G1, 3 * G1, G1, TABLES_RW);
	clients_map(s, 0, 0x0, 0xfee00000, M2, TABLES_RW);
	clients_map(s, 0, 0x1000000, 0xfec00000, M2, TABLES_RW);
	clients_flush_domain(s, DID);
	TOLD(c, M(0x100000, 0x100000, 0xfef00000, 3),
	     M(0x1000000, M2, 0xfec00000, 3), M(3 * G1, 0x3ee00000, 7 * G1, 3),
	     M(0xfef00000, 0x1100000, 7 * G1 + 0x3ef00000, 3),
	     M(5 * G1, 0x3ee00000, 3 * G1, 3),
	     M(5 * G1 + 0x3ef00000, 0x1100000, 0xfef00000, 3));
	clients_flush_pages(s, DID, 0xfee00000, 9);
	clients_flush_pages(s, DID, 0xfef00000, 0);
	clients_flush_domain(s, DID);
	TOLD_NOTHING(c);
	set(s, 3 * G1, 3, 0);
	clients_flush_pages(s, DID, 0xfee00000, 0);
	TOLD_NOTHING(c);
	clients_flush_pages(s, DID, 0xfee00000, 10);
	TOLD(c, U(3 * G1, 0x3ee00000), U(0xfef00000, 0x1100000));
}

/* A client has what is in its range, to the page. */
static void test_range(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c =
		clients_hello(s, 0, KINDS_SHADOW, M2 + 0x3000, 3 * M2 + 0x4fff);

	shadow_client_clear(c);
	for (unsigned int i = 0; i < 5; i++)
		clients_map(s, 0, i * M2, (8 + i) * M2, M2, TABLES_RW);
	clients_flush_domain(s, DID);
	TOLD(c, M(M2 + 0x3000, M2 - 0x3000, 9 * M2 + 0x3000, 3),
	     M(2 * M2, M2, 10 * M2, 3), M(3 * M2, 0x5000, 11 * M2, 3));
	clients_flush_pages(s, DID, 0, 0);
	clients_flush_pages(s, DID, 4 * M2, 0);
	clients_flush_all(s);
	TOLD_NOTHING(c);
}

/*
 * 3.6.2: with SSADE the bits that a device could set are set, as the client
 * does not come back to ask. What cannot be set faults, and is not mapped.
 */
static void marks(struct clients *s, unsigned int flags)
{
	struct vtd_client *own = &s->b->v->notify.client[0];

	own->context.space.flags = (uint8_t)flags;
	notify_pages(s->b->v, DID, 0, 9);
	clients_run(s);
}

static uint64_t entry(struct clients *s, uint64_t iova, unsigned int level)
{
	return guest_load(s->b,
			  tables_slot(&s->b->t, CLIENT_SID(0), iova, level)) &
	       (VTD_SS_A | VTD_SS_D);
}

static void test_marks(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = clients_shadow(s, 0);

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_map(s, 0, 0x2000, A, K4, TABLES_R);
	s->b->m.lose_update = 2;
	marks(s, VTD_SPACE_SSADE | VTD_SPACE_SNOOP);
	TOLD(c, M(0x1000, K4, A, 3), M(0x2000, K4, A, 1));
	assert_int_equal(entry(s, 0x1000, 3), VTD_SS_A);
	assert_int_equal(entry(s, 0x1000, 2), VTD_SS_A);
	assert_int_equal(entry(s, 0x1000, 1), VTD_SS_A | VTD_SS_D);
	assert_int_equal(entry(s, 0x2000, 1), VTD_SS_A);
	marks(s, VTD_SPACE_SSADE | VTD_SPACE_SNOOP);
	TOLD_NOTHING(c);
	set(s, 0x1000, 1, A | 3);
	s->b->m.lose_update = MOCK_FOREVER;
	marks(s, VTD_SPACE_SSADE | VTD_SPACE_SNOOP);
	TOLD(c, U(0x1000, K4));
	s->b->m.lose_update = 0;
	set(s, 0x2000, 1, A | 1);
	marks(s, VTD_SPACE_SSADE);
	TOLD(c, U(0x2000, K4));
}

int shadow_walk_tests(void)
{
	const struct CMUnitTest tests[] = {
		CLIENTS_TEST(test_withdrawn),       CLIENTS_TEST(test_levels),
		CLIENTS_TEST(test_interrupt_range), CLIENTS_TEST(test_range),
		CLIENTS_TEST(test_marks),
	};

	return cmocka_run_group_tests_name("shadow_walk", tests, NULL, NULL);
}
