/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What a request is, before and around its walk: modes of RTADDR.TTM
 * (11.4.5), request types that legacy mode has not (7.1.3: RTA.1, RTA.2,
 * RTA.4, LCT.5), the interrupt range (3.15), pass-through (3.9), the short way
 * by kinds of leaves (3.6, 3.7), the answer's words, and what the gate blocked
 * by itself.
 */

#include "groups.h"

#include "pasids.h"

#define TTM(ttm) VTD_PUT(VTD_RTADDR_TTM, ttm)

static void map(struct bench *b)
{
	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	host_enables_translation(b);
}

/* Root pointer of this mode latched, translation on. */
static void use_mode(struct bench *b, uint64_t ttm)
{
	map(b);
	host_srtp(b, b->t.root | TTM(ttm));
	bench_run(b);
	mock_forget(&b->m);
}

/* Blocked with @reason, and without a look at any table. */
static void assert_blocked_unread(struct bench *b, uint64_t flags,
				  enum vtd_fault reason)
{
	unsigned int reads = b->m.reads;

	device_asks(b, SID, IOVA, flags);
	assert_faulted(b, SID, IOVA, reason);
	assert_int_equal(b->m.reads, reads);
}

/* Abort-DMA: as if there were no root table. */
static void test_abort_mode(void **state)
{
	use_mode(*state, VTD_TTM_ABORT);
	assert_blocked_unread(*state, 0, VTD_FAULT_RTA_4);
}

static void test_abort_mode_with_pasid(void **state)
{
	use_mode(*state, VTD_TTM_ABORT);
	assert_blocked_unread(*state, GATE_WORK0_SSIDV, VTD_FAULT_RTA_4);
}

/* RTA.1.1: TTM 11 without ECAP.ADMS. */
static void test_abort_mode_not_there(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.ecap &= ~VTD_ECAP_ADMS;
	bench_start(b, &config);
	use_mode(b, VTD_TTM_ABORT);
	assert_blocked_unread(b, 0, VTD_FAULT_RTA_1);
}

/* RTA.1.2, RTA.1.3: TTM 10 is reserved, 01 needs ECAP.SMTS. */
static void test_reserved_mode(void **state)
{
	use_mode(*state, 2);
	assert_blocked_unread(*state, 0, VTD_FAULT_RTA_1);
}

static void test_scalable_mode(void **state)
{
	use_mode(*state, VTD_TTM_SCALABLE);
	assert_blocked_unread(*state, GATE_WORK0_WRITE, VTD_FAULT_RTA_1);
}

/* RTA.2. ECAP.PASID = 0: the record's PASID fields stay 0 (11.4.14.2). */
static void test_pasid_in_legacy_mode(void **state)
{
	struct bench *b = *state;
	uint64_t flags = GATE_WORK0_SSIDV | VTD_PUT(GATE_WORK0_SSID, 0x12345) |
			 GATE_WORK0_PRIV | GATE_WORK0_EXEC;

	map(b);
	assert_blocked_unread(b, flags, VTD_FAULT_RTA_2);
	assert_int_equal(mock_reg(&b->m, VTD_FRCDH) &
				 (VTD_FRCDH_PP | VTD_FRCDH_PV | VTD_FRCDH_EXE |
				  VTD_FRCDH_PRIV | VTD_FRCDH_AT),
			 0);
}

/* A PASID makes FEEx_xxxx an address like any other (3.15). */
static void test_pasid_in_interrupt_range(void **state)
{
	struct bench *b = *state;

	map(b);
	device_asks(b, SID, 0xfee01000, GATE_WORK0_SSIDV);
	assert_faulted(b, SID, 0xfee01000, VTD_FAULT_RTA_2);
}

/* LCT.5: TT 00 and 10 block translated requests. */
static void test_translated_request(void **state)
{
	struct bench *b = *state;

	map(b);
	device_asks(b, SID, PA, GATE_WORK0_ATST);
	assert_faulted(b, SID, PA, VTD_FAULT_LCT_5);
}

static void test_translated_request_of_pass_through(void **state)
{
	struct bench *b = *state;

	assert_int_equal(tables_pass_through(&b->t, SID, DID, 4), 0);
	host_enables_translation(b);
	device_asks(b, SID, PA, GATE_WORK0_ATST | GATE_WORK0_WRITE);
	assert_faulted(b, SID, PA, VTD_FAULT_LCT_5);
}

/* Never, whatever is cached: a key bound before changes nothing. */
static void test_translated_request_after_a_hit(void **state)
{
	struct bench *b = *state;

	map(b);
	device_asks(b, SID, IOVA, 0);
	device_asks(b, SID, IOVA, GATE_WORK0_ATST);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LCT_5);
}

/* Without PASID the range is never memory, even if something is mapped. */
static void test_interrupt_range_is_no_memory(void **state)
{
	static const uint64_t flags[] = { 0, GATE_WORK0_WRITE,
					  GATE_WORK0_WRITE | GATE_WORK0_LOCK };
	static const uint64_t addrs[] = { 0xfee00000, 0xfeefffff };

	for (unsigned int i = 0; i < 3; i++)
		for (unsigned int j = 0; j < 2; j++) {
			struct bench *b = *state;
			struct vtd_config config = bench_config();

			bench_start(b, &config);
			map(b);
			tables_map(&b->t, SID, addrs[j] & VTD_PAGE_MASK, PA,
				   TABLES_PAGE_4K, TABLES_RW);
			device_asks(b, SID, addrs[j], flags[i]);
			assert_blocked(b);
			assert_int_equal(VTD_GET(VTD_FRCDH_FR,
						 mock_reg(&b->m, VTD_FRCDH)),
					 VTD_FAULT_IRQ_29);
		}
}

/* The range as input of a pass-through source is no memory either. */
static void test_interrupt_range_of_pass_through(void **state)
{
	struct bench *b = *state;

	assert_int_equal(tables_pass_through(&b->t, SID, DID, 4), 0);
	host_enables_translation(b);
	device_asks(b, SID, 0xfee00ffc, 0);
	assert_blocked(b);
}

/* While TES = 0 nothing is recorded but faults of interrupt requests. */
static void test_translation_off(void **state)
{
	struct bench *b = *state;

	mock_expect_nothing(&b->m);
	EXPECT_ANSWER(&b->m, bench_word0(0, 1, GATE_ACTION_BLOCK), 0);
	device_asks(b, SID, IOVA, 0);
	mock_done(&b->m);
}

/* What was cached is of no use once translation is off again. */
static void test_translation_switched_off(void **state)
{
	struct bench *b = *state;

	map(b);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
	host_gcmd(b, 0);
	bench_run(b);
	device_asks(b, SID, IOVA, 0);
	assert_blocked(b);
}

/* SLOT names the request, whichever it is. */
static void test_every_slot(void **state)
{
	struct bench *b = *state;

	map(b);
	for (unsigned int slot = 0; slot < 256; slot++) {
		mock_work(&b->m, bench_word0(SID, slot, GATE_KIND_MISS), IOVA,
			  0);
		assert_true(bench_turn(b));
		assert_int_equal(mock_answer(&b->m, slot)->a &
					 GATE_ANSWER_ACTION,
				 GATE_ACTION_GRANT);
	}
}

/* PRIV and EXEC mean something only with a PASID. */
static void test_privilege_without_pasid(void **state)
{
	struct bench *b = *state;

	map(b);
	device_asks(b, SID, IOVA, GATE_WORK0_PRIV);
	assert_granted(b, PA, 0, TABLES_RW);
}

/* One turn, one record: what is still queued waits its turn. */
static void test_one_record_a_turn(void **state)
{
	struct bench *b = *state;

	map(b);
	mock_work(&b->m, bench_word0(SID, 1, GATE_KIND_MISS), IOVA, 0);
	mock_work(&b->m, bench_word0(SID, 2, GATE_KIND_MISS), IOVA, 0);
	assert_true(bench_turn(b));
	assert_non_null(mock_answer(&b->m, 1));
	assert_null(mock_answer(&b->m, 2));
	assert_true(bench_turn(b));
	assert_non_null(mock_answer(&b->m, 2));
}

/* No tag is free: the request itself is served, nothing is installed. */
static void test_without_a_tag(void **state)
{
	struct bench *b = *state;

	b->m.sweep_polls = MOCK_FOREVER;
	host_enables_translation(b);
	for (unsigned int n = 0; n <= MOCK_TAGS; n++) {
		uint16_t sid = (uint16_t)(SID + n);

		assert_int_equal(
			tables_attach(&b->t, sid, (uint16_t)(DID + n), 4), 0);
		assert_int_equal(tables_map(&b->t, sid, IOVA, PA,
					    TABLES_PAGE_4K, TABLES_RW),
				 0);
		device_asks(b, sid, IOVA, 0);
		assert_granted(b, PA, 0, TABLES_RW);
	}
	assert_int_equal(mock_answer(&b->m, 1)->a,
			 bench_word0(0, 1, GATE_ACTION_GRANT));
}

/* LGN.1.3 of a key that the gate passes by itself: its report is recorded. */
static void test_report_of_pass_through_beyond_host(void **state)
{
	struct bench *b = *state;
	uint64_t beyond = UINT64_C(1) << BENCH_HAW;

	assert_int_equal(tables_pass_through(&b->t, SID, DID, 4), 0);
	host_enables_translation(b);
	device_asks(b, SID, IOVA, 0);
	mock_work(&b->m,
		  bench_word0(SID, 0,
			      GATE_KIND_REPORT | VTD_PUT(GATE_WORK0_FLAW,
							 GATE_FLAW_OUTPUT)),
		  beyond, 0);
	assert_true(bench_turn(b));
	assert_int_equal(VTD_GET(VTD_FRCDH_FR, mock_reg(&b->m, VTD_FRCDH)),
			 VTD_FAULT_LGN_1);
	assert_int_equal(mock_reg(&b->m, VTD_FRCDL), beyond);
}

/* No other report is a fault of VT-d; none is answered. */
static void test_other_reports(void **state)
{
	struct bench *b = *state;

	map(b);
	for (unsigned int flaw = 0; flaw < 16; flaw++) {
		mock_forget(&b->m);
		mock_work(&b->m,
			  bench_word0(SID, 1,
				      GATE_KIND_REPORT |
					      VTD_PUT(GATE_WORK0_FLAW, flaw)),
			  IOVA, 0);
		assert_true(bench_turn(b));
		assert_no_record(b);
		assert_null(mock_answer(&b->m, 1));
		assert_int_equal(mock_traces(&b->m, VTD_TRACE_REPORT), 1);
	}
}

/* Context and leaf table are known; only the leaf itself is read. */
static void warm(struct bench *b)
{
	map(b);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_RW);
}

static void spoil_leaf(struct bench *b, uint64_t entry)
{
	guest_store(b, tables_slot(&b->t, SID, IOVA, 1), entry);
}

/* The short way of a miss looks at all that the long way does. */
static void test_known_table_with_a_bad_leaf(void **state)
{
	static const struct {
		uint64_t entry;
		enum vtd_fault want;
	} leaves[] = {
		{ 0, VTD_FAULT_LGN_3 },
		{ PA, VTD_FAULT_LGN_3 },
		{ PA | TABLES_W, VTD_FAULT_LGN_3 },
		{ PA | TABLES_RW | UINT64_C(1) << 62, VTD_FAULT_LSS_2 },
		{ PA | TABLES_RW | UINT64_C(1) << 11, VTD_FAULT_LSS_2 },
		{ PA | TABLES_RW | UINT64_C(1) << BENCH_HAW, VTD_FAULT_LSS_2 },
		{ UINT64_C(0xfee00000) | TABLES_RW, VTD_FAULT_LGN_4 },
		{ UINT64_C(0xfeeff000) | TABLES_RW, VTD_FAULT_LGN_4 },
	};

	for (unsigned int i = 0; i < 8; i++) {
		struct bench *b = *state;
		struct vtd_config config = bench_config();

		bench_start(b, &config);
		warm(b);
		spoil_leaf(b, leaves[i].entry);
		device_asks(b, SID, IOVA, 0);
		assert_faulted(b, SID, IOVA, leaves[i].want);
	}
}

/* Requests that the short way is not for, with everything known. */
static void test_known_table_and_another_kind_of_request(void **state)
{
	struct bench *b = *state;
	uint64_t beyond = IOVA | UINT64_C(1) << 48;

	warm(b);
	device_asks(b, SID, IOVA, GATE_WORK0_ZLR);
	assert_int_equal(bench_action(b), GATE_ACTION_GRANT);
	device_asks(b, SID, beyond, 0);
	assert_faulted(b, SID, beyond, VTD_FAULT_LGN_1);
	host_clear_record(b, 0);
	bench_run(b);
	device_asks(b, SID, 0xfee00000, 0);
	assert_blocked(b);
	assert_int_equal(VTD_GET(VTD_FRCDH_FR, mock_reg(&b->m, VTD_FRCDH + 16)),
			 VTD_FAULT_IRQ_29);
}

/* A known table gives no more than the levels above it allowed. */
static void test_known_table_keeps_permissions(void **state)
{
	struct bench *b = *state;
	uint64_t slot;

	assert_int_equal(tables_attach(&b->t, SID, DID, 4), 0);
	assert_int_equal(
		tables_map(&b->t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW), 0);
	slot = tables_slot(&b->t, SID, IOVA, 2);
	guest_store(b, slot, guest_load(b, slot) & ~(uint64_t)TABLES_W);
	host_enables_translation(b);
	device_asks(b, SID, IOVA, 0);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, PA, 0, TABLES_R);
	device_asks(b, SID, IOVA, GATE_WORK0_WRITE | GATE_WORK0_LOCK);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LGN_2);
}

/* Ends the tags of @did: a domain-selective IOTLB invalidation. */
static void invalidate_domain(struct bench *b, uint16_t did)
{
	host_iotlb(b,
		   VTD_IOTLB_IVT | VTD_PUT(VTD_IOTLB_IIRG, VTD_G_DOMAIN) |
			   VTD_PUT(VTD_IOTLB_DID, did),
		   0);
	bench_run(b);
}

static void attach_and_ask(struct bench *b, uint16_t sid, uint16_t did,
			   uint64_t pa)
{
	assert_int_equal(tables_attach(&b->t, sid, did, 4), 0);
	assert_int_equal(
		tables_map(&b->t, sid, IOVA, pa, TABLES_PAGE_4K, TABLES_RW), 0);
	device_asks(b, sid, IOVA, 0);
	assert_granted(b, pa, 0, TABLES_RW);
}

/* SID has a tag, loses it, and @others come one after the other. */
static void take_turns(struct bench *b, unsigned int others)
{
	struct vtd_config config = bench_config();

	config.tag_bits = 1;
	bench_start(b, &config);
	host_enables_translation(b);
	attach_and_ask(b, SID, DID, PA);
	invalidate_domain(b, DID);
	for (unsigned int n = 1; n <= others; n++) {
		attach_and_ask(b, (uint16_t)(SID + n), (uint16_t)(DID + n),
			       PA + n * VTD_PAGE_SIZE);
		bench_run(b);
		device_asks(b, (uint16_t)(SID + n), IOVA, 0);
	}
}

/*
 * A known context whose tag is in other hands by now: what the new owner's
 * tables say is not for the old one.
 */
static void test_tag_in_other_hands(void **state)
{
	struct bench *b = *state;

	for (unsigned int others = 1; others < 8; others++) {
		take_turns(b, others);
		device_asks(b, SID, IOVA, 0);
		assert_granted(b, PA, 0, TABLES_RW);
		device_asks(b, SID, IOVA, 0);
		assert_granted(b, PA, 0, TABLES_RW);
	}
}

/* The lowest addresses of a space that has no tag: nothing is known of them. */
static void test_low_addresses_after_an_invalidation(void **state)
{
	struct bench *b = *state;

	map(b);
	assert_int_equal(tables_map(&b->t, SID, 0x3000, PA + 0x3000,
				    TABLES_PAGE_4K, TABLES_RW),
			 0);
	device_asks(b, SID, IOVA, 0);
	invalidate_domain(b, DID);
	device_asks(b, SID, 0x3000, 0);
	assert_granted(b, PA + 0x3000, 0, TABLES_RW);
}

/* A source is bound to its tag once, and after that only anew. */
static void test_bound_once(void **state)
{
	struct bench *b = *state;

	warm(b);
	device_asks(b, SID, IOVA, 0);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_BIND), 1);
	invalidate_domain(b, DID);
	device_asks(b, SID, IOVA, 0);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_BIND), 2);
}

/* What caches had a part in is walked again, and only that walk is told of. */
static void test_fault_tells_of_one_walk(void **state)
{
	struct bench *b = *state;

	warm(b);
	spoil_leaf(b, 0);
	device_asks(b, SID, IOVA, 0);
	assert_faulted(b, SID, IOVA, VTD_FAULT_LGN_3);
	/* Root and context are two words each, then four levels. */
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_FAULT_STEP), 8);
}

static void report(struct bench *b, unsigned int flaw, uint64_t addr)
{
	mock_work(&b->m,
		  bench_word0(SID, 0,
			      GATE_KIND_REPORT |
				      VTD_PUT(GATE_WORK0_FLAW, flaw)),
		  addr, 0);
	assert_true(bench_turn(b));
}

/* A burst that AXI forbids is no fault of VT-d, wherever it was to go. */
static void test_reports_of_bursts_to_nowhere(void **state)
{
	struct bench *b = *state;

	map(b);
	report(b, GATE_FLAW_BURST, UINT64_C(1) << 60);
	report(b, GATE_FLAW_STALL, 0);
	assert_no_record(b);
	report(b, GATE_FLAW_OUTPUT, UINT64_C(1) << 60);
	assert_true(mock_reg(&b->m, VTD_FRCDH) & VTD_FRCDH_F);
}

/* TES = 0: addresses beyond the host's width are stopped, not recorded. */
static void test_report_with_translation_off(void **state)
{
	struct bench *b = *state;

	mock_expect_nothing(&b->m);
	report(b, GATE_FLAW_OUTPUT, UINT64_C(1) << 60);
	mock_done(&b->m);
}

/* ---- Scalable mode ------------------------------------------------------ */

/* SID has @entry for both of its PASIDs. */
static void use_entry(struct bench *b, const struct pasid_entry *entry)
{
	pasids_attach(b, SID, 0);
	pasids_put(b, SID, PASID, entry);
	pasids_put(b, SID, RID_PASID, entry);
	pasids_enable(b);
}

static void use_pass_through(struct bench *b)
{
	struct pasid_entry entry = pasids_pass();

	pasids_start(b, 0, 0);
	use_entry(b, &entry);
}

/* SGN.4.2, with PASID and without. */
static void test_scalable_pass_through_beyond_host(void **state)
{
	uint64_t beyond = UINT64_C(1) << BENCH_HAW;
	struct bench *b = *state;

	use_pass_through(b);
	device_asks(b, SID, beyond, WITH(PASID));
	assert_faulted(b, SID, beyond, VTD_FAULT_SGN_4);
	use_pass_through(b);
	device_asks(b, SID, beyond, 0);
	assert_faulted(b, SID, beyond, VTD_FAULT_SGN_4);
	device_asks(b, SID, beyond - VTD_PAGE_SIZE, 0);
	assert_granted(b, beyond - VTD_PAGE_SIZE, 0, TABLES_RW);
}

/* The gate's report of the same, of a key that it passes by itself. */
static void test_report_of_scalable_pass_through(void **state)
{
	uint64_t beyond = UINT64_C(1) << BENCH_HAW;
	uint64_t flaw = GATE_KIND_REPORT |
			VTD_PUT(GATE_WORK0_FLAW, GATE_FLAW_OUTPUT);
	struct bench *b = *state;

	use_pass_through(b);
	device_asks(b, SID, IOVA, WITH(PASID));
	mock_work(&b->m, bench_word0(SID, 0, flaw | WITH(PASID)), beyond, 0);
	assert_true(bench_turn(b));
	assert_int_equal(mock_reg(&b->m, VTD_FRCDL), beyond);
	assert_int_equal(mock_reg(&b->m, VTD_FRCDH),
			 VTD_FRCDH_F | VTD_FRCDH_T1 | VTD_FRCDH_PP | SID |
				 VTD_PUT(VTD_FRCDH_PV, PASID) |
				 VTD_PUT(VTD_FRCDH_FR, VTD_FAULT_SGN_4));
}

/* 3.15: SGN.8 with PASID; without, the range is interrupts and nothing else. */
static void test_interrupt_range_of_scalable_pass_through(void **state)
{
	struct bench *b = *state;

	for (uint64_t addr = 0xfee00000; addr < 0xfef00000; addr += 0xff000) {
		use_pass_through(b);
		device_asks(b, SID, addr, WITH(PASID) | GATE_WORK0_WRITE);
		assert_faulted(b, SID, addr, VTD_FAULT_SGN_8);
	}
	use_pass_through(b);
	device_asks(b, SID, 0xfee00000, 0);
	assert_int_equal(VTD_GET(VTD_FRCDH_FR, mock_reg(&b->m, VTD_FRCDH)),
			 VTD_FAULT_IRQ_29);
	use_pass_through(b);
	device_asks(b, SID, 0xfedff000, WITH(PASID));
	assert_granted(b, 0xfedff000, 0, TABLES_RW);
	device_asks(b, SID, 0xfef00000, WITH(PASID));
	assert_granted(b, 0xfef00000, 0, TABLES_RW);
}

/* With a PASID the range is translated like any other address (3.15). */
static void test_interrupt_range_with_pasid(void **state)
{
	struct bench *b = *state;
	struct pasid_entry entry;
	uint64_t leaf;

	pasids_start(b, 0, 0);
	entry = pasids_second(pasids_chain(b, 4, 0xfee01000, TABLES_RW, &leaf),
			      4);
	guest_store(b, leaf, PA | TABLES_RW);
	use_entry(b, &entry);
	for (unsigned int round = 0; round < 2; round++) {
		device_asks(b, SID, 0xfee01000, WITH(PASID));
		assert_granted(b, PA, 0, TABLES_RW);
	}
	device_asks(b, SID, 0xfee01000, 0);
	assert_int_equal(VTD_GET(VTD_FRCDH_FR, mock_reg(&b->m, VTD_FRCDH)),
			 VTD_FAULT_IRQ_29);
}

#define ALL_UPPER                                                              \
	(VTD_FS_P | VTD_FS_RW | VTD_FS_US | VTD_FS_A | VTD_FS_EA | VTD_SS_A)

static struct pasid_entry first_stage(struct bench *b, uint64_t flags,
				      uint64_t *leaf)
{
	uint64_t root = pasids_chain(b, 4, IOVA, ALL_UPPER, leaf);

	return (struct pasid_entry){ {
		VTD_PUT(VTD_PTE_0_PGTT, VTD_PGTT_FIRST) | VTD_PTE_0_P,
		VTD_PTE_1_PWSNP | DID,
		root | flags | VTD_PTE_2_SRE,
	} };
}

static struct pasid_entry marked_second_stage(struct bench *b, uint64_t *leaf)
{
	struct pasid_entry entry =
		pasids_second(pasids_chain(b, 4, IOVA, ALL_UPPER, leaf), 4);

	entry.word[0] |= VTD_PTE_0_SSADE;
	entry.word[1] |= VTD_PTE_1_PWSNP;
	return entry;
}

/*
 * A request by the short way alone: one read, the leaf, which gives @rw. It is
 * tried with the leaf's table known from a request that a full leaf allows.
 */
static void check_short(struct bench *b, uint64_t leaf_at, uint64_t leaf,
			uint64_t flags, uint64_t rw)
{
	guest_store(b, leaf_at, PA | ALL_UPPER | VTD_FS_D | VTD_SS_D);
	device_asks(b, SID, IOVA, flags);
	guest_store(b, leaf_at, PA | leaf);
	EXPECT_HOST_READ(&b->m, leaf_at, 1);
	EXPECT_ANSWER(&b->m,
		      GATE_ACTION_GRANT | GATE_ANSWER_INSTALL |
			      GATE_ANSWER_BIND | bench_word0(0, 1, 0) |
			      (mock_answer(&b->m, 1)->a & GATE_ANSWER_TAG),
		      PA | rw);
	device_asks(b, SID, IOVA, flags);
	mock_done(&b->m);
}

/* A request that has to go the long way, whatever that ends in. */
static void check_long(struct bench *b, uint64_t leaf_at, uint64_t leaf,
		       uint64_t flags)
{
	guest_store(b, leaf_at, PA | ALL_UPPER | VTD_FS_D | VTD_SS_D);
	device_asks(b, SID, IOVA, flags);
	guest_store(b, leaf_at, PA | leaf);
	b->m.reads = 0;
	device_asks(b, SID, IOVA, flags);
	assert_true(b->m.reads > 1);
}

#define WRITES (WITH(PASID) | GATE_WORK0_WRITE)
#define PAIR   (WITH(PASID) | GATE_WORK0_WRITE | GATE_WORK0_LOCK)

/* 3.7.2: A for any access, D for a write; nothing is set on the short way. */
static void test_short_way_with_accessed_bits(void **state)
{
	uint64_t full = TABLES_RW | VTD_SS_A | VTD_SS_D;
	struct bench *b = *state;
	struct pasid_entry entry;
	uint64_t leaf;

	pasids_start(b, 0, 0);
	entry = marked_second_stage(b, &leaf);
	use_entry(b, &entry);
	check_short(b, leaf, full, WITH(PASID), TABLES_RW);
	check_short(b, leaf, full, WRITES, TABLES_RW);
	check_short(b, leaf, full, PAIR, TABLES_RW);
	check_short(b, leaf, full ^ VTD_SS_D, WITH(PASID), TABLES_R);
	check_short(b, leaf, full ^ TABLES_W, WITH(PASID), TABLES_R);
	check_short(b, leaf, full ^ TABLES_R, WRITES, TABLES_W);
	check_long(b, leaf, full ^ VTD_SS_D, WRITES);
	check_long(b, leaf, full ^ VTD_SS_D, PAIR);
	check_long(b, leaf, full ^ VTD_SS_A, WITH(PASID));
	check_long(b, leaf, full ^ VTD_SS_A, WRITES);
	check_long(b, leaf, full | VTD_SS_BIT62, WITH(PASID));
}

/* 3.6.1: users need U/S, and R/W to write. */
static void test_short_way_of_users(void **state)
{
	uint64_t full = VTD_FS_P | VTD_FS_RW | VTD_FS_US | VTD_FS_A | VTD_FS_D;
	struct bench *b = *state;
	struct pasid_entry entry;
	uint64_t leaf;

	pasids_start(b, 0, 0);
	entry = first_stage(b, 0, &leaf);
	use_entry(b, &entry);
	check_short(b, leaf, full, WITH(PASID), TABLES_RW);
	check_short(b, leaf, full, PAIR, TABLES_RW);
	check_short(b, leaf, full ^ VTD_FS_D, WITH(PASID), TABLES_R);
	check_short(b, leaf, full ^ VTD_FS_RW, WITH(PASID), TABLES_R);
	check_short(b, leaf, full | VTD_FS_PS, WITH(PASID), TABLES_RW);
	check_long(b, leaf, full ^ VTD_FS_P, WITH(PASID));
	check_long(b, leaf, full ^ VTD_FS_A, WITH(PASID));
	check_long(b, leaf, full ^ VTD_FS_D, WRITES);
	check_long(b, leaf, full ^ VTD_FS_US, WITH(PASID));
	check_long(b, leaf, full ^ VTD_FS_RW, WRITES);
	check_long(b, leaf, full | UINT64_C(1) << BENCH_HAW, WITH(PASID));
}

/* SGN.8.1: the output, whatever the input. */
static void test_short_way_to_the_interrupt_range(void **state)
{
	uint64_t full = VTD_FS_P | VTD_FS_RW | VTD_FS_US | VTD_FS_A | VTD_FS_D;
	struct bench *b = *state;
	struct pasid_entry entry;
	uint64_t leaf;

	pasids_start(b, 0, 0);
	entry = first_stage(b, 0, &leaf);
	use_entry(b, &entry);
	check_short(b, leaf, full, WITH(PASID), TABLES_RW);
	guest_store(b, leaf, 0xfee00000 | full);
	device_asks(b, SID, IOVA, WITH(PASID));
	assert_faulted(b, SID, IOVA, VTD_FAULT_SGN_8);
}

/* 3.6.1: to supervisors U/S is nothing, R/W counts with WPE only. */
static void test_short_way_of_supervisors(void **state)
{
	uint64_t full = VTD_FS_P | VTD_FS_A | VTD_FS_D;
	uint64_t read = WITH(PASID) | GATE_WORK0_PRIV;
	uint64_t write = WRITES | GATE_WORK0_PRIV;
	struct bench *b = *state;
	struct pasid_entry entry;
	uint64_t leaf;

	pasids_start(b, 0, 0);
	entry = first_stage(b, 0, &leaf);
	use_entry(b, &entry);
	check_short(b, leaf, full, read, TABLES_RW);
	check_short(b, leaf, full, write, TABLES_RW);
	check_long(b, leaf, full ^ VTD_FS_D, write);
	pasids_start(b, 0, 0);
	entry = first_stage(b, VTD_PTE_2_WPE, &leaf);
	use_entry(b, &entry);
	check_short(b, leaf, full, read, TABLES_R);
	check_short(b, leaf, full | VTD_FS_RW, write, TABLES_RW);
	check_long(b, leaf, full, write);
}

/* 3.6.2: with EAFE the extended-accessed bit counts like the other. */
static void test_short_way_with_extended_accessed_bits(void **state)
{
	uint64_t full = VTD_FS_P | VTD_FS_RW | VTD_FS_US | VTD_FS_A | VTD_FS_D;
	struct bench *b = *state;
	struct pasid_entry entry;
	uint64_t leaf;

	pasids_start(b, 0, 0);
	entry = first_stage(b, VTD_PTE_2_EAFE, &leaf);
	use_entry(b, &entry);
	check_short(b, leaf, full | VTD_FS_EA, WITH(PASID), TABLES_RW);
	check_long(b, leaf, full, WITH(PASID));
}

/* What users may do says nothing of supervisors, and the other way round. */
static void test_short_way_by_privilege(void **state)
{
	uint64_t full = VTD_FS_P | VTD_FS_A | VTD_FS_D;
	struct bench *b = *state;
	struct pasid_entry entry;
	uint64_t leaf;

	pasids_start(b, 0, 0);
	entry = first_stage(b, 0, &leaf);
	use_entry(b, &entry);
	check_short(b, leaf, full, WITH(PASID) | GATE_WORK0_PRIV, TABLES_RW);
	device_asks(b, SID, IOVA, WITH(PASID));
	assert_faulted(b, SID, IOVA, VTD_FAULT_SGN_2);
}

/* Nested leaves are guest addresses: never taken for the host's. */
static void test_nested_goes_the_long_way(void **state)
{
	struct bench *b = *state;
	struct pasid_entry entry;
	uint64_t leaf, page, root;

	pasids_start(b, 0, 0);
	entry = first_stage(b, 0, &leaf);
	guest_store(b, leaf, PA | ALL_UPPER | VTD_FS_D);
	root = pasids_chain(b, 4, PA, TABLES_RW, &page);
	guest_store(b, page, (PA + VTD_PAGE_SIZE) | TABLES_RW);
	/* The first GiB, where the tables are, as it is. */
	guest_store(b, guest_load(b, root) & VTD_SS_ADDR,
		    TABLES_RW | VTD_SS_PS);
	entry.word[0] = root | VTD_PUT(VTD_PTE_0_PGTT, VTD_PGTT_NESTED) |
			VTD_PUT(VTD_PTE_0_AW, 2) | VTD_PTE_0_P;
	use_entry(b, &entry);
	device_asks(b, SID, IOVA, WITH(PASID));
	assert_granted(b, PA + VTD_PAGE_SIZE, 0, TABLES_RW);
	EXPECT_HOST_READ(&b->m, leaf, 1);
	EXPECT_HOST_READ(&b->m, page, 1);
	EXPECT_ANSWER(&b->m, mock_answer(&b->m, 1)->a,
		      (PA + VTD_PAGE_SIZE) | TABLES_RW);
	device_asks(b, SID, IOVA, WITH(PASID));
	mock_done(&b->m);
}

/* An execute request is judged by the PASID entry each time (SPT.5). */
static void test_execute_request_with_a_known_leaf(void **state)
{
	uint64_t full = VTD_FS_P | VTD_FS_RW | VTD_FS_US | VTD_FS_A | VTD_FS_D;
	struct bench *b = *state;
	struct pasid_entry entry;
	uint64_t leaf;

	pasids_start(b, 0, 0);
	entry = first_stage(b, 0, &leaf);
	use_entry(b, &entry);
	check_short(b, leaf, full, WITH(PASID), TABLES_RW);
	device_asks(b, SID, IOVA, WITH(PASID) | GATE_WORK0_EXEC);
	assert_faulted(b, SID, IOVA, VTD_FAULT_SPT_5);
}

int dma_miss_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_abort_mode),
		UNIT(test_abort_mode_with_pasid),
		UNIT(test_abort_mode_not_there),
		UNIT(test_reserved_mode),
		UNIT(test_scalable_mode),
		UNIT(test_pasid_in_legacy_mode),
		UNIT(test_pasid_in_interrupt_range),
		UNIT(test_translated_request),
		UNIT(test_translated_request_of_pass_through),
		UNIT(test_translated_request_after_a_hit),
		UNIT(test_interrupt_range_is_no_memory),
		UNIT(test_interrupt_range_of_pass_through),
		UNIT(test_translation_off),
		UNIT(test_translation_switched_off),
		UNIT(test_every_slot),
		UNIT(test_privilege_without_pasid),
		UNIT(test_one_record_a_turn),
		UNIT(test_without_a_tag),
		UNIT(test_report_of_pass_through_beyond_host),
		UNIT(test_other_reports),
		UNIT(test_known_table_with_a_bad_leaf),
		UNIT(test_known_table_and_another_kind_of_request),
		UNIT(test_known_table_keeps_permissions),
		UNIT(test_tag_in_other_hands),
		UNIT(test_low_addresses_after_an_invalidation),
		UNIT(test_bound_once),
		UNIT(test_fault_tells_of_one_walk),
		UNIT(test_reports_of_bursts_to_nowhere),
		UNIT(test_report_with_translation_off),
		UNIT(test_scalable_pass_through_beyond_host),
		UNIT(test_report_of_scalable_pass_through),
		UNIT(test_interrupt_range_of_scalable_pass_through),
		UNIT(test_interrupt_range_with_pasid),
		UNIT(test_short_way_with_accessed_bits),
		UNIT(test_short_way_of_users),
		UNIT(test_short_way_to_the_interrupt_range),
		UNIT(test_short_way_of_supervisors),
		UNIT(test_short_way_with_extended_accessed_bits),
		UNIT(test_short_way_by_privilege),
		UNIT(test_nested_goes_the_long_way),
		UNIT(test_execute_request_with_a_known_leaf),
	};

	return cmocka_run_group_tests_name("dma_miss", tests, NULL, NULL);
}
