/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "irq.h"

#include "trace.h"

/* 64-bit words of a descriptor, and where ON, SN, NV and NDST lie. */
#define WORDS   8U
#define CONTROL 4U

#define WORD_AT(descriptor, n) ((descriptor) + 8 * (uint64_t)(n))

/* As port_host_update(), for bits that are to be set in a word. */
static int set(struct vtd *v, uint64_t addr, uint64_t word, uint64_t bits)
{
	int result = port_host_update(v->port, addr, word, word | bits);

	trace(v, LOCKED, addr, bits, result < 0 ? 2 : (uint64_t)result);
	return result;
}

static bool control_is_legal(const struct vtd *v, uint64_t control)
{
	uint64_t rsvd = VTD_PID_4_RSVD;

	if (!v->irq.eime)
		rsvd |= VTD_PID_4_NDST & ~VTD_PID_4_NDST_XAPIC;
	return !(control & rsvd);
}

static bool is_legal(const struct vtd *v, const uint64_t descriptor[WORDS])
{
	uint64_t rest = 0;

	for (unsigned int i = CONTROL + 1; i < WORDS; i++)
		rest |= descriptor[i];
	return !rest && control_is_legal(v, descriptor[CONTROL]);
}

/*
 * A bit found set needs no write: it was not taken yet when we looked, so
 * whoever takes it does so after this request's data.
 */
static bool set_pir(struct vtd *v, uint64_t addr, uint64_t word, uint64_t bit)
{
	for (unsigned int i = 0; !(word & bit) && i < VTD_LOCKED_TRIES; i++) {
		int result = set(v, addr, word, bit);

		if (result <= 0)
			return !result;
		if (port_host_read(v->port, addr, 1, &word))
			return false;
	}
	return word & bit;
}

/* Fixed, edge, physical; see 5.2.3. */
static void send(struct vtd *v, uint64_t control)
{
	uint32_t ndst = (uint32_t)VTD_GET(VTD_PID_4_NDST, control);
	uint64_t vector = VTD_GET(VTD_PID_4_NV, control);

	irq_send(v, irq_table_dest(v, ndst), 0,
		 VTD_PUT(VTD_MSG_DATA_VECTOR, vector) | VTD_MSG_DATA_ASSERT);
}

/*
 * The word is read anew after PIR was set: software clears ON before it looks
 * at PIR, so an ON from before could belong to a look that missed our bit.
 */
static enum vtd_fault notify(struct vtd *v, uint64_t addr, bool urgent,
			     bool *notified)
{
	uint64_t quiet = VTD_PID_4_ON | (urgent ? 0 : VTD_PID_4_SN);

	for (unsigned int i = 0; i < VTD_LOCKED_TRIES; i++) {
		uint64_t control;
		int result;

		if (port_host_read(v->port, addr, 1, &control))
			return VTD_FAULT_IRQ_27;
		if (!control_is_legal(v, control))
			return VTD_FAULT_IRQ_28;
		if (control & quiet)
			return VTD_FAULT_NONE;
		result = set(v, addr, control, VTD_PID_4_ON);
		if (result < 0)
			return VTD_FAULT_IRQ_27;
		if (!result) {
			send(v, control);
			*notified = true;
			return VTD_FAULT_NONE;
		}
	}
	return VTD_FAULT_IRQ_27;
}

enum vtd_fault irq_post(struct vtd *v, const struct irq *r)
{
	uint64_t addr = irq_table_descriptor(r->entry);
	unsigned int vector = VTD_GET(VTD_IRTE_LO_V, r->entry[0]);
	uint64_t descriptor[WORDS];
	bool notified = false;
	enum vtd_fault fault;

	if (port_host_read(v->port, addr, WORDS, descriptor))
		return VTD_FAULT_IRQ_27;
	if (!is_legal(v, descriptor))
		return VTD_FAULT_IRQ_28;
	if (!set_pir(v, WORD_AT(addr, vector / 64), descriptor[vector / 64],
		     UINT64_C(1) << vector % 64))
		return VTD_FAULT_IRQ_27;
	fault = notify(v, WORD_AT(addr, CONTROL), r->entry[0] & VTD_IRTE_LO_URG,
		       &notified);
	if (!fault)
		trace(v, POSTED, addr, vector, notified);
	return fault;
}
