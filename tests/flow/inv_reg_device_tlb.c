/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

static bool busy(void)
{
	return flow_read64(VTD_IOTLB) & VTD_IOTLB_IVT;
}

static void ask(struct ats_world *w)
{
	EXPECT_ATS(&w->tlb, IOVA, PAGE_0 | ATS_RW);
	EXPECT(device_tlb_find(&w->tlb, flow_who(), IOVA, false));
}

static void flush(unsigned int g)
{
	flow_write64(VTD_IOTLB, VTD_IOTLB_IVT | flow_put(VTD_IOTLB_IIRG, g) |
					flow_put(VTD_IOTLB_DID, DID));
}

/*
 * With CM = 1 the block asks device TLBs by itself; registers have no wait that
 * could come behind it but IVT.
 */
FLOW_WITH(inv_reg_device_tlb, flow_ats_caching,
	  "CM: a flush by register ends when device TLBs have forgotten")
{
	static struct ats_world w;

	ats_world_start(&w);
	for (unsigned int g = DESC_GLOBAL; g <= DESC_DOMAIN; g++) {
		unsigned int before = w.tlb.invalidations;

		ask(&w);
		w.tlb.manner = DEVICE_TLB_LATE;
		flush(g);
		WAIT(w.tlb.invalidations == before + 1);
		flow_run(50);
		EXPECT(busy());
		device_tlb_release(&w.tlb);
		WAIT(!busy());
		w.tlb.manner = 0;
		EXPECT(!device_tlb_find(&w.tlb, flow_who(), IOVA, false));
	}
	/* The end of its time ends it, too: ITE, and the source is blocked. */
	ask(&w);
	w.tlb.manner = DEVICE_TLB_LOST;
	flush(DESC_DOMAIN);
	flow_pass_time(2 * VTD_DEVICE_TIMEOUT);
	WAIT(!busy());
	EXPECT(flow_read32(VTD_FSTS) & VTD_FSTS_ITE);
}
