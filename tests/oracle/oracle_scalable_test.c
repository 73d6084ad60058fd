/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Every row of the table of fault conditions (7.1.3) that a unit without
 * device-TLBs can show in scalable mode: one word spoilt, one reason. Column
 * "qualified" of the table is in each row here and is tried out with FPD set.
 */

#include <stdio.h>

#include "oracle_tables.h"

#define BIT(n)  (UINT64_C(1) << (n))
#define NOWHERE BIT(39) /* below HAW, where no memory is */
#define ADDR    UINT64_C(0xfffffff000)

enum { READ, WRITE, ATOMIC, PASID = 4, PRIV = 8, EXEC = 16, ZERO = 32 };

struct row {
	const char *what;
	uint8_t pgtt;
	uint8_t word;
	uint64_t clear;
	uint64_t set;
	uint8_t request;
	bool qualified;
	uint8_t reason;
};

static const struct row rows[] = {
	{ "SRT.1: root unreadable", 2, WORD_NONE, 0, 0, 0, false, 0x38 },
	{ "SRT.2: LP=0", 2, WORD_ROOT, BIT(0), 0, 0, false, 0x39 },
	{ "SRT.3: bit 1", 2, WORD_ROOT, 0, BIT(1), 0, false, 0x3a },
	{ "SRT.3: bit HAW", 2, WORD_ROOT, 0, BIT(40), 0, false, 0x3a },
	{ "SCT.1: context unreadable", 2, WORD_ROOT, 0, NOWHERE, 0, false,
	  0x40 },
	{ "SCT.2: P=0", 2, WORD_CONTEXT, BIT(0), 0, 0, true, 0x41 },
	{ "SCT.3: DTE, DT=0", 2, WORD_CONTEXT, 0, BIT(2), 0, true, 0x42 },
	{ "SCT.3: PRE, PRS=0", 2, WORD_CONTEXT, 0, BIT(4), 0, true, 0x42 },
	{ "SCT.3: HPTE", 2, WORD_CONTEXT, 0, BIT(5), 0, true, 0x42 },
	{ "SCT.3: EPTR", 2, WORD_CONTEXT, 0, BIT(6), 0, true, 0x42 },
	{ "SCT.3: bit 8", 2, WORD_CONTEXT, 0, BIT(8), 0, true, 0x42 },
	{ "SCT.3: bit 85", 2, WORD_CONTEXT1, 0, BIT(21), 0, true, 0x42 },
	{ "SCT.3: bit 128", 2, WORD_CONTEXT2, 0, BIT(0), 0, true, 0x42 },
	{ "SCT.3: bit 255", 2, WORD_CONTEXT3, 0, BIT(63), 0, true, 0x42 },
	{ "SCT.4.2: RID_PASID beyond PDTS", 2, WORD_CONTEXT1, 0, BIT(13), 0,
	  true, 0x43 },
	{ "SCT.6: PASIDE=0", 2, WORD_CONTEXT, BIT(3), 0, PASID, true, 0x45 },
	{ "SPD.1: directory unreadable", 2, WORD_CONTEXT, 0, NOWHERE, 0, false,
	  0x50 },
	{ "SPD.2: P=0", 2, WORD_DIRECTORY, BIT(0), 0, 0, true, 0x51 },
	{ "SPD.3: bit 2", 2, WORD_DIRECTORY, 0, BIT(2), 0, true, 0x52 },
	{ "SPD.3: bit 63", 2, WORD_DIRECTORY, 0, BIT(63), 0, true, 0x52 },
	{ "SPT.1: PASID table unreadable", 2, WORD_DIRECTORY, 0, NOWHERE, 0,
	  false, 0x58 },
	{ "SPT.2: P=0", 2, WORD_PASID, BIT(0), 0, 0, true, 0x59 },
	{ "SPT.3: bit 5", 2, WORD_PASID, 0, BIT(5), 0, true, 0x5a },
	{ "SPT.3: bit 10", 2, WORD_PASID, 0, BIT(10), 0, true, 0x5a },
	{ "SPT.3: SSPTPTR bit HAW", 2, WORD_PASID, 0, BIT(40), 0, true, 0x5a },
	{ "SPT.3: bit 80", 2, WORD_PASID1, 0, BIT(16), 0, true, 0x5a },
	{ "SPT.3: PGSNP, SC=0", 2, WORD_PASID1, 0, BIT(24), 0, true, 0x5a },
	{ "SPT.3: CD, MTS=0", 2, WORD_PASID1, 0, BIT(25), 0, true, 0x5a },
	{ "SPT.3: PAT, MTS=0", 2, WORD_PASID1, 0, BIT(32), 0, true, 0x5a },
	{ "SPT.3: bit 129", 1, WORD_PASID2, 0, BIT(1), 0, true, 0x5a },
	{ "SPT.3: bit 136", 1, WORD_PASID2, 0, BIT(8), 0, true, 0x5a },
	{ "SPT.3: FSPTPTR bit HAW", 1, WORD_PASID2, 0, BIT(40), 0, true, 0x5a },
	{ "SPT.3: bit 192", 1, WORD_PASID3, 0, BIT(0), 0, true, 0x5a },
	{ "SPT.3: bit 511", 1, WORD_PASID7, 0, BIT(63), 0, true, 0x5a },
	{ "SPT.4.1: AW=0", 2, WORD_PASID, 7 << 2, 0, 0, true, 0x5b },
	{ "SPT.4.1: AW=4", 3, WORD_PASID, 7 << 2, 4 << 2, 0, true, 0x5b },
	{ "SPT.4.2: PGTT=0", 2, WORD_PASID, 7 << 6, 0, 0, true, 0x5b },
	{ "SPT.4.2: PGTT=5", 2, WORD_PASID, 7 << 6, 5 << 6, 0, true, 0x5b },
	{ "SPT.4.3: FSPM=2", 1, WORD_PASID2, 3 << 2, 2 << 2, 0, true, 0x5b },
	{ "SPT.5: execute request", 1, WORD_NONE, 0, 0, PASID | EXEC, true,
	  0x5c },
	{ "SPT.6: supervisor, SRE=0", 1, WORD_NONE, 0, 0, PASID | PRIV, true,
	  0x5d },
	{ "SPT.6: pass-through too", 4, WORD_NONE, 0, 0, PASID | PRIV, true,
	  0x5d },
	{ "SPT.6: RID_PRIV", 1, WORD_CONTEXT1, 0, BIT(20), 0, true, 0x5d },
	{ "SFS.1: level 3 unreadable", 1, WORD_FS4, 0, NOWHERE, 0, true, 0x70 },
	{ "SFS.2: P=0", 1, WORD_FS1, BIT(0), 0, 0, true, 0x71 },
	{ "SFS.3: bit HAW", 1, WORD_FS2, 0, BIT(40), 0, true, 0x72 },
	{ "SFS.3: PS in level 4", 1, WORD_FS4, 0, BIT(7), 0, true, 0x72 },
	{ "SFS.3: bit 13 of 2M", 1, WORD_FS2, ADDR, BIT(7) | BIT(13), 0, true,
	  0x72 },
	{ "SFS.3: bit 29 of 1G", 1, WORD_FS3, ADDR, BIT(7) | BIT(29), 0, true,
	  0x72 },
	{ "SFS.4: root unreadable", 1, WORD_PASID2, 0, NOWHERE, 0, true, 0x73 },
	{ "SSS.1: level 3 unreadable", 2, WORD_SS4, 0, NOWHERE, 0, true, 0x78 },
	{ "SSS.2: R=W=0", 2, WORD_SS1, 3, 0, 0, true, 0x79 },
	{ "SSS.3: bit HAW", 2, WORD_SS1, 0, BIT(40), 0, true, 0x7a },
	{ "SSS.3: SNP in a table entry", 2, WORD_SS2, 0, BIT(11), 0, true,
	  0x7a },
	{ "SSS.3: SNP in a leaf, SC=0", 2, WORD_SS1, 0, BIT(11), 0, true,
	  0x7a },
	{ "SSS.3: PS in level 4", 2, WORD_SS4, 0, BIT(7), 0, true, 0x7a },
	{ "SSS.3: bit 12 of 2M", 2, WORD_SS2, ADDR, BIT(7) | BIT(12), 0, true,
	  0x7a },
	{ "SSS.4: root unreadable", 2, WORD_PASID, 0, NOWHERE, 0, true, 0x7b },
	{ "SGN.2: user, U/S=0", 1, WORD_FS3, BIT(2), 0, 0, true, 0x81 },
	{ "SGN.6: first stage, R/W=0", 1, WORD_FS3, BIT(1), 0, WRITE, true,
	  0x85 },
	{ "SGN.6: atomic", 1, WORD_FS1, BIT(1), 0, ATOMIC, true, 0x85 },
	{ "SGN.6: second stage, W=0", 2, WORD_SS1, BIT(1), 0, WRITE, true,
	  0x85 },
	{ "SGN.7: second stage, R=0", 2, WORD_SS1, BIT(0), 0, READ, true,
	  0x86 },
	{ "SGN.7: atomic", 2, WORD_SS2, BIT(0), 0, ATOMIC, true, 0x86 },
	{ "SGN.8.1: output in FEEx", 2, WORD_SS1, ADDR, 0xfee00000, 0, true,
	  0x87 },
	{ "SGN.8.1: from the first stage", 1, WORD_FS1, ADDR, 0xfee00000, WRITE,
	  true, 0x87 },
};

static void set_request(uint8_t request)
{
	bench_req.kind = request & 3;
	bench_req.priv = request & PRIV;
	bench_req.exec = request & EXEC;
	bench_req.zero_length = request & ZERO;
	if (request & PASID)
		oracle_tables_with_pasid();
}

/* Once as it is; once with FPD in the context entry. */
static void run_row(const struct row *r)
{
	char what[96];

	oracle_tables(r->pgtt, 4, 4);
	set_request(r->request);
	if (r->word != WORD_NONE)
		oracle_tables_edit(r->word, r->clear, r->set);
	if (r->reason == 0x38)
		bench_state.rtaddr |= NOWHERE;
	bench_expect_fault(r->what, r->reason);
	snprintf(what, sizeof(what), "%s: recorded", r->what);
	bench_check(what, bench_res.recorded);
	oracle_tables_edit(WORD_CONTEXT, 0, BIT(1));
	oracle_translate(&bench_state, &bench_req, &bench_res);
	snprintf(what, sizeof(what), "%s: with FPD %s", r->what,
		 r->qualified ? "not recorded" : "recorded still");
	bench_check(what, bench_res.recorded == !r->qualified);
}

static void good_ones(void)
{
	oracle_tables(PGTT_SECOND, 4, 3);
	bench_expect_pass("3.7: second stage, 3 levels", TABLES_PAGE + 8);
	oracle_tables(PGTT_SECOND, 4, 5);
	bench_expect_pass("3.7: 5 levels", TABLES_PAGE + 8);
	oracle_tables_with_pasid();
	bench_expect_pass("3.4.3: with PASID", TABLES_PAGE + 8);
	oracle_tables(PGTT_FIRST, 4, 4);
	bench_expect_pass("3.6: first stage, 4 levels", TABLES_PAGE + 8);
	bench_check("9.6: DID and PGTT",
		    bench_res.did == 5 && bench_res.pgtt == PGTT_FIRST);
	oracle_tables(PGTT_FIRST, 5, 4);
	bench_expect_pass("3.6: 5 levels", TABLES_PAGE + 8);
	oracle_tables(PGTT_PASS, 4, 4);
	bench_expect_pass("3.9: pass-through", TABLES_IOVA + 8);
	oracle_tables(PGTT_FIRST, 4, 4);
	oracle_tables_edit(WORD_FS2, ADDR, UINT64_C(0xabc00000) | BIT(7));
	bench_expect_pass("3.6: 2M page", UINT64_C(0xabd45008));
	oracle_tables_edit(WORD_FS3, ADDR, UINT64_C(0xc0000000) | BIT(7));
	bench_expect_pass("3.6: 1G page", UINT64_C(0xd2345008));
	oracle_tables_edit(WORD_FS3, 0, BIT(12));
	bench_expect_pass("9.7: bit 12 of it is PAT", UINT64_C(0xd2345008));
	bench_state.caps.fs1gp = false;
	bench_expect_fault("3.6: 1G page, FS1GP=0", 0x72);
	oracle_tables(PGTT_FIRST, 4, 4);
	oracle_tables_edit(WORD_FS1, 0, BIT(63) | BIT(52) | BIT(8) | BIT(9));
	bench_expect_pass("9.7: ignored bits", TABLES_PAGE + 8);
}

static void context_choices(void)
{
	oracle_tables(PGTT_SECOND, 4, 4);
	bench_req.sid = BENCH_SID | 0x80;
	bench_expect_fault("9.2: devices 16-31 use the upper half", 0x39);
	oracle_tables_edit(WORD_ROOT_UPPER, 0,
			   bench_get(oracle_tables_at(WORD_ROOT)));
	oracle_tables_edit(WORD_ROOT, 0, BIT(1));
	bench_expect_pass("9.2: the other half is not checked",
			  TABLES_PAGE + 8);
	oracle_tables(PGTT_SECOND, 4, 4);
	bench_req.has_pasid = true;
	bench_req.pasid = 0x2000;
	bench_expect_fault("SCT.7: PASID beyond PDTS", 0x46);
	bench_req.pasid = TABLES_RID;
	bench_expect_fault("SCT.9: PASID is RID_PASID", 0x48);
	bench_req.pasid = 0x10000;
	bench_expect_fault("SGN.10: PASID beyond PSS", 0x89);
	bench_req =
		(struct oracle_request){ .sid = BENCH_SID, .translated = true };
	bench_expect_fault("SCT.5: translated, DTE=0", 0x44);
	oracle_tables(PGTT_SECOND, 4, 4);
	bench_state.caps.rps = false;
	bench_expect_fault("9.4: RID_PASID is reserved, RPS=0", 0x42);
	oracle_tables(PGTT_SECOND, 4, 4);
	bench_state.rtaddr = BENCH_BASE | 3 << 10;
	bench_expect_fault("RTA.4: abort mode", 0x33);
	oracle_tables_with_pasid();
	bench_expect_fault("RTA.4: with PASID", 0x33);
	bench_state.caps.adms = false;
	bench_expect_fault("RTA.1.1: TTM=3, ADMS=0", 0x30);
	bench_state.rtaddr = BENCH_BASE | 2 << 10;
	bench_expect_fault("RTA.1.2: TTM=2", 0x30);
	bench_state.rtaddr = BENCH_BASE | 1 << 10;
	bench_state.caps.smts = false;
	bench_expect_fault("RTA.1.3: TTM=1, SMTS=0", 0x30);
	bench_state.rtaddr = BENCH_BASE;
	bench_expect_fault("RTA.2: with PASID, TTM=0", 0x31);
}

/* PRE is for devices that ask for pages, which they need a TLB for. */
static void page_requests(void)
{
	oracle_tables(PGTT_SECOND, 4, 4);
	bench_state.caps.dt = true;
	bench_state.caps.prs = true;
	oracle_tables_edit(WORD_CONTEXT, 0, BIT(4));
	bench_expect_fault("SCT.4.1: PRE, DTE=0", 0x43);
	oracle_tables_edit(WORD_CONTEXT, 0, BIT(2));
	bench_expect_pass("SCT.4.1: PRE, DTE", TABLES_PAGE + 8);
	oracle_tables_edit(WORD_CONTEXT, BIT(4), 0);
	bench_expect_pass("SCT.4.1: DTE alone", TABLES_PAGE + 8);
}

static void pasid_capabilities(void)
{
	oracle_tables(PGTT_FIRST, 4, 4);
	bench_state.caps.srs = false;
	oracle_tables_edit(WORD_PASID2, 0, BIT(0));
	bench_expect_fault("9.6: SRE, SRS=0", 0x5a);
	oracle_tables(PGTT_FIRST, 4, 4);
	bench_state.caps.eafs = false;
	oracle_tables_edit(WORD_PASID2, 0, BIT(7));
	bench_expect_fault("9.6: EAFE, EAFS=0", 0x5a);
	oracle_tables(PGTT_SECOND, 4, 4);
	bench_state.caps.ssads = false;
	oracle_tables_edit(WORD_PASID, 0, BIT(9));
	bench_expect_fault("9.6: SSADE, SSADS=0", 0x5a);
	oracle_tables(PGTT_SECOND, 4, 4);
	bench_state.caps.smpwcs = false;
	bench_expect_fault("9.6: PWSNP, SMPWCS=0", 0x5a);
	oracle_tables(PGTT_FIRST, 5, 4);
	bench_state.caps.fs5lp = false;
	bench_expect_fault("SPT.4.3: five levels, FS5LP=0", 0x5b);
	oracle_tables(PGTT_PASS, 4, 4);
	bench_state.caps.pt = false;
	bench_expect_fault("SPT.4.2: pass-through, PT=0", 0x5b);
	oracle_tables(PGTT_NESTED, 4, 4);
	bench_state.caps.nest = false;
	bench_expect_fault("SPT.4.2: nested, NEST=0", 0x5b);
	oracle_tables(PGTT_SECOND, 4, 4);
	bench_state.caps.nd = 0;
	oracle_tables_edit(WORD_PASID1, 0, BIT(4));
	bench_expect_fault("9.6: DID beyond ND", 0x5a);
	oracle_tables(PGTT_SECOND, 4, 4);
	oracle_tables_edit(WORD_DIRECTORY, 0, BIT(1));
	oracle_tables_edit(WORD_SS1, 3, 0);
	bench_expect_fault("9.5: FPD of the directory", 0x79);
	bench_check("9.5: suppresses the record", !bench_res.recorded);
	oracle_tables_edit(WORD_DIRECTORY, BIT(1), 0);
	oracle_tables_edit(WORD_PASID, BIT(0), BIT(1));
	bench_expect_fault("9.6: FPD of an entry that is not present", 0x59);
	bench_check("9.6: suppresses the record", !bench_res.recorded);
}

static void addresses(void)
{
	oracle_tables(PGTT_SECOND, 4, 4);
	bench_req.addr |= BIT(48);
	bench_expect_fault("SGN.5: beyond AW", 0x84);
	oracle_tables(PGTT_SECOND, 4, 5);
	bench_state.caps.mgaw = 50;
	bench_req.addr |= BIT(50);
	bench_expect_fault("SGN.5: beyond MGAW", 0x84);
	oracle_tables(PGTT_PASS, 4, 4);
	bench_req.addr |= BIT(40);
	bench_expect_fault("SGN.4.2: pass-through beyond HAW", 0x83);
	oracle_tables(PGTT_FIRST, 4, 4);
	bench_req.addr |= BIT(47);
	bench_expect_fault("SGN.1: bit 47 alone", 0x80);
	bench_req.addr |= UINT64_C(0xffff) << 48;
	bench_expect_fault("3.6: the upper half is canonical", 0x71);
	oracle_tables(PGTT_FIRST, 5, 4);
	bench_req.addr |= BIT(56);
	bench_expect_fault("SGN.1: bit 56 alone, 5 levels", 0x80);
	oracle_tables(PGTT_PASS, 4, 4);
	oracle_tables_with_pasid();
	bench_req.addr = 0xfee00000;
	bench_expect_fault("3.15: pass-through with PASID to FEEx", 0x87);
	bench_req.has_pasid = false;
	bench_expect_fault("3.15: without PASID, a read", 0x29);
	bench_req.zero_length = true;
	bench_expect_outcome("3.15: a zero-length read", ORACLE_COMPLETE);
}

static void supervisor(void)
{
	oracle_tables(PGTT_FIRST, 4, 4);
	oracle_tables_with_pasid();
	bench_req.priv = true;
	bench_put(BENCH_BASE + 0x4000 + 0x40 + 16,
		  bench_get(BENCH_BASE + 0x4000 + 0x40 + 16) | BIT(0));
	oracle_tables_edit(WORD_FS2, BIT(2) | BIT(1), 0);
	bench_expect_pass("3.6.1: a supervisor reads anything",
			  TABLES_PAGE + 8);
	bench_req.kind = ORACLE_WRITE;
	bench_expect_pass("3.6.1: WPE=0, and writes it", TABLES_PAGE + 8);
	bench_put(BENCH_BASE + 0x4000 + 0x40 + 16,
		  bench_get(BENCH_BASE + 0x4000 + 0x40 + 16) | BIT(4));
	bench_expect_fault("3.6.1: WPE=1, R/W counts", 0x85);
	oracle_tables(PGTT_FIRST, 4, 4);
	oracle_tables_edit(WORD_CONTEXT1, 0, BIT(20));
	oracle_tables_edit(WORD_PASID2, 0, BIT(0));
	oracle_tables_edit(WORD_FS1, BIT(2), 0);
	bench_expect_pass("9.4: RID_PRIV makes a supervisor", TABLES_PAGE + 8);
}

static void zero_length(void)
{
	oracle_tables(PGTT_SECOND, 4, 4);
	oracle_tables_edit(WORD_SS1, BIT(0), 0);
	bench_req.zero_length = true;
	bench_expect_pass("3.14: ZLR=1, W is enough", TABLES_PAGE + 8);
	bench_state.caps.zlr = false;
	bench_expect_fault("3.14: ZLR=0, it is not", 0x86);
}

static bool reason_is(void *ctx, const struct oracle_result *res)
{
	return res->outcome == ORACLE_FAULT && res->reason == *(int *)ctx;
}

static void expect_choice(const char *what, int a, int b)
{
	int neither = 0x01;
	bool good = oracle_accepts(&bench_state, &bench_req, reason_is, &a,
				   &bench_res) &&
		    oracle_accepts(&bench_state, &bench_req, reason_is, &b,
				   &bench_res) &&
		    !oracle_accepts(&bench_state, &bench_req, reason_is,
				    &neither, &bench_res);

	bench_check(what, good);
}

/* What the specification leaves open has both answers, and no third. */
static void open_orders(void)
{
	oracle_tables(PGTT_SECOND, 4, 4);
	bench_req.kind = ORACLE_WRITE;
	oracle_tables_edit(WORD_SS1, BIT(1), BIT(40));
	expect_choice("7.1.3: permission or reserved", 0x85, 0x7a);
	oracle_tables_edit(WORD_SS1, BIT(40), 0);
	oracle_tables_edit(WORD_SS3, BIT(1), 0);
	oracle_tables_edit(WORD_SS2, BIT(0), 0);
	expect_choice("7.1.3: W missing, then nothing left", 0x85, 0x79);
	oracle_tables(PGTT_FIRST, 4, 4);
	oracle_tables_edit(WORD_FS3, BIT(2), 0);
	oracle_tables_edit(WORD_FS1, BIT(0), 0);
	expect_choice("7.1.3: U/S above, P=0 below", 0x81, 0x71);
	oracle_tables_edit(WORD_PASID1, BIT(23), 0);
	expect_choice("7.1.3: or A to set without snooping", 0x81, 0x90);
	oracle_tables(PGTT_SECOND, 4, 4);
	oracle_tables_with_pasid();
	bench_req.pasid = 0x10000;
	expect_choice("7.1.3: PSS before or after the context", 0x89, 0x46);
	oracle_tables(PGTT_SECOND, 4, 4);
	oracle_tables_edit(WORD_SS1, BIT(1), 0);
	bench_req.kind = ORACLE_WRITE;
	bench_check("7.1.3: a plain lack has one answer",
		    (oracle_translate(&bench_state, &bench_req, &bench_res),
		     bench_res.reason == 0x85 && !bench_res.asked));
}

static void records(void)
{
	uint64_t frcd[2];
	uint64_t mask[2];

	oracle_tables(PGTT_FIRST, 4, 4);
	oracle_tables_with_pasid();
	bench_req.priv = true;
	oracle_translate(&bench_state, &bench_req, &bench_res);
	oracle_frcd(&bench_state.caps, &bench_req, &bench_res, frcd, mask);
	bench_check("11.4.7.6: PP, PV, PRIV, T1 of a read",
		    frcd[0] == TABLES_IOVA &&
			    frcd[1] == UINT64_C(0xc000415da0000810) &&
			    mask[1] == ~UINT64_C(0));
	bench_req.priv = false;
	bench_req.exec = true;
	oracle_translate(&bench_state, &bench_req, &bench_res);
	oracle_frcd(&bench_state.caps, &bench_req, &bench_res, frcd, mask);
	bench_check("11.4.7.6: EXE", frcd[1] == UINT64_C(0xc000415cc0000810));
	oracle_tables(PGTT_FIRST, 4, 4);
	oracle_tables_edit(WORD_FS1, BIT(1), 0);
	bench_req.kind = ORACLE_ATOMIC;
	oracle_translate(&bench_state, &bench_req, &bench_res);
	oracle_frcd(&bench_state.caps, &bench_req, &bench_res, frcd, mask);
	bench_check("11.4.7.6: RID_PASID is not recorded, T1=T2=1",
		    frcd[1] == UINT64_C(0xc000008510000810) &&
			    !(mask[1] >> 40 & 0xfffff) && mask[1] >> 31 & 1);
}

static void protected_memory(void)
{
	oracle_tables(PGTT_SECOND, 4, 4);
	bench_state.pmr_on = true;
	bench_state.pmr[0] = (struct oracle_range){ TABLES_PAGE & ~0x1fffffull,
						    TABLES_PAGE | 0x1fffff };
	bench_state.pmr[1] = (struct oracle_range){ 1, 0 };
	bench_expect_outcome("11.4.8: blocked, not recorded", ORACLE_REFUSE);
	bench_state.te = false;
	bench_req.addr = TABLES_PAGE;
	bench_expect_outcome("11.4.8: with TE=0 too", ORACLE_REFUSE);
	bench_req.addr = TABLES_PAGE + 0x400000;
	bench_expect_pass("11.4.8: not behind it", TABLES_PAGE + 0x400000);
}

void oracle_scalable_test(void)
{
	for (unsigned int i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run_row(&rows[i]);
	good_ones();
	context_choices();
	page_requests();
	pasid_capabilities();
	addresses();
	supervisor();
	zero_length();
	open_orders();
	records();
	protected_memory();
}
