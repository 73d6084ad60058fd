/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Tables in host memory: VT-d rev 5.10, chapter 9. All entries are
 * little-endian. An entry of up to 64 bytes is read as one burst, so that
 * aligned host stores of 16 bytes are seen whole.
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

/* ---- Scalable mode: 9.2, 9.4, 9.5, 9.6 ---------------------------------- */

/* Scalable root entry: lo for devices 0-15, hi for 16-31 of the bus. */
#define VTD_SROOT_P    VTD_MASK(0, 0)
#define VTD_SROOT_RSVD VTD_MASK(11, 1)
#define VTD_SROOT_CTP  VTD_MASK(63, 12) /* >= HAW reserved */

/* Scalable context entry: 32 bytes, index = device and function mod 128. */
#define VTD_SCONTEXT_0_P           VTD_MASK(0, 0)
#define VTD_SCONTEXT_0_FPD         VTD_MASK(1, 1)
#define VTD_SCONTEXT_0_DTE         VTD_MASK(2, 2)
#define VTD_SCONTEXT_0_PASIDE      VTD_MASK(3, 3)
#define VTD_SCONTEXT_0_PRE         VTD_MASK(4, 4)
#define VTD_SCONTEXT_0_HPTE        VTD_MASK(5, 5)
#define VTD_SCONTEXT_0_EPTR        VTD_MASK(6, 6)
#define VTD_SCONTEXT_0_RSVD        VTD_MASK(8, 7)
#define VTD_SCONTEXT_0_PDTS        VTD_MASK(11, 9)
#define VTD_SCONTEXT_0_PASIDDIRPTR VTD_MASK(63, 12) /* >= HAW reserved */
#define VTD_SCONTEXT_1_RID_PASID   VTD_MASK(19, 0)
#define VTD_SCONTEXT_1_RID_PRIV    VTD_MASK(20, 20)
#define VTD_SCONTEXT_1_RSVD        VTD_MASK(63, 21)
/* PASIDs are below this. */
#define VTD_PDTS_LIMIT(pdts) (UINT32_C(1) << ((pdts) + 13U))

/* PASID directory entry: 8 bytes, index = PASID 19:6. */
#define VTD_PDE_P         VTD_MASK(0, 0)
#define VTD_PDE_FPD       VTD_MASK(1, 1)
#define VTD_PDE_RSVD      VTD_MASK(11, 2)
#define VTD_PDE_SMPTBLPTR VTD_MASK(63, 12) /* >= HAW reserved */

/* PASID table entry: 64 bytes, index = PASID 5:0. */
#define VTD_PTE_0_P       VTD_MASK(0, 0)
#define VTD_PTE_0_FPD     VTD_MASK(1, 1)
#define VTD_PTE_0_AW      VTD_MASK(4, 2)
#define VTD_PTE_0_PGTT    VTD_MASK(8, 6)
#define VTD_PTE_0_SSADE   VTD_MASK(9, 9)
#define VTD_PTE_0_SSPTPTR VTD_MASK(63, 12)
#define VTD_PTE_0_RSVD    (VTD_MASK(5, 5) | VTD_MASK(11, 10))
#define VTD_PTE_1_DID     VTD_MASK(15, 0)
#define VTD_PTE_1_PWSNP   VTD_MASK(23, 23)
#define VTD_PTE_1_PGSNP   VTD_MASK(24, 24)
#define VTD_PTE_1_CD      VTD_MASK(25, 25)
#define VTD_PTE_1_EMTE    VTD_MASK(26, 26)
#define VTD_PTE_1_PAT     VTD_MASK(63, 32)
#define VTD_PTE_1_RSVD    (VTD_MASK(22, 16) | VTD_MASK(31, 27))
#define VTD_PTE_2_SRE     VTD_MASK(0, 0)
#define VTD_PTE_2_FSPM    VTD_MASK(3, 2)
#define VTD_PTE_2_WPE     VTD_MASK(4, 4)
#define VTD_PTE_2_EAFE    VTD_MASK(7, 7)
#define VTD_PTE_2_FSPTPTR VTD_MASK(63, 12)
#define VTD_PTE_2_RSVD    (VTD_MASK(1, 1) | VTD_MASK(11, 8)) /* 6:5 ignored */

enum vtd_pgtt {
	VTD_PGTT_FIRST = 1,
	VTD_PGTT_SECOND = 2,
	VTD_PGTT_NESTED = 3,
	VTD_PGTT_PASS_THROUGH = 4,
};

/* ---- Legacy context entries --------------------------------------------- */

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
#define VTD_SS_A            VTD_MASK(8, 8)   /* A and D: with SSADE */
#define VTD_SS_D            VTD_MASK(9, 9)
#define VTD_SS_ADDR         VTD_MASK(51, 12)
#define VTD_SS_BIT62        VTD_MASK(62, 62) /* reserved without SSIRWS */
#define VTD_SS_LEVELS       5U
#define VTD_SS_SHIFT(level) (12U + 9U * ((level)-1U))

/* First-stage entry: 512 of 8 bytes a table, levels and shifts as above. */
#define VTD_FS_P    VTD_MASK(0, 0)
#define VTD_FS_RW   VTD_MASK(1, 1)
#define VTD_FS_US   VTD_MASK(2, 2)
#define VTD_FS_A    VTD_MASK(5, 5)
#define VTD_FS_D    VTD_MASK(6, 6)
#define VTD_FS_PS   VTD_MASK(7, 7)
#define VTD_FS_EA   VTD_MASK(10, 10) /* with EAFE */
#define VTD_FS_PAT2 VTD_MASK(12, 12) /* of a 2M or 1G leaf: no address bit */
#define VTD_FS_ADDR VTD_MASK(51, 12)
/* FSPM = 0, 1: 4, 5 levels; the address is sign-extended from 48, 57 bits. */
#define VTD_FS_LEVELS(fspm) ((fspm) + 4U)

/* ---- Interrupt remapping: 9.9, 9.10, 9.11 ------------------------------- */

/*
 * Interrupt request, a DWORD write to FEEx_xxxx. VTD_INTR_* is the remappable
 * format, VTD_MSG_* the other one, and all that goes out.
 */
#define VTD_INTR_ADDR_REMAPPABLE VTD_MASK(4, 4)  /* 0: compatibility format */
#define VTD_INTR_ADDR_HANDLE     VTD_MASK(19, 5) /* bits 14:0 of it */
#define VTD_INTR_ADDR_SHV        VTD_MASK(3, 3)
#define VTD_INTR_ADDR_HANDLE_15  VTD_MASK(2, 2)
#define VTD_INTR_DATA_SUBHANDLE  VTD_MASK(15, 0)
#define VTD_INTR_DATA_RSVD       VTD_MASK(31, 16) /* with SHV */
#define VTD_MSG_ADDR             UINT64_C(0xfee00000)
#define VTD_MSG_ADDR_DEST        VTD_MASK(19, 12) /* destination 7:0 */
#define VTD_MSG_ADDR_RH          VTD_MASK(3, 3)
#define VTD_MSG_ADDR_DM          VTD_MASK(2, 2)
#define VTD_MSG_ADDR_DEST_HIGH   VTD_MASK(63, 40) /* x2APIC: 31:8 of it */
#define VTD_MSG_DATA_VECTOR      VTD_MASK(7, 0)
#define VTD_MSG_DATA_DLM         VTD_MASK(10, 8)
#define VTD_MSG_DATA_ASSERT      VTD_MASK(14, 14)
#define VTD_MSG_DATA_TM          VTD_MASK(15, 15)

/* Interrupt entry: 16 bytes. */
#define VTD_IRTE_LO_P   VTD_MASK(0, 0)
#define VTD_IRTE_LO_FPD VTD_MASK(1, 1)
#define VTD_IRTE_LO_DM  VTD_MASK(2, 2)
#define VTD_IRTE_LO_RH  VTD_MASK(3, 3)
#define VTD_IRTE_LO_TM  VTD_MASK(4, 4)
#define VTD_IRTE_LO_DLM VTD_MASK(7, 5)
#define VTD_IRTE_LO_URG VTD_MASK(14, 14) /* posted */
#define VTD_IRTE_LO_IM  VTD_MASK(15, 15)
#define VTD_IRTE_LO_V   VTD_MASK(23, 16)
#define VTD_IRTE_LO_DST VTD_MASK(63, 32)
#define VTD_IRTE_LO_DST_XAPIC                                                  \
	VTD_MASK(47, 40)                  /* EIME=0; the rest of DST reserved */
#define VTD_IRTE_LO_PDA  VTD_MASK(63, 38) /* posted: address bits 31:6 */
#define VTD_IRTE_LO_RSVD (VTD_MASK(31, 24) | VTD_MASK(14, 12))
#define VTD_IRTE_LO_POSTED_RSVD                                                \
	(VTD_MASK(37, 24) | VTD_MASK(13, 12) | VTD_MASK(7, 2))
#define VTD_IRTE_HI_SID         VTD_MASK(15, 0)
#define VTD_IRTE_HI_SQ          VTD_MASK(17, 16)
#define VTD_IRTE_HI_SVT         VTD_MASK(19, 18)
#define VTD_IRTE_HI_PDA         VTD_MASK(63, 32) /* posted: bits 63:32 */
#define VTD_IRTE_HI_RSVD        VTD_MASK(63, 20)
#define VTD_IRTE_HI_POSTED_RSVD VTD_MASK(31, 20)

enum vtd_svt {
	VTD_SVT_NONE = 0,
	VTD_SVT_SID = 1,
	VTD_SVT_BUS = 2, /* first bus in SID 15:8, last one in 7:0 */
	VTD_SVT_RESERVED = 3,
};

/* Posted-interrupt descriptor: 64 bytes; words 0-3 are PIR, word 4: */
#define VTD_PID_4_ON         VTD_MASK(0, 0)
#define VTD_PID_4_SN         VTD_MASK(1, 1)
#define VTD_PID_4_NV         VTD_MASK(23, 16)
#define VTD_PID_4_NDST       VTD_MASK(63, 32)
#define VTD_PID_4_NDST_XAPIC VTD_MASK(47, 40)
#define VTD_PID_4_RSVD       (VTD_MASK(31, 24) | VTD_MASK(15, 2))

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
