/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The second-stage walk in legacy mode (3.7, 9.8): which entries are read, what
 * page comes out, permissions over levels, reserved bits, address width, output
 * address, and the faults of each (7.1.3: LGN.1-4, LSS.1-2, LCT.4.3).
 */

#include "groups.h"
#include "walks.h"

static void map(struct bench *b, unsigned int levels, uint64_t iova,
		uint64_t size, unsigned int perm)
{
	assert_int_equal(tables_attach(&b->t, SID, DID, levels), 0);
	assert_int_equal(
		tables_map(&b->t, SID, iova, PA & ~(size - 1), size, perm), 0);
	host_enables_translation(b);
}

/* A fresh engine with the same capabilities and one page. */
static void remap(struct bench *b, unsigned int levels, uint64_t size,
		  unsigned int perm)
{
	struct vtd_config config = b->config;

	bench_start(b, &config);
	map(b, levels, IOVA & ~(size - 1), size, perm);
}

static void spoil(struct bench *b, unsigned int level, uint64_t bits)
{
	uint64_t slot = tables_slot(&b->t, SID, IOVA, level);

	assert_int_not_equal(slot, 0);
	guest_store(b, slot, guest_load(b, slot) ^ bits);
}

static uint64_t granted(uint64_t tag)
{
	return bench_word0(0, 1,
			   GATE_ACTION_GRANT | GATE_ANSWER_BIND |
				   GATE_ANSWER_INSTALL |
				   VTD_PUT(GATE_ANSWER_TAG, tag));
}

/* Cold: root, context, then one entry a level, each its own read. */
static void expect_cold_walk(struct bench *b, unsigned int levels,
			     unsigned int leaf)
{
	EXPECT_HOST_READ(&b->m, tables_root_slot(&b->t, SID), 2);
	EXPECT_HOST_READ(&b->m, tables_context_slot(&b->t, SID), 2);
	for (unsigned int level = levels; level >= leaf; level--)
		EXPECT_HOST_READ(&b->m, tables_slot(&b->t, SID, IOVA, level),
				 1);
}

static void test_cold_walk_of_each_width(void **state)
{
	struct bench *b = *state;

	for (unsigned int levels = 3; levels <= 5; levels++) {
		remap(b, levels, TABLES_PAGE_4K, TABLES_RW);
		expect_cold_walk(b, levels, 1);
		EXPECT_ANSWER(&b->m, granted(0), PA | TABLES_RW);
		device_asks(b, SID, IOVA | 0x678, WRITE);
		mock_done(&b->m);
		assert_no_record(b);
	}
}

/* Superpages are given to the gate whole. */
static void test_superpages(void **state)
{
	struct bench *b = *state;

	remap(b, 4, TABLES_PAGE_2M, TABLES_RW);
	expect_cold_walk(b, 4, 2);
	EXPECT_ANSWER(&b->m, granted(0),
		      (PA & ~(TABLES_PAGE_2M - 1)) | TABLES_RW |
			      VTD_PUT(GATE_ANSWER_PA_ORDER, 9));
	device_asks(b, SID, IOVA, READ);
	mock_done(&b->m);
	remap(b, 5, TABLES_PAGE_1G, TABLES_R);
	expect_cold_walk(b, 5, 3);
	EXPECT_ANSWER(&b->m, granted(0),
		      (PA & ~(TABLES_PAGE_1G - 1)) | TABLES_R |
			      VTD_PUT(GATE_ANSWER_PA_ORDER, 18));
	device_asks(b, SID, IOVA, READ);
	mock_done(&b->m);
}

/* One read when the leaf table is known, one more a level that is not. */
static void test_starts_at_the_lowest_known_table(void **state)
{
	struct bench *b = *state;
	uint64_t near = IOVA + VTD_PAGE_SIZE, far = IOVA + TABLES_PAGE_2M;

	map(b, 4, IOVA, TABLES_PAGE_4K, TABLES_RW);
	tables_map(&b->t, SID, near, PA + 0x1000, TABLES_PAGE_4K, TABLES_R);
	tables_map(&b->t, SID, far, PA + 0x2000, TABLES_PAGE_4K, TABLES_W);
	device_asks(b, SID, IOVA, READ);
	EXPECT_HOST_READ(&b->m, tables_slot(&b->t, SID, near, 1), 1);
	EXPECT_ANSWER(&b->m, granted(0), (PA + 0x1000) | TABLES_R);
	device_asks(b, SID, near, READ);
	mock_done(&b->m);
	EXPECT_HOST_READ(&b->m, tables_slot(&b->t, SID, far, 2), 1);
	EXPECT_HOST_READ(&b->m, tables_slot(&b->t, SID, far, 1), 1);
	EXPECT_ANSWER(&b->m, granted(0), (PA + 0x2000) | TABLES_W);
	device_asks(b, SID, far, WRITE);
	mock_done(&b->m);
}

/* What sources of a domain learn serves the others (tables by domain). */
static void test_tables_serve_the_whole_domain(void **state)
{
	struct bench *b = *state;

	map(b, 4, IOVA, TABLES_PAGE_4K, TABLES_RW);
	assert_int_equal(tables_share(&b->t, SID + 8, SID), 0);
	device_asks(b, SID, IOVA, READ);
	EXPECT_HOST_READ(&b->m, tables_root_slot(&b->t, SID + 8), 2);
	EXPECT_HOST_READ(&b->m, tables_context_slot(&b->t, SID + 8), 2);
	EXPECT_HOST_READ(&b->m, tables_slot(&b->t, SID, IOVA, 1), 1);
	EXPECT_ANSWER(&b->m, granted(0), PA | TABLES_RW);
	device_asks(b, SID + 8, IOVA, READ);
	mock_done(&b->m);
}

static enum vtd_fault wanted_fault(uint64_t request, unsigned int have)
{
	if (request & GATE_WORK0_WRITE && !(have & TABLES_W))
		return VTD_FAULT_LGN_2;
	if ((!(request & GATE_WORK0_WRITE) || request & GATE_WORK0_LOCK) &&
	    !(have & TABLES_R))
		return VTD_FAULT_LGN_3;
	return VTD_FAULT_NONE;
}

/* @request against a page whose entry of @level has only @have. */
static void check_permission(struct bench *b, unsigned int level,
			     unsigned int have, uint64_t request)
{
	enum vtd_fault want = wanted_fault(request, have);

	remap(b, 4, TABLES_PAGE_4K, TABLES_RW);
	spoil(b, level, TABLES_RW ^ have);
	device_asks(b, SID, IOVA, request);
	if (want)
		assert_faulted(b, SID, IOVA, want);
	else
		assert_granted(b, PA, 0, have);
}

/* R is the AND of R over all levels, W of W; an atomic needs both. */
static void test_permission_is_and_over_levels(void **state)
{
	static const uint64_t requests[] = { READ, WRITE, ATOMIC };

	for (unsigned int level = 1; level <= 4; level++)
		for (unsigned int have = 0; have <= TABLES_RW; have++)
			for (unsigned int i = 0; i < 3; i++)
				check_permission(*state, level, have,
						 requests[i]);
}

/* R lost at one level and W at another leave nothing. */
static void test_permissions_lost_at_different_levels(void **state)
{
	struct bench *b = *state;

	map(b, 4, IOVA, TABLES_PAGE_4K, TABLES_RW);
	spoil(b, 4, TABLES_R);
	device_asks(b, SID, IOVA, WRITE);
	assert_granted(b, PA, 0, TABLES_W);
	spoil(b, 1, TABLES_W);
	device_asks(b, SID, IOVA, WRITE);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LGN_2);
}

/* The same, once the upper levels' permissions come from the cache. */
static void test_known_tables_keep_permissions_above(void **state)
{
	struct bench *b = *state;

	map(b, 4, IOVA, TABLES_PAGE_4K, TABLES_RW);
	spoil(b, 3, TABLES_W);
	device_asks(b, SID, IOVA, READ);
	assert_granted(b, PA, 0, TABLES_R);
	device_asks(b, SID, IOVA, READ);
	assert_granted(b, PA, 0, TABLES_R);
	device_asks(b, SID, IOVA, WRITE);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LGN_2);
}

static void check_reserved(struct bench *b, uint64_t size, unsigned int level,
			   unsigned int bit)
{
	remap(b, 5, size, TABLES_RW);
	spoil(b, level, BIT(bit));
	device_asks(b, SID, IOVA, READ);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LSS_2);
}

static void check_ignored(struct bench *b, uint64_t size, unsigned int level,
			  unsigned int bit)
{
	remap(b, 5, size, TABLES_RW);
	spoil(b, level, BIT(bit));
	device_asks(b, SID, IOVA, READ);
	assert_granted(b, PA & ~(size - 1), (unsigned int)(level - 1) * 9,
		       TABLES_RW);
}

/* 11, 51:HAW and 62 of any entry (SC = 0, SSIRWS = 0). */
static void test_reserved_bits_of_all_entries(void **state)
{
	for (unsigned int level = 1; level <= 5; level++) {
		check_reserved(*state, TABLES_PAGE_4K, level, 11);
		check_reserved(*state, TABLES_PAGE_4K, level, 62);
		for (unsigned int bit = BENCH_HAW; bit < 52; bit++)
			check_reserved(*state, TABLES_PAGE_4K, level, bit);
	}
}

/* PS at levels 5 and 4. */
static void test_no_superpages_above_1g(void **state)
{
	check_reserved(*state, TABLES_PAGE_4K, 5, 7);
	check_reserved(*state, TABLES_PAGE_4K, 4, 7);
}

/* Address bits below the size of a superpage. */
static void test_misaligned_superpages(void **state)
{
	for (unsigned int bit = 12; bit < 21; bit++)
		check_reserved(*state, TABLES_PAGE_2M, 2, bit);
	for (unsigned int bit = 12; bit < 30; bit++)
		check_reserved(*state, TABLES_PAGE_1G, 3, bit);
}

/* PS at a level that CAP.SSLPS does not have. */
static void test_unsupported_superpages(void **state)
{
	struct bench *b = *state;

	b->config.cap &= ~VTD_CAP_SSLPS;
	remap(b, 4, TABLES_PAGE_2M, TABLES_RW);
	device_asks(b, SID, IOVA, READ);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LSS_2);
	b->config.cap |= VTD_PUT(VTD_CAP_SSLPS, 1);
	remap(b, 4, TABLES_PAGE_2M, TABLES_RW);
	device_asks(b, SID, IOVA, READ);
	assert_granted(b, PA & ~(TABLES_PAGE_2M - 1), 9, TABLES_RW);
	remap(b, 4, TABLES_PAGE_1G, TABLES_RW);
	device_asks(b, SID, IOVA, READ);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LSS_2);
}

/* 10:2 but PS, 61:52 and 63, and PS of a 4 KiB entry, are ignored. */
static void test_ignored_bits(void **state)
{
	for (unsigned int bit = 2; bit < 64; bit++) {
		bool ignored = (bit < 11 && bit != 7) ||
			       (bit > 51 && bit != 62);

		if (ignored)
			check_ignored(*state, TABLES_PAGE_2M, 2, bit);
		if (ignored || bit == 7)
			check_ignored(*state, TABLES_PAGE_4K, 1, bit);
	}
}

/* ECAP.SC = 1: SNP is a field of leaves, and stays reserved above. */
static void test_snoop_bit(void **state)
{
	struct bench *b = *state;

	b->config.ecap |= VTD_ECAP_SC;
	check_ignored(b, TABLES_PAGE_4K, 1, 11);
	check_ignored(b, TABLES_PAGE_2M, 2, 11);
	check_ignored(b, TABLES_PAGE_1G, 3, 11);
	for (unsigned int level = 2; level <= 5; level++)
		check_reserved(b, TABLES_PAGE_4K, level, 11);
}

/* Level by level, and permission first in each. */
static void test_order_of_checks(void **state)
{
	struct bench *b = *state;

	remap(b, 4, TABLES_PAGE_4K, TABLES_RW);
	spoil(b, 3, TABLES_W | BIT(62));
	device_asks(b, SID, IOVA, WRITE);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LGN_2);
	remap(b, 4, TABLES_PAGE_4K, TABLES_RW);
	spoil(b, 3, TABLES_W | BIT(62));
	device_asks(b, SID, IOVA, READ);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LSS_2);
	remap(b, 4, TABLES_PAGE_4K, TABLES_RW);
	spoil(b, 1, TABLES_RW);
	spoil(b, 3, BIT(62));
	device_asks(b, SID, IOVA, READ);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LSS_2);
}

/* Neither R nor W: unused, its other bits are not looked at. */
static void test_unused_entry_has_no_reserved_bits(void **state)
{
	struct bench *b = *state;

	map(b, 4, IOVA, TABLES_PAGE_4K, TABLES_RW);
	guest_store(b, tables_slot(&b->t, SID, IOVA, 2), ~UINT64_C(3));
	device_asks(b, SID, IOVA, READ);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LGN_3);
}

/* LGN.1.1: at 2^39, 2^48, 2^57 and up, whatever is mapped below. */
static void test_address_width(void **state)
{
	static const unsigned int width[] = { [3] = 39, [4] = 48, [5] = 57 };
	struct bench *b = *state;

	for (unsigned int levels = 3; levels <= 5; levels++)
		for (unsigned int bit = width[levels]; bit < 64; bit++) {
			remap(b, levels, TABLES_PAGE_4K, TABLES_RW);
			device_asks(b, SID, IOVA | BIT(bit), READ);
			assert_blocked(b);
			assert_int_equal(VTD_GET(VTD_FRCDH_FR,
						 mock_reg(&b->m, VTD_FRCDH)),
					 VTD_FAULT_LGN_1);
		}
}

static void test_last_page_of_each_width(void **state)
{
	static const unsigned int width[] = { [3] = 39, [4] = 48, [5] = 57 };
	struct bench *b = *state;

	for (unsigned int levels = 3; levels <= 5; levels++) {
		struct vtd_config config = b->config;
		uint64_t last = BIT(width[levels]) - VTD_PAGE_SIZE;

		bench_start(b, &config);
		map(b, levels, last, TABLES_PAGE_4K, TABLES_RW);
		device_asks(b, SID, last | 0xfff, READ);
		assert_granted(b, PA, 0, TABLES_RW);
	}
}

/* MGAW below the table's own width. */
static void test_guest_width(void **state)
{
	struct bench *b = *state;

	b->config.cap &= ~VTD_CAP_MGAW;
	b->config.cap |= VTD_PUT(VTD_CAP_MGAW, 41);
	remap(b, 4, TABLES_PAGE_4K, TABLES_RW);
	device_asks(b, SID, BIT(42), READ);
	assert_faulted(b, SID, BIT(42), VTD_FAULT_LGN_1);
	remap(b, 4, TABLES_PAGE_4K, TABLES_RW);
	device_asks(b, SID, BIT(41), READ);
	assert_faulted(b, SID, BIT(41), VTD_FAULT_LGN_3);
}

/* The first entry unreadable is the context's fault (LCT.4.3). */
static void test_unreadable_tables(void **state)
{
	struct bench *b = *state;

	map(b, 4, IOVA, TABLES_PAGE_4K, TABLES_RW);
	guest_store(b, tables_context_slot(&b->t, SID),
		    BENCH_NO_MEMORY | VTD_CONTEXT_LO_P);
	device_asks(b, SID, IOVA, READ);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LCT_4);
	for (unsigned int level = 4; level >= 2; level--) {
		remap(b, 4, TABLES_PAGE_4K, TABLES_RW);
		guest_store(b, tables_slot(&b->t, SID, IOVA, level),
			    BENCH_NO_MEMORY | TABLES_RW);
		device_asks(b, SID, IOVA, READ);
		assert_faulted(b, SID, IOVA, VTD_FAULT_LSS_1);
	}
}

/* 3.15, LGN.4: memory cannot lie in FEE0_0000 to FEEF_FFFF. */
static void test_output_in_interrupt_range(void **state)
{
	static const uint64_t inside[] = { 0xfee00000, 0xfee80000, 0xfeeff000 };
	struct bench *b = *state;

	for (unsigned int i = 0; i < 3; i++) {
		remap(b, 4, TABLES_PAGE_4K, TABLES_RW);
		guest_store(b, tables_slot(&b->t, SID, IOVA, 1),
			    inside[i] | TABLES_RW);
		device_asks(b, SID, IOVA, WRITE);
		assert_faulted(b, SID, IOVA, VTD_FAULT_LGN_4);
	}
}

static void test_output_beside_interrupt_range(void **state)
{
	static const uint64_t outside[] = { 0xfedff000, 0xfef00000,
					    0x1fee00000 };
	struct bench *b = *state;

	for (unsigned int i = 0; i < 3; i++) {
		remap(b, 4, TABLES_PAGE_4K, TABLES_RW);
		guest_store(b, tables_slot(&b->t, SID, IOVA, 1),
			    outside[i] | TABLES_RW);
		device_asks(b, SID, IOVA, WRITE);
		assert_granted(b, outside[i], 0, TABLES_RW);
	}
}

/*
 * A 1 GiB page that holds the range: its pages outside are allowed, those
 * inside are not, and the gate gets no page that reaches into it.
 */
static void test_superpage_over_interrupt_range(void **state)
{
	struct bench *b = *state;
	uint64_t base = 0xc0000000;

	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(
		tables_map(&b->t, SID, 0, base, TABLES_PAGE_1G, TABLES_RW), 0);
	host_enables_translation(b);
	device_asks(b, SID, 0x1000, READ);
	assert_granted(b, base + 0x1000, 0, TABLES_RW);
	device_asks(b, SID, 0x3ee00000, READ);
	assert_faulted(b, SID, 0x3ee00000, VTD_FAULT_LGN_4);
	device_asks(b, SID, 0x3ef00000, READ);
	assert_granted(b, 0xfef00000, 0, TABLES_RW);
}

/* CAP.ZLR: a zero-length read may do with W. The gate reads no memory. */
static void check_zero_length(struct bench *b, unsigned int perm, bool allowed)
{
	remap(b, 4, TABLES_PAGE_4K, TABLES_RW);
	spoil(b, 1, TABLES_RW ^ perm);
	device_asks(b, SID, IOVA, GATE_WORK0_ZLR);
	if (allowed)
		assert_int_equal(bench_action(b), GATE_ACTION_GRANT);
	else
		assert_faulted(b, SID, IOVA, VTD_FAULT_LGN_3);
}

static void test_zero_length_read(void **state)
{
	struct bench *b = *state;

	check_zero_length(b, 0, false);
	check_zero_length(b, TABLES_R, true);
	check_zero_length(b, TABLES_W, true);
	check_zero_length(b, TABLES_RW, true);
	b->config.cap &= ~VTD_CAP_ZLR;
	check_zero_length(b, TABLES_R, true);
	check_zero_length(b, TABLES_W, false);
}

/* Not-present is not cached (CM = 0), and stale tables never block. */
static void test_newly_mapped_needs_no_invalidation(void **state)
{
	struct bench *b = *state;

	map(b, 4, IOVA, TABLES_PAGE_4K, TABLES_RW);
	for (unsigned int level = 4; level >= 1; level--) {
		uint64_t slot = tables_slot(&b->t, SID, IOVA, level);
		uint64_t entry = guest_load(b, slot);

		guest_store(b, slot, 0);
		device_asks(b, SID, IOVA + TABLES_PAGE_2M, READ);
		guest_store(b, slot, entry);
		device_asks(b, SID, IOVA, READ);
		assert_granted(b, PA, 0, TABLES_RW);
	}
}

/*
 * A cached leaf table that no longer is one: a fault is decided by the tables
 * as they are now, read from the top.
 */
static void test_fault_is_decided_by_tables_of_now(void **state)
{
	struct bench *b = *state;

	map(b, 4, IOVA, TABLES_PAGE_4K, TABLES_RW);
	device_asks(b, SID, IOVA, READ);
	guest_store(b, tables_slot(&b->t, SID, IOVA, 1), 0);
	guest_store(b, tables_slot(&b->t, SID, IOVA, 3), 0);
	device_asks(b, SID, IOVA, READ);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LGN_3);
	assert_true(mock_count(&b->m, MOCK_HOST_READ,
			       tables_root_slot(&b->t, SID)) >= 2);
}

/* The same for tables that another source of the domain made known. */
static void test_stale_tables_of_a_neighbour(void **state)
{
	struct bench *b = *state;
	uint64_t slot, table;

	map(b, 4, IOVA, TABLES_PAGE_4K, TABLES_RW);
	assert_int_equal(tables_share(&b->t, SID + 8, SID), 0);
	device_asks(b, SID + 8, IOVA, READ);
	slot = tables_slot(&b->t, SID, IOVA, 1);
	guest_store(b, slot, 0);
	table = tables_alloc(&b->t);
	assert_int_not_equal(table, 0);
	guest_store(b, tables_slot(&b->t, SID, IOVA, 2), table | TABLES_RW);
	guest_store(b, tables_slot(&b->t, SID, IOVA, 1), PA | TABLES_RW);
	device_asks(b, SID, IOVA, READ);
	assert_granted(b, PA, 0, TABLES_RW);
}

/* ---- Caches make no difference ------------------------------------------ */

static uint64_t random_state;

static unsigned int below(unsigned int limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (unsigned int)(random_state >> 33) % limit;
}

/* One of 64 pages in 16 leaf tables under 4 tables each a level up. */
static uint64_t some_address(void)
{
	return (uint64_t)below(4) << 39 | (uint64_t)below(2) << 30 |
	       (uint64_t)below(2) << 21 | (uint64_t)below(4) << 12;
}

/* What some_address() gives of the first stage, for the second. */
static uint64_t some_guest_address(void)
{
	return BIT(36) | (uint64_t)below(2) << 30 | (uint64_t)below(2) << 21 |
	       (uint64_t)below(4) << 12;
}

static void spoil_some(struct walks *k, const struct stage *stage,
		       uint64_t addr)
{
	static const uint64_t bits[] = { VTD_FS_P,  VTD_FS_RW, VTD_FS_US,
					 VTD_FS_A,  VTD_FS_D,  VTD_SS_A,
					 VTD_SS_D,  BIT(62),   VTD_FS_PS,
					 VTD_SS_RW, VTD_FS_A,  VTD_FS_EA };

	unsigned int level = 1 + below(4);

	if (walks_load(k, stage, addr, level))
		walks_spoil(k, stage, addr, level, bits[below(12)]);
}

/* Maps and spoils so much that a half of what is asked is refused. */
static void random_tables(struct walks *k)
{
	for (unsigned int i = 0; i < 24; i++) {
		uint64_t guest = k->second.levels && k->first.levels ?
					 some_guest_address() :
					 PA + i * VTD_PAGE_SIZE;

		if (k->first.levels)
			walks_store(k, &k->first, some_address(), 1,
				    guest | FS_PAGE);
		if (k->second.levels)
			walks_store(k, &k->second,
				    k->first.levels ? guest : some_address(), 1,
				    (PA + i * VTD_PAGE_SIZE) | VTD_SS_RW);
	}
	for (unsigned int i = 0; i < 6; i++) {
		if (k->first.levels)
			spoil_some(k, &k->first, some_address());
		if (k->second.levels)
			spoil_some(k, &k->second,
				   k->first.levels ? some_guest_address() :
						     some_address());
	}
}

/*
 * Whether it is granted; the same must come out of a walk from the top. What
 * refuses it may be another entry when the walk begins further down; such a
 * fault is never reported.
 */
static bool compare_with_fresh(struct walks *k)
{
	static const uint64_t requests[] = { READ, WRITE, ATOMIC,
					     GATE_WORK0_ZLR };
	uint64_t request = requests[below(4)];
	uint64_t addr = some_address();
	enum vtd_fault fault = walks_ask(k, addr, request);
	bool known = k->w.known;
	uint64_t pa = k->w.pa;
	enum vtd_fault fresh = walks_ask_fresh(k, addr, request);

	assert_int_equal(k->w.pa, pa);
	assert_int_equal(!fresh, !fault);
	if (!known)
		assert_int_equal(fresh, fault);
	return !fault;
}

/* As long as tables do not change, what is known of them changes nothing. */
static void test_known_tables_make_no_difference(void **state)
{
	static const unsigned int levels[][2] = { { 4, 0 },
						  { 0, 4 },
						  { 4, 4 } };
	unsigned int granted_ones = 0;
	struct walks k;

	random_state = 0x9e3779b97f4a7c15;
	for (unsigned int round = 0; round < 60; round++) {
		walks_begin(&k, *state, levels[round % 3][0],
			    levels[round % 3][1],
			    below(64) & ~(unsigned int)VTD_SPACE_SNOOP);
		random_tables(&k);
		for (unsigned int i = 0; i < 200; i++)
			granted_ones += compare_with_fresh(&k);
	}
	assert_in_range(granted_ones, 60 * 200 / 8, 60 * 200 * 7 / 8);
}

int dma_walk_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_cold_walk_of_each_width),
		UNIT(test_superpages),
		UNIT(test_starts_at_the_lowest_known_table),
		UNIT(test_tables_serve_the_whole_domain),
		UNIT(test_permission_is_and_over_levels),
		UNIT(test_permissions_lost_at_different_levels),
		UNIT(test_known_tables_keep_permissions_above),
		UNIT(test_reserved_bits_of_all_entries),
		UNIT(test_no_superpages_above_1g),
		UNIT(test_misaligned_superpages),
		UNIT(test_unsupported_superpages),
		UNIT(test_ignored_bits),
		UNIT(test_snoop_bit),
		UNIT(test_order_of_checks),
		UNIT(test_unused_entry_has_no_reserved_bits),
		UNIT(test_address_width),
		UNIT(test_last_page_of_each_width),
		UNIT(test_guest_width),
		UNIT(test_unreadable_tables),
		UNIT(test_output_in_interrupt_range),
		UNIT(test_output_beside_interrupt_range),
		UNIT(test_superpage_over_interrupt_range),
		UNIT(test_zero_length_read),
		UNIT(test_newly_mapped_needs_no_invalidation),
		UNIT(test_fault_is_decided_by_tables_of_now),
		UNIT(test_stale_tables_of_a_neighbour),
		UNIT(test_known_tables_make_no_difference),
	};

	return cmocka_run_group_tests_name("dma_walk", tests, NULL, NULL);
}
