/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats_tlp_packet.h"

#include <string.h>

/* Addresses below 4 GiB go in the short form, as PCIe has it. */
void ats_tlp_request_encode(const struct ats_tlp_message *m,
			    struct ats_tlp_packet *p)
{
	uint64_t addr = m->word[1] & GATE_WORK1_MSG_ADDR;
	unsigned int count =
		1 + (unsigned int)VTD_GET(GATE_WORK1_ATS_COUNT, m->word[1]);

	if (m->word[1] & GATE_WORK1_ATS_NW)
		addr |= NO_WRITE;
	p->header = addr >> 32 ? 4 : 3;
	p->dw[0] = ats_tlp_type(addr >> 32 ? MEM_READ_64 : MEM_READ_32) |
		   (uint32_t)VTD_PUT(DW0_AT, AT_TRANSLATION) | 2 * count;
	p->dw[1] = ats_tlp_from(VTD_GET(GATE_WORK0_SID, m->word[0]),
				VTD_GET(GATE_WORK0_TAG, m->word[0]), ALL_BYTES);
	p->dw[2] = (uint32_t)(addr >> 32);
	p->dw[p->header - 1] = (uint32_t)addr;
}

/* 4.2.1: what is no translation request, or a malformed one. */
static bool request_is_sound(const struct ats_tlp_packet *p)
{
	unsigned int length = (unsigned int)VTD_GET(DW0_LENGTH, p->dw[0]);

	return VTD_GET(DW0_AT, p->dw[0]) == AT_TRANSLATION && length &&
	       !(length & 1) && length <= RCB / 4 &&
	       (p->dw[1] & DW1_BE) == ALL_BYTES;
}

int ats_tlp_request_decode(const struct ats_tlp_packet *p,
			   struct ats_tlp_message *m)
{
	uint64_t addr = p->dw[p->header - 1];

	if (!request_is_sound(p))
		return -1;
	if (p->header == 4)
		addr |= (uint64_t)p->dw[2] << 32;
	m->up = true;
	m->count = 2;
	m->word[0] = ats_tlp_head(GATE_MSG_IN_ATS_REQ,
				  VTD_GET(DW1_ID, p->dw[1]),
				  VTD_GET(DW1_TAG, p->dw[1])) |
		     ats_tlp_wire_pasid(p);
	m->word[1] = (addr & GATE_WORK1_MSG_ADDR) |
		     VTD_PUT(GATE_WORK1_ATS_COUNT,
			     VTD_GET(DW0_LENGTH, p->dw[0]) / 2 - 1);
	if (addr & NO_WRITE)
		m->word[1] |= GATE_WORK1_ATS_NW;
	return 0;
}

/* One packet, which ends at a read completion boundary. */
void ats_tlp_request_encode_completion(const struct ats_tlp_message *m,
				       const struct ats_tlp_link *link,
				       struct ats_tlp_packet *p)
{
	unsigned int count = m->count - 1U;
	unsigned int bytes = 8 * (count ? count : link->wanted);

	p->header = 3;
	p->bodies = count;
	memcpy(p->body, m->word + 1, 8 * (size_t)count);
	p->dw[0] = ats_tlp_type(count ? COMPLETION_DATA : COMPLETION) |
		   2 * count;
	p->dw[1] = (uint32_t)(VTD_PUT(DW1_ID, link->agent) |
			      VTD_PUT(CPL_STATUS,
				      VTD_GET(GATE_WORK0_STATUS, m->word[0])) |
			      VTD_PUT(CPL_BYTE_COUNT, bytes));
	p->dw[2] = (uint32_t)(VTD_PUT(DW2_ID,
				      VTD_GET(GATE_WORK0_SID, m->word[0])) |
			      VTD_PUT(DW2_TAG,
				      VTD_GET(GATE_WORK0_TAG, m->word[0])) |
			      VTD_PUT(CPL_LOWER, RCB - bytes));
}

/* No prefix comes back: who asked knows by the tag as whom. */
int ats_tlp_request_decode_completion(const struct ats_tlp_packet *p,
				      struct ats_tlp_message *m)
{
	uint64_t status = VTD_GET(CPL_STATUS, p->dw[1]);

	if (!status != !!p->bodies ||
	    (p->bodies && VTD_GET(CPL_BYTE_COUNT, p->dw[1]) != 8 * p->bodies))
		return -1;
	m->count = (uint8_t)(1 + p->bodies);
	m->word[0] = ats_tlp_head(GATE_MSG_OUT_ATS_CPL,
				  VTD_GET(DW2_ID, p->dw[2]),
				  VTD_GET(DW2_TAG, p->dw[2])) |
		     VTD_PUT(GATE_WORK0_STATUS, status) |
		     VTD_PUT(GATE_WORK0_LEN, p->bodies);
	memcpy(m->word + 1, p->body, 8 * (size_t)p->bodies);
	return 0;
}
