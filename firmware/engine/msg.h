/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Messages of devices and to them (vtd_gate.def, Messages), and the timer that
 * bounds how long the engine waits for an answer. What a message means is the
 * business of ats_*, prq and notify.
 */
#ifndef MSG_H
#define MSG_H

#include "gen/vtd_gate.h"
#include "vtd.h"

/* Most words of a message to a device: a head and what its LEN can say. */
#define MSG_WORDS 9U

/* Hands one KIND_MSG to whom it concerns. One that nobody knows is traced. */
void msg_received(struct vtd *v, const struct vtd_work *work);

/*
 * Whether a message of @words, which the engine begins itself, may be sent now:
 * room for answers is left. If not, it stays pending for a later turn. An entry
 * that handles a message sends its one answer without asking.
 */
bool msg_room(struct vtd *v, unsigned int words);

/* Whether the gate hands page requests over now, if it has some. */
bool msg_room_for_page(struct vtd *v);

/* The head of message @msg (enum MSG_OUT) number @tag to @sid. */
static inline uint64_t msg_head(unsigned int msg, uint16_t sid,
				unsigned int tag)
{
	return GATE_KIND_MSG | VTD_PUT(GATE_WORK0_MSG, msg) |
	       VTD_PUT(GATE_WORK0_SID, sid) | VTD_PUT(GATE_WORK0_TAG, tag);
}

/* To be ORed into a head: it is about @pasid. */
static inline uint64_t msg_pasid(uint32_t pasid)
{
	return GATE_WORK0_SSIDV | VTD_PUT(GATE_WORK0_SSID, pasid);
}

/* Sends @words[0], the head, and @len words behind it; puts LEN in. */
void msg_send(struct vtd *v, uint64_t *words, unsigned int len);

/*
 * Whoever waits for a device counts ticks: it starts the ticks, and has waited
 * config.device_timeout or longer (by a quarter of it at most) at the
 * MSG_TICKS-th one. Ticks are handed to all who wait, and go on as long as one
 * of them starts them again.
 */
#define MSG_TICKS 5U
void msg_ticks_start(struct vtd *v);

/* EVENT_TIMER: one tick. */
void msg_tick(struct vtd *v);

#endif
