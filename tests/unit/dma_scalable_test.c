/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Scalable mode from the source id and PASID to the address space: root entry
 * (9.2), context entry (9.4), PASID directory (9.5), PASID entry (9.6), their
 * faults (7.1.3: SRT, SCT, SPD, SPT, SGN.10) in the order of the tables, and
 * what becomes of them in caches.
 */

#include "groups.h"

#include <string.h>

#include "dma.h"
#include "pasids.h"

#define BIT(n)     (UINT64_C(1) << (n))
#define BEYOND_HAW VTD_MASK(63, BENCH_HAW)
#define ANY        (~UINT64_C(0))

/* Where words of entries lie that PASID's requests of SID go by. */
typedef uint64_t (*slot_of)(struct bench *b, unsigned int word);

static uint64_t root_slot(struct bench *b, unsigned int word)
{
	return pasids_root_slot(b, SID) + 8 * word;
}

static uint64_t context_slot(struct bench *b, unsigned int word)
{
	return pasids_context_slot(b, SID) + 8 * word;
}

static uint64_t directory_slot(struct bench *b, unsigned int word)
{
	return pasids_directory_slot(b, SID, PASID) + 8 * word;
}

static uint64_t entry_slot(struct bench *b, unsigned int word)
{
	return pasids_slot(b, SID, PASID) + 8 * word;
}

/* SID passes by both PASIDs it has, everything is legal, translation is on. */
static void restart(struct bench *b, uint64_t more, uint64_t less)
{
	struct pasid_entry pass = pasids_pass();

	pasids_start(b, more, less);
	pasids_attach(b, SID, 0);
	pasids_put(b, SID, PASID, &pass);
	pasids_put(b, SID, RID_PASID, &pass);
	pasids_enable(b);
}

static void spoil(struct bench *b, uint64_t slot, uint64_t bits)
{
	guest_store(b, slot, guest_load(b, slot) ^ bits);
}

/* What the tables say of a request; no turn, no record, nothing is kept. */
static enum vtd_fault verdict(struct bench *b, uint64_t flags)
{
	struct dma_walk w = { .word0 = bench_word0(SID, 1, flags),
			      .addr = IOVA,
			      .fresh = true };
	enum vtd_fault fault = dma_context(b->v, &w);

	dma_cache_drop_contexts(b->v);
	return fault;
}

/* The verdict with @bits of one word flipped for the moment. */
static enum vtd_fault verdict_with(struct bench *b, slot_of slot,
				   unsigned int word, uint64_t bits)
{
	enum vtd_fault fault;

	spoil(b, slot(b, word), bits);
	fault = verdict(b, WITH(PASID));
	spoil(b, slot(b, word), bits);
	return fault;
}

/* Of 64 bits, those that alone are @fault are exactly @mask. */
static void check_bits(struct bench *b, slot_of slot, unsigned int word,
		       uint64_t mask, enum vtd_fault fault)
{
	for (unsigned int bit = 0; bit < 64; bit++)
		if ((verdict_with(b, slot, word, BIT(bit)) == fault) !=
		    !!(mask & BIT(bit)))
			mock_fail(&b->m, "word %u, bit %u: fault %#x %s", word,
				  bit, fault,
				  mask & BIT(bit) ? "expected" : "unexpected");
}

/* A request that is blocked, and its record. */
static void check_fault(struct bench *b, uint64_t flags, enum vtd_fault reason)
{
	device_asks(b, SID, IOVA, flags);
	assert_faulted(b, SID, IOVA, reason);
}

/* The table that the word at @slot leads to is nowhere. */
static void check_unreadable(struct bench *b, slot_of slot,
			     enum vtd_fault reason)
{
	uint64_t at;

	restart(b, 0, 0);
	at = slot(b, 0);
	guest_store(b, at, (guest_load(b, at) & 0xfff) | BENCH_NO_MEMORY);
	check_fault(b, WITH(PASID), reason);
}

/* ---- The way through the tables ----------------------------------------- */

/* Context and PASID entries are one burst each (9: aligned host stores). */
static void test_reads_each_table_once(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	EXPECT_HOST_READ(&b->m, root_slot(b, 0), 1);
	EXPECT_HOST_READ(&b->m, context_slot(b, 0), 4);
	EXPECT_HOST_READ(&b->m, directory_slot(b, 0), 1);
	EXPECT_HOST_READ(&b->m, entry_slot(b, 0), 8);
	EXPECT_ANSWER(&b->m,
		      bench_word0(0, 1,
				  GATE_ACTION_GRANT | GATE_ANSWER_BIND |
					  GATE_ANSWER_PASS),
		      IOVA | TABLES_RW);
	device_asks(b, SID, IOVA, WITH(PASID));
	mock_done(&b->m);
}

/* A second stage is walked from SSPTPTR, in as many levels as AW says. */
static void test_second_stage(void **state)
{
	struct bench *b = *state;

	for (unsigned int levels = 3; levels <= 5; levels++) {
		struct pasid_entry entry;

		restart(b, 0, 0);
		entry = pasids_second(pasids_tree(b, levels), levels);
		pasids_put(b, SID, PASID, &entry);
		b->m.reads = 0;
		device_asks(b, SID, IOVA, WITH(PASID));
		assert_granted(b, PA, 0, TABLES_RW);
		assert_int_equal(b->m.reads, 4 + levels);
	}
}

/* Devices 0-15 by the lower half of the root entry, 16-31 by the upper. */
static void test_every_corner_of_the_tables(void **state)
{
	static const uint16_t sids[] = { 0x0000, 0x007f, 0x0080, 0x00ff,
					 0x0100, 0xff7f, 0xff80, 0xffff };
	static const uint32_t pasids[] = { 0, 1, 63, 64, 0x1fff };
	struct pasid_entry pass = pasids_pass();
	struct bench *b = *state;

	pasids_start(b, 0, 0);
	for (size_t i = 0; i < sizeof(sids) / sizeof(sids[0]); i++) {
		pasids_attach(b, sids[i], 0);
		for (size_t j = 0; j < sizeof(pasids) / sizeof(pasids[0]); j++)
			pasids_put(b, sids[i], pasids[j], &pass);
	}
	pasids_enable(b);
	for (size_t i = 0; i < sizeof(sids) / sizeof(sids[0]); i++)
		for (size_t j = 0; j < sizeof(pasids) / sizeof(pasids[0]);
		     j++) {
			device_asks(b, sids[i], IOVA, WITH(pasids[j]));
			assert_granted(b, IOVA, 0, TABLES_RW);
		}
}

/* The largest directory, PDTS = 7: 2^14 entries for 2^20 PASIDs. */
static void test_largest_directory(void **state)
{
	struct pasid_entry pass = pasids_pass();
	struct bench *b = *state;

	pasids_start(b, 0, 0);
	pasids_attach(b, SID, 7);
	pasids_put(b, SID, 0xfffff, &pass);
	pasids_enable(b);
	device_asks(b, SID, IOVA, WITH(0xfffff));
	assert_granted(b, IOVA, 0, TABLES_RW);
}

/* ---- Root entry --------------------------------------------------------- */

static void test_root_unreadable(void **state)
{
	struct bench *b = *state;

	pasids_start(b, 0, 0);
	b->t.root = BENCH_NO_MEMORY;
	pasids_enable(b);
	check_fault(b, WITH(PASID), VTD_FAULT_SRT_1);
}

/* 9.2: with P = 0 the rest of the half is ignored. */
static void test_root_not_present(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	guest_store(b, root_slot(b, 0), ANY ^ VTD_SROOT_P);
	check_fault(b, 0, VTD_FAULT_SRT_2);
}

static void test_root_reserved_bits(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	check_bits(b, root_slot, 0, VTD_MASK(11, 1) | BEYOND_HAW,
		   VTD_FAULT_SRT_3);
	spoil(b, root_slot(b, 0), 2);
	check_fault(b, WITH(PASID), VTD_FAULT_SRT_3);
}

/* Each half is for itself: SID is of the lower one. */
static void test_other_half_of_root(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	guest_store(b, root_slot(b, 1), ANY);
	assert_int_equal(verdict(b, WITH(PASID)), VTD_FAULT_NONE);
	guest_store(b, root_slot(b, 1), 0);
	assert_int_equal(verdict(b, WITH(PASID)), VTD_FAULT_NONE);
}

/* ---- Context entry ------------------------------------------------------ */

static void test_context_unreadable(void **state)
{
	check_unreadable(*state, root_slot, VTD_FAULT_SCT_1);
}

static void test_context_not_present(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	guest_store(b, context_slot(b, 0),
		    ANY ^ (VTD_SCONTEXT_0_P | VTD_SCONTEXT_0_FPD));
	check_fault(b, WITH(PASID), VTD_FAULT_SCT_2);
}

/* 9.4, with every feature that a context entry can name. */
static void test_context_reserved_bits(void **state)
{
	struct bench *b = *state;

	restart(b, VTD_ECAP_DT | VTD_ECAP_PRS | VTD_ECAP_HPTS | VTD_ECAP_PTRS,
		0);
	check_bits(b, context_slot, 0, VTD_MASK(8, 7) | BEYOND_HAW,
		   VTD_FAULT_SCT_3);
	check_bits(b, context_slot, 1, VTD_MASK(63, 21), VTD_FAULT_SCT_3);
	check_bits(b, context_slot, 2, ANY, VTD_FAULT_SCT_3);
	check_bits(b, context_slot, 3, ANY, VTD_FAULT_SCT_3);
	spoil(b, context_slot(b, 3), BIT(63));
	check_fault(b, WITH(PASID), VTD_FAULT_SCT_3);
}

/* 9.4: fields are reserved where their feature is missing. */
static void test_context_fields_by_capability(void **state)
{
	static const struct {
		uint64_t ecap;
		unsigned int word;
		uint64_t mask;
	} fields[] = {
		{ VTD_ECAP_DT, 0, BIT(2) },
		{ VTD_ECAP_PRS, 0, BIT(4) },
		{ VTD_ECAP_HPTS, 0, BIT(5) },
		{ VTD_ECAP_PTRS, 0, BIT(6) },
		{ VTD_ECAP_RPS, 1, VTD_MASK(19, 0) },
		{ VTD_ECAP_RPRIVS, 1, BIT(20) },
	};
	uint64_t all = VTD_ECAP_DT | VTD_ECAP_PRS | VTD_ECAP_HPTS |
		       VTD_ECAP_PTRS;
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		restart(b, all, fields[i].ecap);
		guest_store(b, context_slot(b, 1), 0);
		check_bits(b, context_slot, fields[i].word,
			   fields[i].mask |
				   (fields[i].word ?
					    VTD_MASK(63, 21) :
					    VTD_MASK(8, 7) | BEYOND_HAW),
			   VTD_FAULT_SCT_3);
	}
	restart(b, 0, VTD_ECAP_PASID);
	check_fault(b, WITH(PASID), VTD_FAULT_SCT_3);
}

/* SCT.4.1: PRE without DTE. SCT.4.3: EPTR without PASIDE. */
static void test_context_contradicts_itself(void **state)
{
	uint64_t paside = VTD_SCONTEXT_0_PASIDE;
	struct bench *b = *state;

	restart(b, VTD_ECAP_DT | VTD_ECAP_PRS | VTD_ECAP_PTRS, 0);
	assert_int_equal(verdict_with(b, context_slot, 0, BIT(4)),
			 VTD_FAULT_SCT_4);
	assert_int_equal(verdict_with(b, context_slot, 0, BIT(4) | BIT(2)),
			 VTD_FAULT_NONE);
	assert_int_equal(verdict_with(b, context_slot, 0, BIT(6) | paside),
			 VTD_FAULT_SCT_4);
	assert_int_equal(verdict_with(b, context_slot, 0, BIT(6)),
			 VTD_FAULT_NONE);
}

/* SCT.4.2, whatever PASID the request has; PDTS 0 is for 2^13 PASIDs. */
static void test_rid_pasid_beyond_the_directory(void **state)
{
	struct bench *b = *state;

	for (unsigned int pdts = 0; pdts < 8; pdts++) {
		uint64_t limit = BIT(13 + pdts);

		restart(b, 0, 0);
		spoil(b, context_slot(b, 0),
		      VTD_PUT(VTD_SCONTEXT_0_PDTS, pdts));
		guest_store(b, context_slot(b, 1), limit - 1);
		assert_int_equal(verdict(b, WITH(PASID)), VTD_FAULT_NONE);
		if (pdts == 7)
			break;
		guest_store(b, context_slot(b, 1), limit);
		check_fault(b, WITH(PASID), VTD_FAULT_SCT_4);
	}
}

/* ---- What the context entry lets a request do --------------------------- */

/* SCT.5: DTE is reserved, so 0, without ECAP.DT. */
static void test_translated_request(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	check_fault(b, GATE_WORK0_ATST, VTD_FAULT_SCT_5);
	restart(b, 0, 0);
	check_fault(b, GATE_WORK0_ATST | WITH(PASID), VTD_FAULT_SCT_5);
}

/* Also when the context is known from a request that is allowed. */
static void test_translated_request_after_another(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	device_asks(b, SID, IOVA, WITH(PASID));
	check_fault(b, GATE_WORK0_ATST | WITH(PASID), VTD_FAULT_SCT_5);
}

/* SCT.6; a request without PASID does not need PASIDE. */
static void test_pasid_not_enabled(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	spoil(b, context_slot(b, 0), VTD_SCONTEXT_0_PASIDE);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, IOVA, 0, TABLES_RW);
	check_fault(b, WITH(PASID), VTD_FAULT_SCT_6);
}

static void test_pasids_are_not_there(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	spoil(b, context_slot(b, 0), VTD_SCONTEXT_0_PASIDE);
	b->v->config.ecap &= ~VTD_ECAP_PASID;
	dma_scalable_init(b->v);
	check_fault(b, WITH(PASID), VTD_FAULT_SCT_6);
	assert_int_equal(
		mock_reg(&b->m, VTD_FRCDH) & (VTD_FRCDH_PP | VTD_FRCDH_PV), 0);
}

/* SCT.7: the first PASID that the directory does not have. */
static void test_pasid_beyond_the_directory(void **state)
{
	struct bench *b = *state;

	for (unsigned int pdts = 0; pdts < 7; pdts++) {
		restart(b, 0, 0);
		spoil(b, context_slot(b, 0),
		      VTD_PUT(VTD_SCONTEXT_0_PDTS, pdts));
		check_fault(b, WITH(BIT(13 + pdts)), VTD_FAULT_SCT_7);
	}
}

/* SCT.9: RID_PASID is for requests without PASID alone. */
static void test_pasid_that_is_rid_pasid(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, IOVA, 0, TABLES_RW);
	check_fault(b, WITH(RID_PASID), VTD_FAULT_SCT_9);
}

/* SGN.10: PASIDs have PSS + 1 bits. */
static void test_pasid_beyond_pss(void **state)
{
	struct bench *b = *state;

	for (unsigned int pss = 12; pss < 19; pss++) {
		restart(b, 0, 0);
		b->v->config.ecap &= ~VTD_ECAP_PSS;
		b->v->config.ecap |= VTD_PUT(VTD_ECAP_PSS, pss);
		assert_int_equal(verdict(b, WITH(PASID)), VTD_FAULT_NONE);
		check_fault(b, WITH(BIT(pss + 1)), VTD_FAULT_SGN_10);
	}
}

/* ---- PASID directory ---------------------------------------------------- */

static void test_directory_unreadable(void **state)
{
	check_unreadable(*state, context_slot, VTD_FAULT_SPD_1);
}

static void test_directory_not_present(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	guest_store(b, directory_slot(b, 0), ANY ^ (VTD_PDE_P | VTD_PDE_FPD));
	check_fault(b, WITH(PASID), VTD_FAULT_SPD_2);
}

static void test_directory_reserved_bits(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	check_bits(b, directory_slot, 0, VTD_MASK(11, 2) | BEYOND_HAW,
		   VTD_FAULT_SPD_3);
	spoil(b, directory_slot(b, 0), BIT(11));
	check_fault(b, WITH(PASID), VTD_FAULT_SPD_3);
}

/* ---- PASID entry -------------------------------------------------------- */

static void test_entry_unreadable(void **state)
{
	check_unreadable(*state, directory_slot, VTD_FAULT_SPT_1);
}

static void test_entry_not_present(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	for (unsigned int word = 1; word < 8; word++)
		guest_store(b, entry_slot(b, word), ANY);
	guest_store(b, entry_slot(b, 0), ANY ^ (VTD_PTE_0_P | VTD_PTE_0_FPD));
	check_fault(b, WITH(PASID), VTD_FAULT_SPT_2);
}

/* 9.6, with every feature but host permission tables. */
static void test_entry_reserved_bits(void **state)
{
	struct bench *b = *state;

	restart(b, VTD_ECAP_MTS, 0);
	check_bits(b, entry_slot, 0, BIT(5) | VTD_MASK(11, 10) | BEYOND_HAW,
		   VTD_FAULT_SPT_3);
	check_bits(b, entry_slot, 1, VTD_MASK(22, 16) | VTD_MASK(31, 27),
		   VTD_FAULT_SPT_3);
	check_bits(b, entry_slot, 2, BIT(1) | VTD_MASK(11, 8) | BEYOND_HAW,
		   VTD_FAULT_SPT_3);
	for (unsigned int word = 3; word < 8; word++)
		check_bits(b, entry_slot, word, ANY, VTD_FAULT_SPT_3);
	spoil(b, entry_slot(b, 7), BIT(63));
	check_fault(b, WITH(PASID), VTD_FAULT_SPT_3);
}

/* 9.6: reserved where the feature is missing, also where PGTT ignores it. */
static void test_entry_fields_by_capability(void **state)
{
	static const struct {
		uint64_t ecap;
		unsigned int word;
		uint64_t mask;
	} fields[] = {
		{ VTD_ECAP_SSTS, 0, VTD_MASK(63, 12) | BIT(9) },
		{ VTD_ECAP_SSADS, 0, BIT(9) },
		{ VTD_ECAP_SMPWCS, 1, BIT(23) },
		{ VTD_ECAP_SC, 1, BIT(24) },
		{ VTD_ECAP_MTS, 1, VTD_MASK(63, 32) | VTD_MASK(26, 25) },
		{ VTD_ECAP_SRS, 2, BIT(0) },
		{ VTD_ECAP_EAFS, 2, BIT(7) },
		{ VTD_ECAP_FSTS, 2, VTD_MASK(63, 12) | VTD_MASK(4, 2) },
	};
	static const uint64_t always[] = {
		BIT(5) | VTD_MASK(11, 10) | BEYOND_HAW,
		VTD_MASK(22, 16) | VTD_MASK(31, 27),
		BIT(1) | VTD_MASK(11, 8) | BEYOND_HAW,
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		restart(b, VTD_ECAP_MTS, fields[i].ecap);
		check_bits(b, entry_slot, fields[i].word,
			   fields[i].mask | always[fields[i].word],
			   VTD_FAULT_SPT_3);
	}
}

/* 9.6: unused bits of DID are reserved. */
static void test_entry_domain_id_width(void **state)
{
	struct bench *b = *state;

	restart(b, VTD_ECAP_MTS, 0);
	b->v->did_mask = 0xff;
	dma_scalable_init(b->v);
	check_bits(b, entry_slot, 1,
		   VTD_MASK(15, 8) | VTD_MASK(22, 16) | VTD_MASK(31, 27),
		   VTD_FAULT_SPT_3);
}

static struct pasid_entry entry_of(unsigned int pgtt, unsigned int aw,
				   uint64_t word2)
{
	return (struct pasid_entry){ {
		VTD_PUT(VTD_PTE_0_PGTT, pgtt) | VTD_PUT(VTD_PTE_0_AW, aw) |
			BENCH_TABLES | VTD_PTE_0_P,
		DID,
		word2,
	} };
}

static enum vtd_fault verdict_of(struct bench *b, unsigned int pgtt,
				 unsigned int aw, uint64_t word2)
{
	struct pasid_entry entry = entry_of(pgtt, aw, word2);

	pasids_put(b, SID, PASID, &entry);
	return verdict(b, WITH(PASID));
}

/* SPT.4.2 */
static void test_translation_type(void **state)
{
	static const uint64_t ecap[8] = { 0, VTD_ECAP_FSTS, VTD_ECAP_SSTS,
					  VTD_ECAP_NEST, VTD_ECAP_PT };
	struct bench *b = *state;

	for (unsigned int pgtt = 0; pgtt < 8; pgtt++) {
		restart(b, 0, 0);
		assert_int_equal(verdict_of(b, pgtt, 2, 0),
				 ecap[pgtt] ? VTD_FAULT_NONE : VTD_FAULT_SPT_4);
		/* Fields of a stage that is missing would be reserved. */
		b->v->config.ecap &= ~ecap[pgtt];
		assert_int_equal(verdict(b, WITH(PASID)), VTD_FAULT_SPT_4);
		check_fault(b, WITH(PASID), VTD_FAULT_SPT_4);
	}
}

/* SPT.4.1: AW counts where there is a second stage, and only there. */
static void test_address_width(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	for (unsigned int aw = 0; aw < 8; aw++) {
		enum vtd_fault want = aw >= 1 && aw <= 3 ? VTD_FAULT_NONE :
							   VTD_FAULT_SPT_4;

		assert_int_equal(verdict_of(b, VTD_PGTT_SECOND, aw, 0), want);
		assert_int_equal(verdict_of(b, VTD_PGTT_NESTED, aw, 0), want);
		assert_int_equal(verdict_of(b, VTD_PGTT_FIRST, aw, 0), 0);
		assert_int_equal(verdict_of(b, VTD_PGTT_PASS_THROUGH, aw, 0),
				 0);
	}
}

static void test_address_width_by_capability(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	for (unsigned int aw = 1; aw <= 3; aw++) {
		b->v->config.cap |= VTD_PUT(VTD_CAP_SAGAW, 0xe);
		b->v->config.cap &= ~VTD_PUT(VTD_CAP_SAGAW, 1u << aw);
		assert_int_equal(verdict_of(b, VTD_PGTT_SECOND, aw, 0),
				 VTD_FAULT_SPT_4);
	}
}

/* SPT.4.3 */
static void test_first_stage_paging_mode(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	for (uint64_t fspm = 0; fspm < 4; fspm++)
		assert_int_equal(verdict_of(b, VTD_PGTT_FIRST, 2, fspm << 2),
				 fspm < 2 ? VTD_FAULT_NONE : VTD_FAULT_SPT_4);
	b->v->config.cap &= ~VTD_CAP_FS5LP;
	for (uint64_t fspm = 0; fspm < 4; fspm++)
		assert_int_equal(verdict_of(b, VTD_PGTT_FIRST, 2, fspm << 2),
				 fspm ? VTD_FAULT_SPT_4 : VTD_FAULT_NONE);
}

/* SPT.4.4: nested, FSPTPTR is within min(MGAW, AW); alone it is not. */
static void test_nested_first_stage_root(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	assert_int_equal(verdict_of(b, VTD_PGTT_NESTED, 1, BIT(38)), 0);
	assert_int_equal(verdict_of(b, VTD_PGTT_NESTED, 1, BIT(39)),
			 VTD_FAULT_SPT_4);
	assert_int_equal(verdict_of(b, VTD_PGTT_NESTED, 2, BIT(39)), 0);
	assert_int_equal(verdict_of(b, VTD_PGTT_FIRST, 1, BIT(39)), 0);
	b->v->config.cap &= ~VTD_CAP_MGAW;
	b->v->config.cap |= VTD_PUT(VTD_CAP_MGAW, 35);
	assert_int_equal(verdict_of(b, VTD_PGTT_NESTED, 2, BIT(35)), 0);
	assert_int_equal(verdict_of(b, VTD_PGTT_NESTED, 2, BIT(36)),
			 VTD_FAULT_SPT_4);
}

/* SPT.5: VER.MAX is below 8 and ECAP.ERS is 0. Without PASID there is no ER. */
static void test_execute_request(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	device_asks(b, SID, IOVA, GATE_WORK0_EXEC);
	assert_granted(b, IOVA, 0, TABLES_RW);
	check_fault(b, WITH(PASID) | GATE_WORK0_EXEC, VTD_FAULT_SPT_5);
}

static void test_execute_request_after_another(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	device_asks(b, SID, IOVA, WITH(PASID));
	check_fault(b, WITH(PASID) | GATE_WORK0_EXEC, VTD_FAULT_SPT_5);
	assert_true(mock_reg(&b->m, VTD_FRCDH) & VTD_FRCDH_EXE);
}

/* SPT.6: supervisors need SRE, whatever PGTT. */
static void test_supervisor_request(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	spoil(b, entry_slot(b, 2), VTD_PTE_2_SRE);
	device_asks(b, SID, IOVA, WITH(PASID) | GATE_WORK0_PRIV);
	assert_granted(b, IOVA, 0, TABLES_RW);
	restart(b, 0, 0);
	device_asks(b, SID, IOVA, WITH(PASID));
	check_fault(b, WITH(PASID) | GATE_WORK0_PRIV, VTD_FAULT_SPT_6);
	assert_true(mock_reg(&b->m, VTD_FRCDH) & VTD_FRCDH_PRIV);
}

/* Without PASID it is RID_PRIV that counts, and not what the request says. */
static void test_privilege_without_pasid(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	device_asks(b, SID, IOVA, GATE_WORK0_PRIV);
	assert_granted(b, IOVA, 0, TABLES_RW);
	restart(b, 0, 0);
	spoil(b, context_slot(b, 1), VTD_SCONTEXT_1_RID_PRIV);
	check_fault(b, 0, VTD_FAULT_SPT_6);
	assert_false(mock_reg(&b->m, VTD_FRCDH) &
		     (VTD_FRCDH_PP | VTD_FRCDH_PRIV));
}

/* ECAP.RPS = 0: requests without PASID have PASID 0, which is theirs alone. */
static void test_pasid_0_without_rps(void **state)
{
	struct pasid_entry pass = pasids_pass();
	struct bench *b = *state;

	restart(b, 0, VTD_ECAP_RPS);
	guest_store(b, context_slot(b, 1), 0);
	assert_int_equal(verdict(b, 0), VTD_FAULT_SPD_2);
	pasids_put(b, SID, 0, &pass);
	assert_int_equal(verdict(b, 0), VTD_FAULT_NONE);
	check_fault(b, WITH(0), VTD_FAULT_SCT_9);
}

/* ---- Order -------------------------------------------------------------- */

/*
 * Everything is wrong, and gets right from the root on: 7.1.3 lists its
 * conditions table by table, each as far as it was read.
 */
static void test_order_of_faults(void **state)
{
	struct bench *b = *state;
	uint64_t flags = WITH(BIT(19)) | GATE_WORK0_PRIV | GATE_WORK0_EXEC |
			 GATE_WORK0_ATST;
	uint64_t root, context;

	restart(b, 0, 0);
	root = root_slot(b, 0);
	context = context_slot(b, 0);
	b->v->config.ecap &= ~VTD_ECAP_PSS;
	b->v->config.ecap |= VTD_PUT(VTD_ECAP_PSS, 15);
	spoil(b, root, VTD_SROOT_P | 2);
	spoil(b, context, VTD_SCONTEXT_0_PASIDE | VTD_SCONTEXT_0_P | BIT(7));
	guest_store(b, context + 8, BIT(13));
	assert_int_equal(verdict(b, flags), VTD_FAULT_SGN_10);
	b->v->config.ecap |= VTD_PUT(VTD_ECAP_PSS, 19);
	assert_int_equal(verdict(b, flags), VTD_FAULT_SRT_2);
	spoil(b, root, VTD_SROOT_P);
	assert_int_equal(verdict(b, flags), VTD_FAULT_SRT_3);
	spoil(b, root, 2);
	assert_int_equal(verdict(b, flags), VTD_FAULT_SCT_2);
	spoil(b, context, VTD_SCONTEXT_0_P);
	assert_int_equal(verdict(b, flags), VTD_FAULT_SCT_3);
	spoil(b, context, BIT(7));
	assert_int_equal(verdict(b, flags), VTD_FAULT_SCT_4);
	guest_store(b, context + 8, PASID);
	assert_int_equal(verdict(b, flags), VTD_FAULT_SCT_5);
	flags &= ~GATE_WORK0_ATST;
	assert_int_equal(verdict(b, flags), VTD_FAULT_SCT_6);
	spoil(b, context, VTD_SCONTEXT_0_PASIDE);
	assert_int_equal(verdict(b, flags), VTD_FAULT_SCT_7);
}

static void test_order_of_faults_by_pasid(void **state)
{
	uint64_t flags = WITH(PASID) | GATE_WORK0_PRIV | GATE_WORK0_EXEC;
	struct bench *b = *state;
	uint64_t directory, entry;

	restart(b, 0, 0);
	directory = directory_slot(b, 0);
	entry = entry_slot(b, 0);
	spoil(b, directory, VTD_PDE_P | BIT(2));
	spoil(b, entry, VTD_PTE_0_P | BIT(5) | VTD_PTE_0_PGTT);
	guest_store(b, context_slot(b, 1), PASID);
	assert_int_equal(verdict(b, flags), VTD_FAULT_SCT_9);
	guest_store(b, context_slot(b, 1), RID_PASID);
	assert_int_equal(verdict(b, flags), VTD_FAULT_SPD_2);
	spoil(b, directory, VTD_PDE_P);
	assert_int_equal(verdict(b, flags), VTD_FAULT_SPD_3);
	spoil(b, directory, BIT(2));
	assert_int_equal(verdict(b, flags), VTD_FAULT_SPT_2);
	spoil(b, entry, VTD_PTE_0_P);
	assert_int_equal(verdict(b, flags), VTD_FAULT_SPT_3);
	spoil(b, entry, BIT(5));
	spoil(b, entry,
	      VTD_PTE_0_PGTT ^ VTD_PUT(VTD_PTE_0_PGTT, 7) ^
		      VTD_PUT(VTD_PTE_0_PGTT, 4 ^ 3 ^ 7));
	assert_int_equal(verdict(b, flags), VTD_FAULT_SPT_4);
	guest_store(b, entry, pasids_pass().word[0]);
	assert_int_equal(verdict(b, flags), VTD_FAULT_SPT_5);
	assert_int_equal(verdict(b, flags & ~GATE_WORK0_EXEC), VTD_FAULT_SPT_6);
}

/* ---- FPD ---------------------------------------------------------------- */

static void check_silent(struct bench *b, uint64_t flags)
{
	device_asks(b, SID, IOVA, flags);
	assert_blocked(b);
	assert_no_record(b);
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_FAULT_LOST), 1);
}

/* 9.4, 9.5, 9.6: FPD is evaluated whatever P is. */
static void test_fpd_of_entries_not_present(void **state)
{
	static const slot_of slots[] = { context_slot, directory_slot,
					 entry_slot };
	struct bench *b = *state;

	for (unsigned int i = 0; i < 3; i++) {
		restart(b, 0, 0);
		guest_store(b, slots[i](b, 0), 2);
		check_silent(b, WITH(PASID));
	}
}

/* Each of the three silences what is found further on (here SPT.6). */
static void test_fpd_at_three_places(void **state)
{
	static const slot_of slots[] = { context_slot, directory_slot,
					 entry_slot };
	struct bench *b = *state;

	for (unsigned int i = 0; i < 3; i++) {
		restart(b, 0, 0);
		spoil(b, slots[i](b, 0), 2);
		check_silent(b, WITH(PASID) | GATE_WORK0_PRIV);
	}
}

/* A known context silences as its entries did: here SGN.4 of pass-through. */
static void test_fpd_of_a_known_context(void **state)
{
	static const slot_of slots[] = { context_slot, directory_slot,
					 entry_slot };
	struct bench *b = *state;

	for (unsigned int i = 0; i < 3; i++) {
		restart(b, 0, 0);
		spoil(b, slots[i](b, 0), 2);
		device_asks(b, SID, IOVA, WITH(PASID));
		assert_granted(b, IOVA, 0, TABLES_RW);
		device_asks(b, SID, BIT(BENCH_HAW), WITH(PASID));
		assert_blocked(b);
		assert_no_record(b);
	}
}

/* Unqualified ones are recorded whatever FPD an entry above has. */
static void test_fpd_and_unreadable_tables(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	guest_store(b, context_slot(b, 0),
		    (guest_load(b, context_slot(b, 0)) & 0xfff) |
			    BENCH_NO_MEMORY | VTD_SCONTEXT_0_FPD);
	check_fault(b, WITH(PASID), VTD_FAULT_SPD_1);
	restart(b, 0, 0);
	spoil(b, context_slot(b, 0), VTD_SCONTEXT_0_FPD);
	guest_store(b, directory_slot(b, 0),
		    BENCH_NO_MEMORY | VTD_PDE_FPD | VTD_PDE_P);
	check_fault(b, WITH(PASID), VTD_FAULT_SPT_1);
}

/* ---- Address spaces ----------------------------------------------------- */

/* What the newest context of SID says; PASID's entry is @entry. */
static void check_space(struct bench *b, const struct pasid_entry *entry,
			uint64_t flags, const struct vtd_space *want)
{
	struct dma_walk w = { .word0 = bench_word0(SID, 1, flags),
			      .addr = IOVA,
			      .fresh = true };

	pasids_put(b, SID, PASID, entry);
	pasids_put(b, SID, RID_PASID, entry);
	assert_int_equal(dma_context(b->v, &w), VTD_FAULT_NONE);
	assert_memory_equal(&w.context->space, want, sizeof(*want));
}

#define SS_ROOT UINT64_C(0x12345000)
#define FS_ROOT UINT64_C(0x6789a000)

/* Every field, used or not, for PGTT. */
static struct pasid_entry full(unsigned int pgtt)
{
	return (struct pasid_entry){ {
		SS_ROOT | VTD_PTE_0_SSADE | VTD_PUT(VTD_PTE_0_PGTT, pgtt) |
			VTD_PUT(VTD_PTE_0_AW, 1) | VTD_PTE_0_P,
		VTD_PTE_1_PWSNP | VTD_PTE_1_PGSNP | DID,
		FS_ROOT | VTD_PTE_2_EAFE | VTD_PTE_2_WPE | VTD_PTE_2_SRE |
			VTD_PUT(VTD_PTE_2_FSPM, 1),
	} };
}

static void test_space_of_pass_through(void **state)
{
	const struct vtd_space want = {
		.did = DID,
		.width = BENCH_HAW,
		.flags = VTD_SPACE_SCALABLE,
	};
	struct pasid_entry entry = full(VTD_PGTT_PASS_THROUGH);

	restart(*state, 0, 0);
	check_space(*state, &entry, WITH(PASID), &want);
	check_space(*state, &entry, WITH(PASID) | GATE_WORK0_PRIV, &want);
	check_space(*state, &entry, 0, &want);
}

/* 9.6: SSADE, PWSNP; no PASID, no privilege. */
static void test_space_of_second_stage(void **state)
{
	const struct vtd_space want = {
		.ss_root = SS_ROOT,
		.did = DID,
		.ss_levels = 3,
		.width = 39,
		.ss_width = 39,
		.flags = VTD_SPACE_SCALABLE | VTD_SPACE_SSADE | VTD_SPACE_SNOOP,
	};
	struct pasid_entry entry = full(VTD_PGTT_SECOND);

	restart(*state, 0, 0);
	check_space(*state, &entry, WITH(PASID), &want);
	check_space(*state, &entry, WITH(PASID) | GATE_WORK0_PRIV, &want);
	check_space(*state, &entry, 0, &want);
}

/* WPE is for supervisors (9.6): users share a tag whatever it is. */
static void test_space_of_first_stage(void **state)
{
	struct vtd_space want = {
		.fs_root = FS_ROOT,
		.pasid = PASID,
		.did = DID,
		.fs_levels = 5,
		.width = 57,
		.flags = VTD_SPACE_SCALABLE | VTD_SPACE_EAFE | VTD_SPACE_SNOOP,
	};
	struct pasid_entry entry = full(VTD_PGTT_FIRST);
	struct bench *b = *state;

	restart(b, 0, 0);
	check_space(b, &entry, WITH(PASID), &want);
	want.flags |= VTD_SPACE_PRIV | VTD_SPACE_WPE;
	check_space(b, &entry, WITH(PASID) | GATE_WORK0_PRIV, &want);
	spoil(b, context_slot(b, 1), VTD_SCONTEXT_1_RID_PRIV);
	want.pasid = RID_PASID;
	check_space(b, &entry, 0, &want);
	entry.word[2] = FS_ROOT | VTD_PTE_2_SRE;
	entry.word[1] = DID;
	want.fs_levels = 4;
	want.width = 48;
	want.flags = VTD_SPACE_SCALABLE | VTD_SPACE_PRIV;
	check_space(b, &entry, 0, &want);
}

static void test_space_of_nested(void **state)
{
	const struct vtd_space want = {
		.fs_root = FS_ROOT,
		.ss_root = SS_ROOT,
		.pasid = PASID,
		.did = DID,
		.fs_levels = 5,
		.ss_levels = 3,
		.width = 57,
		.ss_width = 39,
		.flags = VTD_SPACE_SCALABLE | VTD_SPACE_EAFE | VTD_SPACE_SSADE |
			 VTD_SPACE_SNOOP,
	};
	struct pasid_entry entry = full(VTD_PGTT_NESTED);

	restart(*state, 0, 0);
	check_space(*state, &entry, WITH(PASID), &want);
}

/* ---- Caches ------------------------------------------------------------- */

/* The tag that the gate is told for a request that is granted. */
static uint64_t tag_of(struct bench *b, uint16_t sid, uint64_t flags)
{
	struct dma_walk w = { .word0 = bench_word0(sid, 1, flags),
			      .addr = IOVA };

	assert_int_equal(dma_context(b->v, &w), VTD_FAULT_NONE);
	return dma_tag_number(b->v, w.tag);
}

/* A second stage is one space to all PASIDs and sources of the domain. */
static void test_second_stage_shares_a_tag(void **state)
{
	struct pasid_entry entry = full(VTD_PGTT_SECOND);
	struct bench *b = *state;
	uint64_t first;

	restart(b, 0, 0);
	pasids_put(b, SID, PASID, &entry);
	pasids_put(b, SID, PASID + 1, &entry);
	pasids_put(b, SID, RID_PASID, &entry);
	first = tag_of(b, SID, WITH(PASID));
	assert_int_equal(tag_of(b, SID, WITH(PASID + 1)), first);
	assert_int_equal(tag_of(b, SID, WITH(PASID) | GATE_WORK0_PRIV), first);
	assert_int_equal(tag_of(b, SID, 0), first);
}

/* A first stage is one to all sources of the PASID, but not of another. */
static void test_first_stage_has_tags_of_its_own(void **state)
{
	struct pasid_entry entry = full(VTD_PGTT_FIRST);
	struct bench *b = *state;
	uint64_t first;

	restart(b, 0, 0);
	pasids_attach(b, SID + 8, 0);
	pasids_put(b, SID, PASID, &entry);
	pasids_put(b, SID, PASID + 1, &entry);
	pasids_put(b, SID + 8, PASID, &entry);
	first = tag_of(b, SID, WITH(PASID));
	assert_int_equal(tag_of(b, SID + 8, WITH(PASID)), first);
	assert_int_not_equal(tag_of(b, SID, WITH(PASID + 1)), first);
	assert_int_not_equal(tag_of(b, SID, WITH(PASID) | GATE_WORK0_PRIV),
			     first);
}

/* What is known is not read again; each PASID is known for itself. */
static void test_known_context_is_not_read_again(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	device_asks(b, SID, IOVA, WITH(PASID));
	b->m.reads = 0;
	device_asks(b, SID, IOVA, WITH(PASID));
	assert_granted(b, IOVA, 0, TABLES_RW);
	assert_int_equal(b->m.reads, 0);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, IOVA, 0, TABLES_RW);
	assert_int_equal(b->m.reads, 4);
	device_asks(b, SID, IOVA, WITH(PASID + 1));
	assert_faulted(b, SID, IOVA, VTD_FAULT_SPT_2);
}

/* The leaf is all that is read once the tables of the space are known. */
static void test_short_way_with_pasid(void **state)
{
	struct bench *b = *state;
	struct pasid_entry entry;

	restart(b, 0, 0);
	entry = pasids_second(pasids_tree(b, 4), 4);
	pasids_put(b, SID, PASID, &entry);
	device_asks(b, SID, IOVA, WITH(PASID));
	b->m.reads = 0;
	device_asks(b, SID, IOVA, WITH(PASID));
	assert_granted(b, PA, 0, TABLES_RW);
	assert_int_equal(b->m.reads, 1);
}

/* CM = 0: nothing that faulted is remembered (6.1). */
static void test_faults_are_not_cached(void **state)
{
	static const slot_of slots[] = { root_slot, context_slot,
					 directory_slot, entry_slot };
	struct bench *b = *state;

	restart(b, 0, 0);
	for (unsigned int i = 0; i < 4; i++) {
		uint64_t slot = slots[i](b, 0);

		spoil(b, slot, 1);
		device_asks(b, SID, IOVA, WITH(PASID));
		assert_blocked(b);
		spoil(b, slot, 1);
	}
	device_asks(b, SID, IOVA, WITH(PASID));
	assert_granted(b, IOVA, 0, TABLES_RW);
}

/* A stale context never blocks what the tables allow by now. */
static void test_stale_context_does_not_block(void **state)
{
	struct pasid_entry pass = pasids_pass();
	struct bench *b = *state;
	struct pasid_entry entry;

	restart(b, 0, 0);
	entry = pasids_second(pasids_tree(b, 4), 4);
	pasids_put(b, SID, PASID, &entry);
	device_asks(b, SID, IOVA, WITH(PASID));
	assert_granted(b, PA, 0, TABLES_RW);
	pasids_put(b, SID, PASID, &pass);
	device_asks(b, SID, IOVA + VTD_PAGE_SIZE, WITH(PASID));
	assert_granted(b, IOVA + VTD_PAGE_SIZE, 0, TABLES_RW);
}

/* SRTP to the other mode: nothing of the old one is left. */
static void test_switch_of_modes(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	device_asks(b, SID, IOVA, WITH(PASID));
	assert_granted(b, IOVA, 0, TABLES_RW);
	host_srtp(b, b->t.root);
	bench_run(b);
	check_fault(b, WITH(PASID), VTD_FAULT_RTA_2);
}

static void test_switch_to_scalable(void **state)
{
	struct bench *b = *state;

	pasids_start(b, 0, 0);
	assert_int_equal(tables_pass_through(&b->t, SID, DID, 4), 0);
	host_enables_translation(b);
	device_asks(b, SID, IOVA, 0);
	assert_granted(b, IOVA, 0, TABLES_RW);
	b->t.root = tables_alloc(&b->t);
	host_srtp(b, b->t.root | VTD_PUT(VTD_RTADDR_TTM, 1));
	bench_run(b);
	check_fault(b, 0, VTD_FAULT_SRT_2);
}

/* The trace of a fault names every entry; words of 0 from the third on not. */
static void test_trace_names_the_way(void **state)
{
	struct bench *b = *state;

	restart(b, 0, 0);
	spoil(b, entry_slot(b, 7), BIT(40));
	check_fault(b, WITH(PASID), VTD_FAULT_SPT_3);
	/* Root, two of the context, directory, words 0, 1 and 7. */
	assert_int_equal(mock_traces(&b->m, VTD_TRACE_FAULT_STEP), 7);
	for (unsigned int i = 0; i < b->m.call_count; i++)
		if (b->m.calls[i].op == MOCK_TRACE &&
		    b->m.calls[i].a == VTD_TRACE_FAULT_STEP &&
		    b->m.calls[i].c == BIT(40))
			assert_int_equal(b->m.calls[i].d, 0x7009);
}

/* ---- A port that fails --------------------------------------------------- */

#define FS_OPEN (VTD_FS_P | VTD_FS_RW | VTD_FS_US)

/* Each leads IOVA to PA; accessed and dirty bits are to be set on the way. */
static struct pasid_entry marked_second(struct bench *b)
{
	struct pasid_entry entry = pasids_second(pasids_tree(b, 4), 4);

	entry.word[0] |= VTD_PTE_0_SSADE;
	entry.word[1] |= VTD_PTE_1_PWSNP;
	return entry;
}

static struct pasid_entry first(struct bench *b)
{
	uint64_t leaf;
	uint64_t root = pasids_chain(b, 5, IOVA, FS_OPEN, &leaf);

	guest_store(b, leaf, PA | FS_OPEN);
	return (struct pasid_entry){ {
		VTD_PUT(VTD_PTE_0_PGTT, VTD_PGTT_FIRST) | VTD_PTE_0_P,
		VTD_PTE_1_PWSNP | DID,
		root | VTD_PUT(VTD_PTE_2_FSPM, 1),
	} };
}

/* The second stage has the first GiB, where tables are, and PA as they are. */
static struct pasid_entry nested(struct bench *b)
{
	struct pasid_entry entry = first(b);
	uint64_t leaf;
	uint64_t root = pasids_chain(b, 4, PA, TABLES_RW, &leaf);

	guest_store(b, leaf, PA | TABLES_RW);
	guest_store(b, guest_load(b, root) & VTD_SS_ADDR,
		    TABLES_RW | VTD_SS_PS);
	entry.word[0] = root | VTD_PUT(VTD_PTE_0_PGTT, VTD_PGTT_NESTED) |
			VTD_PTE_0_SSADE | VTD_PUT(VTD_PTE_0_AW, 2) |
			VTD_PTE_0_P;
	return entry;
}

static struct pasid_entry (*const kinds[])(struct bench *b) = {
	marked_second,
	first,
	nested,
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void prepare(struct bench *b, size_t kind)
{
	struct pasid_entry entry;

	pasids_start(b, 0, 0);
	entry = kinds[kind](b);
	pasids_attach(b, SID, 0);
	pasids_put(b, SID, PASID, &entry);
	pasids_enable(b);
	b->m.reads = 0;
}

static void write_page(struct bench *b)
{
	device_asks(b, SID, IOVA, WITH(PASID) | GATE_WORK0_WRITE);
}

static unsigned int updates(const struct bench *b)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < b->m.call_count; i++)
		count += b->m.calls[i].op == MOCK_HOST_UPDATE;
	return count;
}

static unsigned int reason(const struct bench *b)
{
	uint64_t high = mock_reg(&b->m, VTD_FRCDH);

	return high & VTD_FRCDH_F ? (unsigned int)VTD_GET(VTD_FRCDH_FR, high) :
				    0;
}

/* Root, context, directory, entry; then whichever stage it was. */
static bool tells_of_read(unsigned int fault, unsigned int n)
{
	static const enum vtd_fault above[] = { VTD_FAULT_SRT_1,
						VTD_FAULT_SCT_1,
						VTD_FAULT_SPD_1,
						VTD_FAULT_SPT_1 };

	if (n <= 4)
		return fault == above[n - 1];
	return fault == VTD_FAULT_SFS_1 || fault == VTD_FAULT_SFS_4 ||
	       fault == VTD_FAULT_SSS_1 || fault == VTD_FAULT_SSS_4;
}

/*
 * Nested, second-stage tables are known from one first-stage table to the next;
 * what they had a part in is tried once more, and is then all right.
 */
static bool made_good(const struct bench *b, size_t kind)
{
	if (kinds[kind] != nested || bench_action(b) == GATE_ACTION_BLOCK)
		return false;
	assert_granted(b, PA, 0, TABLES_RW);
	return true;
}

/* Nobody gets in by a read that failed; and once it is over, all is well. */
static void test_each_read_fails(void **state)
{
	struct bench *b = *state;

	for (size_t kind = 0; kind < KINDS; kind++) {
		unsigned int reads;

		prepare(b, kind);
		write_page(b);
		assert_granted(b, PA, 0, TABLES_RW);
		reads = b->m.reads;
		for (unsigned int n = 1; n <= reads; n++) {
			prepare(b, kind);
			b->m.fail_read = n;
			write_page(b);
			if (n > 4 && made_good(b, kind))
				continue;
			assert_blocked(b);
			if (!tells_of_read(reason(b), n))
				mock_fail(&b->m, "read %u: fault %#x", n,
					  reason(b));
			write_page(b);
			assert_granted(b, PA, 0, TABLES_RW);
		}
	}
}

/* SFS.10, SSS.6: what cannot be marked is not used. */
static void test_each_update_fails(void **state)
{
	struct bench *b = *state;

	for (size_t kind = 0; kind < KINDS; kind++) {
		unsigned int count;

		prepare(b, kind);
		write_page(b);
		count = updates(b);
		assert_true(count >= 4);
		for (unsigned int n = 1; n <= count; n++) {
			prepare(b, kind);
			b->m.fail_update = n;
			write_page(b);
			if (made_good(b, kind))
				continue;
			assert_blocked(b);
			assert_true(reason(b) == VTD_FAULT_SFS_10 ||
				    reason(b) == VTD_FAULT_SSS_6);
			write_page(b);
			assert_granted(b, PA, 0, TABLES_RW);
		}
	}
}

/* With everything known, what fails is made good or blocked, never guessed. */
static void test_each_read_of_a_known_space_fails(void **state)
{
	struct bench *b = *state;

	for (size_t kind = 0; kind < KINDS; kind++)
		for (unsigned int n = 1; n <= 4; n++) {
			prepare(b, kind);
			write_page(b);
			b->m.fail_read = n;
			b->m.fail_on = n % 2;
			write_page(b);
			if (bench_action(b) == GATE_ACTION_BLOCK)
				assert_int_not_equal(reason(b), 0);
			else
				assert_granted(b, PA, 0, TABLES_RW);
			if (n == 1)
				assert_int_equal(reason(b), VTD_FAULT_SRT_1);
		}
}

static int table_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_reads_each_table_once),
		UNIT(test_second_stage),
		UNIT(test_every_corner_of_the_tables),
		UNIT(test_largest_directory),
		UNIT(test_root_unreadable),
		UNIT(test_root_not_present),
		UNIT(test_root_reserved_bits),
		UNIT(test_other_half_of_root),
		UNIT(test_context_unreadable),
		UNIT(test_context_not_present),
		UNIT(test_context_reserved_bits),
		UNIT(test_context_fields_by_capability),
		UNIT(test_context_contradicts_itself),
		UNIT(test_rid_pasid_beyond_the_directory),
		UNIT(test_translated_request),
		UNIT(test_translated_request_after_another),
		UNIT(test_pasid_not_enabled),
		UNIT(test_pasids_are_not_there),
		UNIT(test_pasid_beyond_the_directory),
		UNIT(test_pasid_that_is_rid_pasid),
		UNIT(test_pasid_beyond_pss),
		UNIT(test_directory_unreadable),
		UNIT(test_directory_not_present),
		UNIT(test_directory_reserved_bits),
		UNIT(test_entry_unreadable),
		UNIT(test_entry_not_present),
		UNIT(test_entry_reserved_bits),
		UNIT(test_entry_fields_by_capability),
		UNIT(test_entry_domain_id_width),
		UNIT(test_translation_type),
		UNIT(test_address_width),
		UNIT(test_address_width_by_capability),
		UNIT(test_first_stage_paging_mode),
		UNIT(test_nested_first_stage_root),
	};

	return cmocka_run_group_tests_name("dma_scalable: tables", tests, NULL,
					   NULL);
}

static int request_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_execute_request),
		UNIT(test_execute_request_after_another),
		UNIT(test_supervisor_request),
		UNIT(test_privilege_without_pasid),
		UNIT(test_pasid_0_without_rps),
		UNIT(test_order_of_faults),
		UNIT(test_order_of_faults_by_pasid),
		UNIT(test_fpd_of_entries_not_present),
		UNIT(test_fpd_at_three_places),
		UNIT(test_fpd_of_a_known_context),
		UNIT(test_fpd_and_unreadable_tables),
		UNIT(test_space_of_pass_through),
		UNIT(test_space_of_second_stage),
		UNIT(test_space_of_first_stage),
		UNIT(test_space_of_nested),
		UNIT(test_second_stage_shares_a_tag),
		UNIT(test_first_stage_has_tags_of_its_own),
		UNIT(test_known_context_is_not_read_again),
		UNIT(test_short_way_with_pasid),
		UNIT(test_faults_are_not_cached),
		UNIT(test_stale_context_does_not_block),
		UNIT(test_switch_of_modes),
		UNIT(test_switch_to_scalable),
		UNIT(test_trace_names_the_way),
		UNIT(test_each_read_fails),
		UNIT(test_each_update_fails),
		UNIT(test_each_read_of_a_known_space_fails),
	};

	return cmocka_run_group_tests_name("dma_scalable: requests", tests,
					   NULL, NULL);
}

int dma_scalable_tests(void)
{
	return table_tests() + request_tests();
}
