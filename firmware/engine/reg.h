/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Commands that the host gives by registers. */
#ifndef REG_H
#define REG_H

#include "vtd.h"

/*
 * GCMD was written: level bits as last written, every one-shot bit written
 * since; @rtaddr is RTADDR at the newest SRTP, @irta IRTA at the newest SIRTP.
 * Carried out at once, but for what has to wait for a drain.
 */
void reg_gcmd_written(struct vtd *v, uint32_t value, uint64_t rtaddr,
		      uint64_t irta);
void reg_gcmd_step(struct vtd *v);

/* ICC was set in CCMD. */
void reg_inv_ccmd_written(struct vtd *v, uint64_t ccmd);

/*
 * IVT was set in IOTLB; complete only when clients and device TLBs that were
 * told of it have answered, and after a drain.
 */
void reg_inv_iotlb_written(struct vtd *v, uint64_t iotlb, uint64_t iva);
void reg_inv_iotlb_step(struct vtd *v);
/* A device answered, or its time is over. */
void reg_inv_wake(struct vtd *v);

void reg_inv_init(struct vtd *v);

/*
 * PMEN was written: closes or opens the protected memory ranges that there are
 * at once; PRS follows after a drain (11.4.10).
 */
void reg_pmen_written(struct vtd *v, uint32_t pmen);
void reg_pmen_step(struct vtd *v);

/* The word of MODE for @mode (enum MODE of vtd_gate.def). */
uint64_t reg_gcmd_mode(const struct vtd *v, unsigned int mode);

#endif
