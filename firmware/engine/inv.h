/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Invalidation. Both ways in, registers (reg_inv.c) and queue (inv_queue.c,
 * inv_desc.c), end in inv_apply.c, which is done when it returns: caches and
 * gate no longer hold what was named. What was let through before is the
 * drain's business, and the caller's.
 */
#ifndef INV_H
#define INV_H

#include "vtd.h"
#include "vtd_desc.h"

/* ---- inv_apply.c -------------------------------------------------------- */

/* One IOTLB invalidation, from whichever side it comes. */
struct inv_iotlb {
	uint64_t addr; /* any page of the range, for VTD_G_SELECTIVE */
	uint16_t did;
	uint8_t granularity; /* enum vtd_granularity */
	uint8_t am;
	bool ih;
};

struct inv_context {
	uint16_t did;
	uint16_t sid;
	uint8_t granularity;
	uint8_t fm;
};

/* P_IOTLB and PASID-cache invalidation. */
struct inv_pasid {
	uint64_t addr; /* any page of the range, for VTD_PIG_PAGES */
	uint32_t pasid;
	uint16_t did;
	uint8_t granularity; /* of one or the other */
	uint8_t am;
	bool ih;
};

struct inv_iec {
	uint16_t index;
	uint8_t im;
	bool selective; /* by index; else all */
};

/*
 * Both return the granularity that was done (maybe coarser than asked), or
 * VTD_G_RESERVED when the request is none that the capabilities allow; then
 * nothing happened.
 */
enum vtd_granularity inv_apply_iotlb(struct vtd *v,
				     const struct inv_iotlb *inv);
enum vtd_granularity inv_apply_context(struct vtd *v,
				       const struct inv_context *inv);

/* False when there is no such request; then nothing happened. */
VTD_MUST_CHECK bool inv_apply_pasid_iotlb(struct vtd *v,
					  const struct inv_pasid *inv);
VTD_MUST_CHECK bool inv_apply_pasid(struct vtd *v, const struct inv_pasid *inv);
VTD_MUST_CHECK bool inv_apply_iec(struct vtd *v, const struct inv_iec *inv);

/* Contexts, paging structures, IOTLB: everything (SRTP, 6.7). */
void inv_apply_all(struct vtd *v);

/* ---- inv_desc.c --------------------------------------------------------- */

/* What becomes of a descriptor that was not refused. */
enum inv_then {
	INV_DONE,
	INV_WAIT,   /* it is in v->queue.wait, not carried out */
	INV_ASLEEP, /* nothing was done: again when inv_queue_wake() says so */
	INV_AGAIN,  /* nothing was done: again on a later turn */
};

/*
 * Carries out one descriptor (two words, or four with IQA.DW=1). Returns why it
 * is refused, or VTD_IQEI_NONE; then *@then tells the rest.
 */
enum vtd_iqei inv_desc_execute(struct vtd *v, const uint64_t *desc,
			       enum inv_then *then);

/* ---- inv_queue.c -------------------------------------------------------- */

void inv_queue_enable(struct vtd *v);
void inv_queue_disable(struct vtd *v);
void inv_queue_tail_written(struct vtd *v, uint32_t tail);

/*
 * The host cleared FSTS.IQE or ITE: when neither is set, the queue goes on at
 * its head.
 */
void inv_queue_resume(struct vtd *v);

/*
 * A device answered, or its time is over: what waits for devices, or for an
 * ITag, has another look.
 */
void inv_queue_wake(struct vtd *v);

/* One descriptor, or the end of a wait. */
void inv_queue_step(struct vtd *v);

/* The descriptor at the head is done. The host sees it now, or batched. */
void inv_queue_advance(struct vtd *v);

/* The host sees the head: always; if it does not know it yet. */
void inv_queue_show_head(struct vtd *v);
void inv_queue_show_progress(struct vtd *v);

/* ---- inv_wait.c --------------------------------------------------------- */

/*
 * The wait descriptor in v->queue.wait: it begins, goes on when something
 * happened that it waits for, and ends without completion (ITE).
 */
void inv_wait_begin(struct vtd *v);
void inv_wait_step(struct vtd *v);
void inv_wait_abort(struct vtd *v);

/*
 * A message was taken; there was nothing to take at all. A wait with PD is
 * complete when all page requests have been taken that came before it.
 */
void inv_wait_message_taken(struct vtd *v);
void inv_wait_nothing_to_take(struct vtd *v);

/* ---- inv_error.c -------------------------------------------------------- */

/* The descriptor at the head, whose first word is @lo, is refused (IQE). */
void inv_error_stop(struct vtd *v, enum vtd_iqei why, uint64_t lo);

/*
 * A device-TLB invalidation of @sid got no answer in time (ITE): a wait in
 * progress ends without completion, and nothing is fetched until the host has
 * cleared ITE. Or it got an answer that is none (ICE): the queue goes on.
 */
void inv_error_timed_out(struct vtd *v, uint16_t sid);
void inv_error_bad_completion(struct vtd *v, uint16_t sid);

/* ---- inv_event.c -------------------------------------------------------- */

/* A wait descriptor with IF is complete. */
void inv_event_raise(struct vtd *v);

/* The host wrote IECTL; cleared ICS.IWC. */
void inv_event_iectl_written(struct vtd *v, uint32_t iectl);
void inv_event_cleared(struct vtd *v);

#endif
