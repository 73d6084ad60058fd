/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 11.4.4.1 has software change one bit at a time; more of them must
 * still all be carried out and never hang.
 */
FLOW(gcmd_at_once, "SRTP, QIE and TE in one write all take effect")
{
	struct driver d;

	driver_init(&d);
	driver_attach(&d, SID, DID, 4);
	driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_RW);
	flow_write64(VTD_RTADDR, d.tables.root);
	flow_write64(VTD_IQA, d.queue);
	d.entries = 256;
	driver_gcmd(&d, VTD_GCMD_SRTP | VTD_GCMD_QIE | VTD_GCMD_TE, 0);
	WAIT(flow_read32(VTD_GSTS) ==
	     (VTD_GSTS_TES | VTD_GSTS_RTPS | VTD_GSTS_QIES));
	d.queued = true;
	driver_inv_all(&d);
	EXPECT_READS(SID, IOVA, PAGE_0);

	driver_gcmd(&d, 0, VTD_GCMD_TE | VTD_GCMD_QIE);
	WAIT(flow_read32(VTD_GSTS) == VTD_GSTS_RTPS);
	EXPECT_READS(SID, IOVA, IOVA);
}
