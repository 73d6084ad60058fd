/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Primary fault logging (7.2.1, 11.4.14): what a record holds, the ring of
 * records, compression, overflow, and faults that FPD silences (7.1.3).
 */

#include "groups.h"

#include "flt.h"

#define RECORD(n) (VTD_FRCDL + 16 * (n))
#define HIGH(n)   (VTD_FRCDH + 16 * (n))

/* Sources without a root entry: every request is LRT.2, unqualified. */
static void fault(struct bench *b, uint16_t sid, uint64_t flags)
{
	device_asks(b, sid, IOVA, flags);
	assert_blocked(b);
}

static bool is_full(const struct bench *b, unsigned int n)
{
	return mock_reg(&b->m, HIGH(n)) & VTD_FRCDH_F;
}

static uint32_t fsts(const struct bench *b)
{
	return (uint32_t)mock_reg(&b->m, VTD_FSTS);
}

static unsigned int fri(const struct bench *b)
{
	return (unsigned int)VTD_GET(VTD_FSTS_FRI, fsts(b));
}

static void fill(struct bench *b)
{
	for (unsigned int n = 0; n < MOCK_RECORDS; n++)
		fault(b, (uint16_t)(SID + n), 0);
}

static void empty(struct bench *b)
{
	for (unsigned int n = 0; n < MOCK_RECORDS; n++)
		host_clear_record(b, n);
	bench_run(b);
}

/* FAULT_LOST names @sid and why: 1 collapsed, 2 overflow, 3 FPD. */
static void assert_lost(const struct bench *b, uint16_t sid, uint64_t why)
{
	const struct mock_call *call = &b->m.calls[b->m.call_count];

	while ((--call)->a != VTD_TRACE_FAULT_LOST || call->op != MOCK_TRACE)
		assert_ptr_not_equal(call, b->m.calls);
	assert_int_equal(call->c, sid);
	assert_int_equal(call->d, why);
}

/* T1 T2: write 00, read 10, atomic 11. F is in the last word written. */
static void check_type(struct bench *b, uint64_t flags, uint64_t type)
{
	struct vtd_config config = bench_config();

	bench_start(b, &config);
	host_enables_translation(b);
	EXPECT_HOST_READ(&b->m, tables_root_slot(&b->t, SID), 2);
	EXPECT_ANSWER(&b->m, bench_word0(0, 1, GATE_ACTION_BLOCK), 0);
	EXPECT_REG_WRITE64(&b->m, VTD_FRCDL, IOVA);
	EXPECT_REG_WRITE64(&b->m, VTD_FRCDH,
			   VTD_FRCDH_F | type | SID |
				   VTD_PUT(VTD_FRCDH_FR, VTD_FAULT_LRT_2));
	EXPECT_HOST_WRITE32(&b->m, FEADDR_VALUE, FEDATA_VALUE);
	device_asks(b, SID, IOVA | 0xabc, flags);
	mock_done(&b->m);
}

static void test_type_of_request(void **state)
{
	check_type(*state, 0, VTD_FRCDH_T1);
	check_type(*state, GATE_WORK0_ZLR, VTD_FRCDH_T1);
	check_type(*state, GATE_WORK0_WRITE, 0);
	check_type(*state, GATE_WORK0_WRITE | GATE_WORK0_LOCK,
		   VTD_FRCDH_T1 | VTD_FRCDH_T2);
}

/* Address bits at or above the widest AGAW read 0. */
static void test_address_is_cut_at_the_widest_table(void **state)
{
	struct bench *b = *state;
	struct vtd_config config;

	host_enables_translation(b);
	device_asks(b, SID, ~UINT64_C(0), 0);
	assert_int_equal(mock_reg(&b->m, VTD_FRCDL),
			 UINT64_C(0x01fffffffffff000));
	b->config.cap &= ~VTD_CAP_SAGAW;
	b->config.cap |= VTD_PUT(VTD_CAP_SAGAW, 2);
	config = b->config;
	bench_start(b, &config);
	host_enables_translation(b);
	device_asks(b, SID, ~UINT64_C(0), 0);
	assert_int_equal(mock_reg(&b->m, VTD_FRCDL),
			 UINT64_C(0x0000007ffffff000));
}

/* Reason 29h has neither address nor type (5.4: undefined; here zero). */
static void test_interrupt_fault_has_no_address(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	device_asks(b, SID, 0xfee01000, 0);
	assert_int_equal(mock_reg(&b->m, VTD_FRCDL), 0);
	assert_int_equal(mock_reg(&b->m, VTD_FRCDH),
			 VTD_FRCDH_F | SID |
				 VTD_PUT(VTD_FRCDH_FR, VTD_FAULT_IRQ_29));
}

/* An INTR record that remapping refuses: its index stands where FI is. */
static void interrupt_fault(struct bench *b, enum vtd_fault reason, bool fpd)
{
	const struct vtd_work work = { { bench_word0(SID, 1, GATE_KIND_INTR),
					 UINT64_C(0xfee00000) } };
	struct vtd_config config = bench_config();

	bench_start(b, &config);
	flt_report_interrupt(b->v, &work, reason, 0xfedc, fpd);
}

/* 11.4.14.1: FI 63:48 is the index; 7.2: no type, no PASID. */
static void test_interrupt_fault_has_an_index(void **state)
{
	struct bench *b = *state;

	interrupt_fault(b, VTD_FAULT_IRQ_26, false);
	assert_int_equal(mock_reg(&b->m, VTD_FRCDL),
			 UINT64_C(0xfedc000000000000));
	assert_int_equal(mock_reg(&b->m, VTD_FRCDH),
			 VTD_FRCDH_F | SID |
				 VTD_PUT(VTD_FRCDH_FR, VTD_FAULT_IRQ_26));
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_FAULT_STEP), 0);
}

static void test_interrupt_fault_and_fpd(void **state)
{
	struct bench *b = *state;

	interrupt_fault(b, VTD_FAULT_IRQ_22, true);
	assert_false(is_full(b, 0));
	interrupt_fault(b, VTD_FAULT_IRQ_23, true);
	assert_true(is_full(b, 0));
}

/* The upper half of the record of a request that abort mode stops. */
static uint64_t high_of(struct bench *b, uint64_t ecap, uint64_t flags)
{
	struct vtd_config config = bench_config();
	struct dma_walk w = { .word0 = bench_word0(SID, 0, flags),
			      .addr = IOVA };

	bench_start(b, &config);
	b->v->config.ecap |= ecap;
	flt_report(b->v, &w, VTD_FAULT_RTA_4);
	return mock_reg(&b->m, VTD_FRCDH) &
	       ~(VTD_FRCDH_F | VTD_FRCDH_FR | VTD_FRCDH_SID);
}

#define SSID (GATE_WORK0_SSIDV | VTD_PUT(GATE_WORK0_SSID, 0xfedcb))
#define PV   (VTD_FRCDH_PP | VTD_PUT(VTD_FRCDH_PV, 0xfedcb))

/* 11.4.14.2: PP, PV, PRIV with a PASID; EXE only of reads with one. */
static void test_pasid_of_request(void **state)
{
	uint64_t both = GATE_WORK0_PRIV | GATE_WORK0_EXEC;
	uint64_t write = GATE_WORK0_WRITE;

	assert_int_equal(high_of(*state, VTD_ECAP_PASID, SSID),
			 VTD_FRCDH_T1 | PV);
	assert_int_equal(high_of(*state, VTD_ECAP_PASID, SSID | both),
			 VTD_FRCDH_T1 | PV | VTD_FRCDH_PRIV | VTD_FRCDH_EXE);
	assert_int_equal(high_of(*state, VTD_ECAP_PASID, SSID | both | write),
			 PV | VTD_FRCDH_PRIV);
	assert_int_equal(high_of(*state, VTD_ECAP_PASID,
				 SSID | both | write | GATE_WORK0_LOCK),
			 VTD_FRCDH_T1 | VTD_FRCDH_T2 | PV | VTD_FRCDH_PRIV);
	assert_int_equal(high_of(*state, VTD_ECAP_PASID, both), VTD_FRCDH_T1);
	assert_int_equal(high_of(*state, 0, SSID | both), VTD_FRCDH_T1);
}

static void test_records_fill_in_order(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	for (unsigned int n = 0; n < MOCK_RECORDS; n++) {
		assert_false(is_full(b, n));
		fault(b, (uint16_t)(SID + n), 0);
		assert_true(is_full(b, n));
		assert_int_equal(mock_reg(&b->m, HIGH(n)) & VTD_FRCDH_SID,
				 SID + n);
	}
	assert_int_equal(fri(b), 0);
	assert_false(fsts(b) & VTD_FSTS_PFO);
}

/* The ring goes on where it was, whichever record the host has cleared. */
static void test_ring_wraps(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fill(b);
	host_clear_record(b, 0);
	bench_run(b);
	fault(b, 0x0700, 0);
	assert_int_equal(mock_reg(&b->m, HIGH(0)) & VTD_FRCDH_SID, 0x0700);
}

/* FRI is the window's business: it is latched with F (11.4.7.1). */
static void test_fri_is_left_to_the_window(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fault(b, SID, 0);
	fault(b, SID + 1, 0);
	host_clear_record(b, 0);
	host_clear_record(b, 1);
	bench_run(b);
	assert_false(fsts(b) & VTD_FSTS_PPF);
	EXPECT_HOST_READ(&b->m, tables_root_slot(&b->t, SID), 2);
	EXPECT_ANSWER(&b->m, bench_word0(0, 1, GATE_ACTION_BLOCK), 0);
	EXPECT_REG_WRITE64(&b->m, RECORD(2), IOVA);
	EXPECT_REG_WRITE64(&b->m, HIGH(2),
			   VTD_FRCDH_F | VTD_FRCDH_T1 | SID |
				   VTD_PUT(VTD_FRCDH_FR, VTD_FAULT_LRT_2));
	EXPECT_HOST_WRITE32(&b->m, FEADDR_VALUE, FEDATA_VALUE);
	device_asks(b, SID, IOVA, 0);
	mock_done(&b->m);
	assert_int_equal(fri(b), 2);
}

static void test_fri_stays_while_ppf_is_set(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fault(b, SID, 0);
	fault(b, SID + 1, 0);
	host_clear_record(b, 0);
	bench_run(b);
	fault(b, SID + 2, 0);
	assert_int_equal(fri(b), 0);
}

/* 7.2.1: one record a source is enough while it is pending. */
static void test_same_source_collapses(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fault(b, SID, 0);
	fault(b, SID, GATE_WORK0_WRITE);
	fault(b, SID, 0);
	assert_false(is_full(b, 1));
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_FAULT_LOST), 2);
	assert_lost(b, SID, 1);
	host_clear_record(b, 0);
	bench_run(b);
	fault(b, SID, 0);
	assert_true(is_full(b, 1));
	fault(b, SID + 1, 0);
	fault(b, SID, 0);
	fault(b, SID + 1, 0);
	assert_true(is_full(b, 2));
	assert_false(is_full(b, 3));
}

/* F of the next record is set: PFO, and the fault is lost. */
static void test_overflow(void **state)
{
	struct bench *b = *state;
	uint64_t first;

	host_enables_translation(b);
	fill(b);
	first = mock_reg(&b->m, HIGH(0));
	EXPECT_HOST_READ(&b->m, tables_root_slot(&b->t, 0x0700), 2);
	EXPECT_ANSWER(&b->m, bench_word0(0, 1, GATE_ACTION_BLOCK), 0);
	EXPECT_REG_SET32(&b->m, VTD_FSTS, VTD_FSTS_PFO);
	device_asks(b, 0x0700, IOVA, 0);
	mock_done(&b->m);
	assert_int_equal(mock_reg(&b->m, HIGH(0)), first);
	assert_lost(b, 0x0700, 2);
}

/* While PFO is 1 nothing is recorded, even if records are free. */
static void test_nothing_while_overflown(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fill(b);
	fault(b, 0x0700, 0);
	empty(b);
	mock_forget(&b->m);
	fault(b, 0x0701, 0);
	assert_lost(b, 0x0701, 2);
	for (unsigned int n = 0; n < MOCK_RECORDS; n++)
		assert_false(is_full(b, n));
	assert_true(fsts(b) & VTD_FSTS_PFO);
}

static void test_goes_on_after_overflow(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fill(b);
	fault(b, 0x0700, 0);
	empty(b);
	host_clear_fsts(b, VTD_FSTS_PFO);
	bench_run(b);
	fault(b, 0x0701, 0);
	assert_int_equal(mock_reg(&b->m, HIGH(0)) & VTD_FRCDH_SID, 0x0701);
}

/* The index is 0 again once TES (and IRES) is 0. */
static void test_index_restarts_with_translation_off(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fault(b, SID, 0);
	fault(b, SID + 1, 0);
	host_clear_record(b, 0);
	host_clear_record(b, 1);
	host_gcmd(b, 0);
	bench_run(b);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	fault(b, SID, 0);
	assert_true(is_full(b, 0));
	assert_int_equal(fri(b), 0);
}

/* CAP.NFR = 0: one record, which is also the next one. */
static void test_single_record(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.cap &= ~VTD_CAP_NFR;
	bench_start(b, &config);
	host_enables_translation(b);
	fault(b, SID, 0);
	assert_true(is_full(b, 0));
	fault(b, SID + 1, 0);
	assert_true(fsts(b) & VTD_FSTS_PFO);
	assert_false(is_full(b, 1));
	host_clear_record(b, 0);
	host_clear_fsts(b, VTD_FSTS_PFO);
	bench_run(b);
	fault(b, SID + 1, 0);
	assert_true(is_full(b, 0));
}

/* Column Q of 7.1.3 and 7.2: what FPD does not silence. */
static bool is_qualified(unsigned int reason)
{
	switch (reason) {
	case VTD_FAULT_LRT_1:
	case VTD_FAULT_LRT_2:
	case VTD_FAULT_LRT_3:
	case VTD_FAULT_LCT_1:
	case VTD_FAULT_IRQ_20:
	case VTD_FAULT_IRQ_21:
	case VTD_FAULT_IRQ_23:
	case VTD_FAULT_IRQ_25:
	case VTD_FAULT_IRQ_29:
	case VTD_FAULT_RTA_1:
	case VTD_FAULT_RTA_2:
	case VTD_FAULT_RTA_3:
	case VTD_FAULT_RTA_4:
	case VTD_FAULT_SRT_1:
	case VTD_FAULT_SRT_2:
	case VTD_FAULT_SRT_3:
	case VTD_FAULT_SCT_1:
	case VTD_FAULT_SPD_1:
	case VTD_FAULT_SPT_1:
		return false;
	default:
		return true;
	}
}

static void check_fpd(struct bench *b, enum vtd_fault reason)
{
	struct dma_walk w = { .word0 = bench_word0(SID, 0, 0),
			      .addr = IOVA,
			      .fpd = true };
	struct vtd_config config = bench_config();

	bench_start(b, &config);
	flt_report(b->v, &w, reason);
	assert_int_equal(is_full(b, 0), !is_qualified(reason));
	w.fpd = false;
	flt_report(b->v, &w, reason);
	assert_true(is_full(b, 0));
	assert_int_equal(VTD_GET(VTD_FRCDH_FR, mock_reg(&b->m, HIGH(0))),
			 reason);
}

static void test_reasons_that_fpd_silences(void **state)
{
#define CHECK(code, name, qualified, ats, text) check_fpd(*state, code);
	VTD_FAULT_TABLE(CHECK)
#undef CHECK
}

/* The next FAULT_STEP at or after call @from; its index. */
static unsigned int next_step(const struct bench *b, unsigned int from)
{
	while (b->m.calls[from].op != MOCK_TRACE ||
	       b->m.calls[from].a != VTD_TRACE_FAULT_STEP)
		if (++from == b->m.call_count)
			mock_fail(&b->m, "no further FAULT_STEP");
	return from;
}

static unsigned int check_step(const struct bench *b, unsigned int from,
			       uint64_t addr, uint64_t level)
{
	unsigned int at = next_step(b, from);
	const struct mock_call *step = &b->m.calls[at];

	assert_int_equal(step->b, addr);
	assert_int_equal(step->c, level & 0x200 ? 0 : guest_load(b, addr));
	assert_int_equal(step->d, level);
	return at + 1;
}

/* vtd_trace.def: 7 is root, 6 context, + 1000h its high word, then levels. */
static void test_trace_names_the_walk(void **state)
{
	struct bench *b = *state;
	uint64_t root, context;
	unsigned int at = 0;

	assert_int_equal(tables_attach(&b->t, SID, DID, 5), 0);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_R), 0);
	root = tables_root_slot(&b->t, SID);
	context = tables_context_slot(&b->t, SID);
	host_enables_translation(b);
	device_asks(b, SID, IOVA, GATE_WORK0_WRITE);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LGN_2);
	at = check_step(b, at, root, 7);
	at = check_step(b, at, root + 8, 0x1007);
	at = check_step(b, at, context, 6);
	at = check_step(b, at, context + 8, 0x1006);
	for (unsigned int level = 5; level >= 1; level--)
		at = check_step(b, at, tables_slot(&b->t, SID, IOVA, level),
				level);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_FAULT_STEP), 9);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_FAULT), 1);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_FAULT_RECORD), 1);
}

/* + 200h: it could not be read. */
static void test_trace_names_what_was_unreadable(void **state)
{
	struct bench *b = *state;

	assert_int_equal(tables_attach(&b->t, SID, DID, 3), 0);
	host_enables_translation(b);
	b->m.fail_read = 1;
	device_asks(b, SID, IOVA, 0);
	check_step(b, 0, tables_root_slot(&b->t, SID), 0x207);
	mock_forget(&b->m);
	b->m.fail_read = 2;
	device_asks(b, SID, IOVA, 0);
	check_step(b, next_step(b, 0) + 2, tables_context_slot(&b->t, SID),
		   0x206);
	mock_forget(&b->m);
	b->m.fail_read = 3;
	device_asks(b, SID, IOVA, 0);
	check_step(b, next_step(b, 0) + 4, tables_slot(&b->t, SID, IOVA, 3),
		   0x203);
}

/* TES = 0 is when the index restarts, not the next TES = 1. */
static void test_index_restarts_at_once(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fault(b, SID, 0);
	fault(b, SID + 1, 0);
	host_clear_record(b, 0);
	host_clear_record(b, 1);
	host_gcmd(b, 0);
	bench_run(b);
	device_asks(b, SID, 0xfee01000, 0);
	assert_true(is_full(b, 0));
}

/* The host clears record 0 after the engine has read FSTS with PPF set. */
static void clears_record_0(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op != MOCK_REG_READ || call->a != VTD_FSTS)
		return;
	mock_set_reg(m, VTD_FRCDH, mock_reg(m, VTD_FRCDH) & ~VTD_FRCDH_F);
	m->meanwhile = NULL;
}

/* PPF fell and rises anew: FRI and the event are those of the new record. */
static void test_host_clears_while_a_fault_is_recorded(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fault(b, SID, 0);
	mock_forget(&b->m);
	b->m.meanwhile = clears_record_0;
	fault(b, SID + 1, 0);
	assert_null(b->m.meanwhile);
	assert_true(is_full(b, 1));
	assert_int_equal(fri(b), 1);
	assert_int_equal(mock_count(&b->m, MOCK_HOST_WRITE32, FEADDR_VALUE), 1);
}

int flt_record_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_type_of_request),
		UNIT(test_address_is_cut_at_the_widest_table),
		UNIT(test_interrupt_fault_has_no_address),
		UNIT(test_interrupt_fault_has_an_index),
		UNIT(test_interrupt_fault_and_fpd),
		UNIT(test_pasid_of_request),
		UNIT(test_records_fill_in_order),
		UNIT(test_ring_wraps),
		UNIT(test_fri_is_left_to_the_window),
		UNIT(test_fri_stays_while_ppf_is_set),
		UNIT(test_same_source_collapses),
		UNIT(test_overflow),
		UNIT(test_nothing_while_overflown),
		UNIT(test_goes_on_after_overflow),
		UNIT(test_index_restarts_with_translation_off),
		UNIT(test_single_record),
		UNIT(test_reasons_that_fpd_silences),
		UNIT(test_trace_names_the_walk),
		UNIT(test_trace_names_what_was_unreadable),
		UNIT(test_index_restarts_at_once),
		UNIT(test_host_clears_while_a_fault_is_recorded),
	};

	return cmocka_run_group_tests_name("flt_record", tests, NULL, NULL);
}
