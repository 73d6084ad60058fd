/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* What the gate remembers: keys, tags and translations. Only for gate.c. */
#ifndef GATE_TLB_H
#define GATE_TLB_H

#include "gate.h"

/* The entry for the source of @dma with a live tag, or NULL. */
const struct gate_key *gate_tlb_key(const struct gate *g,
				    const struct native_dma *dma);

/* The translation of @addr under @tag, or NULL. */
const struct gate_tlb *gate_tlb_find(const struct gate *g, unsigned int tag,
				     uint64_t addr);

/* ANSWER.BIND and ANSWER.INSTALL. */
void gate_tlb_bind(struct gate *g, const struct native_dma *dma,
		   unsigned int tag, bool pass);
void gate_tlb_install(struct gate *g, unsigned int tag, uint64_t addr,
		      uint64_t pa);

/* INV; DRAIN is not of this file. */
void gate_tlb_page(struct gate *g, unsigned int tag, uint64_t addr);
void gate_tlb_retire(struct gate *g, unsigned int tag);
void gate_tlb_retire_all(struct gate *g);
void gate_tlb_drop_keys(struct gate *g, uint16_t sid, uint16_t mask);
void gate_tlb_sweep(struct gate *g);

/* The sweep has ended: what it swept may be given out again. */
void gate_tlb_swept(struct gate *g);

#endif
