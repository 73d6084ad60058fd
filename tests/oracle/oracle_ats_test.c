/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/* Translation requests: 4.2.3 and their columns of table 30. */

#include "oracle_bench.h"
#include "../lib/tables.h"

#define IOVA UINT64_C(0x12345000)
#define PA   UINT64_C(0xabcd000)

static struct tables_flat flat = { bench_bytes, BENCH_BASE, BENCH_SIZE };
static struct tables tables;
static struct oracle_ats got;

/* TT=@tt, IOVA mapped with @perm. */
static void begin(unsigned int tt, unsigned int perm)
{
	static const struct oracle_caps caps = {
		.haw = 40,
		.mgaw = 48,
		.sagaw = 4,
		.sslps = 3,
		.nd = 6,
		.dt = true,
		.nwfs = true,
		.pt = true,
	};
	uint64_t slot;

	bench_begin(&caps);
	tables_init(&tables, tables_flat_mem(&flat), BENCH_BASE, BENCH_SIZE);
	tables_attach(&tables, BENCH_SID, 5, 4);
	tables_map(&tables, BENCH_SID, IOVA, PA, TABLES_PAGE_4K, perm);
	slot = tables_context_slot(&tables, BENCH_SID);
	tables_store(&tables, slot,
		     (tables_load(&tables, slot) & ~UINT64_C(12)) | tt << 2);
	bench_state.rtaddr = tables.root;
	bench_req.addr = IOVA;
}

static void expect(const char *what, bool no_write, unsigned int status,
		   unsigned int bits, bool recorded)
{
	oracle_ats(&bench_state, &bench_req, no_write, &got);
	bench_check(what, got.status == status && got.bits == bits &&
				  got.recorded == recorded);
}

static void answers(void)
{
	begin(1, TABLES_RW);
	expect("4.2.3: R and W", false, ORACLE_ATS_SUCCESS, 3, false);
	bench_check("4.2.3: where it leads", got.addr == PA);
	expect("4.2.3: NW", true, ORACLE_ATS_SUCCESS, 1, false);
	bench_state.caps.nwfs = false;
	expect("4.2.3: NW without NWFS", true, ORACLE_ATS_SUCCESS, 3, false);
	bench_req.addr += 0x1000;
	expect("7.1.2: not mapped", false, ORACLE_ATS_SUCCESS, 0, false);
	bench_req.addr = UINT64_C(1) << 50;
	expect("LGN.1.1", false, ORACLE_ATS_SUCCESS, 0, false);
	begin(1, TABLES_W);
	expect("SE: W alone", false, ORACLE_ATS_SUCCESS, 2, false);
	expect("SE: W alone, NW", true, ORACLE_ATS_SUCCESS, 0, false);
}

static void refusals(void)
{
	begin(0, TABLES_RW);
	expect("LCT.5", false, ORACLE_ATS_UR, 0, true);
	begin(2, TABLES_RW);
	expect("LCT.5, pass-through", false, ORACLE_ATS_UR, 0, true);
	begin(3, TABLES_RW);
	expect("LCT.4.2", false, ORACLE_ATS_CA, 0, true);
	begin(1, TABLES_RW);
	bench_state.te = false;
	expect("4.2.1: TES=0", false, ORACLE_ATS_UR, 0, false);
	begin(1, TABLES_RW);
	bench_state.caps.dt = false;
	expect("4.2.1: DT=0", false, ORACLE_ATS_UR, 0, false);
}

static void interrupts(void)
{
	begin(1, TABLES_RW);
	bench_req.addr = 0xfee00000;
	expect("S.1", false, ORACLE_ATS_SUCCESS, 6, false);
	expect("S.2", true, ORACLE_ATS_SUCCESS, 0, false);
	begin(0, TABLES_RW);
	bench_req.addr = 0xfee00000;
	expect("S.1 needs a context", false, ORACLE_ATS_UR, 0, true);
	begin(1, TABLES_RW);
	tables_store(&tables, tables_slot(&tables, BENCH_SID, IOVA, 1), 0);
	expect("7.1.2: R=W=0", false, ORACLE_ATS_SUCCESS, 0, false);
}

void oracle_ats_test(void)
{
	answers();
	refusals();
	interrupts();
}
