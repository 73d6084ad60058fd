/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Clients: devices that are told what happens to their address space, by the
 * messages CLIENT_* of vtd_gate.def. Two kinds, never mixed.
 *
 * MAP | UNMAP keeps a shadow: it is told every mapping and every end of one,
 * one message a leaf of the tables, nothing twice and nothing else. An UNMAP
 * takes back exactly what one MAP gave. What it was told is in a tree of the
 * client; the differ (shadow.h) compares tree and tables where an invalidation
 * was, and tells the difference. Its own DMA comes with host addresses, and
 * passes the gate while it is READY.
 *
 * UNMAP or DEVIOTLB_UNMAP caches: it is told of IOTLB, or of device-TLB
 * invalidations, maybe more than there was. It has no tree.
 *
 * An invalidation only marks what it touches; telling is pending work
 * (VTD_PENDING_NOTIFY), one message or a few entries a turn. Whoever reports
 * the end of an invalidation to the host waits for notify_idle().
 *
 * A client that refuses, does not answer in time (config.device_timeout),
 * acknowledges what it was not sent, or whose mappings do not fit into the pool
 * is LOST: it is told to forget everything, its DMA is blocked with a fault
 * (LCT.5, SCT.5: a host address of a source that may not use them) and waits go
 * on without it. It is tried again at the next invalidation that concerns it,
 * and when the pool has more room than was not enough; at the end of which
 * stands CLIENT_STATE READY.
 */
#ifndef NOTIFY_H
#define NOTIFY_H

#include "gen/vtd_gate.h"
#include "vtd.h"

void notify_init(struct vtd *v);

/*
 * CLIENT_HELLO: registers, or registers anew, or ends a registration. Answered
 * by CLIENT_STATE: refusals and CLOSED at once, READY when the client has been
 * told of all there is.
 */
void notify_hello(struct vtd *v, const struct vtd_work *work);

/* CLIENT_ACK */
void notify_ack(struct vtd *v, const struct vtd_work *work);

/* One tick of msg.h for all who owe an answer. */
void notify_tick(struct vtd *v);

/* VTD_PENDING_NOTIFY: one step for one client, in turn. */
void notify_step(struct vtd *v);

/* ---- Invalidations (notify_mark.c); all O(VTD_CLIENTS) ------------------- */

/* 2^@am pages at @addr, aligned to that, of second stages of @did. */
void notify_pages(struct vtd *v, uint16_t did, uint64_t addr, unsigned int am);

/* All pages of @did; every page there is, and every entry above them. */
void notify_domain(struct vtd *v, uint16_t did);
void notify_all(struct vtd *v);

/*
 * Context entries of @sid, but for the function bits @ignored; with all bits
 * ignored, those of every source. Pages are looked at only if there are others
 * behind the entry now.
 */
void notify_context(struct vtd *v, uint16_t sid, uint16_t ignored);
#define NOTIFY_EVERY_SID UINT16_C(0xffff)

/*
 * A device-TLB invalidation of the source in @who, which is SID, SSIDV and SSID
 * as WORK0 has them; @range as its request carries it (ATS_RANGE_*). Returns
 * whether the source has registered for them: then it gets no request.
 */
VTD_MUST_CHECK bool notify_device_tlb(struct vtd *v, uint64_t who,
				      uint64_t range);

/* ---- For who waits ------------------------------------------------------ */

/*
 * Whether every client that is READY has been told, and has acknowledged, all
 * that was invalidated. The others are blocked, so nobody waits for them. Ends:
 * who does not acknowledge is lost.
 */
bool notify_idle(const struct vtd *v);

/*
 * The same for @who (enum vtd_pending), who loses its pending bit if the answer
 * is no, and gets it back when it is yes.
 */
VTD_MUST_CHECK bool notify_wait(struct vtd *v, unsigned int who);

/* ---- For DMA (dma_miss.c) ----------------------------------------------- */

enum notify_verdict {
	NOTIFY_ORDINARY, /* no client's: translated as ever */
	NOTIFY_PASSES,   /* a host address of a shadow client that is READY */
	NOTIFY_BLOCKED,  /* of a client that is not READY */
};

/* What becomes of the request with @word0. */
enum notify_verdict notify_verdict(const struct vtd *v, uint64_t word0);

static inline bool notify_blocks(const struct vtd *v, uint64_t word0)
{
	return v->clients && notify_verdict(v, word0) == NOTIFY_BLOCKED;
}

static inline bool notify_passes(const struct vtd *v, uint64_t word0)
{
	return v->clients && notify_verdict(v, word0) == NOTIFY_PASSES;
}

/* ---- Between notify*.c and shadow*.c ------------------------------------- */

/* Of whom a message is. */
#define NOTIFY_WHO (GATE_WORK0_SID | GATE_WORK0_SSIDV | GATE_WORK0_SSID)

/* Whether client @i is registered; reads nothing of it, as most are not. */
static inline bool notify_is_used(const struct vtd *v, unsigned int i)
{
	return v->clients >> i & 1;
}

static inline bool notify_is_shadow(const struct vtd_client *c)
{
	return c->kinds & GATE_CLIENT_KIND_MAP;
}

/* Whether @c has acknowledged enough to be told more. */
bool notify_window_is_open(const struct vtd_client *c);

/* Whether a message with @len words behind its head may go to @c now. */
bool notify_may_send(struct vtd *v, const struct vtd_client *c,
		     unsigned int len);

/* Sends one that wants an acknowledgement: room for the head in @words[0]. */
void notify_send(struct vtd *v, struct vtd_client *c, unsigned int msg,
		 uint64_t *words, unsigned int len);

/* The part of [@first, @last] that is in @c's range is to be looked at. */
void notify_mark(struct vtd *v, struct vtd_client *c, uint64_t first,
		 uint64_t last);

/* Its whole range, and nothing else any more. */
void notify_mark_whole(struct vtd *v, struct vtd_client *c);

/* The next state of @c, traced. */
void notify_enter(struct vtd *v, struct vtd_client *c,
		  enum vtd_client_state state);

/* See above: @c loses everything it was told. */
void notify_lose(struct vtd *v, struct vtd_client *c, enum vtd_client_why why);

/* Gives waiters their pending bits when nothing is to be waited for. */
void notify_wake(struct vtd *v);

/* Takes the first marked range out; false: there is none. */
bool notify_take(struct vtd_client *c, struct vtd_range *range);

#endif
