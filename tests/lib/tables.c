/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "tables.h"

#include <string.h>

#define PAGE        UINT64_C(0x1000)
#define ENTRY_P     UINT64_C(1)
#define ENTRY_RW    UINT64_C(3)
#define ENTRY_PS    (UINT64_C(1) << 7)
#define ENTRY_ADDR  UINT64_C(0x000ffffffffff000)
#define CTX_TT      UINT64_C(0xc)
#define CTX_TT_PASS UINT64_C(0x8)

static uint64_t flat_load(void *ctx, uint64_t addr)
{
	const struct tables_flat *f = (const struct tables_flat *)ctx;
	uint64_t value;

	memcpy(&value, f->bytes + (addr - f->base), sizeof(value));
	return value;
}

static void flat_store(void *ctx, uint64_t addr, uint64_t value)
{
	struct tables_flat *f = (struct tables_flat *)ctx;

	memcpy(f->bytes + (addr - f->base), &value, sizeof(value));
}

struct tables_mem tables_flat_mem(struct tables_flat *flat)
{
	struct tables_mem mem = { flat, flat_load, flat_store };

	return mem;
}

uint64_t tables_load(const struct tables *t, uint64_t addr)
{
	return t->mem.load(t->mem.ctx, addr);
}

void tables_store(const struct tables *t, uint64_t addr, uint64_t value)
{
	t->mem.store(t->mem.ctx, addr, value);
}

uint64_t tables_alloc(struct tables *t)
{
	uint64_t page = t->next;

	if (t->limit - page < PAGE)
		return 0;
	t->next += PAGE;
	for (uint64_t off = 0; off < PAGE; off += 8)
		tables_store(t, page + off, 0);
	return page;
}

int tables_init(struct tables *t, struct tables_mem mem, uint64_t base,
		uint64_t size)
{
	t->mem = mem;
	t->next = base;
	t->limit = base + size;
	if ((base | size) & (PAGE - 1))
		return TABLES_ERR_ALIGN;
	t->root = tables_alloc(t);
	return t->root ? TABLES_OK : TABLES_ERR_NO_MEMORY;
}

uint64_t tables_root_slot(const struct tables *t, uint16_t sid)
{
	return t->root + (uint64_t)(sid >> 8) * 16;
}

static uint64_t context_slot(const struct tables *t, uint16_t sid)
{
	uint64_t root = tables_load(t, tables_root_slot(t, sid));

	if (!(root & ENTRY_P))
		return 0;
	return (root & ENTRY_ADDR) + (uint64_t)(sid & 0xff) * 16;
}

uint64_t tables_context_slot(struct tables *t, uint16_t sid)
{
	uint64_t slot = context_slot(t, sid);
	uint64_t table;

	if (slot)
		return slot;
	table = tables_alloc(t);
	if (!table)
		return 0;
	tables_store(t, tables_root_slot(t, sid), table | ENTRY_P);
	return context_slot(t, sid);
}

/* The high half goes first: the entry is valid only once P is there. */
static int context_write(struct tables *t, uint16_t sid, uint64_t lo,
			 uint64_t hi)
{
	uint64_t slot = tables_context_slot(t, sid);

	if (!slot)
		return TABLES_ERR_NO_MEMORY;
	tables_store(t, slot + 8, hi);
	tables_store(t, slot, lo);
	return TABLES_OK;
}

static uint64_t context_high(uint16_t did, unsigned int levels)
{
	return (uint64_t)did << 8 | (levels - 2);
}

int tables_attach(struct tables *t, uint16_t sid, uint16_t did,
		  unsigned int levels)
{
	uint64_t top = tables_alloc(t);

	if (!top)
		return TABLES_ERR_NO_MEMORY;
	return tables_attach_tree(t, sid, did, levels, top);
}

int tables_attach_tree(struct tables *t, uint16_t sid, uint16_t did,
		       unsigned int levels, uint64_t top)
{
	return context_write(t, sid, top | ENTRY_P, context_high(did, levels));
}

int tables_share(struct tables *t, uint16_t sid, uint16_t other)
{
	uint64_t from = context_slot(t, other);

	if (!from)
		return TABLES_ERR_NO_DOMAIN;
	return context_write(t, sid, tables_load(t, from),
			     tables_load(t, from + 8));
}

int tables_pass_through(struct tables *t, uint16_t sid, uint16_t did,
			unsigned int levels)
{
	return context_write(t, sid, CTX_TT_PASS | ENTRY_P,
			     context_high(did, levels));
}

int tables_detach(struct tables *t, uint16_t sid)
{
	return context_write(t, sid, 0, 0);
}

int tables_tree_new(struct tables *t, bool first, unsigned int levels,
		    struct tables_tree *tree)
{
	*tree = (struct tables_tree){ .top = tables_alloc(t),
				      .levels = levels,
				      .first = first };
	return tree->top ? TABLES_OK : TABLES_ERR_NO_MEMORY;
}

/* Finds the tree of @sid; false if its context does not lead to one. */
static bool find_tree(const struct tables *t, uint16_t sid,
		      struct tables_tree *tree)
{
	uint64_t slot = context_slot(t, sid);
	uint64_t lo = slot ? tables_load(t, slot) : 0;

	if (!(lo & ENTRY_P) || (lo & CTX_TT) == CTX_TT_PASS)
		return false;
	*tree = (struct tables_tree){
		.top = lo & ENTRY_ADDR,
		.levels = (unsigned int)(tables_load(t, slot + 8) & 7) + 2,
	};
	return true;
}

static unsigned int level_shift(unsigned int level)
{
	return 12 + 9 * (level - 1);
}

static uint64_t entry_slot(uint64_t table, uint64_t iova, unsigned int level)
{
	return table + (iova >> level_shift(level) & 511) * 8;
}

/* R or W make a second-stage entry present, P one of the first stage. */
static bool entry_present(const struct tables_tree *tree, uint64_t entry)
{
	return entry & (tree->first ? ENTRY_P : ENTRY_RW);
}

/* Where the host finds the table that @entry names. */
static uint64_t table_of(const struct tables_tree *tree, uint64_t entry)
{
	return (entry & ENTRY_ADDR) - tree->bias;
}

uint64_t tables_tree_slot(const struct tables *t,
			  const struct tables_tree *tree, uint64_t iova,
			  unsigned int level)
{
	uint64_t table = tree->top;

	if (level > tree->levels || level < 1)
		return 0;
	for (unsigned int at = tree->levels; at > level; at--) {
		uint64_t e = tables_load(t, entry_slot(table, iova, at));

		if (!entry_present(tree, e) || (e & ENTRY_PS))
			return 0;
		table = table_of(tree, e);
	}
	return entry_slot(table, iova, level);
}

uint64_t tables_slot(const struct tables *t, uint16_t sid, uint64_t iova,
		     unsigned int level)
{
	struct tables_tree tree;

	return find_tree(t, sid, &tree) ?
		       tables_tree_slot(t, &tree, iova, level) :
		       0;
}

/* The table that the entry at @slot leads to, made if there is none. */
static int next_table(struct tables *t, const struct tables_tree *tree,
		      uint64_t slot, uint64_t *table)
{
	uint64_t e = tables_load(t, slot);

	if (entry_present(tree, e)) {
		*table = table_of(tree, e);
		return e & ENTRY_PS ? TABLES_ERR_BUSY : TABLES_OK;
	}
	*table = tables_alloc(t);
	if (!*table)
		return TABLES_ERR_NO_MEMORY;
	tables_store(t, slot,
		     (*table + tree->bias) |
			     (tree->first ? TABLES_FS_USER : ENTRY_RW));
	return TABLES_OK;
}

static unsigned int leaf_level(uint64_t size)
{
	switch (size) {
	case TABLES_PAGE_4K:
		return 1;
	case TABLES_PAGE_2M:
		return 2;
	case TABLES_PAGE_1G:
		return 3;
	default:
		return 0;
	}
}

int tables_tree_map(struct tables *t, const struct tables_tree *tree,
		    uint64_t iova, uint64_t pa, uint64_t size,
		    unsigned int perm)
{
	unsigned int leaf = leaf_level(size);
	uint64_t table = tree->top;

	if (!leaf || ((iova | pa) & (size - 1)))
		return TABLES_ERR_ALIGN;
	for (unsigned int at = tree->levels; at > leaf; at--) {
		int err = next_table(t, tree, entry_slot(table, iova, at),
				     &table);

		if (err)
			return err;
	}
	tables_store(t, entry_slot(table, iova, leaf),
		     pa | perm | (leaf > 1 ? ENTRY_PS : 0));
	return TABLES_OK;
}

int tables_map(struct tables *t, uint16_t sid, uint64_t iova, uint64_t pa,
	       uint64_t size, unsigned int perm)
{
	struct tables_tree tree;

	if (!leaf_level(size) || ((iova | pa) & (size - 1)))
		return TABLES_ERR_ALIGN;
	if (!find_tree(t, sid, &tree))
		return TABLES_ERR_NO_DOMAIN;
	return tables_tree_map(t, &tree, iova, pa, size, perm);
}

int tables_map_range(struct tables *t, uint16_t sid, uint64_t iova, uint64_t pa,
		     uint64_t length, uint64_t size, unsigned int perm)
{
	for (uint64_t off = 0; off < length; off += size) {
		int err = tables_map(t, sid, iova + off, pa + off, size, perm);

		if (err)
			return err;
	}
	return TABLES_OK;
}

int tables_tree_unmap(struct tables *t, const struct tables_tree *tree,
		      uint64_t iova)
{
	for (unsigned int level = 1; level <= 3; level++) {
		uint64_t slot = tables_tree_slot(t, tree, iova, level);

		if (slot) {
			tables_store(t, slot, 0);
			return TABLES_OK;
		}
	}
	return TABLES_OK;
}

int tables_unmap(struct tables *t, uint16_t sid, uint64_t iova)
{
	struct tables_tree tree;

	return find_tree(t, sid, &tree) ? tables_tree_unmap(t, &tree, iova) :
					  TABLES_OK;
}
