/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Descriptors of the invalidation queue (6.5.2.1, 6.5.2.3, 6.5.2.8): which
 * types there are, what of each is reserved, and what the fields do.
 */

#include "groups.h"

#include "inv.h"

#define BIT(n)   (UINT64_C(1) << (n))
#define OP(name) VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define G(g)     VTD_PUT(VTD_DESC_LO_G, g)

static enum vtd_iqei execute(struct bench *b, uint64_t lo, uint64_t hi)
{
	const uint64_t desc[4] = { lo, hi, 0, 0 };
	bool wait;

	return inv_desc_execute(b->v, desc, &wait);
}

static void use_width(struct bench *b, uint8_t width)
{
	b->v->queue.width = width;
}

/* @desc refused for @why, and nothing happened. */
static void assert_refused(struct bench *b, uint64_t lo, uint64_t hi,
			   enum vtd_iqei why)
{
	mock_expect_nothing(&b->m);
	assert_int_equal(execute(b, lo, hi), why);
	mock_done(&b->m);
}

/*
 * One bit set in turn: reserved ones are refused. @lo_rsvd and @hi_rsvd are
 * the masks of the specification's tables, bits of the type left out.
 */
static void check_reserved(struct bench *b, uint64_t lo, uint64_t lo_rsvd,
			   uint64_t hi_rsvd)
{
	for (unsigned int bit = 0; bit < 64; bit++) {
		if (lo_rsvd >> bit & 1)
			assert_refused(b, lo | BIT(bit), 0, VTD_IQEI_RESERVED);
		if (hi_rsvd >> bit & 1)
			assert_refused(b, lo, BIT(bit), VTD_IQEI_RESERVED);
		else
			assert_int_not_equal(execute(b, lo, BIT(bit)),
					     VTD_IQEI_TYPE);
	}
}

static void test_context_reserved_bits(void **state)
{
	use_width(*state, 16);
	check_reserved(*state, VTD_DESC_CONTEXT | G(VTD_G_GLOBAL),
		       UINT64_C(0xfffc00000000f1c0), ~UINT64_C(0));
}

static void test_iotlb_reserved_bits(void **state)
{
	use_width(*state, 16);
	check_reserved(*state, VTD_DESC_IOTLB | G(VTD_G_GLOBAL),
		       UINT64_C(0xffffffff0000f100), UINT64_C(0xf80));
}

/* PD (bit 7) is reserved without ECAP.PDS. */
static void test_wait_reserved_bits(void **state)
{
	use_width(*state, 16);
	check_reserved(*state, VTD_DESC_WAIT, UINT64_C(0xfffff180), 3);
}

/* Bits 11:9 belong to the type: with them it is another, unknown one. */
static void test_every_type(void **state)
{
	struct bench *b = *state;

	use_width(b, 16);
	for (uint64_t high = 0; high < 8; high++)
		for (uint64_t low = 0; low < 16; low++) {
			bool known = !high && (low == VTD_DESC_CONTEXT ||
					       low == VTD_DESC_IOTLB ||
					       low == VTD_DESC_WAIT);

			if (!known)
				assert_refused(
					b, high << 9 | low | G(VTD_G_GLOBAL), 0,
					VTD_IQEI_TYPE);
		}
}

/* G = 00 in a valid type. */
static void test_reserved_granularity(void **state)
{
	use_width(*state, 16);
	assert_refused(*state, VTD_DESC_CONTEXT, 0, VTD_IQEI_RESERVED);
	assert_refused(*state, VTD_DESC_IOTLB, 0, VTD_IQEI_RESERVED);
}

static void test_range_beyond_mamv(void **state)
{
	use_width(*state, 16);
	assert_refused(*state, VTD_DESC_IOTLB | G(VTD_G_SELECTIVE), 19,
		       VTD_IQEI_RESERVED);
	assert_int_equal(execute(*state, VTD_DESC_IOTLB | G(VTD_G_SELECTIVE),
				 18),
			 VTD_IQEI_NONE);
}

static void test_pages_without_psi(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.cap &= ~(VTD_CAP_PSI | VTD_CAP_MAMV);
	bench_start(b, &config);
	use_width(b, 16);
	assert_refused(b, VTD_DESC_IOTLB | G(VTD_G_SELECTIVE), 0,
		       VTD_IQEI_RESERVED);
}

/* Fields lie where the tables have them: SID 47:32, FM 49:48. */
static void test_context_fields(void **state)
{
	struct bench *b = *state;

	use_width(b, 16);
	EXPECT_INVALIDATE(&b->m,
			  OP(KEY) | VTD_PUT(GATE_INV_SID, SID) |
				  VTD_PUT(GATE_INV_FM, 2),
			  0);
	assert_int_equal(execute(b,
				 VTD_DESC_CONTEXT | G(VTD_G_SELECTIVE) |
					 (uint64_t)DID << 16 |
					 (uint64_t)SID << 32 |
					 UINT64_C(2) << 48,
				 0),
			 VTD_IQEI_NONE);
	mock_done(&b->m);
}

/* DID 31:16, AM 69:64, IH 70, ADDR 127:76; DR and DW are always as if set. */
static void test_iotlb_fields(void **state)
{
	struct bench *b = *state;
	uint64_t lo = VTD_DESC_IOTLB | G(VTD_G_SELECTIVE) | (uint64_t)DID << 16;

	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	host_enables_translation(b);
	device_asks(b, SID, IOVA, 0);
	use_width(b, 16);
	for (uint64_t drains = 0; drains < 4; drains++) {
		EXPECT_INVALIDATE(&b->m, OP(PAGE),
				  (IOVA & ~UINT64_C(0x7fff)) | 3);
		assert_int_equal(execute(b, lo | drains << 6,
					 (IOVA & ~UINT64_C(0x7fff)) | 3 |
						 BIT(6)),
				 VTD_IQEI_NONE);
		mock_done(&b->m);
	}
}

static void test_wait_is_left_to_the_queue(void **state)
{
	struct bench *b = *state;
	const uint64_t desc[2] = { VTD_DESC_WAIT | UINT64_C(7) << 4 |
					   UINT64_C(0xabcd) << 32,
				   BENCH_STATUS };
	bool wait = false;

	use_width(b, 16);
	mock_expect_nothing(&b->m);
	assert_int_equal(inv_desc_execute(b->v, desc, &wait), VTD_IQEI_NONE);
	mock_done(&b->m);
	assert_true(wait);
	assert_memory_equal(b->v->queue.wait, desc, sizeof(desc));
}

/* The upper 128 bits of a 256-bit one are reserved for these types. */
static void test_upper_half_of_wide_ones(void **state)
{
	struct bench *b = *state;
	static const uint64_t types[] = { VTD_DESC_CONTEXT | G(1),
					  VTD_DESC_IOTLB | G(1),
					  VTD_DESC_WAIT };
	bool wait;

	use_width(b, 32);
	for (unsigned int i = 0; i < 3; i++)
		for (unsigned int bit = 0; bit < 128; bit++) {
			uint64_t desc[4] = { types[i] };

			desc[2 + bit / 64] = BIT(bit % 64);
			mock_expect_nothing(&b->m);
			assert_int_equal(inv_desc_execute(b->v, desc, &wait),
					 VTD_IQEI_RESERVED);
			mock_done(&b->m);
			desc[2 + bit / 64] = 0;
			assert_int_equal(inv_desc_execute(b->v, desc, &wait),
					 VTD_IQEI_NONE);
		}
}

static unsigned int reads_of_next_request(struct bench *b)
{
	unsigned int before = b->m.reads;

	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
	return b->m.reads - before;
}

/* IH = 1: only leaves changed. IH = 0: tables too are read again. */
static void test_leaf_hint(void **state)
{
	struct bench *b = *state;
	uint64_t lo = VTD_DESC_IOTLB | G(VTD_G_SELECTIVE) | (uint64_t)DID << 16;

	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	host_enables_translation(b);
	use_width(b, 16);
	device_asks(b, SID, IOVA, 0);
	assert_int_equal(execute(b, lo, IOVA | BIT(6)), VTD_IQEI_NONE);
	assert_int_equal(reads_of_next_request(b), 1);
	assert_int_equal(execute(b, lo, IOVA), VTD_IQEI_NONE);
	assert_int_equal(reads_of_next_request(b), 4);
}

/* What is no wait is not taken for one. */
static void test_only_a_wait_is_a_wait(void **state)
{
	struct bench *b = *state;
	const uint64_t desc[2] = { VTD_DESC_CONTEXT | G(VTD_G_GLOBAL), 0 };
	bool wait = true;

	use_width(b, 16);
	assert_int_equal(inv_desc_execute(b->v, desc, &wait), VTD_IQEI_NONE);
	assert_false(wait);
}

int inv_desc_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_context_reserved_bits),
		UNIT(test_iotlb_reserved_bits),
		UNIT(test_wait_reserved_bits),
		UNIT(test_every_type),
		UNIT(test_reserved_granularity),
		UNIT(test_range_beyond_mamv),
		UNIT(test_pages_without_psi),
		UNIT(test_context_fields),
		UNIT(test_iotlb_fields),
		UNIT(test_wait_is_left_to_the_queue),
		UNIT(test_upper_half_of_wide_ones),
		UNIT(test_leaf_hint),
		UNIT(test_only_a_wait_is_a_wait),
	};

	return cmocka_run_group_tests_name("inv_desc", tests, NULL, NULL);
}
