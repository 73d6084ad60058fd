/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats_tlp_packet.h"

void ats_tlp_message_encode_inv_done(const struct ats_tlp_message *m,
				     const struct ats_tlp_link *link,
				     struct ats_tlp_packet *p)
{
	p->header = 4;
	p->dw[0] = ats_tlp_type(MESSAGE_BY_ID);
	p->dw[1] = ats_tlp_from(VTD_GET(GATE_WORK0_SID, m->word[0]), 0,
				INVALIDATE_COMPLETION);
	p->dw[2] = (uint32_t)(VTD_PUT(DW2_ID, link->agent) |
			      VTD_GET(GATE_WORK1_CC, m->word[1]));
	p->dw[3] = (uint32_t)VTD_GET(GATE_WORK1_ITAGS, m->word[1]);
}

static int decode_inv_done(const struct ats_tlp_packet *p,
			   struct ats_tlp_message *m)
{
	m->up = true;
	m->count = 2;
	m->word[0] = ats_tlp_head(GATE_MSG_IN_INV_DONE,
				  VTD_GET(DW1_ID, p->dw[1]), 0);
	m->word[1] = VTD_PUT(GATE_WORK1_ITAGS, p->dw[3]) |
		     VTD_PUT(GATE_WORK1_CC, VTD_GET(DW2_CC, p->dw[2]));
	return 0;
}

void ats_tlp_message_encode_page(const struct ats_tlp_message *m,
				 struct ats_tlp_packet *p)
{
	p->header = 4;
	p->dw[0] = ats_tlp_type(MESSAGE_TO_ROOT);
	p->dw[1] = ats_tlp_from(VTD_GET(GATE_WORK0_SID, m->word[0]), 0,
				PAGE_REQUEST);
	p->dw[2] = (uint32_t)(m->word[1] >> 32);
	p->dw[3] = (uint32_t)m->word[1];
}

static int decode_page_request(const struct ats_tlp_packet *p,
			       struct ats_tlp_message *m)
{
	m->up = true;
	m->count = 2;
	m->word[0] = ats_tlp_head(GATE_MSG_IN_PAGE_REQ,
				  VTD_GET(DW1_ID, p->dw[1]), 0) |
		     ats_tlp_wire_pasid(p);
	m->word[1] = (uint64_t)p->dw[2] << 32 | p->dw[3];
	return 0;
}

void ats_tlp_message_encode_inv_req(const struct ats_tlp_message *m,
				    const struct ats_tlp_link *link,
				    struct ats_tlp_packet *p)
{
	p->header = 4;
	p->bodies = 1;
	p->body[0] = m->word[1];
	p->dw[0] = ats_tlp_type(MESSAGE_DATA_BY_ID) | 2;
	p->dw[1] = ats_tlp_from(link->agent,
				VTD_GET(GATE_WORK0_TAG, m->word[0]) & 31,
				INVALIDATE_REQUEST);
	p->dw[2] =
		(uint32_t)VTD_PUT(DW2_ID, VTD_GET(GATE_WORK0_SID, m->word[0]));
}

static int decode_inv_req(const struct ats_tlp_packet *p,
			  struct ats_tlp_message *m)
{
	if (p->bodies != 1)
		return -1;
	m->count = 2;
	m->word[0] = ats_tlp_head(GATE_MSG_OUT_INV_REQ,
				  VTD_GET(DW2_ID, p->dw[2]),
				  VTD_GET(DW1_TAG, p->dw[1]) & 31) |
		     ats_tlp_wire_pasid(p) | VTD_PUT(GATE_WORK0_LEN, 1);
	m->word[1] = p->body[0];
	return 0;
}

/* Code and PRGI lie in the word as they lie in the header. */
void ats_tlp_message_encode_response(const struct ats_tlp_message *m,
				     const struct ats_tlp_link *link,
				     struct ats_tlp_packet *p)
{
	p->header = 4;
	p->dw[0] = ats_tlp_type(MESSAGE_BY_ID);
	p->dw[1] = ats_tlp_from(link->agent, 0, PRG_RESPONSE);
	p->dw[2] = (uint32_t)(VTD_PUT(DW2_ID,
				      VTD_GET(GATE_WORK0_SID, m->word[0])) |
			      (m->word[1] & DW2_PRG));
}

static int decode_prg_response(const struct ats_tlp_packet *p,
			       struct ats_tlp_message *m)
{
	m->count = 2;
	m->word[0] = ats_tlp_head(GATE_MSG_OUT_PRG_RESP,
				  VTD_GET(DW2_ID, p->dw[2]), 0) |
		     ats_tlp_wire_pasid(p) | VTD_PUT(GATE_WORK0_LEN, 1);
	m->word[1] = p->dw[2] & DW2_PRG;
	return 0;
}

/* Each code is routed in one way. */
static bool is_routed(const struct ats_tlp_packet *p)
{
	static const uint8_t types[] = {
		[INVALIDATE_REQUEST] = MESSAGE_DATA_BY_ID,
		[INVALIDATE_COMPLETION] = MESSAGE_BY_ID,
		[PAGE_REQUEST] = MESSAGE_TO_ROOT,
		[PRG_RESPONSE] = MESSAGE_BY_ID,
	};
	uint64_t code = VTD_GET(DW1_CODE, p->dw[1]);

	return code < sizeof(types) &&
	       types[code] == VTD_GET(DW0_TYPE, p->dw[0]);
}

int ats_tlp_message_decode(const struct ats_tlp_packet *p,
			   struct ats_tlp_message *m)
{
	if (!is_routed(p))
		return -1;
	switch (VTD_GET(DW1_CODE, p->dw[1])) {
	case INVALIDATE_REQUEST:
		return decode_inv_req(p, m);
	case INVALIDATE_COMPLETION:
		return decode_inv_done(p, m);
	case PAGE_REQUEST:
		return decode_page_request(p, m);
	case PRG_RESPONSE:
		return decode_prg_response(p, m);
	default:
		return -1;
	}
}
