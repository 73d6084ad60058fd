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

const struct flow_config flow_xapic = {
	.name = "xapic",
	.pins = {
		.ver = VER,
		.cap = CAP_LARGE | PUT(VTD_CAP_SAGAW, 0x6) |
		       PUT(VTD_CAP_MGAW, 47) | VTD_CAP_ESRTPS,
		.ecap = ECAP_LARGE | VTD_ECAP_IR | PUT(VTD_ECAP_MHMV, 15),
	},
};

/* 256 records need a page of their own. */
const struct flow_config flow_records = {
	.name = "records",
	.pins = {
		.ver = VER,
		.cap = (CAP_LARGE & ~(VTD_CAP_NFR | VTD_CAP_FRO)) |
		       PUT(VTD_CAP_NFR, 255) | PUT(VTD_CAP_FRO, 0x100) |
		       PUT(VTD_CAP_SAGAW, 0x6) | PUT(VTD_CAP_MGAW, 47) |
		       VTD_CAP_ESRTPS,
		.ecap = ECAP_LARGE,
		.window_log2 = 13,
		.frcds = 256,
	},
};

/* ---- Scalable mode ------------------------------------------------------ */

#define CAP_FULL                                                               \
	(CAP_LARGE | PUT(VTD_CAP_SAGAW, 0xe) | PUT(VTD_CAP_MGAW, 56) |         \
	 VTD_CAP_PLMR | VTD_CAP_PHMR | VTD_CAP_FS1GP | VTD_CAP_FS5LP |         \
	 VTD_CAP_PI)
#define ECAP_FULL                                                              \
	(ECAP_LARGE | VTD_ECAP_SC | VTD_ECAP_ADMS | VTD_ECAP_IR |              \
	 VTD_ECAP_EIM | PUT(VTD_ECAP_MHMV, 15) | VTD_ECAP_SMTS |               \
	 VTD_ECAP_SSTS | VTD_ECAP_FSTS | VTD_ECAP_NEST | VTD_ECAP_SSADS |      \
	 VTD_ECAP_EAFS | VTD_ECAP_SMPWCS | VTD_ECAP_RPS | VTD_ECAP_PASID |     \
	 PUT(VTD_ECAP_PSS, 19) | VTD_ECAP_SRS | VTD_ECAP_RPRIVS)

const struct flow_config flow_scalable = {
	.name = "scalable",
	.pins = {
		.ver = VER,
		.cap = CAP_FULL | VTD_CAP_ESRTPS | VTD_CAP_ESIRTPS,
		.ecap = ECAP_FULL,
	},
};

const struct flow_config flow_perf = {
	.name = "perf",
	.pins = {
		.ver = VER,
		.cap = CAP_FULL | VTD_CAP_ESRTPS | VTD_CAP_ESIRTPS |
		       VTD_CAP_ECMDS,
		.ecap = ECAP_FULL | VTD_ECAP_PMS,
		.window_log2 = 13,
	},
};

const struct flow_config flow_scalable_caching = {
	.name = "scalable-caching",
	.pins = { .ver = VER, .cap = CAP_FULL | VTD_CAP_CM, .ecap = ECAP_FULL },
};

const struct flow_config flow_unmonitored = {
	.name = "unmonitored",
	.pins = {
		.ver = VER,
		.cap = CAP_FULL | VTD_CAP_ESRTPS | VTD_CAP_ESIRTPS,
		.ecap = ECAP_FULL,
		.unmonitored = true,
	},
};

/* 8-bit domains, 48 bits, no PT, no RPS, no PASID. */
const struct flow_config flow_second = {
	.name = "second",
	.pins = {
		.ver = VER,
		.cap = CAP_COMMON | PUT(VTD_CAP_ND, 2) |
		       PUT(VTD_CAP_SAGAW, 0x4) | PUT(VTD_CAP_MGAW, 47) |
		       PUT(VTD_CAP_SSLPS, 3) | VTD_CAP_ESRTPS,
		.ecap = ECAP_COMMON | VTD_ECAP_QI | VTD_ECAP_SMTS |
			VTD_ECAP_SSTS,
	},
};

const struct flow_config flow_first = {
	.name = "first",
	.pins = {
		.ver = VER,
		.cap = CAP_LARGE | PUT(VTD_CAP_SAGAW, 0x6) |
		       PUT(VTD_CAP_MGAW, 47) | VTD_CAP_ESRTPS,
		.ecap = ECAP_COMMON | VTD_ECAP_QI | VTD_ECAP_SMTS |
			VTD_ECAP_FSTS | VTD_ECAP_SMPWCS | VTD_ECAP_PASID |
			PUT(VTD_ECAP_PSS, 9),
	},
};

/* ---- Device TLBs -------------------------------------------------------- */

#define ECAP_PAGES                                                             \
	(VTD_ECAP_DT | VTD_ECAP_NWFS | VTD_ECAP_PRS | VTD_ECAP_PDS |           \
	 VTD_ECAP_SMS)

const struct flow_config flow_ats_legacy = {
	.name = "ats-legacy",
	.pins = {
		.ver = VER,
		.cap = CAP_LARGE | PUT(VTD_CAP_SAGAW, 0x6) |
		       PUT(VTD_CAP_MGAW, 47) | VTD_CAP_ESRTPS,
		.ecap = ECAP_LARGE | VTD_ECAP_DT | VTD_ECAP_NWFS,
	},
};

const struct flow_config flow_ats_caching = {
	.name = "ats-caching",
	.pins = {
		.ver = VER,
		.cap = CAP_LARGE | PUT(VTD_CAP_SAGAW, 0x6) |
		       PUT(VTD_CAP_MGAW, 47) | VTD_CAP_CM,
		.ecap = ECAP_LARGE | VTD_ECAP_DT | VTD_ECAP_NWFS,
	},
};

const struct flow_config flow_ats_scalable = {
	.name = "ats-scalable",
	.pins = {
		.ver = VER,
		.cap = CAP_FULL | VTD_CAP_ESRTPS | VTD_CAP_ESIRTPS,
		.ecap = ECAP_FULL | ECAP_PAGES,
	},
};

const struct flow_config flow_ats_scalable_caching = {
	.name = "ats-scalable-caching",
	.pins = {
		.ver = VER,
		.cap = CAP_FULL | VTD_CAP_CM,
		.ecap = ECAP_FULL | ECAP_PAGES,
	},
};
