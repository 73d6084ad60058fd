/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "vtd.h"

#include <string.h>

#include "dma.h"
#include "drain.h"
#include "flt.h"
#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "inv.h"
#include "irq.h"
#include "msg.h"
#include "notify.h"
#include "perf.h"
#include "prq.h"
#include "reg.h"
#include "trace.h"

static uint64_t from_bit(unsigned int bit)
{
	return ~UINT64_C(0) << bit;
}

static unsigned int widest_agaw(const struct vtd *v)
{
	unsigned int sagaw = VTD_GET(VTD_CAP_SAGAW, v->config.cap);
	unsigned int aw = VTD_AW_MAX;

	while (aw > VTD_AW_MIN && !(sagaw >> aw & 1))
		aw--;
	return VTD_AW_BITS(aw);
}

/* What the capabilities say, as masks. */
static void decode(struct vtd *v)
{
	uint64_t cap = v->config.cap;
	unsigned int did_bits = 4 + 2 * (unsigned int)VTD_GET(VTD_CAP_ND, cap);

	v->beyond_haw = from_bit(v->config.haw);
	v->beyond_mgaw = from_bit((unsigned int)VTD_GET(VTD_CAP_MGAW, cap) + 1);
	v->beyond_agaw = from_bit(widest_agaw(v));
	v->did_mask = (uint16_t)((1U << did_bits) - 1);
	v->context_hi_rsvd = VTD_CONTEXT_HI_RSVD |
			     (VTD_CONTEXT_HI_DID &
			      ~VTD_PUT(VTD_CONTEXT_HI_DID, v->did_mask));
	v->zlr = cap & VTD_CAP_ZLR;
}

int vtd_init(struct vtd *v, struct vtd_port *port,
	     const struct vtd_config *config)
{
	memset(v, 0, sizeof(*v));
	v->port = port;
	v->config = *config;
	if (vtd_config_error(config)) {
		trace(v, FATAL, VTD_FATAL_CONFIG, 0, 0);
		v->dead = true;
		return -1;
	}
	decode(v);
	dma_scalable_init(v);
	dma_walk_init(v);
	dma_cache_init(v);
	dma_tag_init(v);
	reg_inv_init(v);
	flt_log_init(v);
	irq_init(v);
	notify_init(v);
	port_reg_write32(port, VTD_GSTS, 0);
	port_reg_write32(port, VTD_FECTL, VTD_FECTL_IM);
	port_reg_write32(port, VTD_IECTL, VTD_IECTL_IM);
	if (config->ecap & VTD_ECAP_PRS)
		port_reg_write32(port, VTD_PECTL, VTD_PECTL_IM);
	port_mode(port, reg_gcmd_mode(v, GATE_MODE_BLOCK));
	return 0;
}

void vtd_start(struct vtd *v)
{
	port_mode(v->port, reg_gcmd_mode(v, GATE_MODE_PASS));
	trace(v, MODE, GATE_MODE_PASS, 0, 0);
}

bool vtd_alive(const struct vtd *v)
{
	return !v->dead;
}

static void event(struct vtd *v, const struct vtd_work *work)
{
	uint32_t value = (uint32_t)VTD_GET(GATE_WORK0_VALUE, work->word[0]);

	switch (VTD_GET(GATE_WORK0_EVENT, work->word[0])) {
	case GATE_EVENT_IQT:
		inv_queue_tail_written(v, value);
		break;
	case GATE_EVENT_GCMD:
		reg_gcmd_written(v, value, work->word[1], work->word[2]);
		break;
	case GATE_EVENT_CCMD:
		reg_inv_ccmd_written(v, work->word[1]);
		break;
	case GATE_EVENT_IOTLB:
		reg_inv_iotlb_written(v, work->word[1], work->word[2]);
		break;
	case GATE_EVENT_FSTS:
		flt_event_cleared(v);
		if (value & (VTD_FSTS_IQE | VTD_FSTS_ITE))
			inv_queue_resume(v);
		break;
	case GATE_EVENT_FECTL:
		flt_event_fectl_written(v, value);
		break;
	case GATE_EVENT_FRCD:
		flt_event_cleared(v);
		break;
	case GATE_EVENT_ICS:
		inv_event_cleared(v);
		break;
	case GATE_EVENT_IECTL:
		inv_event_iectl_written(v, value);
		break;
	case GATE_EVENT_PMEN:
		reg_pmen_written(v, value);
		break;
	case GATE_EVENT_ECMD:
		perf_ecmd_written(v, work->word[1]);
		break;
	case GATE_EVENT_PERF:
		perf_overflowed(v, value);
		break;
	case GATE_EVENT_PERFINTRSTS:
		perf_status_cleared(v);
		break;
	case GATE_EVENT_PERFINTRCTL:
		perf_control_written(v, value);
		break;
	case GATE_EVENT_PRS:
		prq_cleared(v);
		break;
	case GATE_EVENT_PECTL:
		prq_pectl_written(v, value);
		break;
	case GATE_EVENT_TIMER:
		msg_tick(v);
		break;
	default:
		trace(v, UNKNOWN_WORK, work->word[0], 0, 0);
	}
}

VTD_COLD static void record(struct vtd *v, const struct vtd_work *work)
{
	switch (VTD_GET(GATE_WORK0_KIND, work->word[0])) {
	case GATE_KIND_EVENT:
		event(v, work);
		break;
	case GATE_KIND_INTR:
		irq_request(v, work);
		break;
	case GATE_KIND_REPORT:
		dma_report(v, work);
		break;
	case GATE_KIND_MSG:
		msg_received(v, work);
		break;
	default:
		trace(v, UNKNOWN_WORK, work->word[0], 0, 0);
	}
}

/* Each kind of pending work in turn, so that none holds up another. */
VTD_COLD static void pending_step(struct vtd *v)
{
	unsigned int later = v->pending & ~(2U * v->last - 1U);
	unsigned int due = later ? later : v->pending;

	v->last = (uint8_t)(due & -due);
	v->streak = 0;
	switch (v->last) {
	case VTD_PENDING_DRAIN:
		drain_step(v);
		break;
	case VTD_PENDING_GCMD:
		reg_gcmd_step(v);
		break;
	case VTD_PENDING_IOTLB:
		reg_inv_iotlb_step(v);
		break;
	case VTD_PENDING_QUEUE:
		inv_queue_step(v);
		break;
	case VTD_PENDING_PMEN:
		reg_pmen_step(v);
		break;
	case VTD_PENDING_FAULT:
		flt_log_step(v);
		break;
	case VTD_PENDING_NOTIFY:
		notify_step(v);
		break;
	default:
		dma_tag_sweep_step(v);
	}
}

/* Records come first, but no stream of them starves what is pending. */
VTD_HOT bool vtd_turn(struct vtd *v)
{
	struct vtd_work work;
	unsigned int kind;

	if (v->dead)
		return false;
	if (v->pending && v->streak >= VTD_STREAK) {
		pending_step(v);
		return true;
	}
	port_next_work(v->port, &work);
	kind = VTD_GET(GATE_WORK0_KIND, work.word[0]);
	if (kind == GATE_KIND_MISS) {
		v->streak += v->pending != 0;
		dma_miss(v, &work);
		return true;
	}
	if (kind != GATE_KIND_NONE) {
		v->streak += v->pending != 0;
		record(v, &work);
		return true;
	}
	if (!v->pending)
		return false;
	inv_wait_nothing_to_take(v);
	pending_step(v);
	return true;
}
