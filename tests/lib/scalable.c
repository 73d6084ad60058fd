/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "scalable.h"

#define PAGE    UINT64_C(0x1000)
#define P       UINT64_C(1)
#define POINTER (~(PAGE - 1))

uint64_t scalable_root_slot(const struct tables *t, uint16_t sid)
{
	return tables_root_slot(t, sid) + (sid & 0x80 ? 8 : 0);
}

uint64_t scalable_context_slot(struct tables *t, uint16_t sid)
{
	uint64_t slot = scalable_root_slot(t, sid);
	uint64_t entry = tables_load(t, slot);

	if (!(entry & P)) {
		entry = tables_alloc(t) | P;
		if (entry == P)
			return 0;
		tables_store(t, slot, entry);
	}
	return (entry & POINTER) + (uint64_t)(sid & 0x7f) * 32;
}

/* @pages of them in a row, as the allocator only ever goes up. */
static uint64_t alloc_pages(struct tables *t, unsigned int pages)
{
	uint64_t first = tables_alloc(t);

	for (unsigned int i = 1; first && i < pages; i++) {
		if (!tables_alloc(t))
			return 0;
	}
	return first;
}

int scalable_attach(struct tables *t, uint16_t sid, unsigned int pdts,
		    bool paside)
{
	unsigned int bytes = 8u << (pdts + 7);
	uint64_t slot = scalable_context_slot(t, sid);
	uint64_t dir = alloc_pages(t, bytes <= PAGE ? 1 : bytes / PAGE);

	if (!slot || !dir)
		return TABLES_ERR_NO_MEMORY;
	for (unsigned int i = 1; i < SCALABLE_CONTEXT_WORDS; i++)
		tables_store(t, slot + 8 * i, 0);
	tables_store(t, slot, dir | (uint64_t)pdts << 9 | (paside ? 8 : 0) | P);
	return TABLES_OK;
}

uint64_t scalable_dir_slot(struct tables *t, uint16_t sid, uint32_t pasid)
{
	uint64_t slot = scalable_context_slot(t, sid);

	if (!slot)
		return 0;
	return (tables_load(t, slot) & POINTER) + (uint64_t)(pasid >> 6) * 8;
}

uint64_t scalable_pasid_slot(struct tables *t, uint16_t sid, uint32_t pasid)
{
	uint64_t slot = scalable_dir_slot(t, sid, pasid);
	uint64_t entry = slot ? tables_load(t, slot) : 0;

	if (!slot)
		return 0;
	if (!(entry & P)) {
		entry = tables_alloc(t) | P;
		if (entry == P)
			return 0;
		tables_store(t, slot, entry);
	}
	return (entry & POINTER) + (uint64_t)(pasid & 63) * 64;
}

static uint64_t flag(const struct scalable_pasid *p, unsigned int flag,
		     unsigned int bit)
{
	return (uint64_t) !!(p->flags & flag) << bit;
}

void scalable_pasid_words(const struct scalable_pasid *p,
			  uint64_t words[SCALABLE_PASID_WORDS])
{
	for (unsigned int i = 0; i < SCALABLE_PASID_WORDS; i++)
		words[i] = 0;
	words[0] = P | flag(p, SCALABLE_FPD, 1) | (uint64_t)p->pgtt << 6 |
		   flag(p, SCALABLE_SSADE, 9);
	if (p->ss.levels)
		words[0] |= p->ss.top | (uint64_t)(p->ss.levels - 2) << 2;
	words[1] = p->did | flag(p, SCALABLE_PWSNP, 23) |
		   flag(p, SCALABLE_PGSNP, 24);
	words[2] = flag(p, SCALABLE_SRE, 0) | flag(p, SCALABLE_WPE, 4) |
		   flag(p, SCALABLE_EAFE, 7);
	if (p->fs.levels)
		words[2] |= (p->fs.top + p->fs.bias) |
			    (uint64_t)(p->fs.levels - 4) << 2;
}

int scalable_bind(struct tables *t, uint16_t sid, uint32_t pasid,
		  const struct scalable_pasid *p)
{
	uint64_t slot = scalable_pasid_slot(t, sid, pasid);
	uint64_t words[SCALABLE_PASID_WORDS];

	if (!slot)
		return TABLES_ERR_NO_MEMORY;
	scalable_pasid_words(p, words);
	for (unsigned int i = SCALABLE_PASID_WORDS; i > 0; i--)
		tables_store(t, slot + 8 * (i - 1), words[i - 1]);
	return TABLES_OK;
}
