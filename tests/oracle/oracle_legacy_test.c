/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Worked examples for what QEMU cannot arbitrate: zero-length reads, atomics,
 * 57-bit tables, address widths, the interrupt range, RTADDR modes, and the
 * words of a fault record. Every expected value is worked out by hand from
 * the section named beside it.
 */

#include "../lib/tables.h"
#include "oracle_bench.h"

#define IOVA  UINT64_C(0x12345000)
#define PA    UINT64_C(0xabcde000)
#define TTM_1 (UINT64_C(1) << 10)
#define TTM_3 (UINT64_C(3) << 10)

static struct tables_flat flat = { bench_bytes, BENCH_BASE, BENCH_SIZE };
static struct tables tables;

static const struct oracle_caps caps = {
	.haw = 40,
	.mgaw = 57,
	.sagaw = 14,
	.sslps = 3,
	.nd = 6,
	.zlr = true,
	.pt = true,
};

/* A 4 KiB page at IOVA in a tree of @levels, a device that reads it. */
static void begin(unsigned int levels, unsigned int perm)
{
	bench_begin(&caps);
	bench_req.addr = IOVA + 8;
	if (tables_init(&tables, tables_flat_mem(&flat), BENCH_BASE,
			BENCH_SIZE) ||
	    tables_attach(&tables, BENCH_SID, 5, levels) ||
	    tables_map(&tables, BENCH_SID, IOVA, PA, TABLES_PAGE_4K, perm))
		bench_failures++;
	bench_state.rtaddr = tables.root;
}

/* Takes permissions away from the entry of @level. */
static void drop(unsigned int level, uint64_t perm)
{
	uint64_t slot = tables_slot(&tables, BENCH_SID, IOVA, level);

	tables_store(&tables, slot, tables_load(&tables, slot) & ~perm);
}

static void permissions(void)
{
	begin(4, TABLES_W);
	bench_expect_fault("3.7.1: a read needs R", 6);
	bench_req.zero_length = true;
	bench_expect_pass("3.14: ZLR=1, a zero-length read is content with W",
			  PA + 8);
	bench_state.caps.zlr = false;
	bench_expect_fault("3.14: ZLR=0, it is a read like any other", 6);
	begin(4, TABLES_W);
	bench_req.zero_length = true;
	drop(2, TABLES_W);
	bench_expect_fault("3.14: W must be there on all levels", 6);
	begin(3, TABLES_R);
	bench_req.kind = ORACLE_ATOMIC;
	bench_expect_fault("3.7.1: an atomic needs W", 5);
	begin(3, TABLES_W);
	bench_req.kind = ORACLE_ATOMIC;
	bench_expect_fault("3.7.1: an atomic needs R", 6);
}

static void widths(void)
{
	begin(5, TABLES_RW);
	bench_expect_pass("3.7: five levels", PA + 8);
	bench_check("oracle.h: seven steps",
		    bench_res.steps == 7 && bench_res.did == 5);
	bench_req.addr |= UINT64_C(1) << 57;
	bench_expect_fault("3.6: beyond 57 bits", 4);
	begin(3, TABLES_RW);
	bench_req.addr |= UINT64_C(1) << 39;
	bench_expect_fault("11.4.2: beyond AGAW, below MGAW", 4);
	begin(5, TABLES_RW);
	bench_state.caps.mgaw = 50;
	bench_req.addr |= UINT64_C(1) << 50;
	bench_expect_fault("11.4.2: beyond MGAW, below AGAW", 4);
	begin(4, TABLES_RW);
	bench_state.caps.sagaw = 10;
	bench_expect_fault("9.3: AW not in SAGAW", 3);
	begin(4, TABLES_RW);
	bench_state.caps.sslps = 0;
	tables_store(&tables, tables_slot(&tables, BENCH_SID, IOVA, 2),
		     0x200000 | 0x83);
	bench_expect_fault("9.8: PS without SSLPS is reserved", 0xc);
}

static void interrupt_range(void)
{
	begin(4, TABLES_RW);
	bench_req.addr = 0xfee01000;
	bench_expect_fault("3.15: a read of the interrupt range", 0x29);
	bench_req.zero_length = true;
	bench_expect_outcome("3.15: a zero-length read of it", ORACLE_COMPLETE);
	bench_req = (struct oracle_request){ .addr = 0xfee01000,
					     .sid = BENCH_SID,
					     .kind = ORACLE_WRITE,
					     .dword = true };
	bench_expect_outcome("3.15: a DWORD write to it", ORACLE_INTERRUPT);
	bench_req.dword = false;
	bench_expect_fault("3.15: another write to it", 0x29);
	begin(4, TABLES_RW);
	tables_map(&tables, BENCH_SID, UINT64_C(0x40000000),
		   UINT64_C(0xc0000000), TABLES_PAGE_1G, TABLES_RW);
	bench_req.addr = 0x40000000;
	bench_expect_pass("3.15: a large page may span it", 0xc0000000);
	bench_req.addr = 0x40000000 + 0x3eefffff;
	bench_expect_fault("3.15: its last byte", 0xe);
	bench_req.addr++;
	bench_expect_pass("3.15: the byte behind it", 0xfef00000);
}

static void context(void)
{
	begin(4, TABLES_RW);
	tables_pass_through(&tables, BENCH_SID, 5, 4);
	bench_expect_pass("3.9: pass-through", IOVA + 8);
	bench_req.addr = UINT64_C(1) << 40;
	bench_expect_fault("3.9: pass-through beyond HAW", 4);
	bench_req.addr = IOVA;
	bench_req.translated = true;
	bench_expect_fault("4.2.5: translated request without TT=01", 0xd);
	begin(4, TABLES_RW);
	bench_state.caps.nd = 0;
	tables_store(&tables, tables_context_slot(&tables, BENCH_SID) + 8,
		     16 << 8 | 2);
	bench_expect_fault("9.3: DID bits beyond ND are reserved", 0xb);
	tables_store(&tables, tables_context_slot(&tables, BENCH_SID), 2);
	bench_expect_fault("9.3: FPD counts though P=0", 2);
	bench_check("7.1.3: so the fault is not recorded",
		    !bench_res.recorded && bench_res.fpd);
}

static void modes(void)
{
	begin(4, TABLES_RW);
	bench_state.rtaddr |= TTM_1;
	bench_expect_fault("11.4.5: scalable mode without SMTS", 0x30);
	bench_state.rtaddr |= TTM_3;
	bench_expect_fault("11.4.5: abort mode without ADMS", 0x30);
	bench_state.caps.adms = true;
	bench_expect_fault("3.4.4: abort mode", 0x33);
	begin(4, TABLES_RW);
	bench_req.has_pasid = true;
	bench_expect_fault("7.1.3: PASID in legacy mode", 0x31);
	bench_state.te = false;
	bench_expect_pass("4.2.1: TE=0, a PASID is ignored", IOVA + 8);
	bench_req.translated = true;
	bench_expect_outcome("4.2.1: TE=0, translated request", ORACLE_REFUSE);
}

static void record(void)
{
	uint64_t frcd[2];
	uint64_t mask[2];

	begin(4, TABLES_R);
	bench_req.kind = ORACLE_ATOMIC;
	bench_req.addr = IOVA + 0x123;
	oracle_translate(&bench_state, &bench_req, &bench_res);
	oracle_frcd(&bench_state.caps, &bench_req, &bench_res, frcd, mask);
	bench_check("11.4.14: atomic, T1=1 T2=1, F, FR=5, SID",
		    frcd[0] == IOVA && frcd[1] == UINT64_C(0xc000000510000810));
	bench_req.kind = ORACLE_WRITE;
	bench_req.addr = UINT64_C(0xfedcba9876543210);
	oracle_translate(&bench_state, &bench_req, &bench_res);
	oracle_frcd(&bench_state.caps, &bench_req, &bench_res, frcd, mask);
	bench_check("11.4.14: write, T1=0; FI only up to the largest AGAW",
		    frcd[0] == UINT64_C(0x00dcba9876543000) &&
			    frcd[1] == UINT64_C(0x8000000400000810));
}

void oracle_legacy_test(void)
{
	permissions();
	widths();
	interrupt_range();
	context();
	modes();
	record();
}
