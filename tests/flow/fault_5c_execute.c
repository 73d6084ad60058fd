/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/*
 * VT-d 7.1.3: ER = 1 where ECAP.ERS is 0, VER.MAX 5. The same address is
 * cached for requests without ER.
 */
FLOW_WITH(fault_5c_execute, flow_scalable, "SPT.5: an execute request")
{
	struct scalable_pasid space;
	struct driver d;
	uint64_t data = 0;
	struct flow_dma dma;
	struct flow_fault f;

	driver_start_space(&d, &space, SCALABLE_FIRST);
	driver_bind(&d, SID, PASID, &space);
	flow_with_pasid(PASID);
	EXPECT_READS(SID, IOVA, PAGE_0);
	for (unsigned int i = 0; i < 2; i++) {
		dma = flow_request(SID, FLOW_READ, IOVA, &data);
		dma.exec = true;
		EXPECT(flow_dma(&dma) == FLOW_DMA_ERROR);
		WAIT(flow_take_fault(&f));
		EXPECT_EQUAL(f.reason, VTD_FAULT_SPT_5);
		EXPECT_EQUAL(f.kind, FLOW_READ);
		EXPECT_EQUAL(f.exe, true);
		EXPECT_EQUAL(f.pp, true);
		EXPECT_EQUAL(f.pasid, PASID);
		EXPECT_EQUAL(f.addr, IOVA);
		EXPECT_READS(SID, IOVA, PAGE_0);
	}
}
