/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats_tlp.h"

#include <string.h>

#include "ats_tlp_packet.h"

static int encode_up(const struct ats_tlp_message *m,
		     const struct ats_tlp_link *link, struct ats_tlp_packet *p)
{
	switch (VTD_GET(GATE_WORK0_MSG, m->word[0])) {
	case GATE_MSG_IN_ATS_REQ:
		ats_tlp_request_encode(m, p);
		break;
	case GATE_MSG_IN_INV_DONE:
		ats_tlp_message_encode_inv_done(m, link, p);
		p->pasid = false;
		break;
	case GATE_MSG_IN_PAGE_REQ:
		ats_tlp_message_encode_page(m, p);
		break;
	default:
		return -1;
	}
	return 0;
}

static int encode_down(const struct ats_tlp_message *m,
		       const struct ats_tlp_link *link,
		       struct ats_tlp_packet *p)
{
	switch (VTD_GET(GATE_WORK0_MSG, m->word[0])) {
	case GATE_MSG_OUT_ATS_CPL:
		ats_tlp_request_encode_completion(m, link, p);
		p->pasid = false;
		break;
	case GATE_MSG_OUT_INV_REQ:
		ats_tlp_message_encode_inv_req(m, link, p);
		break;
	case GATE_MSG_OUT_PRG_RESP:
		ats_tlp_message_encode_response(m, link, p);
		break;
	default:
		return -1;
	}
	return 0;
}

int ats_tlp_encode(const struct ats_tlp_message *message,
		   const struct ats_tlp_link *link, struct ats_tlp *tlp)
{
	struct ats_tlp_packet p = { 0 };
	int err;

	if (!message->count || message->count > ATS_TLP_WORDS)
		return -1;
	ats_tlp_wire_put_pasid(message->word[0], &p);
	err = message->up ? encode_up(message, link, &p) :
			    encode_down(message, link, &p);
	if (err)
		return err;
	ats_tlp_wire_write(&p, tlp);
	return 0;
}

int ats_tlp_decode(const struct ats_tlp *tlp, struct ats_tlp_message *message)
{
	struct ats_tlp_packet p;

	memset(message, 0, sizeof(*message));
	if (ats_tlp_wire_read(tlp, &p))
		return -1;
	switch (VTD_GET(DW0_TYPE, p.dw[0])) {
	case MEM_READ_32:
	case MEM_READ_64:
		return ats_tlp_request_decode(&p, message);
	case COMPLETION:
	case COMPLETION_DATA:
		return ats_tlp_request_decode_completion(&p, message);
	case MESSAGE_TO_ROOT:
	case MESSAGE_BY_ID:
	case MESSAGE_DATA_BY_ID:
		return ats_tlp_message_decode(&p, message);
	default:
		return -1;
	}
}
