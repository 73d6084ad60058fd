/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Page requests (7.4 to 7.8): what is queued and how, what is turned down and
 * with which answer (tables 30 and 31), the event, responses of software.
 */

#include "groups.h"

#include "devices.h"
#include "dma.h"

#define OP(name) VTD_PUT(GATE_INV_OP, GATE_INV_##name)
#define BIT(n)   (UINT64_C(1) << (n))
#define QUEUE    (MOCK_MEMORY_BASE + UINT64_C(0x110000))
#define R        BIT(0)
#define W        BIT(1)
#define L        BIT(2)
#define PRGI(n)  ((uint64_t)(n) << 3)
#define ENTRIES  128U

#define PEDATA_VALUE UINT32_C(0x00e3)
#define PEADDR_VALUE UINT32_C(0xfee03000)

#define SUCCESS UINT64_C(0)
#define INVALID UINT64_C(0x1000)

static void host_pectl(struct bench *b, uint32_t im)
{
	uint64_t ip = mock_reg(&b->m, VTD_PECTL) & VTD_PECTL_IP;

	mock_set_reg(&b->m, VTD_PECTL, im | ip);
	mock_work(&b->m,
		  GATE_KIND_EVENT |
			  VTD_PUT(GATE_WORK0_EVENT, GATE_EVENT_PECTL) |
			  VTD_PUT(GATE_WORK0_VALUE, im | ip),
		  0, 0);
	bench_run(b);
}

static void host_clears_prs(struct bench *b, uint32_t bits)
{
	uint64_t prs = mock_reg(&b->m, VTD_PRS);

	mock_set_reg(&b->m, VTD_PRS, prs & ~(uint64_t)bits);
	mock_work(&b->m,
		  GATE_KIND_EVENT | VTD_PUT(GATE_WORK0_EVENT, GATE_EVENT_PRS) |
			  VTD_PUT(GATE_WORK0_VALUE, prs & bits),
		  0, 0);
	bench_run(b);
}

static void allow(struct bench *b, uint64_t bits)
{
	uint64_t slot = pasids_context_slot(b, SID);

	guest_store(b, slot, guest_load(b, slot) | bits);
}

/* SID may ask, for RID_PASID and PASID, second stages of DID. */
static void set_up(struct bench *b)
{
	struct pasid_entry entry = pasids_second(pasids_tree(b, 4), 4);

	pasids_attach(b, SID, 1);
	allow(b, VTD_SCONTEXT_0_DTE | VTD_SCONTEXT_0_PRE);
	pasids_put(b, SID, RID_PASID, &entry);
	pasids_put(b, SID, PASID, &entry);
	mock_set_reg(&b->m, VTD_PQA, QUEUE);
	mock_set_reg(&b->m, VTD_PEDATA, PEDATA_VALUE);
	mock_set_reg(&b->m, VTD_PEADDR, PEADDR_VALUE);
	host_pectl(b, 0);
	mock_forget(&b->m);
}

static int prq_setup(void **state)
{
	devices_setup(state);
	set_up(*state);
	return 0;
}

#define PRQ(test)                                                              \
	cmocka_unit_test_setup_teardown(test, prq_setup, bench_teardown)

static uint64_t pqt(const struct bench *b)
{
	return mock_reg(&b->m, VTD_PQT);
}

static uint64_t prs(const struct bench *b)
{
	return mock_reg(&b->m, VTD_PRS);
}

static unsigned int events(const struct bench *b)
{
	return mock_count(&b->m, MOCK_HOST_WRITE32, PEADDR_VALUE);
}

static uint64_t prg_resp(uint16_t sid, uint64_t pasid)
{
	return GATE_KIND_MSG | (uint64_t)sid << 40 | UINT64_C(3) << 56 |
	       UINT64_C(1) << 60 | pasid;
}

static unsigned int responses(const struct bench *b)
{
	return mock_traces(&b->m, VTD_TRACE_MSG_SENT);
}

/* Lists the five reads of the tables that every request takes. */
static void expect_tables(struct bench *b, uint32_t pasid)
{
	EXPECT_HOST_READ(&b->m, pasids_root_slot(b, SID), 1);
	EXPECT_HOST_READ(&b->m, pasids_context_slot(b, SID), 4);
	EXPECT_HOST_READ(&b->m, pasids_directory_slot(b, SID, pasid), 1);
	EXPECT_HOST_READ(&b->m, pasids_slot(b, SID, pasid), 8);
}

/*
 * Type 7:0, PP 8, RID 31:16, PASID 51:32, EXR 52, PMR 53; RDR 64, WRR 65, LPIG
 * 66, PRGI 75:67, address 127:76. Descriptor, tail, status, event: in order.
 */
static void test_descriptor(void **state)
{
	struct bench *b = *state;

	expect_tables(b, PASID);
	EXPECT_HOST_WRITE64(&b->m, QUEUE,
			    1 | BIT(8) | (uint64_t)SID << 16 |
				    (uint64_t)PASID << 32 | BIT(52) | BIT(53));
	EXPECT_HOST_WRITE64(&b->m, QUEUE + 8, IOVA | 7 | 0x1ff << 3);
	EXPECT_HOST_WRITE64(&b->m, QUEUE + 16, 0);
	EXPECT_HOST_WRITE64(&b->m, QUEUE + 24, 0);
	EXPECT_REG_WRITE32(&b->m, VTD_PQT, 32);
	EXPECT_REG_SET32(&b->m, VTD_PRS, VTD_PRS_PPR);
	EXPECT_HOST_WRITE32(&b->m, PEADDR_VALUE, PEDATA_VALUE);
	device_pages(b, SID, WITH(PASID) | GATE_WORK0_PRIV | GATE_WORK0_EXEC,
		     IOVA | R | W | L | PRGI(0x1ff));
	mock_done(&b->m);
	assert_int_equal(responses(b), 0);
}

/* Without PASID the fields that go with it are 0. */
static void test_descriptor_without_pasid(void **state)
{
	struct bench *b = *state;

	device_pages(b, SID, GATE_WORK0_PRIV | GATE_WORK0_EXEC,
		     IOVA | W | PRGI(3));
	assert_int_equal(guest_load(b, QUEUE), 1 | (uint64_t)SID << 16);
	assert_int_equal(guest_load(b, QUEUE + 8), IOVA | 2 | 3 << 3);
	assert_int_equal(responses(b), 0);
}

/* N - 1 fit; then PRO, an event, and Success for the last of a group. */
static void test_full(void **state)
{
	struct bench *b = *state;

	for (unsigned int i = 0; i < ENTRIES - 1; i++) {
		assert_int_equal(pqt(b), 32 * i);
		device_pages(b, SID, 0, IOVA | R | L | PRGI(i));
	}
	assert_int_equal(responses(b), 0);
	host_clears_prs(b, VTD_PRS_PPR);
	mock_forget(&b->m);
	device_pages(b, SID, WITH(PASID), IOVA | R | PRGI(9));
	assert_int_equal(responses(b), 0);
	assert_int_equal(prs(b), VTD_PRS_PRO);
	assert_int_equal(events(b), 1);
	device_pages(b, SID, WITH(PASID), IOVA | R | L | PRGI(9));
	assert_int_equal(
		mock_count(&b->m, MOCK_MSG, prg_resp(SID, WITH(PASID))), 1);
	assert_int_equal(events(b), 1);
	assert_int_equal(pqt(b), 32 * (ENTRIES - 1));
	assert_int_equal(guest_load(b, QUEUE + 32 * (ENTRIES - 1)), 0);
	assert_no_record(b);
}

/* Full and the last of its group: answered in the same turn, with its PRGI. */
static void test_full_with_response(void **state)
{
	struct bench *b = *state;

	mock_set_reg(&b->m, VTD_PQH, 32);
	expect_tables(b, RID_PASID);
	EXPECT_REG_SET32(&b->m, VTD_PRS, VTD_PRS_PRO);
	EXPECT_HOST_WRITE32(&b->m, PEADDR_VALUE, PEDATA_VALUE);
	EXPECT_MSG(&b->m, prg_resp(SID, 0), 0x155 | SUCCESS, 0, 0);
	device_pages(b, SID, 0, IOVA | R | L | PRGI(0x155));
	mock_done(&b->m);
}

/* While PRO is set nothing is queued, with room or not, and no event. */
static void test_overflow_lasts(void **state)
{
	struct bench *b = *state;

	mock_set_reg(&b->m, VTD_PRS, VTD_PRS_PRO);
	expect_tables(b, RID_PASID);
	device_pages(b, SID, 0, IOVA | R | PRGI(4));
	mock_done(&b->m);
	expect_tables(b, RID_PASID);
	EXPECT_MSG(&b->m, prg_resp(SID, 0), 4 | SUCCESS, 0, 0);
	device_pages(b, SID, 0, IOVA | R | L | PRGI(4));
	mock_done(&b->m);
	host_clears_prs(b, VTD_PRS_PRO);
	device_pages(b, SID, 0, IOVA | R | L | PRGI(4));
	assert_int_equal(pqt(b), 32);
}

/* The tail wraps at the size of PQS; a head that is on its way makes room. */
static void test_wrap(void **state)
{
	struct bench *b = *state;

	mock_set_reg(&b->m, VTD_PQT, 32 * 127);
	mock_set_reg(&b->m, VTD_PQH, 32 * 5);
	device_pages(b, SID, 0, IOVA | R);
	assert_int_equal(pqt(b), 0);
	assert_int_equal(guest_load(b, QUEUE + 32 * 127),
			 1 | (uint64_t)SID << 16);
	mock_set_reg(&b->m, VTD_PQA, QUEUE | 1);
	mock_set_reg(&b->m, VTD_PQT, 32 * 127);
	device_pages(b, SID, 0, IOVA | R);
	assert_int_equal(pqt(b), 32 * 128);
}

/* Pointers beyond the queue: never a store outside it. */
static void test_tail_outside(void **state)
{
	struct bench *b = *state;

	mock_set_reg(&b->m, VTD_PQT, 0x7ffe0);
	mock_set_reg(&b->m, VTD_PQH, 0x40000);
	device_pages(b, SID, 0, IOVA | R);
	assert_int_equal(prs(b), VTD_PRS_PRO);
	mock_set_reg(&b->m, VTD_PRS, 0);
	mock_set_reg(&b->m, VTD_PQH, 0x40020);
	device_pages(b, SID, 0, IOVA | R);
	assert_int_equal(pqt(b), 0);
	assert_int_equal(guest_load(b, QUEUE + 4096 - 32) & 0xff, 1);
}

/* ---- Event (7.5) -------------------------------------------------------- */

/* Only with both bits clear before is there an event. */
static void test_one_event(void **state)
{
	struct bench *b = *state;

	device_pages(b, SID, 0, IOVA | R);
	device_pages(b, SID, 0, IOVA | R);
	assert_int_equal(events(b), 1);
	host_clears_prs(b, VTD_PRS_PPR);
	assert_int_equal(events(b), 1);
	device_pages(b, SID, 0, IOVA | R);
	assert_int_equal(events(b), 2);
	mock_set_reg(&b->m, VTD_PQH, 32 * 4);
	device_pages(b, SID, 0, IOVA | R);
	assert_int_equal(prs(b), VTD_PRS_PPR | VTD_PRS_PRO);
	assert_int_equal(events(b), 2);
}

static void test_masked(void **state)
{
	struct bench *b = *state;

	host_pectl(b, VTD_PECTL_IM);
	device_pages(b, SID, 0, IOVA | R);
	assert_int_equal(events(b), 0);
	assert_int_equal(mock_reg(&b->m, VTD_PECTL),
			 VTD_PECTL_IM | VTD_PECTL_IP);
	host_pectl(b, 0);
	assert_int_equal(events(b), 1);
	assert_int_equal(mock_reg(&b->m, VTD_PECTL), 0);
}

/* IP falls without a message when both bits are clear, not when one is. */
static void test_withdrawn(void **state)
{
	struct bench *b = *state;

	host_pectl(b, VTD_PECTL_IM);
	device_pages(b, SID, 0, IOVA | R);
	mock_set_reg(&b->m, VTD_PQH, 64);
	device_pages(b, SID, 0, IOVA | R);
	host_clears_prs(b, VTD_PRS_PPR);
	assert_true(mock_reg(&b->m, VTD_PECTL) & VTD_PECTL_IP);
	host_clears_prs(b, VTD_PRS_PRO);
	assert_int_equal(mock_reg(&b->m, VTD_PECTL), VTD_PECTL_IM);
	host_pectl(b, 0);
	assert_int_equal(events(b), 0);
}

/* The host clears PPR between our look at it and our setting it again. */
static void clear_before_set(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op != MOCK_REG_READ || call->a != VTD_PRS ||
	    mock_count(m, MOCK_REG_READ, VTD_PRS) != 2)
		return;
	m->meanwhile = NULL;
	mock_set_reg(m, VTD_PRS, 0);
	mock_work(m,
		  GATE_KIND_EVENT | VTD_PUT(GATE_WORK0_EVENT, GATE_EVENT_PRS) |
			  VTD_PUT(GATE_WORK0_VALUE, VTD_PRS_PPR),
		  0, 0);
}

static void test_cleared_meanwhile(void **state)
{
	struct bench *b = *state;

	device_pages(b, SID, 0, IOVA | R);
	mock_forget(&b->m);
	b->m.meanwhile = clear_before_set;
	device_pages(b, SID, 0, IOVA | R);
	assert_int_equal(prs(b), VTD_PRS_PPR);
	assert_int_equal(events(b), 1);
}

/* Reset: masked (11.4.11.5), if there are page requests at all. */
static void test_power_on(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.ecap |= VTD_ECAP_SMTS | VTD_ECAP_SSTS | VTD_ECAP_FSTS |
		       VTD_ECAP_SMPWCS | VTD_ECAP_DT | VTD_ECAP_PRS;
	mock_reset(&b->m, MOCK_TAG_BITS);
	EXPECT_REG_WRITE32(&b->m, VTD_GSTS, 0);
	EXPECT_REG_WRITE32(&b->m, VTD_FECTL, VTD_FECTL_IM);
	EXPECT_REG_WRITE32(&b->m, VTD_IECTL, VTD_IECTL_IM);
	EXPECT_REG_WRITE32(&b->m, VTD_PECTL, VTD_PECTL_IM);
	EXPECT_MODE(&b->m, VTD_PUT(GATE_MODE_MODE, GATE_MODE_BLOCK) |
				   GATE_MODE_ZLR |
				   VTD_PUT(GATE_MODE_HAW, BENCH_HAW));
	assert_int_equal(vtd_init(b->v, &b->m, &config), 0);
	mock_done(&b->m);
}

/* ---- Turned down -------------------------------------------------------- */

/* The record: reason, source, page, T1 T2 = 01 (bits 126 and 92), no AT. */
static void assert_recorded(const struct bench *b, enum vtd_fault reason,
			    uint64_t pasid_bits)
{
	unsigned int at = mock_frcdh(&b->m, 0);

	assert_int_equal(mock_reg(&b->m, at - 8), IOVA);
	assert_int_equal(mock_reg(&b->m, at), BIT(63) | BIT(28) |
						      (uint64_t)reason << 32 |
						      SID | pasid_bits);
}

/*
 * One request that is not answered, then one that is, with Invalid Request;
 * nothing in the queue, and the fault recorded.
 */
static void assert_invalid(struct bench *b, uint64_t flags,
			   enum vtd_fault reason)
{
	uint64_t bits = flags & GATE_WORK0_SSIDV ?
				BIT(31) | VTD_GET(GATE_WORK0_SSID, flags)
						  << 40 :
				0;

	mock_forget(&b->m);
	device_pages(b, SID, flags, IOVA | R | PRGI(7));
	assert_recorded(b, reason, bits);
	assert_int_equal(responses(b), 0);
	host_clear_record(b, 0);
	bench_run(b);
	host_gcmd(b, VTD_GCMD_QIE); /* back to record 0 */
	host_gcmd(b, VTD_GCMD_QIE | VTD_GCMD_TE);
	bench_run(b);
	mock_forget(&b->m);
	device_pages(b, SID, flags, IOVA | R | L | PRGI(7));
	assert_recorded(b, reason, bits);
	assert_int_equal(responses(b), 1);
	assert_int_equal(mock_count(&b->m, MOCK_MSG, prg_resp(SID, flags)), 1);
	for (unsigned int i = 0; i < b->m.call_count; i++)
		if (b->m.calls[i].op == MOCK_MSG)
			assert_int_equal(b->m.calls[i].b, 7 | INVALID);
	assert_int_equal(pqt(b), 0);
	assert_int_equal(prs(b), 0);
}

static void test_legacy_mode(void **state)
{
	struct bench *b = *state;

	host_srtp(b, b->t.root);
	bench_run(b);
	assert_invalid(b, WITH(PASID), VTD_FAULT_RTA_3);
}

static void test_abort_mode(void **state)
{
	struct bench *b = *state;

	host_srtp(b, VTD_PUT(VTD_RTADDR_TTM, VTD_TTM_ABORT));
	bench_run(b);
	assert_invalid(b, 0, VTD_FAULT_RTA_4);
}

static void test_modes_that_are_none(void **state)
{
	struct bench *b = *state;

	host_srtp(b, b->t.root | VTD_PUT(VTD_RTADDR_TTM, 2));
	bench_run(b);
	assert_invalid(b, 0, VTD_FAULT_RTA_1);
	b->v->config.ecap &= ~VTD_ECAP_ADMS;
	b->v->ttm = VTD_TTM_ABORT;
	host_clear_record(b, 0);
	bench_run(b);
	host_gcmd(b, VTD_GCMD_QIE);
	host_gcmd(b, VTD_GCMD_QIE | VTD_GCMD_TE);
	assert_invalid(b, 0, VTD_FAULT_RTA_1);
}

static void test_scalable_mode_that_is_not_there(void **state)
{
	struct bench *b = *state;

	b->v->config.ecap &= ~VTD_ECAP_SMTS;
	assert_invalid(b, 0, VTD_FAULT_RTA_1);
}

/* Spoils the word at @slot: clears, then sets bits. */
static void spoil(struct bench *b, uint64_t slot, uint64_t clear, uint64_t set)
{
	guest_store(b, slot, (guest_load(b, slot) & ~clear) | set);
}

static uint64_t root(struct bench *b)
{
	return pasids_root_slot(b, SID);
}

static uint64_t context(struct bench *b)
{
	return pasids_context_slot(b, SID);
}

static uint64_t directory(struct bench *b)
{
	return pasids_directory_slot(b, SID, PASID);
}

static uint64_t entry(struct bench *b)
{
	return pasids_slot(b, SID, PASID);
}

/* Table 30, column of page requests: each condition by itself. */
static void test_table_faults(void **state)
{
	static const struct {
		uint64_t (*slot)(struct bench *b);
		uint64_t clear, set;
		enum vtd_fault fault;
	} cases[] = {
		{ root, 1, 0, VTD_FAULT_SRT_2 },
		{ root, 0, 2, VTD_FAULT_SRT_3 },
		{ root, VTD_PAGE_MASK, BENCH_NO_MEMORY, VTD_FAULT_SCT_1 },
		{ context, 1, 0, VTD_FAULT_SCT_2 },
		{ context, 0, BIT(7), VTD_FAULT_SCT_3 },
		{ context, VTD_SCONTEXT_0_DTE, 0, VTD_FAULT_SCT_4 },
		{ context, VTD_SCONTEXT_0_PASIDE, 0, VTD_FAULT_SCT_6 },
		{ context, VTD_SCONTEXT_0_PRE, 0, VTD_FAULT_SCT_8 },
		{ context, VTD_SCONTEXT_0_PRE | VTD_SCONTEXT_0_DTE, 0,
		  VTD_FAULT_SCT_8 },
		{ context, VTD_PAGE_MASK, BENCH_NO_MEMORY, VTD_FAULT_SPD_1 },
		{ directory, 1, 0, VTD_FAULT_SPD_2 },
		{ directory, 0, BIT(2), VTD_FAULT_SPD_3 },
		{ directory, VTD_PAGE_MASK, BENCH_NO_MEMORY, VTD_FAULT_SPT_1 },
		{ entry, 1, 0, VTD_FAULT_SPT_2 },
		{ entry, 0, BIT(5), VTD_FAULT_SPT_3 },
		{ entry, VTD_PTE_0_PGTT, 0, VTD_FAULT_SPT_4 },
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		devices_start(b, 0, 0);
		set_up(b);
		spoil(b, cases[i].slot(b), cases[i].clear, cases[i].set);
		assert_invalid(b, WITH(PASID), cases[i].fault);
	}
}

static void test_root_unreadable(void **state)
{
	struct bench *b = *state;

	host_srtp(b,
		  BENCH_NO_MEMORY | VTD_PUT(VTD_RTADDR_TTM, VTD_TTM_SCALABLE));
	bench_run(b);
	assert_invalid(b, 0, VTD_FAULT_SRT_1);
}

/* Beyond PDTS (1: 2^14), beyond ECAP.PSS too: no SGN.10; and RID_PASID. */
static void test_wrong_pasids(void **state)
{
	struct bench *b = *state;

	assert_invalid(b, WITH(0x4000), VTD_FAULT_SCT_7);
	devices_start(b, 0, VTD_PUT(VTD_ECAP_PSS, 8));
	set_up(b);
	assert_invalid(b, WITH(0x4000), VTD_FAULT_SCT_7);
	devices_start(b, 0, 0);
	set_up(b);
	assert_invalid(b, WITH(RID_PASID), VTD_FAULT_SCT_9);
}

/* FPD silences what it may, and changes no answer. */
static void test_fpd(void **state)
{
	struct bench *b = *state;

	spoil(b, entry(b), 1, 2);
	device_pages(b, SID, WITH(PASID), IOVA | R | L | PRGI(7));
	assert_no_record(b);
	assert_int_equal(responses(b), 1);
}

/* To execute or to be privileged is software's to judge (7.4.1.1). */
static void test_rights_are_not_judged(void **state)
{
	struct bench *b = *state;

	spoil(b, entry(b) + 16, VTD_PTE_2_SRE, 0);
	device_pages(b, SID, WITH(PASID) | GATE_WORK0_PRIV | GATE_WORK0_EXEC,
		     IOVA | R | L);
	assert_int_equal(pqt(b), 32);
	assert_no_record(b);
	/* And a request of that kind is still judged by the tables. */
	device_asks(b, SID, IOVA, WITH(PASID) | GATE_WORK0_PRIV);
	assert_faulted(b, SID, IOVA, VTD_FAULT_SPT_6);
}

/* TES = 0: nothing to judge by, nothing to report. */
static void test_translation_off(void **state)
{
	struct bench *b = *state;

	host_gcmd(b, VTD_GCMD_QIE);
	bench_run(b);
	mock_forget(&b->m);
	EXPECT_MSG(&b->m, prg_resp(SID, 0), 5 | INVALID, 0, 0);
	device_pages(b, SID, 0, IOVA | R | PRGI(5));
	device_pages(b, SID, 0, IOVA | R | L | PRGI(5));
	mock_done(&b->m);
}

static void test_without_page_requests(void **state)
{
	struct bench *b = *state;

	devices_start(b, 0, VTD_ECAP_PRS | VTD_ECAP_SMS);
	mock_expect_nothing(&b->m);
	device_pages(b, SID, 0, IOVA | R | L);
	mock_done(&b->m);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_UNKNOWN_WORK), 1);
}

/* ---- Stop markers ------------------------------------------------------- */

static void test_stop_marker(void **state)
{
	struct bench *b = *state;

	device_pages(b, SID, WITH(PASID), L);
	assert_int_equal(pqt(b), 32);
	assert_int_equal(guest_load(b, QUEUE + 8), 4);
	assert_int_equal(events(b), 1);
	assert_int_equal(responses(b), 0);
}

/* It cannot be queued: no answer, no fault, no PRO. */
static void test_stop_marker_dropped(void **state)
{
	struct bench *b = *state;

	mock_set_reg(&b->m, VTD_PQH, 32);
	device_pages(b, SID, WITH(PASID), L);
	assert_int_equal(prs(b), 0);
	mock_set_reg(&b->m, VTD_PQH, 0);
	mock_set_reg(&b->m, VTD_PRS, VTD_PRS_PRO);
	device_pages(b, SID, WITH(PASID), L);
	mock_set_reg(&b->m, VTD_PRS, 0);
	spoil(b, entry(b), 1, 0);
	device_pages(b, SID, WITH(PASID), L);
	assert_no_record(b);
	assert_int_equal(responses(b), 0);
	assert_int_equal(pqt(b), 0);
}

/* Without PASID, or with a wish, it is none. */
static void test_not_a_stop_marker(void **state)
{
	struct bench *b = *state;

	mock_set_reg(&b->m, VTD_PQH, 32);
	device_pages(b, SID, 0, L);
	assert_int_equal(responses(b), 1);
	assert_int_equal(prs(b), VTD_PRS_PRO);
}

/* ---- What the request invalidates (6.5.3.1) ----------------------------- */

static uint64_t tag_of(struct bench *b, const struct vtd_space *space)
{
	return VTD_PUT(GATE_INV_TAG,
		       dma_tag_number(b->v, dma_tag_of(b->v, space)));
}

/* Second stage: the page, in tags of the domain; before the descriptor. */
static void test_invalidates_second(void **state)
{
	struct bench *b = *state;
	const struct vtd_space space = {
		.ss_root = 0x1000, .did = DID, .ss_levels = 4, .width = 48
	};
	uint64_t tag = tag_of(b, &space);

	expect_tables(b, PASID);
	EXPECT_INVALIDATE(&b->m, OP(PAGE) | tag, IOVA);
	EXPECT_HOST_WRITE64(&b->m, QUEUE,
			    1 | BIT(8) | (uint64_t)SID << 16 |
				    (uint64_t)PASID << 32);
	EXPECT_HOST_WRITE64(&b->m, QUEUE + 8, IOVA | R);
	EXPECT_HOST_WRITE64(&b->m, QUEUE + 16, 0);
	EXPECT_HOST_WRITE64(&b->m, QUEUE + 24, 0);
	EXPECT_REG_WRITE32(&b->m, VTD_PQT, 32);
	EXPECT_REG_SET32(&b->m, VTD_PRS, VTD_PRS_PPR);
	EXPECT_HOST_WRITE32(&b->m, PEADDR_VALUE, PEDATA_VALUE);
	device_pages(b, SID, WITH(PASID), IOVA | R);
	mock_done(&b->m);
}

static void set_pgtt(struct bench *b, uint64_t pgtt)
{
	spoil(b, entry(b), VTD_PTE_0_PGTT, VTD_PUT(VTD_PTE_0_PGTT, pgtt));
}

/* First stage: the page, in those of the PASID. */
static void test_invalidates_first(void **state)
{
	struct bench *b = *state;
	struct vtd_space space = { .fs_root = 0x1000,
				   .pasid = PASID,
				   .did = DID,
				   .fs_levels = 4,
				   .width = 48 };
	uint64_t tag = tag_of(b, &space);

	space.pasid = PASID + 1;
	assert_int_not_equal(tag_of(b, &space), tag);
	set_pgtt(b, VTD_PGTT_FIRST);
	device_pages(b, SID, WITH(PASID), IOVA | R);
	assert_int_equal(pqt(b), 32);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(PAGE) | tag), 1);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_TAG_RETIRE), 0);
}

/* Nested: the domain. */
static void test_invalidates_nested(void **state)
{
	struct bench *b = *state;
	const struct vtd_space space = { .fs_root = 0x1000,
					 .ss_root = 0x2000,
					 .pasid = PASID + 9,
					 .did = DID,
					 .fs_levels = 4,
					 .ss_levels = 4,
					 .width = 48 };
	uint64_t tag = tag_of(b, &space);

	set_pgtt(b, VTD_PGTT_NESTED);
	device_pages(b, SID, WITH(PASID), IOVA | R);
	assert_int_equal(pqt(b), 32);
	assert_int_equal(mock_count(&b->m, MOCK_INVALIDATE, OP(RETIRE) | tag),
			 1);
}

/* ---- Responses of software (7.6.1) -------------------------------------- */

/* PP 4, RC 15:12, RID 31:16, PASID 51:32; PRGI 75:67, bit 66 ignored. */
static void test_response(void **state)
{
	struct bench *b = *state;
	uint64_t lo = VTD_DESC_PAGE_RESPONSE | (uint64_t)SID << 16 |
		      UINT64_C(0xabcde) << 32;

	host_wide(b, 0, lo | BIT(4), 0x1ff << 3);
	host_wide(b, 1, lo | UINT64_C(1) << 12, BIT(2) | 5 << 3);
	host_wide(b, 2, lo | UINT64_C(15) << 12, 0);
	host_wide_tail(b, 3);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE, 8);
	EXPECT_MSG(&b->m, prg_resp(SID, WITH(0xabcde)), 0x1ff, 0, 0);
	EXPECT_MSG(&b->m, prg_resp(SID, 0), 0x1005, 0, 0);
	EXPECT_HOST_READ(&b->m, BENCH_QUEUE + 64, 4);
	EXPECT_MSG(&b->m, prg_resp(SID, 0), 0xf000, 0, 0);
	EXPECT_REG_WRITE32(&b->m, VTD_IQH, 96);
	bench_run(b);
	mock_done(&b->m);
}

/* No room: it waits at the head, and so does all that is behind it. */
static void test_response_without_room(void **state)
{
	struct bench *b = *state;

	b->m.msg_free = GATE_MSG_ROOM_OWN + 1;
	host_wide(b, 0, VTD_DESC_PAGE_RESPONSE | (uint64_t)SID << 16, 0);
	host_wide(b, 1, WAIT_SW, BENCH_STATUS);
	host_wide_tail(b, 2);
	for (unsigned int turns = 0; turns < 10; turns++)
		assert_true(bench_turn(b));
	assert_int_equal(responses(b), 0);
	b->m.msg_free = GATE_MSG_ROOM_OWN + 2;
	bench_run(b);
	assert_int_equal(responses(b), 1);
	assert_true(status_written(b));
}

int prq_tests(void)
{
	static const struct CMUnitTest tests[] = {
		PRQ(test_descriptor),
		PRQ(test_descriptor_without_pasid),
		PRQ(test_full),
		PRQ(test_full_with_response),
		PRQ(test_overflow_lasts),
		PRQ(test_wrap),
		PRQ(test_tail_outside),
		PRQ(test_one_event),
		PRQ(test_masked),
		PRQ(test_withdrawn),
		PRQ(test_cleared_meanwhile),
		PRQ(test_power_on),
		PRQ(test_legacy_mode),
		PRQ(test_abort_mode),
		PRQ(test_modes_that_are_none),
		PRQ(test_scalable_mode_that_is_not_there),
		PRQ(test_table_faults),
		PRQ(test_root_unreadable),
		PRQ(test_wrong_pasids),
		PRQ(test_fpd),
		PRQ(test_rights_are_not_judged),
		PRQ(test_translation_off),
		PRQ(test_without_page_requests),
		PRQ(test_stop_marker),
		PRQ(test_stop_marker_dropped),
		PRQ(test_not_a_stop_marker),
		PRQ(test_invalidates_second),
		PRQ(test_invalidates_first),
		PRQ(test_invalidates_nested),
		PRQ(test_response),
		PRQ(test_response_without_room),
	};

	return cmocka_run_group_tests_name("prq", tests, NULL, NULL);
}
