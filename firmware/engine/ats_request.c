/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats.h"

#include "msg.h"

/* An answer says whose request it is, and as whom it was asked. */
#define ECHOED                                                                 \
	(GATE_WORK0_SID | GATE_WORK0_SSID | GATE_WORK0_SSIDV |                 \
	 GATE_WORK0_PRIV | GATE_WORK0_EXEC | GATE_WORK0_TAG)

static uint64_t head_of(uint64_t word0, unsigned int status)
{
	return msg_head(GATE_MSG_OUT_ATS_CPL, 0, 0) | (word0 & ECHOED) |
	       VTD_PUT(GATE_WORK0_STATUS, status);
}

/* 4.2.1: without device TLBs nobody may ask; that is no fault of VT-d. */
void ats_request(struct vtd *v, const struct vtd_work *work)
{
	uint64_t words[MSG_WORDS];

	words[0] = head_of(work->word[0], GATE_ATS_STATUS_UR);
	msg_send(v, words, 0);
}
