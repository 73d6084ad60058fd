/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Translated requests (AT = 10b): 4.2.5 and their columns of table 30. */

#include "groups.h"

#include "ats.h"
#include "requests.h"

#define HPA UINT64_C(0x7654321000)

/* AT of a record. */
#define TRANSLATED (UINT64_C(2) << 60)

static void ask(struct bench *b, uint64_t flags, uint64_t addr)
{
	device_asks(b, SID, addr, GATE_WORK0_ATST | flags);
}

/* Granted as it came; the key is bound so that further ones pass. */
static void assert_passed(struct bench *b)
{
	uint64_t want = GATE_ANSWER_BIND | GATE_ANSWER_PASS;

	assert_granted(b, HPA, 0, TABLES_RW);
	assert_int_equal(
		mock_answer(&b->m, 1)->a & (want | GATE_ANSWER_INSTALL), want);
	assert_no_record(b);
}

static void refused(struct bench *b, uint64_t flags, uint64_t addr,
		    enum vtd_fault fault)
{
	ask(b, flags, addr);
	assert_faulted(b, SID, addr, fault);
	assert_int_equal(mock_reg(&b->m, VTD_FRCDH) & UINT64_C(3) << 60,
			 TRANSLATED);
}

static void test_passes(void **state)
{
	struct bench *b = *state;

	requests_legacy(b, 0, 0);
	ask(b, 0, HPA);
	assert_passed(b);
	ask(b, GATE_WORK0_WRITE, HPA);
	assert_passed(b);
}

/* The page is not looked up: nothing is mapped here. */
static void test_reads_no_paging_structures(void **state)
{
	struct bench *b = *state;

	requests_legacy(b, 0, 0);
	EXPECT_HOST_READ(&b->m, tables_root_slot(&b->t, SID), 2);
	EXPECT_HOST_READ(&b->m, tables_context_slot(&b->t, SID), 2);
	EXPECT_ANSWER(&b->m,
		      GATE_ACTION_GRANT | GATE_ANSWER_BIND | GATE_ANSWER_PASS |
			      VTD_PUT(GATE_ANSWER_SLOT, 1) |
			      VTD_PUT(GATE_ANSWER_TAG, 0),
		      HPA | TABLES_RW);
	ask(b, 0, HPA);
	mock_done(&b->m);
}

static void test_legacy_faults(void **state)
{
	struct bench *b = *state;

	requests_legacy(b, 0, 0);
	refused(b, 0, UINT64_C(0xfee00000), VTD_FAULT_LGN_4);
	requests_legacy(b, 0, 0);
	refused(b, 0, UINT64_C(1) << BENCH_HAW, VTD_FAULT_LGN_1);
	requests_legacy(b, 0, 0);
	refused(b, WITH(PASID), HPA, VTD_FAULT_RTA_2);
	requests_legacy(b, 0, 0);
	requests_type(b, VTD_TT_UNTRANSLATED);
	refused(b, 0, HPA, VTD_FAULT_LCT_5);
}

/* DMA that knows the source's context does not make it one with ATS. */
static void test_known_from_dma(void **state)
{
	struct bench *b = *state;

	requests_legacy(b, 0, 0);
	requests_type(b, VTD_TT_UNTRANSLATED);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
	refused(b, 0, HPA, VTD_FAULT_LCT_5);
}

/* Blocked without a record while translation is off (4.2.1). */
static void test_translation_off(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.ecap |= VTD_ECAP_DT;
	bench_start(b, &config);
	ask(b, 0, HPA);
	assert_blocked(b);
	assert_no_record(b);
}

/* Who owes an invalidation is not let through, and gets no record. */
static void test_blocked(void **state)
{
	struct bench *b = *state;
	struct vtd_itag tag = { .range = ATS_RANGE_ALL, .sid = SID };

	requests_legacy(b, 0, 0);
	ats_block(b->v, &tag);
	ask(b, 0, HPA);
	assert_blocked(b);
	assert_no_record(b);
}

/* What the gate stops on the way out is judged anew. */
static void test_report(void **state)
{
	struct bench *b = *state;

	requests_legacy(b, 0, 0);
	mock_work(
		&b->m,
		bench_word0(SID, 0,
			    GATE_KIND_REPORT | GATE_WORK0_ATST |
				    VTD_PUT(GATE_WORK0_FLAW, GATE_FLAW_OUTPUT)),
		UINT64_C(0xfee00000), 0);
	assert_true(bench_turn(b));
	assert_int_equal(VTD_GET(VTD_FRCDH_FR, mock_reg(&b->m, VTD_FRCDH)),
			 VTD_FAULT_LGN_4);
}

static void scalable(struct bench *b)
{
	struct pasid_entry none = { { 0 } };

	pasids_start(b, VTD_ECAP_DT, 0);
	requests_scalable(b, &none, 0);
}

/* PASID entries are not read: there is none. */
static void test_scalable(void **state)
{
	struct bench *b = *state;

	scalable(b);
	ask(b, 0, HPA);
	assert_passed(b);
}

static void test_scalable_faults(void **state)
{
	struct bench *b = *state;
	uint64_t slot;

	scalable(b);
	refused(b, 0, UINT64_C(0xfee00000), VTD_FAULT_SGN_8);
	scalable(b);
	refused(b, 0, UINT64_C(1) << BENCH_HAW, VTD_FAULT_SGN_4);
	scalable(b);
	refused(b, WITH(PASID), HPA, VTD_FAULT_SCT_10);
	scalable(b);
	b->v->config.ecap &= ~VTD_PUT(VTD_ECAP_PSS, 19);
	refused(b, WITH(PASID), HPA, VTD_FAULT_SGN_10);
	scalable(b);
	slot = pasids_context_slot(b, SID);
	guest_store(b, slot, guest_load(b, slot) & ~VTD_SCONTEXT_0_DTE);
	refused(b, 0, HPA, VTD_FAULT_SCT_5);
}

int dma_translated_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_passes),
		UNIT(test_reads_no_paging_structures),
		UNIT(test_legacy_faults),
		UNIT(test_known_from_dma),
		UNIT(test_translation_off),
		UNIT(test_blocked),
		UNIT(test_report),
		UNIT(test_scalable),
		UNIT(test_scalable_faults),
	};

	return cmocka_run_group_tests_name("dma_translated", tests, NULL, NULL);
}
