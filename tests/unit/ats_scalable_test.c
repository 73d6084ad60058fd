/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Translation requests in scalable mode: PASIDs, first stage, nested,
 * pass-through; accessed and dirty bits (4.2.3.1), Priv and N (4.2.3).
 */

#include "groups.h"

#include "requests.h"

#define BIT(n) (UINT64_C(1) << (n))

/* A first-stage page of users; A and D are not set. */
#define FS_READ  (VTD_FS_P | VTD_FS_US)
#define FS_WRITE (FS_READ | VTD_FS_RW)

#define AS_PASID      WITH(PASID)
#define AS_SUPERVISOR (WITH(PASID) | GATE_WORK0_PRIV)

/* An engine with everything, nothing attached. */
static void power_on(struct bench *b)
{
	pasids_start(b, VTD_ECAP_DT | VTD_ECAP_NWFS | VTD_ECAP_PT, 0);
}

/* A second stage of 4 levels; in @leaf the entry of IOVA, which is @page. */
static struct pasid_entry second(struct bench *b, uint64_t page, uint64_t *leaf)
{
	uint64_t upper = VTD_SS_RW | VTD_SS_A;
	uint64_t root = pasids_chain(b, 4, IOVA, upper, leaf);
	struct pasid_entry e = pasids_second(root, 4);

	e.word[0] |= VTD_PTE_0_SSADE;
	e.word[1] |= VTD_PTE_1_PWSNP;
	guest_store(b, *leaf, page);
	return e;
}

/* A first stage likewise. */
static struct pasid_entry first(struct bench *b, uint64_t page, uint64_t *leaf)
{
	uint64_t upper = FS_WRITE | VTD_FS_A;
	uint64_t root = pasids_chain(b, 4, IOVA, upper, leaf);

	guest_store(b, *leaf, page);
	return (struct pasid_entry){ {
		VTD_PUT(VTD_PTE_0_PGTT, VTD_PGTT_FIRST) | VTD_PTE_0_P,
		DID | VTD_PTE_1_PWSNP,
		root,
	} };
}

static void start_second(struct bench *b, uint64_t page, uint64_t *leaf)
{
	struct pasid_entry e;

	power_on(b);
	e = second(b, page, leaf);
	requests_scalable(b, &e, 0);
}

static void start_first(struct bench *b, uint64_t page, uint64_t *leaf)
{
	struct pasid_entry e;

	power_on(b);
	e = first(b, page, leaf);
	requests_scalable(b, &e, 0);
}

static void start_pass(struct bench *b, uint64_t less)
{
	struct pasid_entry e = pasids_pass();

	power_on(b);
	requests_scalable(b, &e, less);
}

/* ---- Contexts and PASIDs ------------------------------------------------- */

static void test_without_dte(void **state)
{
	struct bench *b = *state;
	uint64_t slot;

	start_pass(b, 0);
	slot = pasids_context_slot(b, SID);
	guest_store(b, slot, guest_load(b, slot) & ~VTD_SCONTEXT_0_DTE);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_fault(b, GATE_ATS_STATUS_UR, VTD_FAULT_SCT_5);
}

/* What keeps a PASID from being used at all. */
static void test_pasids(void **state)
{
	struct bench *b = *state;

	start_pass(b, 0);
	requests_ask(b, WITH(RID_PASID), IOVA, 0);
	requests_fault(b, GATE_ATS_STATUS_UR, VTD_FAULT_SCT_9);
	start_pass(b, 0);
	requests_ask(b, WITH(0x2000), IOVA, 0);
	requests_fault(b, GATE_ATS_STATUS_UR, VTD_FAULT_SCT_7);
}

/* A PASID that is not there may come: R = W = 0, and Priv as it was asked. */
static void test_pasid_not_present(void **state)
{
	struct bench *b = *state;

	start_pass(b, 0);
	guest_store(b, pasids_slot(b, SID, PASID), 0);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, 0);
	requests_ask(b, AS_SUPERVISOR, IOVA, 0);
	requests_one(b, PRIV);
	guest_store(b, pasids_directory_slot(b, SID, PASID), 0);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, 0);
}

static void test_pasid_reserved(void **state)
{
	struct bench *b = *state;
	uint64_t slot;

	start_pass(b, 0);
	slot = pasids_slot(b, SID, PASID);
	guest_store(b, slot, guest_load(b, slot) | BIT(5));
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_fault(b, GATE_ATS_STATUS_CA, VTD_FAULT_SPT_3);
}

/* SPT.6, SPT.5: supervisors without SRE; nobody executes. */
static void test_rights(void **state)
{
	struct bench *b = *state;
	uint64_t leaf;

	start_first(b, PA | FS_WRITE, &leaf);
	requests_ask(b, AS_SUPERVISOR, IOVA, 0);
	requests_one(b, PRIV);
	requests_ask(b, AS_PASID | GATE_WORK0_EXEC, IOVA, 0);
	requests_one(b, 0);
}

/* ---- Stages -------------------------------------------------------------- */

static void test_first_stage(void **state)
{
	struct bench *b = *state;
	uint64_t leaf;

	start_first(b, PA | FS_WRITE, &leaf);
	requests_ask(b, AS_PASID, IOVA, NW);
	requests_one(b, PA | R);
	assert_int_equal(guest_load(b, leaf), PA | FS_WRITE | VTD_FS_A);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, PA | R | W);
	assert_int_equal(guest_load(b, leaf),
			 PA | FS_WRITE | VTD_FS_A | VTD_FS_D);
	requests_ask(b, 0, IOVA, 0);
	requests_one(b, PA | R | W);
}

/* A page that may not be written is given out for reading; D stays 0. */
static void test_first_stage_read_only(void **state)
{
	struct bench *b = *state;
	uint64_t leaf;

	start_first(b, PA | FS_READ, &leaf);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, PA | R);
	assert_int_equal(guest_load(b, leaf), PA | FS_READ | VTD_FS_A);
}

static void test_first_stage_denies(void **state)
{
	struct bench *b = *state;
	uint64_t leaf;

	start_first(b, PA | VTD_FS_P | VTD_FS_RW, &leaf);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, 0);
	guest_store(b, leaf, 0);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, 0);
	guest_store(b, leaf, PA | FS_WRITE | BIT(51));
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, 0);
	requests_ask(b, AS_PASID, BIT(47), 0);
	requests_one(b, 0);
}

/* SFS.10: nothing is permitted, and yet it is recorded. */
static void test_first_stage_update_fails(void **state)
{
	struct bench *b = *state;
	uint64_t leaf;

	start_first(b, PA | FS_WRITE, &leaf);
	b->m.lose_update = 2 * VTD_LOCKED_TRIES;
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_count(b, 1);
	assert_int_equal(b->m.msg[1], 0);
	requests_fault(b, GATE_ATS_STATUS_SUCCESS, VTD_FAULT_SFS_10);
}

/* SRE: supervisors get their own rights, and are told so. */
static void test_supervisor(void **state)
{
	struct bench *b = *state;
	struct pasid_entry e;
	uint64_t leaf;

	power_on(b);
	e = first(b, PA | VTD_FS_P | VTD_FS_RW, &leaf);
	e.word[2] |= VTD_PTE_2_SRE | VTD_PTE_2_WPE;
	requests_scalable(b, &e, 0);
	requests_ask(b, AS_SUPERVISOR, IOVA, 0);
	requests_one(b, PA | R | W | PRIV);
}

static void test_second_stage_dirty(void **state)
{
	struct bench *b = *state;
	uint64_t leaf;

	start_second(b, PA | VTD_SS_RW, &leaf);
	requests_ask(b, AS_PASID, IOVA, NW);
	requests_one(b, PA | R);
	assert_int_equal(guest_load(b, leaf), PA | VTD_SS_RW | VTD_SS_A);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, PA | R | W);
	assert_int_equal(guest_load(b, leaf),
			 PA | VTD_SS_RW | VTD_SS_A | VTD_SS_D);
	guest_store(b, leaf, PA | VTD_SS_R);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, PA | R);
	assert_int_equal(guest_load(b, leaf), PA | VTD_SS_R | VTD_SS_A);
}

static void test_second_stage_faults(void **state)
{
	struct bench *b = *state;
	uint64_t leaf;

	start_second(b, 0, &leaf);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, 0);
	requests_ask(b, AS_PASID, BIT(48), 0);
	requests_one(b, 0);
	guest_store(b, leaf, PA | VTD_SS_W);
	requests_ask(b, AS_PASID, IOVA, NW);
	requests_one(b, 0);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, PA | W);
	guest_store(b, leaf, UINT64_C(0xfee00000) | VTD_SS_RW);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_fault(b, GATE_ATS_STATUS_CA, VTD_FAULT_SGN_8);
	start_second(b, PA | VTD_SS_RW, &leaf);
	b->m.lose_update = 2 * VTD_LOCKED_TRIES;
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_fault(b, GATE_ATS_STATUS_CA, VTD_FAULT_SSS_6);
}

/* PGSNP or the leaf's SNP. */
static void test_snoop(void **state)
{
	struct bench *b = *state;
	uint64_t leaf;
	struct pasid_entry e;

	start_second(b, PA | VTD_SS_RW | VTD_SS_SNP, &leaf);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, PA | R | W | N);
	power_on(b);
	e = first(b, PA | FS_WRITE, &leaf);
	e.word[1] |= VTD_PTE_1_PGSNP;
	requests_scalable(b, &e, 0);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, PA | R | W | N);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, PA | R | W | N);
}

/* With PASID the interrupt range is memory like any other. */
static void test_interrupt_range(void **state)
{
	struct bench *b = *state;
	uint64_t leaf;

	start_second(b, PA | VTD_SS_RW, &leaf);
	requests_ask(b, AS_PASID, UINT64_C(0xfee00000), 0);
	requests_one(b, 0);
	requests_ask(b, 0, UINT64_C(0xfee00000), 0);
	requests_one(b, W | U);
}

/* ---- Nested -------------------------------------------------------------- */

#define GPA UINT64_C(0x3000000000)

/* The entry of @gpa in the second stage at @root, tables made as needed. */
static uint64_t ss_slot(struct bench *b, uint64_t root, uint64_t gpa)
{
	uint64_t table = root;

	for (unsigned int level = 4; level > 1; level--) {
		uint64_t slot = table + (gpa >> VTD_SS_SHIFT(level) & 511) * 8;

		if (!guest_load(b, slot))
			guest_store(b, slot, tables_alloc(&b->t) | VTD_SS_RW);
		table = guest_load(b, slot) & VTD_SS_ADDR;
	}
	return table + (gpa >> 12 & 511) * 8;
}

/* First-stage tables are mapped to themselves; @gpa's page is at PA, @rw. */
static void start_nested(struct bench *b, uint64_t page, uint64_t rw,
			 uint64_t *leaf, uint64_t *ss_leaf)
{
	struct pasid_entry e;
	uint64_t root;

	power_on(b);
	root = tables_alloc(&b->t);
	e = first(b, GPA | page, leaf);
	for (unsigned int i = 0; i < 8; i++) {
		uint64_t table = (e.word[2] & VTD_PAGE_MASK) + 0x1000 * i;

		guest_store(b, ss_slot(b, root, table), table | VTD_SS_RW);
	}
	*ss_leaf = ss_slot(b, root, GPA);
	guest_store(b, *ss_leaf, PA | rw);
	e.word[0] = root | VTD_PUT(VTD_PTE_0_PGTT, VTD_PGTT_NESTED) |
		    VTD_PUT(VTD_PTE_0_AW, 2) | VTD_PTE_0_SSADE | VTD_PTE_0_P;
	requests_scalable(b, &e, 0);
}

/* Rights of both; dirty in both where both permit writing, else in none. */
static void test_nested(void **state)
{
	struct bench *b = *state;
	static const struct {
		uint64_t first, second, given;
	} rows[] = {
		{ FS_WRITE, VTD_SS_RW, PA | R | W },
		{ FS_READ, VTD_SS_RW, PA | R },
		{ FS_WRITE, VTD_SS_R, PA | R },
		{ FS_WRITE, VTD_SS_W, PA | W },
		{ FS_READ, VTD_SS_W, 0 },
		{ FS_WRITE, 0, 0 },
	};
	uint64_t fs, ss;

	for (unsigned int i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint64_t dirty = rows[i].given & W ? 1 : 0;

		start_nested(b, rows[i].first, rows[i].second, &fs, &ss);
		requests_ask(b, AS_PASID, IOVA, 0);
		requests_one(b, rows[i].given);
		assert_int_equal(!!(guest_load(b, fs) & VTD_FS_D), dirty);
		assert_int_equal(!!(guest_load(b, ss) & VTD_SS_D), dirty);
	}
}

static void test_nested_snoop(void **state)
{
	struct bench *b = *state;
	uint64_t fs, ss;

	start_nested(b, FS_WRITE, VTD_SS_RW | VTD_SS_SNP, &fs, &ss);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_one(b, PA | R | W | N);
}

/* ---- Pass-through -------------------------------------------------------- */

/* As large as the largest page, but for the interrupt range. */
static void test_pass_through(void **state)
{
	struct bench *b = *state;
	uint64_t giga = UINT64_C(0x1240000000);

	start_pass(b, 0);
	requests_ask(b, AS_PASID, giga + 0x123000, 0);
	requests_one(b, giga | SIZE_1G | R | W);
	requests_ask(b, 0, UINT64_C(0xfeb23000), 0);
	requests_one(b, UINT64_C(0xfea00000) | SIZE_2M | R | W);
	requests_ask(b, AS_PASID, UINT64_C(0xfef01000), 0);
	requests_one(b, UINT64_C(0xfef01000) | R | W);
	requests_ask(b, AS_PASID, BIT(BENCH_HAW), 0);
	requests_one(b, 0);
	requests_ask(b, AS_PASID, UINT64_C(0xfee00000), 0);
	requests_fault(b, GATE_ATS_STATUS_CA, VTD_FAULT_SGN_8);
}

/* Without 1G pages 2M, without any large ones 4K. */
static void test_pass_through_sizes(void **state)
{
	struct bench *b = *state;
	uint64_t large = VTD_CAP_FS1GP | VTD_CAP_SSLPS;

	start_pass(b, 0);
	b->v->config.cap &= ~large;
	requests_ask(b, AS_PASID, UINT64_C(0x40123000), 0);
	requests_one(b, UINT64_C(0x40000000) | SIZE_2M | R | W);
	b->v->config.ecap &= ~VTD_ECAP_FSTS;
	requests_ask(b, AS_PASID, UINT64_C(0x40123000), 0);
	requests_one(b, UINT64_C(0x40123000) | R | W);
	b->v->config.cap |= VTD_PUT(VTD_CAP_SSLPS, 1);
	requests_ask(b, AS_PASID, UINT64_C(0x40123000), 0);
	requests_one(b, UINT64_C(0x40000000) | SIZE_2M | R | W);
}

/* Abort mode says no to all; a mode that is none is CA. */
static void test_modes(void **state)
{
	struct bench *b = *state;

	start_pass(b, 0);
	host_srtp(b, b->t.root | VTD_PUT(VTD_RTADDR_TTM, VTD_TTM_ABORT));
	bench_run(b);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_fault(b, GATE_ATS_STATUS_UR, VTD_FAULT_RTA_4);
	start_pass(b, 0);
	host_srtp(b, b->t.root | VTD_PUT(VTD_RTADDR_TTM, 2));
	bench_run(b);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_fault(b, GATE_ATS_STATUS_CA, VTD_FAULT_RTA_1);
	start_pass(b, 0);
	host_srtp(b, b->t.root);
	bench_run(b);
	requests_ask(b, AS_PASID, IOVA, 0);
	requests_fault(b, GATE_ATS_STATUS_UR, VTD_FAULT_RTA_2);
}

int ats_scalable_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_without_dte),
		UNIT(test_pasids),
		UNIT(test_pasid_not_present),
		UNIT(test_pasid_reserved),
		UNIT(test_rights),
		UNIT(test_first_stage),
		UNIT(test_first_stage_read_only),
		UNIT(test_first_stage_denies),
		UNIT(test_first_stage_update_fails),
		UNIT(test_supervisor),
		UNIT(test_second_stage_dirty),
		UNIT(test_second_stage_faults),
		UNIT(test_snoop),
		UNIT(test_interrupt_range),
		UNIT(test_nested),
		UNIT(test_nested_snoop),
		UNIT(test_pass_through),
		UNIT(test_pass_through_sizes),
		UNIT(test_modes),
	};

	return cmocka_run_group_tests_name("ats_scalable", tests, NULL, NULL);
}
