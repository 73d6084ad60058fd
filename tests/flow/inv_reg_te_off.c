/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "flow.h"

/* VT-d 6.5.1: commands are processed whatever TES is. */
FLOW(inv_reg_te_off, "register commands work with translation off")
{
	struct driver d;

	driver_init(&d);
	driver_inv_context(&d);
	driver_inv_context_domain(&d, DID);
	driver_inv_context_device(&d, DID, SID, 3);
	driver_inv_iotlb(&d);
	driver_inv_iotlb_domain(&d, DID);
	driver_inv_iotlb_page(&d, DID, IOVA, 3, true);
}
