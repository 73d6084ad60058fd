/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Tables in host memory, legacy mode: VT-d rev 5.10, 9.1, 9.3 and 9.8. All
 * entries are little-endian; root and context entries are read as one
 * 16-byte access, so that a host store of 16 bytes is seen whole.
 */
#ifndef VTD_TABLES_H
#define VTD_TABLES_H

#include "vtd_types.h"

/* Root entry: index = bus, 16 bytes; lo and hi are its 64-bit halves. */
#define VTD_ROOT_LO_P    VTD_MASK(0, 0)
#define VTD_ROOT_LO_RSVD VTD_MASK(11, 1)
#define VTD_ROOT_LO_CTP  VTD_MASK(63, 12) /* bits at or above HAW reserved */
#define VTD_ROOT_HI_RSVD VTD_MASK(63, 0)

/* Context entry: index = device and function, 16 bytes. */
#define VTD_CONTEXT_LO_P       VTD_MASK(0, 0)
#define VTD_CONTEXT_LO_FPD     VTD_MASK(1, 1) /* means something with P=0 too */
#define VTD_CONTEXT_LO_TT      VTD_MASK(3, 2)
#define VTD_CONTEXT_LO_RSVD    VTD_MASK(11, 4)
#define VTD_CONTEXT_LO_SSPTPTR VTD_MASK(63, 12) /* >= HAW reserved */
#define VTD_CONTEXT_HI_AW      VTD_MASK(2, 0)
#define VTD_CONTEXT_HI_RSVD    (VTD_MASK(63, 24) | VTD_MASK(7, 7))
#define VTD_CONTEXT_HI_DID     VTD_MASK(23, 8) /* >= ND's width reserved */

enum vtd_tt {
	VTD_TT_UNTRANSLATED = 0, /* second stage; ATS blocked */
	VTD_TT_ALL = 1,          /* needs ECAP.DT */
	VTD_TT_PASS_THROUGH = 2, /* needs ECAP.PT */
};

/* AW = 1, 2, 3: 39, 48, 57 bits in 3, 4, 5 levels. */
#define VTD_AW_MIN        1U
#define VTD_AW_MAX        3U
#define VTD_AW_LEVELS(aw) ((aw) + 2U)
#define VTD_AW_BITS(aw)   (30U + 9U * (aw))

/* Second-stage entry: 512 of 8 bytes a table. Level 1 maps 4 KiB. */
#define VTD_SS_R            VTD_MASK(0, 0)
#define VTD_SS_W            VTD_MASK(1, 1)
#define VTD_SS_RW           VTD_MASK(1, 0)
#define VTD_SS_PS           VTD_MASK(7, 7)
#define VTD_SS_SNP          VTD_MASK(11, 11) /* leaf; needs ECAP.SC */
#define VTD_SS_ADDR         VTD_MASK(51, 12)
#define VTD_SS_BIT62        VTD_MASK(62, 62) /* reserved without SSIRWS */
#define VTD_SS_LEVELS       5U
#define VTD_SS_SHIFT(level) (12U + 9U * ((level)-1U))

/* RTADDR.TTM */
enum vtd_ttm {
	VTD_TTM_LEGACY = 0,
	VTD_TTM_SCALABLE = 1,
	VTD_TTM_ABORT = 3, /* needs ECAP.ADMS */
};

/* FEE0_0000h - FEEF_FFFFh: interrupts, never memory (3.15). */
#define VTD_INTERRUPT_RANGE          UINT64_C(0xfee)
#define VTD_IN_INTERRUPT_RANGE(addr) ((addr) >> 20 == VTD_INTERRUPT_RANGE)

#endif
