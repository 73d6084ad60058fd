/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Address Translation Services: what devices with TLBs of their own ask for
 * (4.2), and what they have to forget (6.5.2.5).
 */
#ifndef ATS_H
#define ATS_H

#include "vtd.h"
#include "vtd_desc.h"

/* ---- ats_request.c ------------------------------------------------------ */

/* Answers one ATS_REQ with an ATS_CPL, and reports the fault if it has one. */
void ats_request(struct vtd *v, const struct vtd_work *work);

/* ---- ats_users.c -------------------------------------------------------- */

/*
 * CAP.CM: who was given translations, so that the engine can take back what
 * software leaves out. Without CM nobody is remembered.
 *
 * Remembers @user; false when there is no room: then it gets no translation.
 */
VTD_MUST_CHECK bool ats_users_note(struct vtd *v,
				   const struct vtd_ats_user *user);

/*
 * @tag is sent. If it is about every address, those whose translations it ends
 * leave, unless they are given others meanwhile; and are forgotten when it is
 * over and was @completed.
 */
void ats_users_leave(struct vtd *v, const struct vtd_itag *tag);
void ats_users_left(struct vtd *v, const struct vtd_itag *tag, bool completed);

/* ---- ats_inv.c ---------------------------------------------------------- */

/* What an invalidation request carries behind its head, as PCIe has it. */
#define ATS_RANGE_ADDR VTD_MASK(63, 12)
#define ATS_RANGE_S    VTD_MASK(11, 11) /* size: lowest 0 of the address */
#define ATS_RANGE_G    VTD_MASK(0, 0)   /* of every PASID */
#define ATS_RANGE_ALL  (VTD_MASK(62, 12) | ATS_RANGE_S)

/* One invalidation of a device TLB. */
struct ats_inv {
	uint64_t range;
	uint64_t pasid; /* SSIDV and SSID as a head has them; 0 without PASID */
	uint16_t sid;
	uint16_t owner; /* its physical function; without ECAP.DIT the same */
	uint8_t mip;    /* most that may be pending of @owner; 0 is 32 */
};

enum ats_inv_sent {
	ATS_INV_SENT,
	ATS_INV_NO_TAG,  /* a completion or a tick makes one free */
	ATS_INV_NO_ROOM, /* in the stream; ask again */
};

/*
 * Sends the request, with a free ITag. While translation is off nothing is sent
 * and SENT returned: no device gets anywhere by what it holds (4.2), and what
 * it would answer is not taken (4.1).
 */
VTD_MUST_CHECK enum ats_inv_sent ats_inv_send(struct vtd *v,
					      const struct ats_inv *inv);

/*
 * INV_DONE: one more completion of each ITag named. One that is not pending, or
 * of another source, or was given up: ICE, and nothing else.
 */
void ats_inv_done(struct vtd *v, const struct vtd_work *work);

/* One tick (msg.h). Those that have waited for too long: ITE. */
void ats_inv_tick(struct vtd *v);

/* How many wait for their completion. */
static inline unsigned int ats_inv_pending(const struct vtd *v)
{
	return v->ats.pending;
}

/* ---- ats_block.c -------------------------------------------------------- */

/*
 * A source whose device TLB could not be invalidated gets no translations and
 * has no translated requests let through, until it has completed a request for
 * all that it owes, its context is invalidated, or a root table is set.
 */
bool ats_block_holds(const struct vtd *v, uint16_t sid);

/* @tag timed out; was completed in time. */
void ats_block(struct vtd *v, const struct vtd_itag *tag);
void ats_block_completed(struct vtd *v, const struct vtd_itag *tag);

/* The contexts of @sid but for the functions in @ignored; all contexts. */
void ats_block_release(struct vtd *v, uint16_t sid, uint16_t ignored);
void ats_block_release_all(struct vtd *v);

/* ---- ats_due.c ---------------------------------------------------------- */

/*
 * CAP.CM: software leaves out requests to device TLBs when it invalidates more
 * than pages (design: rule 20). The engine sends them itself, to everyone who
 * was given translations of what went, before the next wait is complete.
 *
 * These name whom it concerns: all; those of the contexts of @sid but for the
 * functions in @ignored; of @did (masked); of @pasid in it, RID_PASID included.
 */
void ats_due_all(struct vtd *v);
void ats_due_source(struct vtd *v, uint16_t sid, uint16_t ignored);
void ats_due_domain(struct vtd *v, uint16_t did);
void ats_due_pasid(struct vtd *v, uint16_t did, uint32_t pasid);

/* Whether somebody is to be told; while translation is off nobody can be. */
bool ats_due(const struct vtd *v);

/* Tells one of them, if ats_due(). Otherwise than SENT: nothing happened. */
VTD_MUST_CHECK enum ats_inv_sent ats_due_step(struct vtd *v);

/* Software's own request @inv: how many its source can stand at a time. */
void ats_due_limit(struct vtd *v, const struct ats_inv *inv);

#endif
