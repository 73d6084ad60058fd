/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

FLOW_WITH(fault_25_extended_mode, flow_scalable,
	  "25h: compatibility format with EIME, CFI or not")
{
	struct driver d;

	driver_init_scalable(&d);
	driver_set_root(&d);
	driver_enable_queue(&d, 0);
	driver_start_remapping(&d, true);
	EXPECT_NO_INTERRUPT(SID, UINT64_C(0xfee01000), 0x31, VTD_FAULT_IRQ_25,
			    0);
	driver_gcmd(&d, VTD_GCMD_CFI, 0);
	WAIT(flow_read32(VTD_GSTS) & VTD_GSTS_CFIS);
	EXPECT_NO_INTERRUPT(SID, UINT64_C(0xfee01000), 0x31, VTD_FAULT_IRQ_25,
			    0);
}
