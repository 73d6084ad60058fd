/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "oracle_tables.h"

/* Pages of memory. Tables of levels 1-5 lie in the pages FS + level. */
enum { ROOT, CONTEXT, DIRECTORY, PASID, PASID_HIGH, FS = 4, SS = 10 };

#define P        UINT64_C(1)
#define RW       UINT64_C(3)
#define FS_ENTRY UINT64_C(7) /* P, R/W, U/S */

const struct oracle_caps tables_caps = {
	.haw = 40,
	.mgaw = 57,
	.sagaw = 14,
	.sslps = 3,
	.nd = 6,
	.zlr = true,
	.pt = true,
	.adms = true,
	.smts = true,
	.fsts = true,
	.ssts = true,
	.nest = true,
	.pasid = true,
	.rps = true,
	.rprivs = true,
	.srs = true,
	.ssads = true,
	.eafs = true,
	.smpwcs = true,
	.fs1gp = true,
	.fs5lp = true,
	.pss = 15,
};

static bool nested;

static uint64_t page(unsigned int n)
{
	return BENCH_BASE + (uint64_t)n * 0x1000;
}

static uint64_t slot(unsigned int stage, unsigned int level, uint64_t addr)
{
	return page(stage + level) + (addr >> (3 + 9 * level) & 511) * 8;
}

/* Where the first stage says that its page of @level lies. */
static uint64_t guest_page(unsigned int level)
{
	return nested ? TABLES_GPA + (uint64_t)level * 0x1000 :
			page(FS + level);
}

static uint64_t pasid_slot(uint32_t pasid)
{
	return page(pasid == TABLES_RID ? PASID : PASID_HIGH) +
	       (uint64_t)(pasid & 63) * 64;
}

uint64_t oracle_tables_at(enum tables_word word)
{
	uint64_t input = nested ? TABLES_GPA : TABLES_IOVA;

	switch (word) {
	case WORD_ROOT:
	case WORD_ROOT_UPPER:
		return page(ROOT) + (BENCH_SID >> 8) * 16 +
		       (word - WORD_ROOT) * 8u;
	case WORD_CONTEXT:
	case WORD_CONTEXT1:
	case WORD_CONTEXT2:
	case WORD_CONTEXT3:
		return page(CONTEXT) + (BENCH_SID & 0x7f) * 32 +
		       (word - WORD_CONTEXT) * 8u;
	case WORD_DIRECTORY:
		return page(DIRECTORY) + (TABLES_RID >> 6) * 8;
	case WORD_PASID7:
		return pasid_slot(TABLES_RID) + 56;
	case WORD_SS1_TOP:
		return slot(SS, 1, guest_page(4));
	case WORD_SS1_MIDDLE:
		return slot(SS, 1, guest_page(2));
	default:
		break;
	}
	if (word >= WORD_SS5)
		return slot(SS, WORD_SS5 + 5u - word, input);
	if (word >= WORD_FS5)
		return slot(FS, WORD_FS5 + 5u - word, TABLES_IOVA);
	return pasid_slot(TABLES_RID) + (word - WORD_PASID) * 8u;
}

void oracle_tables_edit(enum tables_word word, uint64_t clear, uint64_t set)
{
	uint64_t at = oracle_tables_at(word);

	bench_put(at, (bench_get(at) & ~clear) | set);
}

static void put_pasid(uint32_t pasid, enum tables_pgtt pgtt,
		      unsigned int fs_levels, unsigned int ss_levels)
{
	uint64_t at = pasid_slot(pasid);
	uint64_t lo = (uint64_t)pgtt << 6 | P;

	bench_put(page(DIRECTORY) + (pasid >> 6) * 8,
		  (at & ~UINT64_C(0xfff)) | P);
	if (pgtt == PGTT_SECOND || pgtt == PGTT_NESTED)
		lo |= page(SS + ss_levels) | (ss_levels - 2) << 2;
	bench_put(at, lo);
	bench_put(at + 8, UINT64_C(1) << 23 | 5); /* PWSNP, DID 5 */
	if (pgtt == PGTT_FIRST || pgtt == PGTT_NESTED)
		bench_put(at + 16, guest_page(fs_levels) | (fs_levels - 4)
								   << 2);
}

/* The page of the first stage is guest page 0 when nested. */
static void put_first(unsigned int levels)
{
	for (unsigned int l = levels; l > 1; l--)
		bench_put(slot(FS, l, TABLES_IOVA),
			  guest_page(l - 1) | FS_ENTRY);
	bench_put(slot(FS, 1, TABLES_IOVA),
		  (nested ? guest_page(0) : TABLES_PAGE) | FS_ENTRY);
}

static void put_second(unsigned int levels)
{
	uint64_t input = nested ? TABLES_GPA : TABLES_IOVA;

	for (unsigned int l = levels; l > 1; l--)
		bench_put(slot(SS, l, input), page(SS + l - 1) | RW);
	bench_put(slot(SS, 1, input), TABLES_PAGE | RW);
	for (unsigned int l = 1; nested && l <= 5; l++)
		bench_put(slot(SS, 1, guest_page(l)), page(FS + l) | RW);
}

void oracle_tables(enum tables_pgtt pgtt, unsigned int fs_levels,
		   unsigned int ss_levels)
{
	bench_begin(&tables_caps);
	nested = pgtt == PGTT_NESTED;
	bench_state.rtaddr = page(ROOT) | 1 << 10;
	bench_req.addr = TABLES_IOVA + 8;
	bench_put(oracle_tables_at(WORD_ROOT), page(CONTEXT) | P);
	bench_put(oracle_tables_at(WORD_CONTEXT),
		  page(DIRECTORY) | 1 << 3 | P); /* PASIDE */
	bench_put(oracle_tables_at(WORD_CONTEXT1), TABLES_RID);
	put_pasid(TABLES_RID, pgtt, fs_levels, ss_levels);
	put_pasid(TABLES_PASID, pgtt, fs_levels, ss_levels);
	if (pgtt == PGTT_FIRST || nested)
		put_first(fs_levels);
	if (pgtt == PGTT_SECOND || nested)
		put_second(ss_levels);
}

void oracle_tables_with_pasid(void)
{
	bench_req.has_pasid = true;
	bench_req.pasid = TABLES_PASID;
}
