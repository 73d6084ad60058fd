/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "table_walk.h"

#include <stdbool.h>
#include <string.h>

#include "guest_ram.h"
#include "unit.h"

#define RTADDR  0x20u /* VT-d 11.4.5: TTM in bits 11:10 */
#define ADDRESS UINT64_C(0x000ffffffffff000)
#define RW      3u

static uint64_t word_at(uint64_t addr)
{
	const void *at = guest_ram_at(addr, 8);
	uint64_t word = 0;

	if (at)
		memcpy(&word, at, sizeof(word));
	return word;
}

struct walk {
	void (*each)(void *ctx, const struct table_leaf *leaf);
	void *ctx;
};

/* VT-d 9.8: bits 1:0 are rights, which all levels above narrow; 7 a page. */
static void walk_table(const struct walk *w, uint64_t table, unsigned int level,
		       uint64_t base, unsigned int perm)
{
	unsigned int shift = 12 + 9 * (level - 1);

	for (unsigned int i = 0; i < 512; i++) {
		uint64_t entry = word_at(table + 8 * i);
		uint64_t first = base | (uint64_t)i << shift;
		struct table_leaf leaf = {
			.first = first,
			.last = first | ((UINT64_C(1) << shift) - 1),
			.pa = entry & ADDRESS,
			.perm = perm & (unsigned int)entry & RW,
		};

		if (!leaf.perm)
			continue;
		if (level == 1 || entry >> 7 & 1)
			w->each(w->ctx, &leaf);
		else
			walk_table(w, leaf.pa, level - 1, first, leaf.perm);
	}
}

/* 9.3: AW in bits 66:64; 1 is three levels. */
static bool legacy_root(uint64_t root, uint16_t sid, uint64_t *table,
			unsigned int *levels)
{
	uint64_t bus = word_at((root & ADDRESS) + 16 * (sid >> 8));
	uint64_t context = (bus & ADDRESS) + 16 * (sid & 0xff);

	*table = word_at(context) & ADDRESS;
	*levels = (word_at(context + 8) & 7) + 2;
	return bus & 1 && word_at(context) & 1;
}

/* 9.4 to 9.6: RID_PASID, its directory and table entry; PGTT 010b. */
static bool scalable_root(uint64_t root, uint16_t sid, uint64_t *table,
			  unsigned int *levels)
{
	uint64_t half = word_at((root & ADDRESS) + 16 * (sid >> 8) +
				(sid & 0x80 ? 8 : 0));
	uint64_t context = (half & ADDRESS) + 32 * (sid & 0x7f);
	uint64_t pasid = word_at(context + 8) & 0xfffff;
	uint64_t directory =
		word_at((word_at(context) & ADDRESS) + 8 * (pasid >> 6));
	uint64_t entry = (directory & ADDRESS) + 64 * (pasid & 63);
	uint64_t low = word_at(entry);

	*table = low & ADDRESS;
	*levels = (low >> 2 & 7) + 2;
	return half & 1 && word_at(context) & 1 && directory & 1 && low & 1 &&
	       (low >> 6 & 7) == 2;
}

void table_walk(uint16_t sid,
		void (*each)(void *ctx, const struct table_leaf *leaf),
		void *ctx)
{
	const struct walk w = { each, ctx };
	uint64_t root = 0;
	uint64_t table;
	unsigned int levels;
	bool there;

	if (!unit_read(RTADDR, 8, &root))
		return;
	there = root >> 10 & 3 ? scalable_root(root, sid, &table, &levels) :
				 legacy_root(root, sid, &table, &levels);
	if (there)
		walk_table(&w, table, levels, 0, RW);
}
