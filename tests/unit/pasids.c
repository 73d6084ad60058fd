/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "pasids.h"

#include "dma.h"

void pasids_start(struct bench *b, uint64_t more, uint64_t less)
{
	struct vtd_config config = bench_config();

	config.cap |= VTD_CAP_FS5LP | VTD_CAP_FS1GP;
	config.ecap |= VTD_ECAP_SMTS | VTD_ECAP_SSTS | VTD_ECAP_FSTS |
		       VTD_ECAP_NEST | VTD_ECAP_PASID |
		       VTD_PUT(VTD_ECAP_PSS, 19) | VTD_ECAP_RPS |
		       VTD_ECAP_RPRIVS | VTD_ECAP_SRS | VTD_ECAP_EAFS |
		       VTD_ECAP_SSADS | VTD_ECAP_SMPWCS | VTD_ECAP_SC;
	bench_start(b, &config);
	/* Some of them do not go without the others. */
	b->v->config.ecap = (config.ecap | more) & ~less;
	dma_scalable_init(b->v);
}

void pasids_enable(struct bench *b)
{
	host_enables_translation(b);
	host_srtp(b, b->t.root | VTD_PUT(VTD_RTADDR_TTM, VTD_TTM_SCALABLE));
	bench_run(b);
	mock_forget(&b->m);
}

static uint64_t alloc(struct bench *b, unsigned int pages)
{
	uint64_t first = tables_alloc(&b->t);

	while (--pages)
		assert_int_not_equal(tables_alloc(&b->t), 0);
	assert_int_not_equal(first, 0);
	return first;
}

/* What the present entry at @slot leads to. */
static uint64_t next(struct bench *b, uint64_t slot)
{
	if (!(guest_load(b, slot) & 1))
		guest_store(b, slot, alloc(b, 1) | 1);
	return guest_load(b, slot) & VTD_PAGE_MASK;
}

uint64_t pasids_root_slot(const struct bench *b, uint16_t sid)
{
	return b->t.root + 16 * (uint64_t)(sid >> 8) + (sid & 0x80 ? 8 : 0);
}

uint64_t pasids_context_slot(struct bench *b, uint16_t sid)
{
	return next(b, pasids_root_slot(b, sid)) + 32 * (uint64_t)(sid & 0x7f);
}

uint64_t pasids_directory_slot(struct bench *b, uint16_t sid, uint32_t pasid)
{
	return next(b, pasids_context_slot(b, sid)) +
	       8 * (uint64_t)(pasid / 64);
}

uint64_t pasids_slot(struct bench *b, uint16_t sid, uint32_t pasid)
{
	return next(b, pasids_directory_slot(b, sid, pasid)) +
	       64 * (uint64_t)(pasid % 64);
}

void pasids_attach(struct bench *b, uint16_t sid, unsigned int pdts)
{
	uint64_t slot = pasids_context_slot(b, sid);
	uint64_t directory = alloc(b, pdts < 2 ? 1 : 1u << (pdts - 2));

	guest_store(b, slot,
		    directory | VTD_PUT(VTD_SCONTEXT_0_PDTS, pdts) |
			    VTD_SCONTEXT_0_PASIDE | VTD_SCONTEXT_0_P);
	guest_store(b, slot + 8, RID_PASID);
}

void pasids_put(struct bench *b, uint16_t sid, uint32_t pasid,
		const struct pasid_entry *entry)
{
	uint64_t slot = pasids_slot(b, sid, pasid);

	for (unsigned int i = 0; i < 3; i++)
		guest_store(b, slot + 8 * i, entry->word[i]);
}

struct pasid_entry pasids_pass(void)
{
	return (struct pasid_entry){ {
		VTD_PUT(VTD_PTE_0_PGTT, VTD_PGTT_PASS_THROUGH) | VTD_PTE_0_P,
		DID,
	} };
}

struct pasid_entry pasids_second(uint64_t root, unsigned int levels)
{
	return (struct pasid_entry){ {
		root | VTD_PUT(VTD_PTE_0_PGTT, VTD_PGTT_SECOND) |
			VTD_PUT(VTD_PTE_0_AW, levels - 2) | VTD_PTE_0_P,
		DID,
	} };
}

uint64_t pasids_chain(struct bench *b, unsigned int levels, uint64_t addr,
		      uint64_t upper, uint64_t *leaf)
{
	uint64_t root = alloc(b, 1);
	uint64_t table = root;

	for (unsigned int level = levels; level > 1; level--) {
		uint64_t index = addr >> VTD_SS_SHIFT(level) & 511;
		uint64_t lower = alloc(b, 1);

		guest_store(b, table + 8 * index, lower | upper);
		table = lower;
	}
	*leaf = table + 8 * (addr >> VTD_PAGE_SHIFT & 511);
	return root;
}

uint64_t pasids_tree(struct bench *b, unsigned int levels)
{
	uint64_t leaf;
	uint64_t root = pasids_chain(b, levels, IOVA, TABLES_RW, &leaf);

	guest_store(b, leaf, PA | TABLES_RW);
	return root;
}
