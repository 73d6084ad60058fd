/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "walks.h"

#include <string.h>

static uint64_t new_table(struct walks *k)
{
	uint64_t table = tables_alloc(&k->b->t);

	assert_int_not_equal(table, 0);
	return table;
}

static uint64_t slot_in(uint64_t table, uint64_t addr, unsigned int level)
{
	return table + (addr >> VTD_SS_SHIFT(level) & 0x1ff) * 8;
}

/* First-stage tables are pages of the guest: the second stage maps them. */
static void map_for_guest(struct walks *k, uint64_t table)
{
	walks_store(k, &k->second, table + GUEST, 1,
		    table | VTD_SS_RW | VTD_SS_A | VTD_SS_D);
}

uint64_t walks_slot(struct walks *k, const struct stage *stage, uint64_t addr,
		    unsigned int level)
{
	uint64_t table = stage->root;

	for (unsigned int l = stage->levels; l > level; l--) {
		uint64_t slot = slot_in(table, addr, l);
		uint64_t entry = guest_load(k->b, slot);

		if (entry) {
			table = (entry & VTD_SS_ADDR) - stage->guest;
			continue;
		}
		table = new_table(k);
		guest_store(k->b, slot, (table + stage->guest) | stage->table);
		if (stage->guest)
			map_for_guest(k, table);
	}
	return slot_in(table, addr, level);
}

uint64_t walks_load(struct walks *k, const struct stage *stage, uint64_t addr,
		    unsigned int level)
{
	return guest_load(k->b, walks_slot(k, stage, addr, level));
}

void walks_store(struct walks *k, const struct stage *stage, uint64_t addr,
		 unsigned int level, uint64_t value)
{
	guest_store(k->b, walks_slot(k, stage, addr, level), value);
}

void walks_spoil(struct walks *k, const struct stage *stage, uint64_t addr,
		 unsigned int level, uint64_t bits)
{
	walks_store(k, stage, addr, level,
		    walks_load(k, stage, addr, level) ^ bits);
}

static void make_second(struct walks *k, unsigned int levels)
{
	struct vtd_space *space = &k->context.space;

	k->second =
		(struct stage){ levels, new_table(k), VTD_SS_RW | VTD_SS_A, 0 };
	space->ss_levels = (uint8_t)levels;
	space->ss_root = k->second.root;
	space->width = (uint8_t)VTD_AW_BITS(levels - 2);
	space->ss_width = space->width;
}

static void make_first(struct walks *k, unsigned int levels)
{
	struct vtd_space *space = &k->context.space;
	uint64_t guest = space->ss_levels ? GUEST : 0;

	k->first = (struct stage){ levels, new_table(k), FS_TABLE, guest };
	if (guest)
		map_for_guest(k, k->first.root);
	space->fs_levels = (uint8_t)levels;
	space->fs_root = k->first.root + guest;
	space->width = (uint8_t)(12 + 9 * levels);
	space->pasid = 7;
}

void walks_begin(struct walks *k, struct bench *b, unsigned int fs_levels,
		 unsigned int ss_levels, unsigned int flags)
{
	struct vtd_config config = b->config;

	bench_start(b, &config);
	memset(k, 0, sizeof(*k));
	k->b = b;
	k->context.space.did = DID;
	k->context.space.flags =
		(uint8_t)(flags | VTD_SPACE_SCALABLE | VTD_SPACE_SNOOP);
	if (ss_levels)
		make_second(k, ss_levels);
	if (fs_levels)
		make_first(k, fs_levels);
}

static enum vtd_fault walk(struct walks *k, uint64_t addr, uint64_t flags,
			   bool fresh)
{
	struct vtd *v = k->b->v;
	enum vtd_fault fault;

	k->w = (struct dma_walk){
		.word0 = bench_word0(SID, 1, flags),
		.addr = addr,
		.need = flags & GATE_WORK0_LOCK  ? VTD_SS_RW :
			flags & GATE_WORK0_WRITE ? VTD_SS_W :
						   VTD_SS_R,
		.context = &k->context,
		.fresh = fresh,
	};
	if (!k->untagged)
		k->w.tag = dma_tag_of(v, &k->context.space);
	mock_turn_begins(&k->b->m);
	fault = dma_walk(v, &k->w);
	mock_turn_ends(&k->b->m);
	return fault;
}

enum vtd_fault walks_ask(struct walks *k, uint64_t addr, uint64_t flags)
{
	return walk(k, addr, flags, false);
}

enum vtd_fault walks_ask_fresh(struct walks *k, uint64_t addr, uint64_t flags)
{
	return walk(k, addr, flags, true);
}

void walks_refused(struct walks *k, uint64_t addr, uint64_t flags,
		   enum vtd_fault fault)
{
	assert_int_equal(walks_ask(k, addr, flags), fault);
	assert_int_equal(k->w.pa, 0);
}

void walks_granted(struct walks *k, uint64_t addr, uint64_t flags, uint64_t pa,
		   unsigned int order, uint64_t rw)
{
	uint64_t size = VTD_PAGE_SIZE << order;

	assert_int_equal(walks_ask(k, addr, flags), VTD_FAULT_NONE);
	assert_int_equal(k->w.pa, (pa & ~(size - 1)) | rw |
					  VTD_PUT(GATE_ANSWER_PA_ORDER, order));
}
