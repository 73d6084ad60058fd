/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "msg.h"

#include "ats.h"
#include "inv.h"
#include "notify.h"
#include "prq.h"
#include "trace.h"

/*
 * Without PASID nobody asks as anything, whatever a device writes there: the
 * gate shows its DMA with zeros (vtd_gate_burst.sv), and both have to be the
 * same source.
 */
#define OF_PASID (GATE_WORK0_SSID | GATE_WORK0_PRIV | GATE_WORK0_EXEC)

void msg_received(struct vtd *v, const struct vtd_work *work)
{
	struct vtd_work w = *work;

	inv_wait_message_taken(v);
	if (!(w.word[0] & GATE_WORK0_SSIDV))
		w.word[0] &= ~OF_PASID;
	switch (VTD_GET(GATE_WORK0_MSG, w.word[0])) {
	case GATE_MSG_IN_ATS_REQ:
		ats_request(v, &w);
		break;
	case GATE_MSG_IN_INV_DONE:
		ats_inv_done(v, &w);
		break;
	case GATE_MSG_IN_PAGE_REQ:
		prq_request(v, &w);
		break;
	case GATE_MSG_IN_CLIENT_ACK:
		notify_ack(v, &w);
		break;
	case GATE_MSG_IN_CLIENT_HELLO:
		notify_hello(v, &w);
		break;
	default:
		trace(v, UNKNOWN_WORK, w.word[0], 0, 0);
	}
}

bool msg_room(struct vtd *v, unsigned int words)
{
	return VTD_GET(GATE_STATUS_MSG_FREE, port_status(v->port)) >=
	       words + GATE_MSG_ROOM_OWN;
}

bool msg_room_for_page(struct vtd *v)
{
	return VTD_GET(GATE_STATUS_MSG_FREE, port_status(v->port)) >=
	       GATE_MSG_ROOM_PAGE;
}

void msg_send(struct vtd *v, uint64_t *words, unsigned int len)
{
	words[0] |= VTD_PUT(GATE_WORK0_LEN, len);
	port_msg(v->port, words, len + 1);
	trace(v, MSG_SENT, words[0], len ? words[1] : 0, 0);
}

/* Four ticks are the limit; the first comes early when others began them. */
void msg_ticks_start(struct vtd *v)
{
	uint64_t cycles = v->config.device_timeout / (MSG_TICKS - 1);

	if (v->ticking)
		return;
	v->ticking = true;
	port_timer(v->port, cycles ? cycles : 1);
}

void msg_tick(struct vtd *v)
{
	v->ticking = false;
	ats_inv_tick(v);
	notify_tick(v);
}
