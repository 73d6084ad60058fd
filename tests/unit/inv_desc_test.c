/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Descriptors of the invalidation queue (6.5.2.1, 6.5.2.3, 6.5.2.8): which
 * types there are, what of each is reserved, and what the fields do.
 */

#include "groups.h"

#include "dma.h"
#include "inv.h"
#include "irq.h"

#define BIT(n)   (UINT64_C(1) << (n))
#define OP(name) VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define G(g)     VTD_PUT(VTD_DESC_LO_G, g)

static enum vtd_iqei execute(struct bench *b, uint64_t lo, uint64_t hi)
{
	const uint64_t desc[4] = { lo, hi, 0, 0 };
	enum inv_then then;

	return inv_desc_execute(b->v, desc, &then);
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

/* All that scalable mode and interrupt remapping bring, 256-bit queue. */
static void use_scalable(struct bench *b)
{
	struct vtd_config config = bench_config();

	config.ecap |= VTD_ECAP_SMTS | VTD_ECAP_SSTS | VTD_ECAP_FSTS |
		       VTD_ECAP_SMPWCS | VTD_ECAP_RPS | VTD_ECAP_IR |
		       VTD_PUT(VTD_ECAP_MHMV, 9);
	bench_start(b, &config);
	use_width(b, 32);
	b->v->ttm = VTD_TTM_SCALABLE;
}

/* And device TLBs and page requests; translation is off, so nothing is sent. */
static void use_devices(struct bench *b, uint64_t more)
{
	use_scalable(b);
	b->v->config.ecap |= VTD_ECAP_DT | VTD_ECAP_PRS | VTD_ECAP_PDS | more;
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

static void test_wait_with_page_request_drain(void **state)
{
	use_devices(*state, 0);
	check_reserved(*state, VTD_DESC_WAIT, UINT64_C(0xfffff100), 3);
}

/* PFSID (63:52, 15:12) is reserved without ECAP.DIT. */
static void test_device_tlb_reserved_bits(void **state)
{
	use_devices(*state, 0);
	check_reserved(*state, VTD_DESC_DEVICE_TLB,
		       UINT64_C(0xffff0000ffe0f1f0), UINT64_C(0xffe));
	use_devices(*state, VTD_ECAP_DIT);
	check_reserved(*state, VTD_DESC_DEVICE_TLB,
		       UINT64_C(0x000f0000ffe001f0), UINT64_C(0xffe));
}

static void test_pasid_device_tlb_reserved_bits(void **state)
{
	use_devices(*state, 0);
	check_reserved(*state, VTD_DESC_PASID_DEVICE_TLB,
		       UINT64_C(0xfff000000000f000), UINT64_C(0x7fe));
	use_devices(*state, VTD_ECAP_DIT);
	check_reserved(*state, VTD_DESC_PASID_DEVICE_TLB, 0, UINT64_C(0x7fe));
}

/* Bit 66 is ignored. */
static void test_page_response_reserved_bits(void **state)
{
	use_devices(*state, 0);
	check_reserved(*state, VTD_DESC_PAGE_RESPONSE,
		       UINT64_C(0xfff00000000001e0),
		       UINT64_C(0xfffffffffffff003));
}

static void test_iec_reserved_bits(void **state)
{
	use_scalable(*state);
	check_reserved(*state, VTD_DESC_IEC, UINT64_C(0xffff000007fff1e0),
		       ~UINT64_C(0));
}

static void test_pasid_iotlb_reserved_bits(void **state)
{
	use_scalable(*state);
	check_reserved(*state, VTD_DESC_PASID_IOTLB | G(VTD_PIG_PASID),
		       UINT64_C(0xfff000000000f1c0), UINT64_C(0xf80));
}

static void test_pasid_reserved_bits(void **state)
{
	use_scalable(*state);
	check_reserved(*state, VTD_DESC_PASID | G(VTD_PG_GLOBAL),
		       UINT64_C(0xfff000000000f1c0), ~UINT64_C(0));
}

/* A granularity that every type with that field has. */
static uint64_t granularity_of(uint64_t type)
{
	switch (type) {
	case VTD_DESC_WAIT:
	case VTD_DESC_IEC:
	case VTD_DESC_DEVICE_TLB:
	case VTD_DESC_PASID_DEVICE_TLB:
	case VTD_DESC_PAGE_RESPONSE:
		return 0;
	default:
		return G(3);
	}
}

/*
 * Every type that is not in @known (bit n: type n) is invalid. Bits 11:9 belong
 * to the type: with them it is another, unknown one.
 */
static void check_types(struct bench *b, unsigned int known)
{
	for (uint64_t high = 0; high < 8; high++)
		for (uint64_t low = 0; low < 16; low++) {
			uint64_t lo = high << 9 | low | granularity_of(low);

			if (!high && known >> low & 1)
				assert_int_equal(execute(b, lo, 0),
						 VTD_IQEI_NONE);
			else
				assert_refused(b, lo, 0, VTD_IQEI_TYPE);
		}
}

#define TYPES_ALWAYS                                                           \
	(1u << VTD_DESC_CONTEXT | 1u << VTD_DESC_IOTLB | 1u << VTD_DESC_WAIT)
#define TYPES_IR    (1u << VTD_DESC_IEC)
#define TYPES_PRS   (1u << VTD_DESC_PAGE_RESPONSE)
#define TYPES_PASID (1u << VTD_DESC_PASID | 1u << VTD_DESC_PASID_IOTLB)
#define TYPES_DEVICES                                                          \
	(1u << VTD_DESC_DEVICE_TLB | 1u << VTD_DESC_PASID_DEVICE_TLB)

/* Table 26, less what ECAP.IR, DT, PRS and HPTS are needed for. */
static void test_every_type(void **state)
{
	struct bench *b = *state;

	use_width(b, 16);
	check_types(b, TYPES_ALWAYS);
	use_width(b, 32);
	check_types(b, TYPES_ALWAYS);
	b->v->ttm = VTD_TTM_ABORT;
	check_types(b, TYPES_ALWAYS);
	use_scalable(b);
	check_types(b, TYPES_ALWAYS | TYPES_IR | TYPES_PASID);
	b->v->ttm = VTD_TTM_ABORT;
	check_types(b, TYPES_ALWAYS | TYPES_IR | TYPES_PASID);
	b->v->ttm = VTD_TTM_LEGACY;
	check_types(b, TYPES_ALWAYS | TYPES_IR);
	use_width(b, 16);
	check_types(b, TYPES_ALWAYS | TYPES_IR);
}

static void test_types_of_devices(void **state)
{
	struct bench *b = *state;
	unsigned int all = TYPES_ALWAYS | TYPES_IR | TYPES_PASID |
			   TYPES_DEVICES | TYPES_PRS;

	use_devices(b, 0);
	check_types(b, all);
	b->v->ttm = VTD_TTM_ABORT;
	check_types(b, all);
	b->v->config.ecap &= ~VTD_ECAP_PRS;
	check_types(b, all & ~TYPES_PRS);
	b->v->ttm = VTD_TTM_LEGACY;
	check_types(b, TYPES_ALWAYS | TYPES_IR | 1u << VTD_DESC_DEVICE_TLB);
	use_width(b, 16);
	check_types(b, TYPES_ALWAYS | TYPES_IR | 1u << VTD_DESC_DEVICE_TLB);
	use_devices(b, 0);
	b->v->config.ecap &= ~VTD_ECAP_SMTS;
	check_types(b, TYPES_ALWAYS | TYPES_IR | TYPES_PRS |
			       1u << VTD_DESC_DEVICE_TLB);
}

/* G = 00 in a valid type. */
static void test_reserved_granularity(void **state)
{
	use_width(*state, 16);
	assert_refused(*state, VTD_DESC_CONTEXT, 0, VTD_IQEI_RESERVED);
	assert_refused(*state, VTD_DESC_IOTLB, 0, VTD_IQEI_RESERVED);
	use_scalable(*state);
	assert_refused(*state, VTD_DESC_PASID_IOTLB, 0, VTD_IQEI_RESERVED);
	assert_refused(*state, VTD_DESC_PASID_IOTLB | G(1), 0,
		       VTD_IQEI_RESERVED);
	assert_refused(*state, VTD_DESC_PASID | G(2), 0, VTD_IQEI_RESERVED);
}

/* IM above ECAP.MHMV, which is 9 here. */
static void test_index_mask_beyond_mhmv(void **state)
{
	uint64_t lo = VTD_DESC_IEC | VTD_IEC_DESC_LO_G;

	use_scalable(*state);
	for (uint64_t im = 10; im < 32; im++)
		assert_refused(*state, lo | im << 27, 0, VTD_IQEI_RESERVED);
	assert_int_equal(execute(*state, lo | UINT64_C(9) << 27, 0),
			 VTD_IQEI_NONE);
	/* A global one has no mask. */
	assert_int_equal(execute(*state, VTD_DESC_IEC | UINT64_C(31) << 27, 0),
			 VTD_IQEI_NONE);
}

static void fill_irtes(struct bench *b, unsigned int first)
{
	static const uint64_t entry[2] = { 1, 0 };

	for (unsigned int i = 0; i < 8; i++)
		irq_cache_fill(b->v, first + i, entry);
}

static unsigned int known_irtes(struct bench *b, unsigned int first)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < 8; i++)
		count += !!irq_cache_find(b->v, first + i);
	return count;
}

/* G 4, IM 31:27, IIDX 47:32; nothing of it goes to the gate. */
static void test_iec_fields(void **state)
{
	struct bench *b = *state;
	uint64_t lo = VTD_DESC_IEC | VTD_IEC_DESC_LO_G | UINT64_C(0x1232) << 32;

	use_scalable(b);
	fill_irtes(b, 0x1230);
	mock_expect_nothing(&b->m);
	assert_int_equal(execute(b, lo, 0), VTD_IQEI_NONE);
	assert_null(irq_cache_find(b->v, 0x1232));
	assert_int_equal(known_irtes(b, 0x1230), 7);
	assert_int_equal(execute(b, lo | UINT64_C(2) << 27, 0), VTD_IQEI_NONE);
	assert_int_equal(known_irtes(b, 0x1230), 4);
	assert_non_null(irq_cache_find(b->v, 0x1234));
	assert_int_equal(execute(b, VTD_DESC_IEC, 0), VTD_IQEI_NONE);
	assert_int_equal(known_irtes(b, 0x1230), 0);
	mock_done(&b->m);
}

/* DID 31:16, PASID 51:32, AM 69:64, IH 70, ADDR 127:76; it drains. */
static void test_pasid_iotlb_fields(void **state)
{
	struct bench *b = *state;
	struct vtd_space space = { .fs_root = 0x1000,
				   .pasid = 0xabcde,
				   .did = DID,
				   .fs_levels = 4,
				   .width = 48 };
	uint64_t lo = VTD_DESC_PASID_IOTLB | (uint64_t)DID << 16 |
		      UINT64_C(0xabcde) << 32;
	uint64_t tag;

	use_scalable(b);
	tag = dma_tag_number(b->v, dma_tag_of(b->v, &space));
	EXPECT_INVALIDATE(&b->m, OP(PAGE) | VTD_PUT(GATE_INV_TAG, tag),
			  (IOVA & ~UINT64_C(0x7fff)) | 3);
	assert_int_equal(execute(b, lo | G(VTD_PIG_PAGES), IOVA | BIT(6) | 3),
			 VTD_IQEI_NONE);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE) | VTD_PUT(GATE_INV_TAG, tag), 0);
	assert_true(b->v->queue.drain_due);
	b->v->queue.drain_due = false;
	assert_int_equal(execute(b, lo | G(VTD_PIG_PASID), 0), VTD_IQEI_NONE);
	assert_true(b->v->queue.drain_due);
	mock_done(&b->m);
}

/* Contexts hold what PASID entries say, so they go, keys first. */
static void test_pasid_granularities(void **state)
{
	struct bench *b = *state;
	static const uint64_t all[] = { VTD_PG_DOMAIN, VTD_PG_PASID,
					VTD_PG_GLOBAL };

	use_scalable(b);
	for (unsigned int i = 0; i < 3; i++) {
		uint64_t epoch = b->v->epoch;

		EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
		assert_int_equal(execute(b,
					 VTD_DESC_PASID | G(all[i]) |
						 (uint64_t)DID << 16 |
						 UINT64_C(0xabcde) << 32,
					 0),
				 VTD_IQEI_NONE);
		mock_done(&b->m);
		assert_int_not_equal(b->v->epoch, epoch);
	}
}

/* A device may have many PASIDs: every context goes, keys only of the SID. */
static void test_context_of_a_device_with_pasids(void **state)
{
	struct bench *b = *state;
	uint64_t epoch;

	use_scalable(b);
	epoch = b->v->epoch;
	EXPECT_INVALIDATE(&b->m,
			  OP(KEY) | VTD_PUT(GATE_INV_SID, SID) |
				  VTD_PUT(GATE_INV_FM, 1),
			  0);
	assert_int_equal(execute(b,
				 VTD_DESC_CONTEXT | G(VTD_G_SELECTIVE) |
					 (uint64_t)SID << 32 | BIT(48),
				 0),
			 VTD_IQEI_NONE);
	mock_done(&b->m);
	assert_int_not_equal(b->v->epoch, epoch);
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
	enum inv_then then = INV_DONE;

	use_width(b, 16);
	mock_expect_nothing(&b->m);
	assert_int_equal(inv_desc_execute(b->v, desc, &then), VTD_IQEI_NONE);
	mock_done(&b->m);
	assert_int_equal(then, INV_WAIT);
	assert_memory_equal(b->v->queue.wait, desc, sizeof(desc));
}

/* The upper 128 bits of a 256-bit one are reserved in every type there is. */
static void test_upper_half_of_wide_ones(void **state)
{
	struct bench *b = *state;
	enum inv_then then;

	use_devices(b, 0);
	for (uint64_t type = 1; type <= VTD_DESC_PAGE_RESPONSE; type++)
		for (unsigned int bit = 0; bit < 128; bit++) {
			uint64_t desc[4] = { type | granularity_of(type) };

			desc[2 + bit / 64] = BIT(bit % 64);
			mock_expect_nothing(&b->m);
			assert_int_equal(inv_desc_execute(b->v, desc, &then),
					 VTD_IQEI_RESERVED);
			mock_done(&b->m);
			desc[2 + bit / 64] = 0;
			assert_int_equal(inv_desc_execute(b->v, desc, &then),
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
	enum inv_then then = INV_WAIT;

	use_width(b, 16);
	assert_int_equal(inv_desc_execute(b->v, desc, &then), VTD_IQEI_NONE);
	assert_int_equal(then, INV_DONE);
}

int inv_desc_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_context_reserved_bits),
		UNIT(test_iotlb_reserved_bits),
		UNIT(test_wait_reserved_bits),
		UNIT(test_wait_with_page_request_drain),
		UNIT(test_device_tlb_reserved_bits),
		UNIT(test_pasid_device_tlb_reserved_bits),
		UNIT(test_page_response_reserved_bits),
		UNIT(test_types_of_devices),
		UNIT(test_iec_reserved_bits),
		UNIT(test_pasid_iotlb_reserved_bits),
		UNIT(test_pasid_reserved_bits),
		UNIT(test_every_type),
		UNIT(test_index_mask_beyond_mhmv),
		UNIT(test_iec_fields),
		UNIT(test_pasid_iotlb_fields),
		UNIT(test_pasid_granularities),
		UNIT(test_context_of_a_device_with_pasids),
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
