/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The invalidation queue, and invalidations by queue or registers. */

#include "flow.h"

#define DESC_SIZE 16U
#define DESC_WIDE 32U
#define IQA_DW    (UINT64_C(1) << 11)

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

struct driver_desc driver_desc_pasid(unsigned int g, uint16_t did,
				     uint32_t pasid)
{
	struct driver_desc desc = {
		.lo = 7 | (uint64_t)g << 4 | (uint64_t)did << 16 |
		      (uint64_t)pasid << 32,
	};

	return desc;
}

struct driver_desc driver_desc_pasid_iotlb(unsigned int g, uint16_t did,
					   uint32_t pasid, uint64_t addr,
					   unsigned int am, bool ih)
{
	struct driver_desc desc = {
		.lo = 6 | (uint64_t)g << 4 | (uint64_t)did << 16 |
		      (uint64_t)pasid << 32,
		.hi = (addr & ~UINT64_C(0xfff)) | (uint64_t)ih << 6 | am,
	};

	return desc;
}

struct driver_desc driver_desc_iec(bool one, unsigned int index,
				   unsigned int im)
{
	struct driver_desc desc = {
		.lo = 4 | (uint64_t)one << 4 | (uint64_t)im << 27 |
		      (uint64_t)index << 32,
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

static void store_desc(unsigned int width, uint64_t slot,
		       const struct driver_desc *desc)
{
	flow_store(slot, desc->lo);
	flow_store(slot + 8, desc->hi);
	for (unsigned int i = 0; width == DESC_WIDE && i < 2; i++)
		flow_store(slot + DESC_SIZE + 8 * i, desc->upper[i]);
}

void driver_queue(struct driver *d, struct driver_desc desc)
{
	store_desc(d->width, d->queue + (uint64_t)d->tail * d->width, &desc);
	d->tail = (d->tail + 1) % d->entries;
}

void driver_kick(struct driver *d)
{
	flow_write32(VTD_IQT, d->tail * d->width);
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
	WAIT(flow_read64(VTD_IQH) == (uint64_t)d->tail * d->width);
}

static unsigned int queue_width(void)
{
	return flow_read64(VTD_IQA) & IQA_DW ? DESC_WIDE : DESC_SIZE;
}

void driver_expect_error(unsigned int index, unsigned int iqei)
{
	uint64_t code;

	for (unsigned int i = 0; !(flow_read32(VTD_FSTS) & VTD_FSTS_IQE); i++) {
		if (i == FLOW_WAIT_STEPS)
			flow_fail("the queue did not stop");
		flow_run(1);
	}
	code = flow_get(flow_read64(VTD_IQERCD), VTD_IQERCD_IQEI);
	if (iqei)
		flow_expect_equal("IQERCD.IQEI", code, iqei);
	flow_expect_equal("IQH", flow_read64(VTD_IQH),
			  (uint64_t)index * queue_width());
}

void driver_replace(struct driver *d, struct driver_desc desc)
{
	uint64_t slot = d->queue + flow_read64(VTD_IQH);

	store_desc(d->width, slot, &desc);
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

static void queue_and_sync(struct driver *d, struct driver_desc desc)
{
	driver_queue(d, desc);
	driver_sync(d);
}

void driver_inv_pasid(struct driver *d)
{
	queue_and_sync(d, driver_desc_pasid(PASID_GLOBAL, 0, 0));
}

void driver_inv_pasid_domain(struct driver *d, uint16_t did)
{
	queue_and_sync(d, driver_desc_pasid(PASID_DOMAIN, did, 0));
}

void driver_inv_pasid_one(struct driver *d, uint16_t did, uint32_t pasid)
{
	queue_and_sync(d, driver_desc_pasid(PASID_ONE, did, pasid));
}

void driver_inv_pasid_iotlb(struct driver *d, uint16_t did, uint32_t pasid)
{
	queue_and_sync(d, driver_desc_pasid_iotlb(PASID_IOTLB_ALL, did, pasid,
						  0, 0, false));
}

void driver_inv_pasid_page(struct driver *d, uint16_t did, uint32_t pasid,
			   uint64_t addr, unsigned int am, bool ih)
{
	queue_and_sync(d, driver_desc_pasid_iotlb(PASID_IOTLB_PAGES, did, pasid,
						  addr, am, ih));
}

void driver_inv_iec(struct driver *d)
{
	queue_and_sync(d, driver_desc_iec(false, 0, 0));
}

void driver_inv_irte(struct driver *d, unsigned int index, unsigned int im)
{
	queue_and_sync(d, driver_desc_iec(true, index, im));
}

void driver_inv_all(struct driver *d)
{
	driver_inv_context(d);
	if (d->scalable)
		driver_inv_pasid(d);
	driver_inv_iotlb(d);
}
