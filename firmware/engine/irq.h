/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Interrupt requests of devices: DWORD writes to FEEx_xxxx without PASID
 * (chapter 5).
 *
 * Order: the gate offers a request (KIND_INTR) only when all earlier writes of
 * its source are complete, and the engine answers it within the turn, after the
 * message was sent. So whoever gets the interrupt sees the data.
 */
#ifndef IRQ_H
#define IRQ_H

#include "gen/vtd_faults.h"
#include "vtd.h"

void irq_init(struct vtd *v);

/* ---- irq_request.c: one request ---------------------------------------- */

/*
 * Answers one INTR: sent as it came, remapped, posted, or blocked with a
 * fault. Without interrupt remapping in force every request is of
 * compatibility format, whatever its address bit 4 (5.1.4).
 */
void irq_request(struct vtd *v, const struct vtd_work *work);

/*
 * Sends a message to the processors of @dest; @addr and @data are the bits of
 * VTD_MSG_* that say how.
 */
void irq_send(struct vtd *v, uint32_t dest, uint64_t addr, uint64_t data);

/* ---- irq_table.c: the table, and what its entries say ------------------ */

/* A request in remappable format, and what is known of it. */
struct irq {
	uint16_t sid;
	bool fpd; /* of the entry that was read last */
	uint32_t index;
	uint64_t entry[2];
};

/*
 * SIRTP: takes over IRTA. Nothing cached survives, whatever CAP.ESIRTPS says:
 * EIME decides what a legal entry is.
 */
void irq_table_latch(struct vtd *v, uint64_t irta);

/* IRE and CFI of GCMD. What was cached is forgotten with IRE = 0. */
void irq_table_enable(struct vtd *v, bool on);
void irq_table_allow_compat(struct vtd *v, bool on);

/*
 * Finds the entry of @r->index and fills in @r->entry: present, legal and meant
 * for @r->sid, or the fault.
 */
VTD_MUST_CHECK enum vtd_fault irq_table_entry(struct vtd *v, struct irq *r);

/* True if @r->entry posts; false if it remaps. */
bool irq_table_posts(const struct vtd *v, const struct irq *r);

/* The APIC id in @field, which is DST of an entry or NDST of a descriptor. */
uint32_t irq_table_dest(const struct vtd *v, uint32_t field);

/* Where the descriptor of @entry, which posts, lies. */
uint64_t irq_table_descriptor(const uint64_t entry[2]);

/* ---- irq_post.c: posted interrupts (5.2.3) ----------------------------- */

/*
 * Posts to the descriptor of @r->entry, and notifies if that is due. PIR is
 * visible before ON, ON before the notification. Both are locked updates, each
 * tried VTD_LOCKED_TRIES times at most; one that never succeeds is fault 27h.
 */
VTD_MUST_CHECK enum vtd_fault irq_post(struct vtd *v, const struct irq *r);

/* ---- irq_cache.c: the interrupt-entry cache ---------------------------- */

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
