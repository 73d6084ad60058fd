/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 11.4.9.3, DW: 1 needs scalable or abort mode in ECAP; else IQEI 5. */
FLOW(queue_width, "256-bit descriptors without SMTS and ADMS stop the queue")
{
	struct driver d;

	driver_init(&d);
	driver_set_root(&d);
	flow_write64(VTD_IQA, d.queue | VTD_IQA_DW);
	driver_gcmd(&d, VTD_GCMD_QIE, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_QIES);
	flow_write32(VTD_IQT, 0x20);
	EXPECT_QUEUE_ERROR(0, IQEI_WIDTH);
	driver_gcmd(&d, 0, VTD_GCMD_QIE);
	WAIT(!(flow_read32(VTD_GSTS) & VTD_GSTS_QIES));
	flow_write32(VTD_FSTS, VTD_FSTS_IQE);
	driver_enable_queue(&d, 0);
	driver_sync(&d);
}
