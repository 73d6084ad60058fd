/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/* Nested translation: 3.8 and its rows of 7.1.3. */

#include "oracle_tables.h"

#define BIT(n) (UINT64_C(1) << (n))
#define ADDR   UINT64_C(0xfffffff000)

static void begin(void)
{
	oracle_tables(PGTT_NESTED, 4, 4);
}

static void sizes(void)
{
	begin();
	bench_expect_pass("3.8: 4 levels over 4", TABLES_PAGE + 8);
	bench_check("3.8: 4K in both",
		    bench_res.page_size == 0x1000 &&
			    bench_res.steps == 4 + 4 * 5 + 4);
	oracle_tables(PGTT_NESTED, 5, 5);
	bench_expect_pass("3.8: 5 levels over 5", TABLES_PAGE + 8);
	oracle_tables(PGTT_NESTED, 4, 3);
	bench_expect_pass("3.8: 4 levels over 3", TABLES_PAGE + 8);
	begin();
	oracle_tables_edit(WORD_FS2, ADDR, UINT64_C(0x12200000) | BIT(7));
	bench_req.addr += 0x10000;
	bench_expect_fault("3.8: 2M over 4K that is not mapped", 0x79);
	bench_req.addr = (TABLES_IOVA & ~UINT64_C(0x1fffff)) | 0x140010;
	oracle_tables_edit(WORD_FS2, 0, 0);
	bench_expect_pass("3.8: 2M over 4K", TABLES_PAGE + 0x10);
	bench_check("3.8: the smaller page counts",
		    bench_res.page_size == 0x1000);
}

static void first_stage_tables(void)
{
	begin();
	oracle_tables_edit(WORD_SS1_TOP, BIT(0), 0);
	bench_expect_fault("SFS.6: no R for the first table", 0x75);
	begin();
	oracle_tables_edit(WORD_SS1_MIDDLE, BIT(0), 0);
	bench_expect_fault("SFS.7: no R for a later table", 0x76);
	begin();
	oracle_tables_edit(WORD_SS1_MIDDLE, BIT(1), 0);
	bench_expect_fault("SFS.8: A is to be set, no W", 0x77);
	oracle_tables_edit(WORD_FS2, 0, BIT(5));
	bench_expect_pass("3.8.1: A is set already", TABLES_PAGE + 8);
	begin();
	oracle_tables_edit(WORD_SS1_MIDDLE, 3, 0);
	bench_expect_fault("SSS.2: nothing granted for a table", 0x79);
	begin();
	oracle_tables_edit(WORD_SS1_MIDDLE, 0, BIT(40));
	bench_expect_fault("SSS.3: reserved bits on the way to a table", 0x7a);
	begin();
	oracle_tables_edit(WORD_SS3, 0, BIT(39));
	bench_expect_fault("SSS.1: the way to a table is unreadable", 0x78);
	begin();
	oracle_tables_edit(WORD_PASID, 0, BIT(39));
	bench_expect_fault("SSS.4: the second stage is unreadable", 0x7b);
	begin();
	oracle_tables_edit(WORD_SS1_TOP, 0, BIT(39));
	bench_expect_fault("SFS.4: the first table is nowhere", 0x73);
	begin();
	oracle_tables_edit(WORD_SS1_MIDDLE, 0, BIT(39));
	bench_expect_fault("SFS.1: a later table is nowhere", 0x70);
}

static void widths(void)
{
	oracle_tables(PGTT_NESTED, 4, 3);
	oracle_tables_edit(WORD_PASID2, 0, BIT(39));
	bench_expect_fault("SPT.4.4: FSPTPTR beyond AW", 0x5b);
	oracle_tables(PGTT_NESTED, 4, 3);
	oracle_tables_edit(WORD_FS3, 0, BIT(39));
	bench_expect_fault("SFS.5: a table beyond AW", 0x74);
	oracle_tables(PGTT_NESTED, 4, 3);
	oracle_tables_edit(WORD_FS1, 0, BIT(39));
	bench_expect_fault("SFS.5: the page beyond AW", 0x74);
	begin();
	bench_state.caps.mgaw = 39;
	oracle_tables_edit(WORD_FS1, 0, BIT(39));
	bench_expect_fault("SFS.5: the page beyond MGAW", 0x74);
	begin();
	bench_req.addr |= BIT(50);
	bench_expect_fault("SGN.1: not canonical", 0x80);
}

static void pages(void)
{
	begin();
	bench_req.kind = ORACLE_WRITE;
	oracle_tables_edit(WORD_SS1, BIT(1), 0);
	bench_expect_fault("SGN.6: W of the second stage", 0x85);
	oracle_tables_edit(WORD_SS1, 0, BIT(1));
	oracle_tables_edit(WORD_FS1, BIT(1), 0);
	bench_expect_fault("SGN.6: R/W of the first", 0x85);
	begin();
	oracle_tables_edit(WORD_SS1, BIT(0), 0);
	bench_expect_fault("SGN.7: R of the second stage", 0x86);
	bench_req.zero_length = true;
	bench_expect_pass("3.14: a zero-length read, nested", TABLES_PAGE + 8);
	begin();
	oracle_tables_edit(WORD_FS1, BIT(2), 0);
	bench_expect_fault("SGN.2: U/S of the first stage", 0x81);
	begin();
	oracle_tables_edit(WORD_SS1, ADDR, 0xfee00000);
	bench_expect_fault("SGN.8.1: the second stage leads to FEEx", 0x87);
	begin();
	oracle_tables_edit(WORD_FS1, ADDR, 0xfee00000);
	bench_expect_fault("3.15: the first stage may say FEEx", 0x79);
}

void oracle_nested_test(void)
{
	sizes();
	first_stage_tables();
	widths();
	pages();
}
