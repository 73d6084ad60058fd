/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Invalidation descriptors, VT-d rev 5.10, 6.5.2, and the error codes of
 * IQERCD. lo and hi are the 64-bit halves of a 128-bit descriptor; a queue of
 * 256-bit descriptors (IQA.DW=1) has two more words that must be 0 for these.
 */
#ifndef VTD_DESC_H
#define VTD_DESC_H

#include "vtd_types.h"

/* The type is 7 bits: {11:9, 3:0}. */
#define VTD_DESC_LO_TYPE_HI VTD_MASK(11, 9)
#define VTD_DESC_LO_TYPE_LO VTD_MASK(3, 0)
#define VTD_DESC_TYPE(lo)                                                      \
	((unsigned int)(VTD_GET(VTD_DESC_LO_TYPE_HI, lo) << 4 |                \
			VTD_GET(VTD_DESC_LO_TYPE_LO, lo)))

enum vtd_desc_type {
	VTD_DESC_CONTEXT = 1,
	VTD_DESC_IOTLB = 2,
	VTD_DESC_DEVICE_TLB = 3, /* needs ECAP.DT */
	VTD_DESC_IEC = 4,        /* needs ECAP.IR */
	VTD_DESC_WAIT = 5,
	VTD_DESC_PASID_IOTLB =
		6, /* this and what follows: 256 bits, needs SMTS */
	VTD_DESC_PASID = 7,
	VTD_DESC_PASID_DEVICE_TLB = 8,
	VTD_DESC_PAGE_RESPONSE = 9,
};

/* Granularity of context and IOTLB invalidation, registers included. */
enum vtd_granularity {
	VTD_G_RESERVED = 0,
	VTD_G_GLOBAL = 1,
	VTD_G_DOMAIN = 2,
	VTD_G_SELECTIVE = 3, /* device for contexts, pages for the IOTLB */
};

#define VTD_DESC_LO_G   VTD_MASK(5, 4)
#define VTD_DESC_LO_DID VTD_MASK(31, 16)

#define VTD_CONTEXT_DESC_LO_SID VTD_MASK(47, 32)
#define VTD_CONTEXT_DESC_LO_FM  VTD_MASK(49, 48)
#define VTD_CONTEXT_DESC_LO_RSVD                                               \
	(VTD_MASK(63, 50) | VTD_MASK(15, 12) | VTD_MASK(8, 6))
#define VTD_CONTEXT_DESC_HI_RSVD VTD_MASK(63, 0)

#define VTD_IOTLB_DESC_LO_DW VTD_MASK(6, 6)
#define VTD_IOTLB_DESC_LO_DR VTD_MASK(7, 7)
#define VTD_IOTLB_DESC_LO_RSVD                                                 \
	(VTD_MASK(63, 32) | VTD_MASK(15, 12) | VTD_MASK(8, 8))
#define VTD_IOTLB_DESC_HI_AM   VTD_MASK(5, 0)
#define VTD_IOTLB_DESC_HI_IH   VTD_MASK(6, 6)
#define VTD_IOTLB_DESC_HI_ADDR VTD_MASK(63, 12)
#define VTD_IOTLB_DESC_HI_RSVD VTD_MASK(11, 7)

/* P_IOTLB: address and AM as in hi of the IOTLB descriptor. */
#define VTD_PASID_DESC_LO_PASID VTD_MASK(51, 32)
#define VTD_PASID_DESC_LO_RSVD                                                 \
	(VTD_MASK(63, 52) | VTD_MASK(15, 12) | VTD_MASK(8, 6))
#define VTD_PASID_DESC_HI_RSVD VTD_MASK(63, 0) /* of a PASID-cache one */

/* Granularity of a P_IOTLB and of a PASID-cache invalidation. */
enum vtd_pasid_iotlb_granularity {
	VTD_PIG_PASID = 2,
	VTD_PIG_PAGES = 3,
};
enum vtd_pasid_granularity {
	VTD_PG_DOMAIN = 0,
	VTD_PG_PASID = 1,
	VTD_PG_GLOBAL = 3,
};

#define VTD_IEC_DESC_LO_G    VTD_MASK(4, 4) /* 0 global, 1 by index */
#define VTD_IEC_DESC_LO_IM   VTD_MASK(31, 27)
#define VTD_IEC_DESC_LO_IIDX VTD_MASK(47, 32)
#define VTD_IEC_DESC_LO_RSVD                                                   \
	(VTD_MASK(63, 48) | VTD_MASK(26, 12) | VTD_MASK(8, 5))
#define VTD_IEC_DESC_HI_RSVD VTD_MASK(63, 0)

/* PD is reserved without ECAP.PDS: see below. */
#define VTD_WAIT_DESC_LO_IF   VTD_MASK(4, 4)
#define VTD_WAIT_DESC_LO_SW   VTD_MASK(5, 5)
#define VTD_WAIT_DESC_LO_FN   VTD_MASK(6, 6)
#define VTD_WAIT_DESC_LO_DATA VTD_MASK(63, 32)
#define VTD_WAIT_DESC_LO_RSVD (VTD_MASK(31, 12) | VTD_MASK(8, 7))
#define VTD_WAIT_DESC_HI_ADDR VTD_MASK(63, 2)
#define VTD_WAIT_DESC_HI_RSVD VTD_MASK(1, 0)

#define VTD_WAIT_DESC_LO_PD VTD_MASK(7, 7)

/* Device-TLB invalidation; hi is what the request carries. PFSID needs DIT. */
#define VTD_DEVICE_TLB_DESC_LO_MIP   VTD_MASK(20, 16) /* 0: 32 */
#define VTD_DEVICE_TLB_DESC_LO_SID   VTD_MASK(47, 32)
#define VTD_DEVICE_TLB_DESC_LO_PFSID (VTD_MASK(63, 52) | VTD_MASK(15, 12))
#define VTD_DEVICE_TLB_DESC_LO_RSVD                                            \
	(VTD_MASK(51, 48) | VTD_MASK(31, 21) | VTD_MASK(8, 4))
#define VTD_DEVICE_TLB_DESC_HI_S    VTD_MASK(0, 0)
#define VTD_DEVICE_TLB_DESC_HI_ADDR VTD_MASK(63, 12)
#define VTD_DEVICE_TLB_DESC_HI_RSVD VTD_MASK(11, 1)

/* The same with PASID. */
#define VTD_PASID_DEVICE_TLB_DESC_LO_MIP   VTD_MASK(8, 4)
#define VTD_PASID_DEVICE_TLB_DESC_LO_SID   VTD_MASK(31, 16)
#define VTD_PASID_DEVICE_TLB_DESC_LO_PASID VTD_MASK(51, 32)
#define VTD_PASID_DEVICE_TLB_DESC_HI_GI    VTD_MASK(0, 0)
#define VTD_PASID_DEVICE_TLB_DESC_HI_S     VTD_MASK(11, 11)
#define VTD_PASID_DEVICE_TLB_DESC_HI_RSVD  VTD_MASK(10, 1)

/* Page-group response. Bit 66 is LPIG in older revisions and ignored. */
#define VTD_PAGE_RESPONSE_DESC_LO_PP    VTD_MASK(4, 4)
#define VTD_PAGE_RESPONSE_DESC_LO_RC    VTD_MASK(15, 12)
#define VTD_PAGE_RESPONSE_DESC_LO_RID   VTD_MASK(31, 16)
#define VTD_PAGE_RESPONSE_DESC_LO_PASID VTD_MASK(51, 32)
#define VTD_PAGE_RESPONSE_DESC_LO_RSVD  (VTD_MASK(63, 52) | VTD_MASK(8, 5))
#define VTD_PAGE_RESPONSE_DESC_HI_PRGI  VTD_MASK(11, 3)
#define VTD_PAGE_RESPONSE_DESC_HI_RSVD  (VTD_MASK(63, 12) | VTD_MASK(1, 0))

/* Page-request descriptor, four words, the upper two 0 (7.4.1.1). */
#define VTD_PRQ_TYPE_REQUEST UINT64_C(1)
#define VTD_PRQ_LO_PP        VTD_MASK(8, 8)
#define VTD_PRQ_LO_RID       VTD_MASK(31, 16)
#define VTD_PRQ_LO_PASID     VTD_MASK(51, 32)
#define VTD_PRQ_LO_EXR       VTD_MASK(52, 52)
#define VTD_PRQ_LO_PMR       VTD_MASK(53, 53)
#define VTD_PRQ_HI_RDR       VTD_MASK(0, 0)
#define VTD_PRQ_HI_WRR       VTD_MASK(1, 1)
#define VTD_PRQ_HI_LPIG      VTD_MASK(2, 2)
#define VTD_PRQ_HI_PRGI      VTD_MASK(11, 3)

/* IQERCD.IQEI */
enum vtd_iqei {
	VTD_IQEI_NONE = 0,
	VTD_IQEI_TAIL = 1,      /* tail outside the queue */
	VTD_IQEI_FETCH = 2,     /* descriptor cannot be read */
	VTD_IQEI_TYPE = 3,      /* invalid descriptor type */
	VTD_IQEI_RESERVED = 4,  /* reserved field, or value not supported */
	VTD_IQEI_WIDTH = 5,     /* IQA.DW not possible in this mode */
	VTD_IQEI_ALIGNMENT = 6, /* tail not aligned to the width */
	VTD_IQEI_TTM = 7,       /* RTADDR.TTM not possible */
};

#endif
