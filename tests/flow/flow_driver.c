/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

#define DESC_SIZE 16U

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

	*d = (struct driver){ .queue = FLOW_QUEUE };
	check(tables_init(&d->tables, mem, FLOW_TABLES, FLOW_TABLES_SIZE));
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
	flow_write64(VTD_RTADDR, d->tables.root);
	driver_gcmd(d, VTD_GCMD_SRTP, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_RTPS);
}

void driver_enable_queue(struct driver *d, unsigned int qs)
{
	d->entries = 256U << qs;
	d->tail = 0;
	flow_write32(VTD_IQT, 0);
	flow_write64(VTD_IQA, d->queue | qs);
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

/* ---- Queue (VT-d 6.5.2) ------------------------------------------------- */

struct driver_desc driver_desc_context(unsigned int g, uint16_t did,
				       uint16_t sid, unsigned int fm)
{
	struct driver_desc desc = {
		.lo = 1 | (uint64_t)g << 4 | (uint64_t)did << 16 |
		      (uint64_t)sid << 32 | (uint64_t)fm << 48,
	};

	return desc;
}

struct driver_desc driver_desc_iotlb(unsigned int g, uint16_t did,
				     uint64_t addr, unsigned int am, bool ih)
{
	struct driver_desc desc = {
		.lo = 2 | (uint64_t)g << 4 | (uint64_t)did << 16,
		.hi = (addr & ~UINT64_C(0xfff)) | (uint64_t)ih << 6 | am,
	};

	return desc;
}

struct driver_desc driver_desc_wait(unsigned int flags, uint64_t addr,
				    uint32_t data)
{
	struct driver_desc desc = { .lo = 5 | flags | (uint64_t)data << 32,
				    .hi = addr };

	return desc;
}

void driver_queue(struct driver *d, struct driver_desc desc)
{
	uint64_t slot = d->queue + (uint64_t)d->tail * DESC_SIZE;

	flow_store(slot, desc.lo);
	flow_store(slot + 8, desc.hi);
	d->tail = (d->tail + 1) % d->entries;
}

void driver_kick(struct driver *d)
{
	flow_write32(VTD_IQT, d->tail * DESC_SIZE);
}

void driver_sync(struct driver *d)
{
	uint32_t want = ++d->sequence;

	driver_queue(d, driver_desc_wait(WAIT_SW, FLOW_STATUS, want));
	driver_kick(d);
	WAIT(flow_load32(FLOW_STATUS) == want);
}

void driver_drained(struct driver *d)
{
	WAIT(flow_read64(VTD_IQH) == (uint64_t)d->tail * DESC_SIZE);
}

void driver_expect_error(unsigned int index, unsigned int iqei)
{
	uint64_t code;

	for (unsigned int i = 0; !(flow_read32(VTD_FSTS) & VTD_FSTS_IQE); i++) {
		if (i == FLOW_WAIT_STEPS)
			flow_fail("the queue did not stop");
		flow_target_run(1);
	}
	code = flow_get(flow_read64(VTD_IQERCD), VTD_IQERCD_IQEI);
	if (iqei)
		flow_expect_equal("IQERCD.IQEI", code, iqei);
	flow_expect_equal("IQH", flow_read64(VTD_IQH),
			  (uint64_t)index * DESC_SIZE);
}

void driver_replace(struct driver *d, struct driver_desc desc)
{
	uint64_t slot = d->queue + flow_read64(VTD_IQH);

	flow_store(slot, desc.lo);
	flow_store(slot + 8, desc.hi);
	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
}

/* ---- Invalidation ------------------------------------------------------- */

/*
 * CAIG and IAIG must tell a granularity at least as coarse as asked for; 0
 * would be a refusal (VT-d 11.4.6.1, 11.4.6.3).
 */
static void check_done(uint64_t word, uint64_t mask, unsigned int asked)
{
	uint64_t done = flow_get(word, mask);

	if (!done || done > asked)
		flow_fail("asked for granularity %u, done is %llu", asked,
			  (unsigned long long)done);
}

static void context_command(unsigned int g, uint16_t did, uint16_t sid,
			    unsigned int fm)
{
	flow_write64(VTD_CCMD, VTD_CCMD_ICC | flow_put(VTD_CCMD_CIRG, g) |
				       flow_put(VTD_CCMD_FM, fm) |
				       flow_put(VTD_CCMD_SID, sid) | did);
	WAIT(!(flow_read64(VTD_CCMD) & VTD_CCMD_ICC));
	check_done(flow_read64(VTD_CCMD), VTD_CCMD_CAIG, g);
}

static void iotlb_command(unsigned int g, uint16_t did, uint64_t addr,
			  unsigned int am, bool ih)
{
	if (g == DESC_FINE)
		flow_write64(VTD_IVA, (addr & VTD_IVA_ADDR) | am |
					      (ih ? VTD_IVA_IH : 0));
	flow_write64(VTD_IOTLB, VTD_IOTLB_IVT | flow_put(VTD_IOTLB_IIRG, g) |
					VTD_IOTLB_DR | VTD_IOTLB_DW |
					flow_put(VTD_IOTLB_DID, did));
	WAIT(!(flow_read64(VTD_IOTLB) & VTD_IOTLB_IVT));
	check_done(flow_read64(VTD_IOTLB), VTD_IOTLB_IAIG, g);
}

static void context(struct driver *d, unsigned int g, uint16_t did,
		    uint16_t sid, unsigned int fm)
{
	if (!d->queued) {
		context_command(g, did, sid, fm);
		return;
	}
	driver_queue(d, driver_desc_context(g, did, sid, fm));
	driver_sync(d);
}

static void iotlb(struct driver *d, unsigned int g, uint16_t did, uint64_t addr,
		  unsigned int am, bool ih)
{
	if (!d->queued) {
		iotlb_command(g, did, addr, am, ih);
		return;
	}
	driver_queue(d, driver_desc_iotlb(g, did, addr, am, ih));
	driver_sync(d);
}

void driver_inv_context(struct driver *d)
{
	context(d, DESC_GLOBAL, 0, 0, 0);
}

void driver_inv_context_domain(struct driver *d, uint16_t did)
{
	context(d, DESC_DOMAIN, did, 0, 0);
}

void driver_inv_context_device(struct driver *d, uint16_t did, uint16_t sid,
			       unsigned int fm)
{
	context(d, DESC_FINE, did, sid, fm);
}

void driver_inv_iotlb(struct driver *d)
{
	iotlb(d, DESC_GLOBAL, 0, 0, 0, false);
}

void driver_inv_iotlb_domain(struct driver *d, uint16_t did)
{
	iotlb(d, DESC_DOMAIN, did, 0, 0, false);
}

void driver_inv_iotlb_page(struct driver *d, uint16_t did, uint64_t addr,
			   unsigned int am, bool ih)
{
	iotlb(d, DESC_FINE, did, addr, am, ih);
}

void driver_inv_all(struct driver *d)
{
	driver_inv_context(d);
	driver_inv_iotlb(d);
}
