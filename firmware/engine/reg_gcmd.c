/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "reg.h"

#include "ats.h"
#include "dma.h"
#include "drain.h"
#include "flt.h"
#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "inv.h"
#include "irq.h"
#include "notify.h"
#include "trace.h"

/* Bits that act once each time they are written 1. */
#define ONE_SHOT (VTD_GCMD_SRTP | VTD_GCMD_WBF | VTD_GCMD_SIRTP)
/* Those of interrupt remapping. */
#define INTERRUPTS (VTD_GCMD_IRE | VTD_GCMD_SIRTP | VTD_GCMD_CFI)

_Static_assert(VTD_GCMD_TE == VTD_GSTS_TES && VTD_GCMD_QIE == VTD_GSTS_QIES &&
		       VTD_GCMD_SRTP == VTD_GSTS_RTPS &&
		       VTD_GCMD_WBF == VTD_GSTS_WBFS &&
		       VTD_GCMD_IRE == VTD_GSTS_IRES &&
		       VTD_GCMD_SIRTP == VTD_GSTS_IRTPS &&
		       VTD_GCMD_CFI == VTD_GSTS_CFIS,
	       "a command and its status share a bit");

uint64_t reg_gcmd_mode(const struct vtd *v, unsigned int mode)
{
	return VTD_PUT(GATE_MODE_MODE, mode) | VTD_PUT(GATE_MODE_ZLR, v->zlr) |
	       VTD_PUT(GATE_MODE_HAW, v->config.haw);
}

static void show(struct vtd *v, uint32_t bit, bool set)
{
	if (set)
		port_reg_set32(v->port, VTD_GSTS, bit);
	else
		port_reg_clear32(v->port, VTD_GSTS, bit);
}

/*
 * The gate changes at once, so that new requests go the new way; TES follows
 * when the drain says that none of the old kind is on its way. With scalable
 * mode, nothing of what was translated outlives TE (11.4.4.1).
 */
static void switch_te(struct vtd *v, bool on)
{
	unsigned int mode = on ? GATE_MODE_TRANSLATE : GATE_MODE_PASS;

	v->te = on;
	if (!on && v->config.ecap & VTD_ECAP_SMTS)
		inv_apply_all(v);
	else
		dma_cache_drop_contexts(v);
	notify_all(v);
	port_mode(v->port, reg_gcmd_mode(v, mode));
	trace(v, MODE, mode, 0, 0);
}

/*
 * The gate refuses pass-through when the host has set TE again by then. If the
 * host cleared it once more, there is no difference to GSTS that would tell.
 */
static void pass_if_refused(struct vtd *v)
{
	if (VTD_GET(GATE_STATUS_MODE, drain_status(v)) != GATE_MODE_PASS)
		switch_te(v, false);
}

/*
 * Whatever CAP.ESRTPS says, nothing of the old root survives: where software
 * has to invalidate by itself, it does so once more.
 */
static void latch_root(struct vtd *v)
{
	v->root = v->gcmd.rtaddr & VTD_RTADDR_RTA & ~v->beyond_haw;
	v->ttm = (uint8_t)VTD_GET(VTD_RTADDR_TTM, v->gcmd.rtaddr);
	inv_apply_all(v);
	ats_block_release_all(v);
	trace(v, SRTP, v->gcmd.rtaddr, 0, 0);
}

static void switch_queue(struct vtd *v, bool on)
{
	if (on)
		inv_queue_enable(v);
	else
		inv_queue_disable(v);
	v->gcmd.gsts ^= VTD_GSTS_QIES;
	show(v, VTD_GSTS_QIES, on);
}

/* Bits of @command that ask for a change; level bits act on differences. */
static uint32_t changes(const struct vtd *v, uint32_t command)
{
	uint32_t level = VTD_GCMD_TE | VTD_GCMD_IRE | VTD_GCMD_CFI;
	uint32_t change;

	if (v->config.ecap & VTD_ECAP_QI)
		level |= VTD_GCMD_QIE;
	change = ((command ^ v->gcmd.gsts) & level) | (command & ONE_SHOT);
	if (!(v->config.cap & VTD_CAP_RWBF))
		change &= ~VTD_GCMD_WBF;
	return v->config.ecap & VTD_ECAP_IR ? change : change & ~INTERRUPTS;
}

static void show_level(struct vtd *v, uint32_t bit)
{
	v->gcmd.gsts ^= bit;
	show(v, bit, v->gcmd.gsts & bit);
}

/* With both kinds of remapping off, records begin anew. */
static void restart_if_off(struct vtd *v)
{
	if (!(v->gcmd.gsts & (VTD_GSTS_TES | VTD_GSTS_IRES)))
		flt_log_restart(v);
}

/*
 * SIRTP, IRE, CFI, in this order. Nothing is in flight that they would have to
 * wait for: a request is remapped, sent and answered within its turn, and
 * begin() was not called before the last message arrived.
 */
static void switch_interrupts(struct vtd *v, uint32_t command, uint32_t change)
{
	if (change & VTD_GCMD_SIRTP) {
		irq_table_latch(v, v->gcmd.irta);
		show(v, VTD_GSTS_IRTPS, true);
	}
	if (change & VTD_GCMD_IRE) {
		irq_table_enable(v, command & VTD_GCMD_IRE);
		show_level(v, VTD_GSTS_IRES);
		restart_if_off(v);
	}
	if (change & VTD_GCMD_CFI) {
		irq_table_allow_compat(v, command & VTD_GCMD_CFI);
		show_level(v, VTD_GSTS_CFIS);
	}
}

/* RTPS stays clear when SRTP was written anew in the meantime. */
static void finish(struct vtd *v)
{
	struct vtd_gcmd *g = &v->gcmd;

	if (g->shown_after & VTD_GSTS_TES) {
		show_level(v, VTD_GSTS_TES);
		restart_if_off(v);
	}
	if (g->shown_after & VTD_GSTS_RTPS && !(g->next & VTD_GCMD_SRTP))
		show(v, VTD_GSTS_RTPS, true);
	g->shown_after = 0;
}

/* Clients first: what those let through that are lost meanwhile is drained. */
static void settle(struct vtd *v)
{
	struct vtd_gcmd *g = &v->gcmd;

	if (!g->drained) {
		if (!notify_wait(v, VTD_PENDING_GCMD))
			return;
		g->drained = true;
		if (!drain_start(v, VTD_PENDING_GCMD))
			return;
	}
	g->drained = false;
	finish(v);
}

/* Several bits in one write: TE, SRTP, WBF, QIE, then those of interrupts. */
static void begin(struct vtd *v, uint32_t change)
{
	struct vtd_gcmd *g = &v->gcmd;
	uint32_t command = g->next;

	trace(v, GCMD, command, g->gsts, g->rtaddr);
	g->waiting = false;
	g->next &= ~ONE_SHOT;
	if (change & VTD_GCMD_TE)
		switch_te(v, command & VTD_GCMD_TE);
	else if (!v->te)
		pass_if_refused(v);
	if (change & VTD_GCMD_SRTP)
		latch_root(v);
	if (change & VTD_GCMD_WBF)
		show(v, VTD_GSTS_WBFS, false);
	if (change & VTD_GCMD_QIE)
		switch_queue(v, command & VTD_GCMD_QIE);
	switch_interrupts(v, command, change);
	g->shown_after = change & (VTD_GCMD_TE | VTD_GCMD_SRTP);
	if (g->shown_after)
		settle(v);
}

/*
 * The queue may be switched off only between two descriptors. Interrupts of
 * before have arrived when IRES changes: the last message is waited for, which
 * takes no longer than the table port's limit.
 */
static bool too_early(struct vtd *v, uint32_t change)
{
	if (change & VTD_GCMD_QIE && v->queue.waiting)
		return true;
	return change & INTERRUPTS && drain_status(v) & GATE_STATUS_HM_WBUSY;
}

void reg_gcmd_step(struct vtd *v)
{
	struct vtd_gcmd *g = &v->gcmd;
	uint32_t change;

	v->pending &= ~VTD_PENDING_GCMD;
	if (g->shown_after)
		settle(v);
	if (g->shown_after || !g->waiting)
		return;
	change = changes(v, g->next);
	if (too_early(v, change))
		v->pending |= VTD_PENDING_GCMD;
	else
		begin(v, change);
}

void reg_gcmd_written(struct vtd *v, uint32_t value, uint64_t rtaddr,
		      uint64_t irta)
{
	struct vtd_gcmd *g = &v->gcmd;

	g->next = value | (g->next & ONE_SHOT);
	if (value & VTD_GCMD_SRTP)
		g->rtaddr = rtaddr;
	if (value & VTD_GCMD_SIRTP)
		g->irta = irta;
	g->waiting = true;
	if (!g->shown_after)
		reg_gcmd_step(v);
}
