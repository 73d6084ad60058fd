/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * From the source id to its domain: root entry (9.1), context entry (9.3),
 * their faults (7.1.3: LRT.1-3, LCT.1-5) and the context cache (6.2.2).
 */

#include "groups.h"

/* The device, its domain and one page, translation on. */
static void map_one_page(struct bench *b)
{
	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	host_enables_translation(b);
}

/* Flips @bits of the word at @slot. */
static void spoil(struct bench *b, uint64_t slot, uint64_t bits)
{
	guest_store(b, slot, guest_load(b, slot) ^ bits);
}

static void restart(struct bench *b, const struct vtd_config *config)
{
	bench_start(b, config);
	map_one_page(b);
}

/* A fresh engine, one word of its tables changed, one read: @reason. */
static void assert_root_fault(struct bench *b, unsigned int word, uint64_t bits,
			      enum vtd_fault reason)
{
	struct vtd_config config = b->config;

	restart(b, &config);
	spoil(b, tables_root_slot(&b->t, SID) + 8 * word, bits);
	device_asks(b, SID, IOVA, 0);
	assert_faulted(b, SID, IOVA, reason);
}

static void assert_context_fault(struct bench *b, unsigned int word,
				 uint64_t bits, enum vtd_fault reason)
{
	struct vtd_config config = b->config;

	restart(b, &config);
	spoil(b, tables_context_slot(&b->t, SID) + 8 * word, bits);
	device_asks(b, SID, IOVA, 0);
	assert_faulted(b, SID, IOVA, reason);
}

static void assert_context_accepted(struct bench *b, unsigned int word,
				    uint64_t bits)
{
	struct vtd_config config = b->config;

	restart(b, &config);
	spoil(b, tables_context_slot(&b->t, SID) + 8 * word, bits);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
}

/* Each entry is one 16-byte read: a host's 16-byte store is seen whole. */
static void test_reads_root_then_context(void **state)
{
	struct bench *b = *state;

	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	host_enables_translation(b);
	EXPECT_HOST_READ(&b->m, b->t.root + 16 * (SID >> 8), 2);
	EXPECT_HOST_READ(&b->m, tables_context_slot(&b->t, SID), 2);
	EXPECT_HOST_READ(&b->m, tables_slot(&b->t, SID, IOVA, 4), 1);
	EXPECT_ANSWER(&b->m, bench_word0(0, 1, GATE_ACTION_BLOCK), 0);
	EXPECT_REG_WRITE64(&b->m, VTD_FRCDL, IOVA);
	EXPECT_REG_WRITE64(&b->m, VTD_FRCDH,
			   VTD_FRCDH_F | VTD_FRCDH_T1 | SID |
				   VTD_PUT(VTD_FRCDH_FR, VTD_FAULT_LGN_3));
	EXPECT_HOST_WRITE32(&b->m, FEADDR_VALUE, FEDATA_VALUE);
	device_asks(b, SID, IOVA, 0);
	mock_done(&b->m);
}

/* Index of the root table is the bus, of the context table device|function. */
static void test_every_corner_of_the_tables(void **state)
{
	static const uint16_t sids[] = { 0x0000, 0x00ff, 0x0100,
					 0x80ff, 0xff00, 0xffff };
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(sids) / sizeof(sids[0]); i++) {
		assert_int_equal(tables_attach(&b->t, sids[i], DID, 3), 0);
		assert_int_equal(tables_map(&b->t, sids[i], IOVA,
					    PA + i * VTD_PAGE_SIZE,
					    TABLES_PAGE_4K, TABLES_RW),
				 0);
	}
	host_enables_translation(b);
	for (size_t i = 0; i < sizeof(sids) / sizeof(sids[0]); i++) {
		device_asks(b, sids[i], IOVA, 0);
		assert_granted(b, PA + i * VTD_PAGE_SIZE, 0, TABLES_RW);
	}
}

static void test_root_not_present(void **state)
{
	assert_root_fault(*state, 0, VTD_ROOT_LO_P, VTD_FAULT_LRT_2);
}

/* With P = 0 the rest of the entry is ignored. */
static void test_root_not_present_ignores_the_rest(void **state)
{
	assert_root_fault(*state, 0, ~UINT64_C(0xfff) | 1, VTD_FAULT_LRT_2);
}

static void test_root_reserved_bits(void **state)
{
	for (unsigned int bit = 1; bit < 12; bit++)
		assert_root_fault(*state, 0, UINT64_C(1) << bit,
				  VTD_FAULT_LRT_3);
	for (unsigned int bit = BENCH_HAW; bit < 64; bit++)
		assert_root_fault(*state, 0, UINT64_C(1) << bit,
				  VTD_FAULT_LRT_3);
	for (unsigned int bit = 0; bit < 64; bit++)
		assert_root_fault(*state, 1, UINT64_C(1) << bit,
				  VTD_FAULT_LRT_3);
}

static void test_root_unreadable(void **state)
{
	struct bench *b = *state;

	host_srtp(b, BENCH_NO_MEMORY);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	device_asks(b, SID, IOVA, 0);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LRT_1);
}

static void test_context_unreadable(void **state)
{
	struct bench *b = *state;

	map_one_page(b);
	guest_store(b, tables_root_slot(&b->t, SID),
		    BENCH_NO_MEMORY | VTD_ROOT_LO_P);
	device_asks(b, SID, IOVA, 0);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LCT_1);
}

static void test_context_not_present(void **state)
{
	assert_context_fault(*state, 0, VTD_CONTEXT_LO_P, VTD_FAULT_LCT_2);
	assert_context_fault(*state, 0, 0xff1, VTD_FAULT_LCT_2);
}

/* Low 11:4 and at or above HAW; high 71 and 127:88 (9.3). */
static void test_context_reserved_bits(void **state)
{
	for (unsigned int bit = 4; bit < 12; bit++)
		assert_context_fault(*state, 0, UINT64_C(1) << bit,
				     VTD_FAULT_LCT_3);
	for (unsigned int bit = BENCH_HAW; bit < 64; bit++)
		assert_context_fault(*state, 0, UINT64_C(1) << bit,
				     VTD_FAULT_LCT_3);
	assert_context_fault(*state, 1, UINT64_C(1) << 7, VTD_FAULT_LCT_3);
	for (unsigned int bit = 24; bit < 64; bit++)
		assert_context_fault(*state, 1, UINT64_C(1) << bit,
				     VTD_FAULT_LCT_3);
}

/* 70:67 are for software. */
static void test_context_ignored_bits(void **state)
{
	for (unsigned int bit = 3; bit < 7; bit++)
		assert_context_accepted(*state, 1, UINT64_C(1) << bit);
}

/* Domain ids have 4 + 2 ND bits; those above are reserved. */
static void test_domain_id_width(void **state)
{
	struct bench *b = *state;

	for (unsigned int nd = 0; nd < 6; nd++) {
		b->config.cap &= ~VTD_CAP_ND;
		b->config.cap |= VTD_PUT(VTD_CAP_ND, nd);
		assert_context_fault(b, 1, UINT64_C(1) << (8 + 4 + 2 * nd),
				     VTD_FAULT_LCT_3);
		assert_context_accepted(b, 1, UINT64_C(1) << (8 + 3 + 2 * nd));
	}
}

/* AW 1, 2, 3 are known; 0 and 4 to 7 are not (LCT.4.1). DID 5 has AW 2. */
static void test_unknown_width(void **state)
{
	for (uint64_t aw = 0; aw < 8; aw++)
		if (aw < 1 || aw > 3)
			assert_context_fault(*state, 1, aw ^ 2,
					     VTD_FAULT_LCT_4);
}

/* A width that CAP.SAGAW does not have. */
static void test_unsupported_width(void **state)
{
	struct bench *b = *state;

	for (uint64_t aw = 1; aw <= 3; aw++) {
		b->config.cap &= ~VTD_CAP_SAGAW;
		b->config.cap |= VTD_PUT(VTD_CAP_SAGAW, 0xe & ~(1 << aw));
		assert_context_fault(b, 1, aw ^ 2, VTD_FAULT_LCT_4);
	}
}

/* TT 01 needs ECAP.DT, 11 is reserved (LCT.4.2). */
static void test_unsupported_type(void **state)
{
	assert_context_fault(*state, 0, VTD_PUT(VTD_CONTEXT_LO_TT, 1),
			     VTD_FAULT_LCT_4);
	assert_context_fault(*state, 0, VTD_PUT(VTD_CONTEXT_LO_TT, 3),
			     VTD_FAULT_LCT_4);
}

static void test_pass_through_without_pt(void **state)
{
	struct bench *b = *state;

	b->config.ecap &= ~VTD_ECAP_PT;
	assert_context_fault(b, 0, VTD_PUT(VTD_CONTEXT_LO_TT, 2),
			     VTD_FAULT_LCT_4);
}

/* Reserved bits are looked at before AW and TT. */
static void test_reserved_before_width_and_type(void **state)
{
	assert_context_fault(*state, 1, (UINT64_C(1) << 63) | 2,
			     VTD_FAULT_LCT_3);
	assert_context_fault(*state, 0,
			     VTD_PUT(VTD_CONTEXT_LO_TT, 3) | (1u << 4),
			     VTD_FAULT_LCT_3);
}

static void pass_through(struct bench *b)
{
	assert_int_equal(tables_pass_through(&b->t, SID, DID, 4), 0);
	host_enables_translation(b);
}

/* TT 10: output = input, and the gate may bind the source to that. */
static void test_pass_through(void **state)
{
	struct bench *b = *state;

	pass_through(b);
	EXPECT_HOST_READ(&b->m, tables_root_slot(&b->t, SID), 2);
	EXPECT_HOST_READ(&b->m, tables_context_slot(&b->t, SID), 2);
	EXPECT_ANSWER(&b->m,
		      bench_word0(0, 1,
				  GATE_ACTION_GRANT | GATE_ANSWER_BIND |
					  GATE_ANSWER_PASS),
		      PA | TABLES_RW);
	device_asks(b, SID, PA | 0x123, GATE_WORK0_WRITE);
	mock_done(&b->m);
}

/* LGN.1.3: nothing is above the host's own width. */
static void test_pass_through_beyond_host(void **state)
{
	struct bench *b = *state;

	pass_through(b);
	device_asks(b, SID, UINT64_C(1) << BENCH_HAW, 0);
	assert_faulted(b, SID, UINT64_C(1) << BENCH_HAW, VTD_FAULT_LGN_1);
}

static void test_pass_through_up_to_the_top(void **state)
{
	struct bench *b = *state;
	uint64_t top = (UINT64_C(1) << BENCH_HAW) - VTD_PAGE_SIZE;

	pass_through(b);
	device_asks(b, SID, top, 0);
	assert_granted(b, top, 0, TABLES_RW);
}

/* SSPTPTR means nothing for TT 10, nor do its bits above HAW (9.3). */
static void test_pass_through_pointer(void **state)
{
	struct bench *b = *state;

	pass_through(b);
	spoil(b, tables_context_slot(&b->t, SID), VTD_CONTEXT_LO_SSPTPTR);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, IOVA, 0, TABLES_RW);
}

/* FPD is looked at even in an entry that is not present (7.2). */
static void test_fpd_silences(void **state)
{
	struct bench *b = *state;

	map_one_page(b);
	guest_store(b, tables_context_slot(&b->t, SID), VTD_CONTEXT_LO_FPD);
	device_asks(b, SID, IOVA, 0);
	assert_blocked(b);
	assert_no_record(b);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_FAULT_LOST), 1);
}

/* Unqualified faults are recorded whatever FPD another source has. */
static void test_fpd_is_of_one_source(void **state)
{
	struct bench *b = *state;

	map_one_page(b);
	guest_store(b, tables_context_slot(&b->t, SID), VTD_CONTEXT_LO_FPD);
	device_asks(b, SID, IOVA, 0);
	device_asks(b, SID + 1, IOVA, 0);
	assert_faulted(b, SID + 1, IOVA, VTD_FAULT_LCT_2);
}

/* Known contexts cost no read of root or context table. */
static void test_known_context_is_not_read_again(void **state)
{
	struct bench *b = *state;

	map_one_page(b);
	device_asks(b, SID, IOVA, 0);
	EXPECT_HOST_READ(&b->m, tables_slot(&b->t, SID, IOVA, 1), 1);
	EXPECT_ANSWER(&b->m,
		      bench_word0(0, 1,
				  GATE_ACTION_GRANT | GATE_ANSWER_BIND |
					  GATE_ANSWER_INSTALL),
		      PA | TABLES_RW);
	device_asks(b, SID, IOVA, 0);
	mock_done(&b->m);
}

/* CM = 0: what faulted is not remembered (6.1). */
static void test_faults_are_not_cached(void **state)
{
	struct bench *b = *state;
	uint64_t root, context;

	map_one_page(b);
	root = guest_load(b, tables_root_slot(&b->t, SID));
	context = guest_load(b, tables_context_slot(&b->t, SID));
	guest_store(b, tables_root_slot(&b->t, SID), 0);
	device_asks(b, SID, IOVA, 0);
	assert_blocked(b);
	guest_store(b, tables_root_slot(&b->t, SID), root);
	guest_store(b, tables_context_slot(&b->t, SID), 0);
	device_asks(b, SID, IOVA, 0);
	assert_blocked(b);
	guest_store(b, tables_context_slot(&b->t, SID), context);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
}

/* A stale context never blocks what the tables allow by now. */
static void test_stale_context_does_not_block(void **state)
{
	struct bench *b = *state;
	uint64_t far = UINT64_C(1) << 45;

	assert_int_equal(tables_attach(&b->t, SID, DID, 3), 0);
	host_enables_translation(b);
	device_asks(b, SID, far, 0);
	assert_faulted(b, SID, far, VTD_FAULT_LGN_1);
	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(
		tables_map(&b->t, SID, far, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	device_asks(b, SID, far, 0);
	assert_granted(b, PA, 0, TABLES_RW);
}

/* The gate has one tag for sources that share a domain and its tables. */
static void test_sources_of_a_domain_share_a_tag(void **state)
{
	struct bench *b = *state;
	uint64_t first;

	map_one_page(b);
	assert_int_equal(tables_share(&b->t, SID + 8, SID), 0);
	device_asks(b, SID, IOVA, 0);
	first = mock_answer(&b->m, 1)->a & GATE_ANSWER_TAG;
	device_asks(b, SID + 8, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
	assert_int_equal(mock_answer(&b->m, 1)->a & GATE_ANSWER_TAG, first);
}

int dma_context_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_reads_root_then_context),
		UNIT(test_every_corner_of_the_tables),
		UNIT(test_root_not_present),
		UNIT(test_root_not_present_ignores_the_rest),
		UNIT(test_root_reserved_bits),
		UNIT(test_root_unreadable),
		UNIT(test_context_unreadable),
		UNIT(test_context_not_present),
		UNIT(test_context_reserved_bits),
		UNIT(test_context_ignored_bits),
		UNIT(test_domain_id_width),
		UNIT(test_unknown_width),
		UNIT(test_unsupported_width),
		UNIT(test_unsupported_type),
		UNIT(test_pass_through_without_pt),
		UNIT(test_reserved_before_width_and_type),
		UNIT(test_pass_through),
		UNIT(test_pass_through_beyond_host),
		UNIT(test_pass_through_up_to_the_top),
		UNIT(test_pass_through_pointer),
		UNIT(test_fpd_silences),
		UNIT(test_fpd_is_of_one_source),
		UNIT(test_known_context_is_not_read_again),
		UNIT(test_faults_are_not_cached),
		UNIT(test_stale_context_does_not_block),
		UNIT(test_sources_of_a_domain_share_a_tag),
	};

	return cmocka_run_group_tests_name("dma_context", tests, NULL, NULL);
}
