/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma.h"

/*
 * Contexts are valid while they carry the current epoch, tables while they
 * carry a name that some live tag still has; both only ever grow, in 64 bits
 * they do not wrap. So dropping all of them is one increment, and an entry
 * of zeros (as vtd_init() leaves them) is never valid.
 */
void dma_cache_init(struct vtd *v)
{
	v->epoch = 1;
}

void dma_cache_drop_contexts(struct vtd *v)
{
	v->epoch++;
}

void dma_cache_drop_context(struct vtd *v, uint16_t sid)
{
	uint64_t key = VTD_PUT(GATE_WORK0_SID, sid);
	struct vtd_context *c = dma_cache_context(v, key);

	if ((c->key & ~GATE_WORK0_PRIV) == key)
		c->epoch = 0;
}

struct vtd_table *dma_cache_upper(struct vtd *v, unsigned int level,
				  uint64_t tables, uint64_t addr)
{
	uint64_t i = (addr >> VTD_SS_SHIFT(level + 1)) + (tables << 3);

	return &v->cache.upper[level - 2][i & (VTD_UPPER_TABLES - 1)];
}

static struct vtd_table *entry_of(struct vtd *v, unsigned int level,
				  uint64_t tables, uint64_t addr)
{
	return level == 1 ? dma_cache_leaf(v, tables, addr) :
			    dma_cache_upper(v, level, tables, addr);
}

static bool holds(const struct vtd_table *t, unsigned int level,
		  uint64_t tables, uint64_t addr)
{
	return t->tables == tables &&
	       t->region == addr >> VTD_SS_SHIFT(level + 1);
}

VTD_WARM unsigned int dma_cache_find(struct vtd *v, uint64_t tables,
				     uint64_t addr,
				     const struct vtd_table **found)
{
	for (unsigned int level = 1; level < VTD_SS_LEVELS; level++) {
		*found = entry_of(v, level, tables, addr);
		if (holds(*found, level, tables, addr))
			return level;
	}
	return 0;
}

VTD_WARM void dma_cache_fill(struct vtd *v, uint64_t tables, unsigned int level,
			     uint64_t addr, uint64_t table)
{
	struct vtd_table *t = entry_of(v, level, tables, addr);

	t->tables = tables;
	t->region = addr >> VTD_SS_SHIFT(level + 1);
	t->table = table;
}
