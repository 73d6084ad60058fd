/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * Registers written in wrong orders: nothing may hang, and an orderly driver
 * that comes after must find a block that works.
 */
enum step {
	ROOT,
	SRTP,
	TE,
	TE_OFF,
	QIE,
	QIE_OFF,
	IQA,
	IQT,
	CCMD,
	IOTLB,
	STEPS
};

static void act(struct driver *d, unsigned int step)
{
	switch (step) {
	case ROOT:
		flow_write64(VTD_RTADDR, d->tables.root);
		break;
	case SRTP:
		driver_gcmd(d, VTD_GCMD_SRTP, 0);
		break;
	case TE:
		driver_gcmd(d, VTD_GCMD_TE, 0);
		break;
	case TE_OFF:
		driver_gcmd(d, 0, VTD_GCMD_TE);
		break;
	case QIE:
		driver_gcmd(d, VTD_GCMD_QIE, 0);
		break;
	case QIE_OFF:
		driver_gcmd(d, 0, VTD_GCMD_QIE);
		break;
	case IQA:
		flow_write64(VTD_IQA, d->queue);
		break;
	case IQT:
		flow_write32(VTD_IQT, 0x20);
		break;
	case CCMD:
		flow_write64(VTD_CCMD,
			     VTD_CCMD_ICC | flow_put(VTD_CCMD_CIRG, 1));
		break;
	default:
		flow_write64(VTD_IOTLB,
			     VTD_IOTLB_IVT | flow_put(VTD_IOTLB_IIRG, 1));
		break;
	}
}

static void recover(struct driver *d)
{
	driver_gcmd(d, 0, VTD_GCMD_TE | VTD_GCMD_QIE);
	flow_settle();
	EXPECT(!(flow_read32(VTD_GSTS) & (VTD_GSTS_TES | VTD_GSTS_QIES)));
	EXPECT_EQUAL(flow_read64(VTD_IQH), 0);
	EXPECT(!(flow_read64(VTD_CCMD) & VTD_CCMD_ICC));
	EXPECT(!(flow_read64(VTD_IOTLB) & VTD_IOTLB_IVT));
	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
}

FLOW(gcmd_any_order, "registers written in any order never hang the block")
{
	struct driver d;

	for (unsigned int first = 0; first < STEPS; first++) {
		for (unsigned int stride = 1; stride < STEPS; stride += 2) {
			driver_init(&d);
			for (unsigned int i = 0; i < STEPS; i++) {
				act(&d, (first + i * stride) % STEPS);
				flow_target_run(i & 3);
			}
			recover(&d);
		}
	}
	driver_start_mapped(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);
}
