/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "prq.h"

#include "dma.h"
#include "event.h"
#include "flt.h"
#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "msg.h"
#include "trace.h"
#include "vtd_desc.h"

#define DESC_SIZE     32U
#define PAGE_OF_QUEUE 4096U

#define PRS_ASKS (VTD_PRS_PPR | VTD_PRS_PRO)

/* ---- Event (7.5) -------------------------------------------------------- */

static void send_or_hold(struct vtd *v)
{
	v->prq.quiet = false;
	event_raise(v, VTD_PECTL, &v->prq.held);
}

static void raise(struct vtd *v, uint32_t bit)
{
	bool was_set = port_reg_read32(v->port, VTD_PRS) & PRS_ASKS;

	port_reg_set32(v->port, VTD_PRS, bit);
	if (was_set)
		v->prq.quiet = true;
	else
		send_or_hold(v);
}

void prq_pectl_written(struct vtd *v, uint32_t pectl)
{
	event_control_written(v, VTD_PECTL, pectl, &v->prq.held);
}

/*
 * The host may have cleared both bits between our look at them and our setting
 * one. Then it is set without a message, and now is the time for it. With the
 * other one left behind, that is a message too many at worst.
 */
void prq_cleared(struct vtd *v)
{
	bool set = port_reg_read32(v->port, VTD_PRS) & PRS_ASKS;

	if (set && v->prq.quiet)
		send_or_hold(v);
	else if (!set)
		event_withdraw(v, VTD_PECTL, &v->prq.held);
	if (!set)
		v->prq.quiet = false;
}

/* ---- Responses ---------------------------------------------------------- */

static void respond(struct vtd *v, uint64_t whose, uint16_t sid, uint64_t prgi,
		    uint64_t code)
{
	uint64_t words[2] = {
		msg_head(GATE_MSG_OUT_PRG_RESP, sid, 0) | whose,
		prgi | code << 12,
	};

	msg_send(v, words, 1);
}

/* Bit 66, once LPIG, is ignored (7.6.1). */
bool prq_respond(struct vtd *v, uint64_t lo, uint64_t hi)
{
	uint64_t pasid = VTD_GET(VTD_PAGE_RESPONSE_DESC_LO_PASID, lo);
	bool has_pasid = lo & VTD_PAGE_RESPONSE_DESC_LO_PP;

	if (!msg_room(v, 2))
		return false;
	respond(v, has_pasid ? msg_pasid((uint32_t)pasid) : 0,
		(uint16_t)VTD_GET(VTD_PAGE_RESPONSE_DESC_LO_RID, lo),
		VTD_GET(VTD_PAGE_RESPONSE_DESC_HI_PRGI, hi),
		VTD_GET(VTD_PAGE_RESPONSE_DESC_LO_RC, lo));
	return true;
}

/* ---- Requests ----------------------------------------------------------- */

/* A request that is the last of its group, asks for nothing, and has PASID. */
static bool is_stop_marker(const struct vtd_work *work)
{
	return (work->word[1] & (GATE_WORK1_PAGE_R | GATE_WORK1_PAGE_W |
				 GATE_WORK1_PAGE_L)) == GATE_WORK1_PAGE_L &&
	       work->word[0] & GATE_WORK0_SSIDV;
}

enum { QUEUED, DROPPED, ANSWERED };

/*
 * Table 31. Never Response Failure: a device would stop asking, for all its
 * functions. A stop marker is not answered (ECAP.SMS).
 */
static void turn_down(struct vtd *v, const struct vtd_work *work,
		      enum prq_response code)
{
	bool answered = work->word[1] & GATE_WORK1_PAGE_L &&
			!is_stop_marker(work);

	trace(v, PAGE_REQUEST, work->word[0], work->word[1],
	      answered ? ANSWERED : DROPPED);
	if (answered)
		respond(v, work->word[0] & (GATE_WORK0_SSIDV | GATE_WORK0_SSID),
			(uint16_t)VTD_GET(GATE_WORK0_SID, work->word[0]),
			VTD_GET(GATE_WORK1_PAGE_PRGI, work->word[1]), code);
}

/* 6.5.3.1: what made the device ask is not to be met again. */
static void invalidate(struct vtd *v, const struct vtd_space *space,
		       uint64_t addr)
{
	uint16_t did = space->did & v->did_mask;

	if (space->fs_levels && space->ss_levels)
		dma_tag_retire_domain(v, did);
	else if (space->fs_levels)
		dma_tag_drop_pasid_pages(v, did, space->pasid, addr, 0, true);
	else
		dma_tag_drop_pages(v, did, addr & ~v->beyond_mgaw, 0, true);
}

/* The queue, as the registers have it now; offsets wrap at its size. */
struct queue {
	uint64_t base;
	uint32_t size;
	uint32_t tail;
	uint32_t next; /* behind the tail */
	bool full;
};

static struct queue read_queue(struct vtd *v)
{
	uint64_t pqa = port_reg_read64(v->port, VTD_PQA);
	uint32_t size = PAGE_OF_QUEUE << VTD_GET(VTD_PQA_PQS, pqa);
	uint32_t inside = (size - 1) & (uint32_t)VTD_PQT_PQT;
	struct queue q = {
		.base = pqa & VTD_PQA_PQA & ~v->beyond_haw,
		.size = size,
		.tail = port_reg_read32(v->port, VTD_PQT) & inside,
	};
	uint32_t head = port_reg_read32(v->port, VTD_PQH) & inside;

	q.next = (q.tail + DESC_SIZE) & inside;
	q.full = q.next == head;
	return q;
}

/* 7.4.1.1: as the descriptor has them, from where the message has them. */
static void put(struct vtd *v, const struct queue *q,
		const struct vtd_work *work)
{
	uint64_t at = q->base + q->tail;
	uint64_t word0 = work->word[0];
	uint64_t lo = VTD_PRQ_TYPE_REQUEST |
		      VTD_PUT(VTD_PRQ_LO_RID, VTD_GET(GATE_WORK0_SID, word0));

	if (word0 & GATE_WORK0_SSIDV) {
		lo |= VTD_PRQ_LO_PP;
		lo |= VTD_PUT(VTD_PRQ_LO_PASID,
			      VTD_GET(GATE_WORK0_SSID, word0));
		lo |= word0 & GATE_WORK0_EXEC ? VTD_PRQ_LO_EXR : 0;
		lo |= word0 & GATE_WORK0_PRIV ? VTD_PRQ_LO_PMR : 0;
	}
	port_host_write64(v->port, at, lo);
	port_host_write64(v->port, at + 8, work->word[1]);
	port_host_write64(v->port, at + 16, 0);
	port_host_write64(v->port, at + 24, 0);
	port_reg_write32(v->port, VTD_PQT, q->next);
	trace(v, PAGE_REQUEST, word0, work->word[1], QUEUED);
}

_Static_assert(GATE_WORK1_PAGE_R == VTD_PRQ_HI_RDR &&
		       GATE_WORK1_PAGE_W == VTD_PRQ_HI_WRR &&
		       GATE_WORK1_PAGE_L == VTD_PRQ_HI_LPIG &&
		       GATE_WORK1_PAGE_PRGI == VTD_PRQ_HI_PRGI,
	       "the second word is the descriptor's");

/*
 * The host writes PQH, and may clear PRO, at any moment; both only make room.
 * A stop marker that finds none leaves no trace (ECAP.SMS).
 */
static void enqueue(struct vtd *v, const struct vtd_work *work)
{
	struct queue q = read_queue(v);
	bool overflow = port_reg_read32(v->port, VTD_PRS) & VTD_PRS_PRO;

	if (!overflow && !q.full) {
		put(v, &q, work);
		raise(v, VTD_PRS_PPR);
		return;
	}
	if (!overflow && !is_stop_marker(work))
		raise(v, VTD_PRS_PRO);
	turn_down(v, work, PRQ_SUCCESS);
}

static enum vtd_fault look_up(struct vtd *v, struct dma_walk *w)
{
	switch (v->ttm) {
	case VTD_TTM_LEGACY:
		return VTD_FAULT_RTA_3;
	case VTD_TTM_SCALABLE:
		return v->config.ecap & VTD_ECAP_SMTS ?
			       dma_scalable_page(v, w) :
			       VTD_FAULT_RTA_1;
	case VTD_TTM_ABORT:
		return v->config.ecap & VTD_ECAP_ADMS ? VTD_FAULT_RTA_4 :
							VTD_FAULT_RTA_1;
	default:
		return VTD_FAULT_RTA_1;
	}
}

static void judge(struct vtd *v, const struct vtd_work *work)
{
	struct vtd_context context;
	struct dma_walk w;
	enum vtd_fault fault;

	dma_begin(&w, work->word[0] & ~GATE_WORK0_ATST,
		  work->word[1] & GATE_WORK1_MSG_ADDR);
	w.context = &context;
	fault = look_up(v, &w);
	if (fault) {
		if (!is_stop_marker(work))
			flt_report(v, &w, fault);
		turn_down(v, work, PRQ_INVALID);
		return;
	}
	invalidate(v, &context.space, w.addr);
	enqueue(v, work);
}

/*
 * While translation is off there are no tables to judge by, and nothing to
 * report: the device is told not to ask. Without PRS nobody listens at all.
 */
void prq_request(struct vtd *v, const struct vtd_work *work)
{
	if (!(v->config.ecap & VTD_ECAP_PRS))
		trace(v, UNKNOWN_WORK, work->word[0], 0, 0);
	else if (!v->te)
		turn_down(v, work, PRQ_INVALID);
	else
		judge(v, work);
}
