/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The blocks that scenarios run on. */

#include "flow.h"

/* A value in the field of VT-d 11.4.2 or 11.4.3 whose mask is given. */
#define PUT(mask, value) ((value) * ((mask) & -(mask)) & (mask))

/* Fault records at 0x600, IVA at 0x500, drain with every invalidation. */
#define CAP_COMMON (PUT(VTD_CAP_FRO, 0x60) | VTD_CAP_DWD | VTD_CAP_DRD)
#define CAP_LARGE                                                              \
	(CAP_COMMON | PUT(VTD_CAP_ND, 6) | VTD_CAP_ZLR |                       \
	 PUT(VTD_CAP_SSLPS, 3) | VTD_CAP_PSI | PUT(VTD_CAP_NFR, 7) |           \
	 PUT(VTD_CAP_MAMV, 18))
#define ECAP_COMMON (VTD_ECAP_C | PUT(VTD_ECAP_IRO, 0x50))
#define ECAP_LARGE  (ECAP_COMMON | VTD_ECAP_QI | VTD_ECAP_PT)
#define VER         0x50U

const struct flow_config flow_default = {
	.name = "default",
	.pins = {
		.ver = VER,
		.cap = CAP_LARGE | PUT(VTD_CAP_SAGAW, 0x6) |
		       PUT(VTD_CAP_MGAW, 47) | VTD_CAP_ESRTPS,
		.ecap = ECAP_LARGE,
	},
};

const struct flow_config flow_wide = {
	.name = "wide",
	.pins = {
		.ver = VER,
		.cap = CAP_LARGE | PUT(VTD_CAP_SAGAW, 0xe) |
		       PUT(VTD_CAP_MGAW, 56) | VTD_CAP_ESRTPS,
		.ecap = ECAP_LARGE | VTD_ECAP_SC | VTD_ECAP_ADMS,
	},
};

const struct flow_config flow_caching = {
	.name = "caching",
	.pins = {
		.ver = VER,
		.cap = CAP_LARGE | PUT(VTD_CAP_SAGAW, 0x6) |
		       PUT(VTD_CAP_MGAW, 45) | VTD_CAP_CM | VTD_CAP_RWBF,
		.ecap = ECAP_LARGE,
	},
};

const struct flow_config flow_minimal = {
	.name = "minimal",
	.pins = {
		.ver = VER,
		.cap = CAP_COMMON | PUT(VTD_CAP_ND, 2) |
		       PUT(VTD_CAP_SAGAW, 0x2) | PUT(VTD_CAP_MGAW, 38),
		.ecap = ECAP_COMMON,
	},
};
