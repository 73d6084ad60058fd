/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/* Accessed, extended-accessed and dirty flags: 3.6.2, 3.7.2, 3.10. */

#include "oracle_tables.h"

#define BIT(n) (UINT64_C(1) << (n))
#define FS_A   BIT(5)
#define FS_D   BIT(6)
#define FS_EA  BIT(10)
#define SS_A   BIT(8)
#define SS_D   BIT(9)
#define SSADE  BIT(9)
#define PWSNP  BIT(23)

/* What must, and may, be set in @word, over all steps that saw it. */
static uint64_t must(enum tables_word word)
{
	uint64_t bits = 0;

	for (unsigned int i = 0; i < bench_res.steps; i++)
		if (bench_res.step[i].addr == oracle_tables_at(word))
			bits |= bench_res.step[i].must;
	return bits;
}

static uint64_t may(enum tables_word word)
{
	uint64_t bits = 0;

	for (unsigned int i = 0; i < bench_res.steps; i++)
		if (bench_res.step[i].addr == oracle_tables_at(word))
			bits |= bench_res.step[i].may;
	return bits;
}

static void translate(enum oracle_kind kind)
{
	bench_req.kind = kind;
	oracle_translate(&bench_state, &bench_req, &bench_res);
}

static void first_stage(void)
{
	oracle_tables(PGTT_FIRST, 4, 4);
	translate(ORACLE_READ);
	bench_check("3.6.2: a read sets A in all entries",
		    must(WORD_FS4) == FS_A && must(WORD_FS1) == FS_A &&
			    may(WORD_FS1) == FS_A);
	translate(ORACLE_WRITE);
	bench_check("3.6.2: a write sets D in the leaf alone",
		    must(WORD_FS2) == FS_A && must(WORD_FS1) == (FS_A | FS_D));
	translate(ORACLE_ATOMIC);
	bench_check("3.6.2: an atomic too", must(WORD_FS1) == (FS_A | FS_D));
	oracle_tables_edit(WORD_FS1, 0, FS_A);
	translate(ORACLE_WRITE);
	bench_check("3.6.2: only what is not set", must(WORD_FS1) == FS_D);
	oracle_tables_edit(WORD_PASID2, 0, BIT(7));
	translate(ORACLE_READ);
	bench_check("3.6.2: EAFE adds EA", must(WORD_FS4) == (FS_A | FS_EA) &&
						   must(WORD_FS1) == FS_EA);
	oracle_tables_edit(WORD_FS1, BIT(1), 0);
	translate(ORACLE_WRITE);
	bench_check("3.6.2: a fault sets nothing, D least of all",
		    bench_res.reason == 0x85 && !must(WORD_FS4) &&
			    !(may(WORD_FS1) & FS_D));
}

static void second_stage(void)
{
	oracle_tables(PGTT_SECOND, 4, 4);
	translate(ORACLE_WRITE);
	bench_check("3.7.2: SSADE=0 sets nothing",
		    !may(WORD_SS4) && !may(WORD_SS1));
	oracle_tables_edit(WORD_PASID, 0, SSADE);
	translate(ORACLE_WRITE);
	bench_check("3.7.2: SSADE=1 sets A, and D in the leaf",
		    must(WORD_SS4) == SS_A && must(WORD_SS1) == (SS_A | SS_D));
	translate(ORACLE_READ);
	bench_check("3.7.2: a read sets no D",
		    must(WORD_SS1) == SS_A && may(WORD_SS1) == SS_A);
}

static void without_snoop(void)
{
	oracle_tables(PGTT_FIRST, 4, 4);
	oracle_tables_edit(WORD_PASID1, PWSNP, 0);
	bench_expect_fault("SFS.9: A to set, PWSNP=0", 0x90);
	for (unsigned int w = WORD_FS4; w <= WORD_FS1; w++)
		oracle_tables_edit(w, 0, FS_A);
	bench_expect_pass("3.10: A was set before", TABLES_PAGE + 8);
	bench_req.kind = ORACLE_WRITE;
	bench_expect_fault("SFS.9: D to set", 0x90);
	oracle_tables(PGTT_SECOND, 4, 4);
	oracle_tables_edit(WORD_PASID1, PWSNP, 0);
	bench_expect_pass("3.10: SSADE=0 needs no snooping", TABLES_PAGE + 8);
	oracle_tables_edit(WORD_PASID, 0, SSADE);
	bench_expect_fault("SSS.5: A to set, PWSNP=0", 0x7c);
}

static void refused_updates(void)
{
	oracle_tables(PGTT_FIRST, 4, 4);
	bench_locked_out = oracle_tables_at(WORD_FS2);
	bench_expect_fault("SFS.10: the update fails", 0x91);
	oracle_tables_edit(WORD_FS2, 0, FS_A);
	bench_expect_pass("SFS.10: not without an update", TABLES_PAGE + 8);
	oracle_tables(PGTT_SECOND, 4, 4);
	oracle_tables_edit(WORD_PASID, 0, SSADE);
	bench_locked_out = oracle_tables_at(WORD_SS3);
	bench_expect_fault("SSS.6: the update fails", 0x7d);
	oracle_tables(PGTT_NESTED, 4, 4);
	oracle_tables_edit(WORD_PASID, 0, SSADE);
	bench_locked_out = oracle_tables_at(WORD_SS1);
	translate(ORACLE_WRITE);
	bench_check("SSS.6: D of the first stage may be set by then",
		    bench_res.reason == 0x7d && (may(WORD_FS1) & FS_D));
}

static void nested(void)
{
	oracle_tables(PGTT_NESTED, 4, 4);
	oracle_tables_edit(WORD_PASID, 0, SSADE);
	translate(ORACLE_WRITE);
	bench_check("3.8: both stages of the page",
		    must(WORD_FS1) == (FS_A | FS_D) &&
			    must(WORD_SS1) == (SS_A | SS_D));
	bench_check("3.8: an entry that is written is a dirty page",
		    must(WORD_SS1_MIDDLE) == (SS_A | SS_D));
	oracle_tables_edit(WORD_FS2, 0, FS_A);
	translate(ORACLE_WRITE);
	bench_check("3.8: one that is read may be",
		    must(WORD_SS1_MIDDLE) == SS_A &&
			    may(WORD_SS1_MIDDLE) == (SS_A | SS_D));
	oracle_tables_edit(WORD_SS1_MIDDLE, BIT(1), 0);
	bench_expect_fault("3.8.1: SSADE=1, reading a table needs W", 0x76);
	oracle_tables(PGTT_NESTED, 4, 4);
	oracle_tables_edit(WORD_SS1, BIT(1), 0);
	translate(ORACLE_WRITE);
	bench_check("3.6.2: no D where the second stage refuses",
		    bench_res.reason == 0x85 && !(may(WORD_FS1) & FS_D));
}

void oracle_flags_test(void)
{
	first_stage();
	second_stage();
	without_snoop();
	refused_updates();
	nested();
}
