/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define DESC_SIZE 16U
#define DESC_WIDE 32U
#define IQA_DW    (UINT64_C(1) << 11)
#define TTM_SCALE (UINT64_C(1) << 10)
#define IRT_SIZE  7U /* 256 entries */
#define IRTA_EIME (UINT64_C(1) << 11)

static uint64_t load(void *ctx, uint64_t addr)
{
	(void)ctx;
	return flow_load(addr);
}

static void store(void *ctx, uint64_t addr, uint64_t value)
{
	(void)ctx;
	flow_store(addr, value);
}

static void check(int err)
{
	if (err)
		flow_fail("the table builder gave %d", err);
}

void driver_init(struct driver *d)
{
	struct tables_mem mem = { .load = load, .store = store };

	*d = (struct driver){ .queue = FLOW_QUEUE, .width = DESC_SIZE };
	check(tables_init(&d->tables, mem, FLOW_TABLES, FLOW_TABLES_SIZE));
}

void driver_init_scalable(struct driver *d)
{
	driver_init(d);
	d->scalable = true;
	d->width = DESC_WIDE;
}

void driver_new_tables(struct driver *d)
{
	struct tables_mem mem = d->tables.mem;

	check(tables_init(&d->tables, mem, d->tables.limit, FLOW_TABLES_SIZE));
}

unsigned int driver_levels(void)
{
	uint64_t sagaw = flow_get(flow_read64(VTD_CAP), VTD_CAP_SAGAW);

	return sagaw & 4 ? 4 : 3;
}

static void enable(struct driver *d)
{
	driver_set_root(d);
	if (flow_read64(VTD_ECAP) & VTD_ECAP_QI)
		driver_enable_queue(d, 0);
	driver_inv_all(d);
	driver_translate(d, true);
}

void driver_start(struct driver *d)
{
	driver_init(d);
	enable(d);
}

void driver_start_mapped(struct driver *d)
{
	driver_init(d);
	driver_attach(d, SID, DID, driver_levels());
	driver_map(d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	enable(d);
}

void driver_start_scalable(struct driver *d)
{
	driver_init_scalable(d);
	driver_attach_scalable(d, SID);
	enable(d);
}

static void map_space(struct driver *d, const struct scalable_pasid *space)
{
	uint64_t pa = space->pgtt == SCALABLE_NESTED ? GUEST_0 : PAGE_0;

	if (space->fs.levels)
		driver_tree_map(d, &space->fs, IOVA, pa, TABLES_PAGE_4K,
				TABLES_FS_USER);
	if (space->ss.levels)
		driver_tree_map(d, &space->ss, space->fs.levels ? pa : IOVA,
				PAGE_0, TABLES_PAGE_4K, TABLES_RW);
}

void driver_start_space(struct driver *d, struct scalable_pasid *space,
			enum scalable_pgtt pgtt)
{
	driver_init_scalable(d);
	driver_attach_scalable(d, SID);
	*space = driver_space(d, pgtt, DID);
	map_space(d, space);
	driver_bind(d, SID, 0, space);
	enable(d);
}

void driver_stop(struct driver *d)
{
	driver_translate(d, false);
	if (d->queued)
		driver_disable_queue(d);
}

/* The caller waits for the bits of GSTS it changed (VT-d 11.4.4.1). */
void driver_gcmd(struct driver *d, uint32_t set, uint32_t clear)
{
	const uint32_t one_shot = VTD_GCMD_SRTP | VTD_GCMD_WBF | VTD_GCMD_SIRTP;

	d->gcmd = (d->gcmd | (set & ~one_shot)) & ~clear;
	flow_write32(VTD_GCMD, d->gcmd | (set & one_shot));
}

void driver_set_root(struct driver *d)
{
	flow_write64(VTD_RTADDR,
		     d->tables.root | (d->scalable ? TTM_SCALE : 0));
	driver_gcmd(d, VTD_GCMD_SRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
}

void driver_enable_queue(struct driver *d, unsigned int qs)
{
	d->entries = (256U << qs) / (d->width / DESC_SIZE);
	d->tail = 0;
	flow_write32(VTD_IQT, 0);
	flow_write64(VTD_IQA,
		     d->queue | (d->width == DESC_WIDE ? IQA_DW : 0) | qs);
	driver_gcmd(d, VTD_GCMD_QIE, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_QIES);
	d->queued = true;
}

void driver_disable_queue(struct driver *d)
{
	driver_drained(d);
	driver_gcmd(d, 0, VTD_GCMD_QIE);
	WAIT(!(flow_read32(VTD_GSTS) & VTD_GSTS_QIES));
	d->queued = false;
}

void driver_translate(struct driver *d, bool on)
{
	driver_gcmd(d, on ? VTD_GCMD_TE : 0, on ? 0 : VTD_GCMD_TE);
	WAIT(!!(flow_read32(VTD_GSTS) & VTD_GSTS_TES) == on);
}

void driver_set_irt(struct driver *d, unsigned int s, bool x2apic)
{
	flow_write64(VTD_IRTA, FLOW_IRT | (x2apic ? IRTA_EIME : 0) | s);
	driver_gcmd(d, VTD_GCMD_SIRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_IRTPS);
}

void driver_remap(struct driver *d, bool on)
{
	driver_gcmd(d, on ? VTD_GCMD_IRE : 0, on ? 0 : VTD_GCMD_IRE);
	WAIT(!!(flow_read32(VTD_GSTS) & VTD_GSTS_IRES) == on);
}

void driver_start_remapping(struct driver *d, bool x2apic)
{
	driver_set_irt(d, IRT_SIZE, x2apic);
	driver_inv_iec(d);
	driver_remap(d, true);
}

uint64_t driver_irte_slot(unsigned int index)
{
	return FLOW_IRT + (uint64_t)index * 16;
}

/* P comes last. */
static void store_irte(unsigned int index, const uint64_t words[2])
{
	flow_store(driver_irte_slot(index) + 8, words[1]);
	flow_store(driver_irte_slot(index), words[0]);
}

void driver_irte(unsigned int index, const struct irte *e)
{
	uint64_t words[2];

	irte_remapped(e, words);
	store_irte(index, words);
}

void driver_irte_posted(unsigned int index, const struct irte *e, uint64_t pid)
{
	uint64_t words[2];

	irte_posted(e, pid, words);
	store_irte(index, words);
}

void driver_event_messages(void)
{
	flow_write32(VTD_FEDATA, FAULT_MESSAGE_DATA);
	flow_write32(VTD_FEADDR, FAULT_MESSAGE_ADDR);
	flow_write32(VTD_FEUADDR, 0);
	flow_write32(VTD_FECTL, 0);
	flow_write32(VTD_IEDATA, INV_MESSAGE_DATA);
	flow_write32(VTD_IEADDR, INV_MESSAGE_ADDR);
	flow_write32(VTD_IEUADDR, 0);
	flow_write32(VTD_IECTL, 0);
}

/* ---- Tables ------------------------------------------------------------- */

void driver_attach(struct driver *d, uint16_t sid, uint16_t did,
		   unsigned int levels)
{
	check(tables_attach(&d->tables, sid, did, levels));
}

void driver_map(struct driver *d, uint16_t sid, uint64_t iova, uint64_t pa,
		uint64_t size, unsigned int perm)
{
	check(tables_map(&d->tables, sid, iova, pa, size, perm));
}

void driver_unmap(struct driver *d, uint16_t sid, uint64_t iova)
{
	check(tables_unmap(&d->tables, sid, iova));
}

uint64_t driver_context_slot(struct driver *d, uint16_t sid)
{
	uint64_t slot = tables_context_slot(&d->tables, sid);

	if (!slot)
		flow_fail("no context entry for source %#x", sid);
	return slot;
}

uint64_t driver_slot(struct driver *d, uint16_t sid, uint64_t iova,
		     unsigned int level)
{
	uint64_t slot = tables_slot(&d->tables, sid, iova, level);

	if (!slot)
		flow_fail("no entry of level %u for %#llx", level,
			  (unsigned long long)iova);
	return slot;
}

/* ---- Scalable mode ------------------------------------------------------ */

static void tree(struct driver *d, bool first, struct tables_tree *out)
{
	check(tables_tree_new(&d->tables, first, 4, out));
}

/* The second stage lets the first find its tables. */
static void nest(struct driver *d, struct scalable_pasid *space)
{
	space->fs.bias = FLOW_BIAS;
	for (uint64_t off = 0; off < FLOW_TABLES_SIZE; off += TABLES_PAGE_2M)
		driver_tree_map(d, &space->ss, FLOW_TABLES + FLOW_BIAS + off,
				FLOW_TABLES + off, TABLES_PAGE_2M, TABLES_RW);
}

struct scalable_pasid driver_space(struct driver *d, enum scalable_pgtt pgtt,
				   uint16_t did)
{
	struct scalable_pasid space = { .pgtt = pgtt, .did = did };

	if (flow_read64(VTD_ECAP) & VTD_ECAP_SMPWCS)
		space.flags = SCALABLE_PWSNP;
	if (pgtt == SCALABLE_FIRST || pgtt == SCALABLE_NESTED)
		tree(d, true, &space.fs);
	if (pgtt == SCALABLE_SECOND || pgtt == SCALABLE_NESTED)
		tree(d, false, &space.ss);
	if (pgtt == SCALABLE_NESTED)
		nest(d, &space);
	return space;
}

void driver_attach_scalable(struct driver *d, uint16_t sid)
{
	check(scalable_attach(&d->tables, sid, 0,
			      flow_read64(VTD_ECAP) & VTD_ECAP_PASID));
}

void driver_bind(struct driver *d, uint16_t sid, uint32_t pasid,
		 const struct scalable_pasid *space)
{
	check(scalable_bind(&d->tables, sid, pasid, space));
}

void driver_tree_map(struct driver *d, const struct tables_tree *tree,
		     uint64_t iova, uint64_t pa, uint64_t size,
		     unsigned int perm)
{
	check(tables_tree_map(&d->tables, tree, iova, pa, size, perm));
}

void driver_tree_unmap(struct driver *d, const struct tables_tree *tree,
		       uint64_t iova)
{
	check(tables_tree_unmap(&d->tables, tree, iova));
}

static uint64_t found(uint64_t slot)
{
	if (!slot)
		flow_fail("no such entry in the tables");
	return slot;
}

uint64_t driver_tree_slot(struct driver *d, const struct tables_tree *tree,
			  uint64_t iova, unsigned int level)
{
	return found(tables_tree_slot(&d->tables, tree, iova, level));
}

uint64_t driver_scontext_slot(struct driver *d, uint16_t sid)
{
	return found(scalable_context_slot(&d->tables, sid));
}

uint64_t driver_pasid_slot(struct driver *d, uint16_t sid, uint32_t pasid)
{
	return found(scalable_pasid_slot(&d->tables, sid, pasid));
}

void driver_expect_spoiled(struct driver *d, uint64_t slot, uint64_t bits,
			   unsigned int reason)
{
	flow_flip(slot, bits);
	driver_inv_all(d);
	flow_expect_blocked(SID, FLOW_READ, IOVA, reason);
	flow_flip(slot, bits);
	flow_expect_reads(SID, IOVA, PAGE_0);
}

void driver_expect_unreadable(struct driver *d, uint64_t addr, uint64_t len,
			      unsigned int reason)
{
	driver_inv_all(d);
	flow_target_mem_fail(addr, len, true);
	flow_expect_blocked(SID, FLOW_READ, IOVA, reason);
	flow_target_mem_fail(addr, len, false);
	flow_expect_reads(SID, IOVA, PAGE_0);
}
