/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Invalidation by registers (6.5.1, 11.4.6, 11.4.9.1): CCMD, IOTLB and IVA.
 * Every command ends: ICC or IVT falls, CAIG or IAIG says what was done.
 */

#include "devices.h"
#include "groups.h"
#include "requests.h"

#define OP(name)  VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define CIRG(g)   VTD_PUT(VTD_CCMD_CIRG, g)
#define IIRG(g)   VTD_PUT(VTD_IOTLB_IIRG, g)
#define HIGH(reg) ((reg) + 4u)

static unsigned int caig(const struct bench *b)
{
	return (unsigned int)VTD_GET(VTD_CCMD_CAIG, mock_reg(&b->m, VTD_CCMD));
}

static unsigned int iaig(const struct bench *b)
{
	return (unsigned int)VTD_GET(VTD_IOTLB_IAIG,
				     mock_reg(&b->m, VTD_IOTLB));
}

static bool busy(const struct bench *b)
{
	return mock_reg(&b->m, VTD_IOTLB) & VTD_IOTLB_IVT ||
	       mock_reg(&b->m, VTD_CCMD) & VTD_CCMD_ICC;
}

static void ccmd(struct bench *b, uint64_t value)
{
	host_ccmd(b, VTD_CCMD_ICC | value);
	bench_run(b);
	assert_false(busy(b));
}

static void iotlb(struct bench *b, uint64_t value, uint64_t iva)
{
	host_iotlb(b, VTD_IOTLB_IVT | value, iva);
	bench_run(b);
	assert_false(busy(b));
}

/* @sid in @did with one page that is cached everywhere. */
static void warm(struct bench *b)
{
	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	host_enables_translation(b);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
}

static unsigned int reads_of_next_request(struct bench *b)
{
	unsigned int before = b->m.reads;

	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
	return b->m.reads - before;
}

/* The gate first; then ICC falls, with CAIG in the same word. */
static void test_global_context(void **state)
{
	struct bench *b = *state;

	warm(b);
	EXPECT_INVALIDATE(&b->m, OP(KEY_ALL), 0);
	EXPECT_REG_WRITE32(&b->m, HIGH(VTD_CCMD),
			   (uint32_t)((CIRG(1) | VTD_PUT(VTD_CCMD_CAIG, 1)) >>
				      32));
	host_ccmd(b, VTD_CCMD_ICC | CIRG(1));
	bench_run(b);
	mock_done(&b->m);
	assert_int_equal(reads_of_next_request(b), 3);
}

/* Domain may be done coarser, and is said to be. */
static void test_domain_context(void **state)
{
	struct bench *b = *state;

	warm(b);
	ccmd(b, CIRG(2) | DID);
	assert_true(caig(b) == 1 || caig(b) == 2);
	assert_int_equal(reads_of_next_request(b), 3);
}

/* SID 31:16, FM 33:32. */
static void test_device_context(void **state)
{
	struct bench *b = *state;

	warm(b);
	ccmd(b, CIRG(3) | DID | VTD_PUT(VTD_CCMD_SID, SID) |
			VTD_PUT(VTD_CCMD_FM, 1));
	assert_int_equal(caig(b), 3);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE,
				    OP(KEY) | VTD_PUT(GATE_INV_SID, SID) |
					    VTD_PUT(GATE_INV_FM, 1)),
			 1);
	assert_int_equal(reads_of_next_request(b), 3);
}

/* CIRG = 00: CAIG = 00, nothing done. */
static void test_reserved_context(void **state)
{
	struct bench *b = *state;

	warm(b);
	ccmd(b, VTD_CCMD_CAIG);
	assert_int_equal(caig(b), 0);
	assert_int_equal(reads_of_next_request(b), 1);
}

/* The other half of the register and the request stay readable. */
static void test_context_command_keeps_its_fields(void **state)
{
	struct bench *b = *state;

	ccmd(b, CIRG(3) | DID);
	assert_int_equal(VTD_GET(VTD_CCMD_CIRG, mock_reg(&b->m, VTD_CCMD)), 3);
	assert_int_equal(VTD_GET(VTD_CCMD_DID, mock_reg(&b->m, VTD_CCMD)), DID);
}

/* Gate, then the drain, then IVT falls. */
static void test_global_iotlb(void **state)
{
	struct bench *b = *state;

	warm(b);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_WRITE32(&b->m, HIGH(VTD_IOTLB),
			   (uint32_t)((IIRG(1) | VTD_PUT(VTD_IOTLB_IAIG, 1)) >>
				      32));
	host_iotlb(b, VTD_IOTLB_IVT | IIRG(1), 0);
	bench_run(b);
	mock_done(&b->m);
	assert_int_equal(reads_of_next_request(b), 4);
}

static void test_domain_iotlb(void **state)
{
	struct bench *b = *state;

	warm(b);
	iotlb(b, IIRG(2) | VTD_PUT(VTD_IOTLB_DID, DID + 1), 0);
	assert_int_equal(iaig(b), 2);
	assert_int_equal(reads_of_next_request(b), 1);
	iotlb(b, IIRG(2) | VTD_PUT(VTD_IOTLB_DID, DID), 0);
	assert_int_equal(iaig(b), 2);
	assert_int_equal(reads_of_next_request(b), 4);
}

/* IVA: ADDR 63:12, IH 6, AM 5:0. */
static void test_pages_iotlb(void **state)
{
	struct bench *b = *state;
	uint64_t base = IOVA & ~UINT64_C(0x3fff);

	warm(b);
	iotlb(b, IIRG(3) | VTD_PUT(VTD_IOTLB_DID, DID), base | 2);
	assert_int_equal(iaig(b), 3);
	assert_int_equal(reads_of_next_request(b), 4);
	iotlb(b, IIRG(3) | VTD_PUT(VTD_IOTLB_DID, DID), base | VTD_IVA_IH | 2);
	assert_int_equal(iaig(b), 3);
	assert_int_equal(reads_of_next_request(b), 1);
}

/* AM > MAMV: IAIG = 00. */
static void test_too_wide_a_range(void **state)
{
	struct bench *b = *state;

	warm(b);
	for (uint64_t am = 19; am < 64; am++) {
		iotlb(b, IIRG(3) | VTD_PUT(VTD_IOTLB_DID, DID), am);
		assert_int_equal(iaig(b), 0);
	}
	assert_int_equal(reads_of_next_request(b), 1);
}

/* Without PSI: refused, or done for the whole domain; never less. */
static void test_pages_without_psi(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.cap &= ~(VTD_CAP_PSI | VTD_CAP_MAMV);
	bench_start(b, &config);
	warm(b);
	iotlb(b, IIRG(3) | VTD_PUT(VTD_IOTLB_DID, DID), IOVA);
	if (iaig(b)) {
		assert_true(iaig(b) == 1 || iaig(b) == 2);
		assert_int_equal(reads_of_next_request(b), 4);
	}
}

static void test_reserved_iotlb(void **state)
{
	struct bench *b = *state;

	warm(b);
	iotlb(b, VTD_PUT(VTD_IOTLB_DID, DID), IOVA);
	assert_int_equal(iaig(b), 0);
	assert_int_equal(reads_of_next_request(b), 1);
}

/* IVT falls only when what went before is complete in memory. */
static void test_iotlb_waits_for_the_drain(void **state)
{
	struct bench *b = *state;

	warm(b);
	b->m.drain_polls = 20;
	host_iotlb(b, VTD_IOTLB_IVT | IIRG(1), 0);
	for (unsigned int turns = 0; turns < 10; turns++) {
		assert_true(bench_turn(b));
		assert_true(busy(b));
	}
	bench_run(b);
	assert_false(busy(b));
}

/* Written again while busy, against the rules: both are done, and it ends. */
static void test_iotlb_written_while_busy(void **state)
{
	struct bench *b = *state;

	warm(b);
	b->m.drain_polls = 10;
	host_iotlb(b, VTD_IOTLB_IVT | IIRG(2) | VTD_PUT(VTD_IOTLB_DID, 9), 0);
	bench_turn(b);
	host_iotlb(b, VTD_IOTLB_IVT | IIRG(2) | VTD_PUT(VTD_IOTLB_DID, DID), 0);
	bench_run(b);
	assert_false(busy(b));
	assert_int_equal(iaig(b), 2);
	assert_int_equal(reads_of_next_request(b), 4);
}

/* The second command's drain begins after its invalidation. */
static void test_second_command_is_drained_too(void **state)
{
	struct bench *b = *state;

	warm(b);
	b->m.drain_polls = 10;
	host_iotlb(b, VTD_IOTLB_IVT | IIRG(1), 0);
	bench_turn(b);
	host_iotlb(b, VTD_IOTLB_IVT | IIRG(1), 0);
	bench_run(b);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(DRAIN)), 2);
}

/* Registers invalidate in legacy mode only; refused visibly, never hung. */
static void test_other_modes_refuse(void **state)
{
	for (uint64_t ttm = 1; ttm < 4; ttm++) {
		struct bench *b = *state;
		struct vtd_config config = bench_config();

		bench_start(b, &config);
		host_srtp(b, b->t.root | VTD_PUT(VTD_RTADDR_TTM, ttm));
		bench_run(b);
		ccmd(b, CIRG(1));
		assert_int_equal(caig(b), 0);
		iotlb(b, IIRG(1), 0);
		assert_int_equal(iaig(b), 0);
	}
}

/* Whatever TES is, and with the queue on, a command ends. */
static void test_ends_in_every_state(void **state)
{
	struct bench *b = *state;

	ccmd(b, CIRG(1));
	iotlb(b, IIRG(1), 0);
	host_enables_queue(b);
	ccmd(b, CIRG(1));
	iotlb(b, IIRG(1), 0);
	warm(b);
	ccmd(b, CIRG(1));
	iotlb(b, IIRG(1), 0);
}

/* Without PSI the coarse ones are what they always are. */
static void test_coarse_ones_without_psi(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.cap &= ~(VTD_CAP_PSI | VTD_CAP_MAMV);
	bench_start(b, &config);
	warm(b);
	iotlb(b, IIRG(1) | VTD_PUT(VTD_IOTLB_DID, DID + 1), 0);
	assert_int_equal(iaig(b), 1);
	assert_int_equal(reads_of_next_request(b), 4);
	iotlb(b, IIRG(2) | VTD_PUT(VTD_IOTLB_DID, DID), 0);
	assert_int_equal(iaig(b), 2);
	assert_int_equal(reads_of_next_request(b), 4);
}

/* Each of many commands ends, slow drains or not. */
static void test_one_slow_command_after_the_other(void **state)
{
	struct bench *b = *state;

	for (unsigned int n = 0; n < 5; n++) {
		b->m.drain_polls = 10;
		iotlb(b, IIRG(1), 0);
		assert_int_equal(iaig(b), 1);
	}
}

/* IOTLB_REG is at 16 * ECAP.IRO + 8; the result goes there. */
static void test_registers_that_lie_elsewhere(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.ecap &= ~VTD_ECAP_IRO;
	config.ecap |= VTD_PUT(VTD_ECAP_IRO, 0x2ff);
	config.window_log2 = 14;
	bench_start(b, &config);
	EXPECT_INVALIDATE(&b->m, OP(RETIRE_ALL), 0);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_WRITE32(&b->m, 0x2ffc,
			   (uint32_t)((IIRG(1) | VTD_PUT(VTD_IOTLB_IAIG, 1)) >>
				      32));
	host_iotlb(b, VTD_IOTLB_IVT | IIRG(1), 0);
	bench_run(b);
	mock_done(&b->m);
}

/* CM: the request to the device TLB, its answer, the drain, then IVT falls. */
static void test_device_tlbs(void **state)
{
	struct bench *b = *state;

	requests_legacy(b, 0, VTD_CAP_CM);
	requests_type(b, VTD_TT_UNTRANSLATED);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	requests_type(b, VTD_TT_ALL);
	requests_ask(b, 0, IOVA, 0);
	requests_one(b, PA | R | W);
	mock_forget(&b->m);
	host_iotlb(b, VTD_IOTLB_IVT | IIRG(1), 0);
	bench_run(b);
	assert_true(busy(b));
	assert_int_equal(mock_count(&b->m, MOCK_MSG, inv_req(SID, 0, 0)), 1);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(DRAIN)), 0);
	EXPECT_INVALIDATE(&b->m, OP(DRAIN), 0);
	EXPECT_REG_WRITE32(&b->m, HIGH(VTD_IOTLB),
			   (uint32_t)((IIRG(1) | VTD_PUT(VTD_IOTLB_IAIG, 1)) >>
				      32));
	device_completes(b, SID, 1, 1);
	mock_done(&b->m);
}

int reg_inv_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_global_context),
		UNIT(test_domain_context),
		UNIT(test_device_context),
		UNIT(test_reserved_context),
		UNIT(test_context_command_keeps_its_fields),
		UNIT(test_global_iotlb),
		UNIT(test_domain_iotlb),
		UNIT(test_pages_iotlb),
		UNIT(test_too_wide_a_range),
		UNIT(test_pages_without_psi),
		UNIT(test_reserved_iotlb),
		UNIT(test_iotlb_waits_for_the_drain),
		UNIT(test_iotlb_written_while_busy),
		UNIT(test_second_command_is_drained_too),
		UNIT(test_other_modes_refuse),
		UNIT(test_ends_in_every_state),
		UNIT(test_coarse_ones_without_psi),
		UNIT(test_one_slow_command_after_the_other),
		UNIT(test_registers_that_lie_elsewhere),
		UNIT(test_device_tlbs),
	};

	return cmocka_run_group_tests_name("reg_inv", tests, NULL, NULL);
}
