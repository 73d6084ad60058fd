/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Worked examples for what QEMU cannot arbitrate: zero-length reads, atomics,
 * 57-bit tables, address widths, the interrupt range, RTADDR modes, and the
 * words of a fault record. Every expected value is worked out by hand from
 * the section named beside it.
 */

#include <stdio.h>
#include <string.h>

#include "../lib/tables.h"
#include "oracle.h"

#define BASE  UINT64_C(0x100000)
#define SIZE  UINT64_C(0x20000)
#define SID   0x0810
#define IOVA  UINT64_C(0x12345000)
#define PA    UINT64_C(0xabcde000)
#define TTM_1 (UINT64_C(1) << 10)
#define TTM_3 (UINT64_C(3) << 10)

static uint8_t bytes[SIZE];
static struct tables_flat flat = { bytes, BASE, SIZE };
static struct tables tables;
static struct oracle_state state;
static struct oracle_request req;
static struct oracle_result res;
static unsigned int failures;

static bool read_flat(void *ctx, uint64_t addr, void *buf, size_t len)
{
	(void)ctx;
	if (addr < BASE || addr - BASE > SIZE - len)
		return false;
	memcpy(buf, bytes + (addr - BASE), len);
	return true;
}

/* A 4 KiB page at IOVA in a tree of @levels, a device that reads it. */
static void begin(unsigned int levels, unsigned int perm)
{
	memset(bytes, 0, sizeof(bytes));
	state = (struct oracle_state){
		.caps = { .haw = 40,
			  .mgaw = 57,
			  .sagaw = 14,
			  .sslps = 3,
			  .nd = 6,
			  .zlr = true,
			  .pt = true },
		.memory = { .read = read_flat },
		.te = true,
	};
	req = (struct oracle_request){ .addr = IOVA + 8, .sid = SID };
	if (tables_init(&tables, tables_flat_mem(&flat), BASE, SIZE) ||
	    tables_attach(&tables, SID, 5, levels) ||
	    tables_map(&tables, SID, IOVA, PA, TABLES_PAGE_4K, perm))
		failures++;
	state.rtaddr = tables.root;
}

static void check(const char *what, bool good)
{
	char text[4096];

	printf("%s %s\n", good ? "ok  " : "FAIL", what);
	if (good)
		return;
	failures++;
	oracle_describe(&req, &res, text, sizeof(text));
	fputs(text, stdout);
}

static void expect_pass(const char *what, uint64_t addr)
{
	oracle_translate(&state, &req, &res);
	check(what, res.outcome == ORACLE_PASS && res.addr == addr);
}

static void expect_fault(const char *what, unsigned int reason)
{
	oracle_translate(&state, &req, &res);
	check(what, res.outcome == ORACLE_FAULT && res.reason == reason);
}

static void expect_outcome(const char *what, unsigned int outcome)
{
	oracle_translate(&state, &req, &res);
	check(what, res.outcome == outcome && !res.recorded);
}

/* Takes permissions away from the entry of @level. */
static void drop(unsigned int level, uint64_t perm)
{
	uint64_t slot = tables_slot(&tables, SID, IOVA, level);

	tables_store(&tables, slot, tables_load(&tables, slot) & ~perm);
}

static void permissions(void)
{
	begin(4, TABLES_W);
	expect_fault("3.7.1: a read needs R", 6);
	req.zero_length = true;
	expect_pass("3.14: ZLR=1, a zero-length read is content with W",
		    PA + 8);
	state.caps.zlr = false;
	expect_fault("3.14: ZLR=0, it is a read like any other", 6);
	begin(4, TABLES_W);
	req.zero_length = true;
	drop(2, TABLES_W);
	expect_fault("3.14: W must be there on all levels", 6);
	begin(3, TABLES_R);
	req.kind = ORACLE_ATOMIC;
	expect_fault("3.7.1: an atomic needs W", 5);
	begin(3, TABLES_W);
	req.kind = ORACLE_ATOMIC;
	expect_fault("3.7.1: an atomic needs R", 6);
}

static void widths(void)
{
	begin(5, TABLES_RW);
	expect_pass("3.7: five levels", PA + 8);
	check("oracle.h: seven steps", res.steps == 7 && res.did == 5);
	req.addr |= UINT64_C(1) << 57;
	expect_fault("3.6: beyond 57 bits", 4);
	begin(3, TABLES_RW);
	req.addr |= UINT64_C(1) << 39;
	expect_fault("11.4.2: beyond AGAW, below MGAW", 4);
	begin(5, TABLES_RW);
	state.caps.mgaw = 50;
	req.addr |= UINT64_C(1) << 50;
	expect_fault("11.4.2: beyond MGAW, below AGAW", 4);
	begin(4, TABLES_RW);
	state.caps.sagaw = 10;
	expect_fault("9.3: AW not in SAGAW", 3);
	begin(4, TABLES_RW);
	state.caps.sslps = 0;
	tables_store(&tables, tables_slot(&tables, SID, IOVA, 2),
		     0x200000 | 0x83);
	expect_fault("9.8: PS without SSLPS is reserved", 0xc);
}

static void interrupt_range(void)
{
	begin(4, TABLES_RW);
	req.addr = 0xfee01000;
	expect_fault("3.15: a read of the interrupt range", 0x29);
	req.zero_length = true;
	expect_outcome("3.15: a zero-length read of it", ORACLE_COMPLETE);
	req = (struct oracle_request){ .addr = 0xfee01000,
				       .sid = SID,
				       .kind = ORACLE_WRITE,
				       .dword = true };
	expect_outcome("3.15: a DWORD write to it", ORACLE_INTERRUPT);
	req.dword = false;
	expect_fault("3.15: another write to it", 0x29);
	begin(4, TABLES_RW);
	tables_map(&tables, SID, UINT64_C(0x40000000), UINT64_C(0xc0000000),
		   TABLES_PAGE_1G, TABLES_RW);
	req.addr = 0x40000000;
	expect_pass("3.15: a large page may span it", 0xc0000000);
	req.addr = 0x40000000 + 0x3eefffff;
	expect_fault("3.15: its last byte", 0xe);
	req.addr++;
	expect_pass("3.15: the byte behind it", 0xfef00000);
}

static void context(void)
{
	begin(4, TABLES_RW);
	tables_pass_through(&tables, SID, 5, 4);
	expect_pass("3.9: pass-through", IOVA + 8);
	req.addr = UINT64_C(1) << 40;
	expect_fault("3.9: pass-through beyond HAW", 4);
	req.addr = IOVA;
	req.translated = true;
	expect_fault("4.2.5: translated request without TT=01", 0xd);
	begin(4, TABLES_RW);
	state.caps.nd = 0;
	tables_store(&tables, tables_context_slot(&tables, SID) + 8,
		     16 << 8 | 2);
	expect_fault("9.3: DID bits beyond ND are reserved", 0xb);
	tables_store(&tables, tables_context_slot(&tables, SID), 2);
	expect_fault("9.3: FPD counts though P=0", 2);
	check("7.1.3: so the fault is not recorded", !res.recorded && res.fpd);
}

static void modes(void)
{
	begin(4, TABLES_RW);
	state.rtaddr |= TTM_1;
	expect_fault("11.4.5: scalable mode without SMTS", 0x30);
	state.rtaddr |= TTM_3;
	expect_fault("11.4.5: abort mode without ADMS", 0x30);
	state.caps.adms = true;
	expect_fault("3.4.4: abort mode", 0x33);
	begin(4, TABLES_RW);
	req.has_pasid = true;
	expect_fault("7.1.3: PASID in legacy mode", 0x31);
	state.te = false;
	expect_pass("4.2.1: TE=0, a PASID is ignored", IOVA + 8);
	req.translated = true;
	expect_outcome("4.2.1: TE=0, translated request", ORACLE_REFUSE);
}

static void record(void)
{
	uint64_t frcd[2];
	uint64_t mask[2];

	begin(4, TABLES_R);
	req.kind = ORACLE_ATOMIC;
	req.addr = IOVA + 0x123;
	oracle_translate(&state, &req, &res);
	oracle_frcd(&state.caps, &req, &res, frcd, mask);
	check("11.4.14: atomic, T1=1 T2=1, F, FR=5, SID",
	      frcd[0] == IOVA && frcd[1] == UINT64_C(0xc000000510000810));
	req.kind = ORACLE_WRITE;
	req.addr = UINT64_C(0xfedcba9876543210);
	oracle_translate(&state, &req, &res);
	oracle_frcd(&state.caps, &req, &res, frcd, mask);
	check("11.4.14: write, T1=0; FI only up to the largest AGAW",
	      frcd[0] == UINT64_C(0x00dcba9876543000) &&
		      frcd[1] == UINT64_C(0x8000000400000810));
}

int main(void)
{
	permissions();
	widths();
	interrupt_range();
	context();
	modes();
	record();
	printf("%u failed\n", failures);
	return failures != 0;
}
