/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Interrupt requests of devices. */
#ifndef IRQ_H
#define IRQ_H

#include "vtd.h"

void irq_init(struct vtd *v);

/*
 * Answers one INTR. Without interrupt remapping (ECAP.IR=0) every interrupt
 * request is of compatibility format and goes out as it came (5.1.2).
 */
void irq_compat(struct vtd *v, const struct vtd_work *work);

/* ---- irq_cache.c: the interrupt-entry cache ----------------------------- */

/* The cached entry of @index, or NULL. */
const struct vtd_irte *irq_cache_find(struct vtd *v, unsigned int index);

/* Remembers @entry, which is present and legal. */
void irq_cache_fill(struct vtd *v, unsigned int index, const uint64_t entry[2]);

/*
 * Invalidates all entries, or those whose index equals @index but for its low
 * @im bits (6.5.2.7; @im below 16). In force at once: an interrupt request is
 * answered within its turn, so none holds an entry across an invalidation.
 */
void irq_cache_drop_all(struct vtd *v);
void irq_cache_drop(struct vtd *v, unsigned int index, unsigned int im);

#endif
