/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What is behind a client's entries: tables, everything (pass-through, and
 * TE = 0), nothing, or what caching mode does not cover (6.1).
 */

#include "clients.h"
#include "inv.h"
#include "pasids.h"

#include "groups.h"

#define A    UINT64_C(0x11000000)
#define FEE0 UINT64_C(0xfee00000)
#define FEF0 UINT64_C(0xfef00000)
#define HAW  (UINT64_C(1) << BENCH_HAW)

/* A client of the whole host address space. */
static struct shadow_client *wide(struct clients *s)
{
	struct shadow_client *c =
		clients_hello(s, 0, KINDS_SHADOW, 0, ~UINT64_C(0));

	shadow_client_clear(c);
	return c;
}

static void test_pass_through(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = wide(s);

	tables_pass_through(&s->b->t, CLIENT_SID(0), DID, 3);
	clients_flush_context(s, CLIENT_SID(0));
	TOLD(c, M(0, FEE0, 0, 3), M(FEF0, HAW - FEF0, FEF0, 3));
	clients_flush_domain(s, DID);
	clients_flush_all(s);
	TOLD_NOTHING(c);
	tables_detach(&s->b->t, CLIENT_SID(0));
	clients_flush_context(s, CLIENT_SID(0));
	TOLD(c, U(0, FEE0), U(FEF0, HAW - FEF0));
}

/* 11.4.4.1, and TES follows what clients acknowledge. */
static void test_translation_off(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = wide(s);

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_flush_domain(s, DID);
	shadow_client_clear(c);
	c->manner = SHADOW_CLIENT_SLOW;
	host_gcmd(s->b, VTD_GCMD_QIE);
	clients_run(s);
	TOLD(c, U(0x1000, K4), M(0, FEE0, 0, 3), M(FEF0, HAW - FEF0, FEF0, 3));
	assert_true(mock_reg(&s->b->m, VTD_GSTS) & VTD_GSTS_TES);
	shadow_client_release(c);
	clients_run(s);
	assert_false(mock_reg(&s->b->m, VTD_GSTS) & VTD_GSTS_TES);
	/* What comes meanwhile is done after it. */
	host_gcmd(s->b, VTD_GCMD_QIE | VTD_GCMD_TE);
	clients_run(s);
	TOLD(c, U(0, FEE0), M(0x1000, K4, A, 3), U(FEF0, HAW - FEF0));
	host_gcmd(s->b, VTD_GCMD_QIE);
	clients_run(s);
	shadow_client_release(c);
	clients_run(s);
	assert_true(c->events > 0);
	c->manner = 0;
	shadow_client_release(c);
	clients_run(s);
	assert_false(mock_reg(&s->b->m, VTD_GSTS) & VTD_GSTS_TES);
	assert_int_equal(c->maps, 2);
}

/* Before any translation, a client has everything. */
static void test_before(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = &s->client[0];

	host_gcmd(s->b, VTD_GCMD_QIE);
	clients_run(s);
	clients_hello(s, 0, KINDS_SHADOW, 0, 0xffffffff);
	TOLD(c, M(0, FEE0, 0, 3), M(FEF0, 0x1100000, FEF0, 3), STATE());
}

/* Another root: what is equal stays, RTPS follows the acknowledgements. */
static void test_root(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = wide(s);
	struct tables other;

	clients_map(s, 0, 0x1000, A, K4, TABLES_RW);
	clients_map(s, 0, 0x2000, A, K4, TABLES_RW);
	clients_flush_domain(s, DID);
	shadow_client_clear(c);
	assert_int_equal(tables_init(&other, s->b->t.mem,
				     BENCH_TABLES + 0x80000, 0x80000),
			 0);
	tables_attach(&other, CLIENT_SID(0), DID, 4);
	tables_map(&other, CLIENT_SID(0), 0x2000, A, K4, TABLES_RW);
	tables_map(&other, CLIENT_SID(0), UINT64_C(1) << 47, A, K4, TABLES_R);
	c->manner = SHADOW_CLIENT_SLOW;
	host_srtp(s->b, other.root);
	clients_run(s);
	TOLD(c, U(0x1000, K4), M(UINT64_C(1) << 47, K4, A, 1));
	assert_false(mock_reg(&s->b->m, VTD_GSTS) & VTD_GSTS_RTPS);
	shadow_client_release(c);
	clients_run(s);
	assert_true(mock_reg(&s->b->m, VTD_GSTS) & VTD_GSTS_RTPS);
	/* Abort mode, and one that is none: nothing is mapped. */
	c->manner = 0;
	host_srtp(s->b, other.root | VTD_PUT(VTD_RTADDR_TTM, VTD_TTM_ABORT));
	clients_run(s);
	TOLD(c, U(0x2000, K4), U(UINT64_C(1) << 47, K4));
}

/* An entry that is the same leaves the pages alone, whoever flushes it (G7). */
static void test_unchanged(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = wide(s);
	unsigned int reads;

	for (unsigned int i = 0; i < 64; i++)
		clients_map(s, 0, i * K4, A, K4, TABLES_RW);
	clients_flush_domain(s, DID);
	shadow_client_clear(c);
	reads = s->b->m.reads;
	clients_flush_context(s, CLIENT_SID(0));
	TOLD_NOTHING(c);
	assert_in_range(s->b->m.reads - reads, 1, 4);
}

/* ---- Scalable mode ------------------------------------------------------- */

static void start_scalable(struct clients *s)
{
	pasids_start(s->b, 0, 0);
	s->b->m.meanwhile = s->meanwhile;
	s->b->v->config.cap |= VTD_CAP_CM;
	s->b->v->config.shadow_sid[0] = CLIENT_SID(0);
	s->b->v->config.shadow_sids = 1;
	pasids_attach(s->b, CLIENT_SID(0), 0);
	pasids_enable(s->b);
}

static void put(struct clients *s, uint32_t pasid, struct pasid_entry e)
{
	struct inv_pasid all = { .granularity = VTD_PG_GLOBAL };

	pasids_put(s->b, CLIENT_SID(0), pasid, &e);
	assert_true(inv_apply_pasid(s->b->v, &all));
	clients_run(s);
}

/* Of one PASID, which may use FEEx_xxxx; and its end. */
static void test_pasid(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = &s->client[0];
	struct inv_pasid inv = { .granularity = VTD_PIG_PASID,
				 .pasid = PASID,
				 .did = DID };
	uint64_t leaf, root;

	start_scalable(s);
	root = pasids_chain(s->b, 4, FEE0, 3, &leaf);
	guest_store(s->b, leaf, A | 3);
	put(s, PASID, pasids_second(root, 4));
	c->pasid_valid = true;
	c->pasid = PASID;
	clients_hello(s, 0, KINDS_SHADOW, 0, RANGE_LAST);
	TOLD(c, M(FEE0, K4, A, 3), STATE());
	guest_store(s->b, leaf, A | 1);
	assert_true(inv_apply_pasid_iotlb(s->b->v, &inv));
	clients_run(s);
	TOLD(c, U(FEE0, K4), M(FEE0, K4, A, 1));
	put(s, PASID, (struct pasid_entry){ { 0 } });
	TOLD(c, U(FEE0, K4));
}

/* 6.1: refused on a first stage; lost when one comes, back when it went. */
static void test_first_stage(void **state)
{
	struct clients *s = *state;
	struct shadow_client *c = &s->client[0];
	struct pasid_entry first = { { VTD_PTE_0_P | VTD_PUT(VTD_PTE_0_PGTT,
							     VTD_PGTT_FIRST),
				       DID, 0 } };
	uint64_t leaf, root;

	start_scalable(s);
	root = pasids_chain(s->b, 4, 0x1000, 3, &leaf);
	guest_store(s->b, leaf, A | 3);
	first.word[2] = root & VTD_PTE_2_FSPTPTR;
	put(s, RID_PASID, first);
	assert_true(shadow_client_hello(c, KINDS_SHADOW, 0, RANGE_LAST));
	clients_run(s);
	assert_int_equal(c->state, GATE_CLIENT_STATUS_STAGE);
	assert_int_equal(s->b->v->clients, 0);

	put(s, RID_PASID, pasids_second(root, 4));
	clients_hello(s, 0, KINDS_SHADOW, 0, RANGE_LAST);
	shadow_client_clear(c);
	put(s, RID_PASID, first);
	TOLD(c, LOST());
	/* Looked at, and still not covered: silence. */
	put(s, RID_PASID, first);
	TOLD_NOTHING(c);
	device_asks(s->b, CLIENT_SID(0), A, 0);
	assert_faulted(s->b, CLIENT_SID(0), A, VTD_FAULT_SCT_5);
	put(s, RID_PASID, pasids_second(root, 4));
	TOLD(c, M(0x1000, K4, A, 3), STATE());
}

int shadow_space_tests(void)
{
	const struct CMUnitTest tests[] = {
		CLIENTS_TEST(test_pass_through),
		CLIENTS_TEST(test_translation_off),
		CLIENTS_TEST(test_before),
		CLIENTS_TEST(test_root),
		CLIENTS_TEST(test_unchanged),
		CLIENTS_TEST(test_pasid),
		CLIENTS_TEST(test_first_stage),
	};

	return cmocka_run_group_tests_name("shadow_space", tests, NULL, NULL);
}
