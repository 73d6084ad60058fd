/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats_tlp_packet.h"

#include <string.h>

static void put32(struct ats_tlp *tlp, uint32_t dw)
{
	for (unsigned int i = 4; i-- > 0;)
		tlp->byte[tlp->length++] = (uint8_t)(dw >> 8 * i);
}

static void put64(struct ats_tlp *tlp, uint64_t word)
{
	for (unsigned int i = 0; i < 8; i++)
		tlp->byte[tlp->length++] = (uint8_t)(word >> 8 * i);
}

void ats_tlp_wire_write(const struct ats_tlp_packet *p, struct ats_tlp *tlp)
{
	memset(tlp, 0, sizeof(*tlp));
	if (p->pasid)
		put32(tlp, p->prefix);
	for (unsigned int i = 0; i < p->header; i++)
		put32(tlp, p->dw[i]);
	for (unsigned int i = 0; i < p->bodies; i++)
		put64(tlp, p->body[i]);
}

static uint32_t get32(const struct ats_tlp *tlp, unsigned int at)
{
	uint32_t dw = 0;

	for (unsigned int i = 0; i < 4; i++)
		dw = dw << 8 | tlp->byte[at + i];
	return dw;
}

static uint64_t get64(const struct ats_tlp *tlp, unsigned int at)
{
	uint64_t word = 0;

	for (unsigned int i = 8; i-- > 0;)
		word = word << 8 | tlp->byte[at + i];
	return word;
}

/* Bit 5 of byte 0 is a header of four DWORDs, bit 6 a body. */
int ats_tlp_wire_read(const struct ats_tlp *tlp, struct ats_tlp_packet *p)
{
	unsigned int at;

	memset(p, 0, sizeof(*p));
	p->pasid = tlp->byte[0] == PREFIX_PASID;
	at = p->pasid ? 4 : 0;
	p->header = tlp->byte[at] & 0x20 ? 4 : 3;
	if (tlp->length > ATS_TLP_BYTES || tlp->length < at + 4 * p->header)
		return -1;
	p->prefix = get32(tlp, 0);
	for (unsigned int i = 0; i < p->header; i++, at += 4)
		p->dw[i] = get32(tlp, at);
	if (p->dw[0] & 1U << 30)
		p->bodies = (unsigned int)VTD_GET(DW0_LENGTH, p->dw[0]) / 2;
	if (p->dw[0] & REFUSED || p->bodies > 8 ||
	    tlp->length != at + 8 * p->bodies)
		return -1;
	for (unsigned int i = 0; i < p->bodies; i++, at += 8)
		p->body[i] = get64(tlp, at);
	return 0;
}

void ats_tlp_wire_put_pasid(uint64_t head, struct ats_tlp_packet *p)
{
	p->pasid = head & GATE_WORK0_SSIDV;
	p->prefix = ats_tlp_type(PREFIX_PASID) |
		    (uint32_t)VTD_GET(GATE_WORK0_SSID, head);
	if (head & GATE_WORK0_PRIV)
		p->prefix |= (uint32_t)PASID_PMR;
	if (head & GATE_WORK0_EXEC)
		p->prefix |= (uint32_t)PASID_ER;
}

uint64_t ats_tlp_wire_pasid(const struct ats_tlp_packet *p)
{
	uint64_t head = GATE_WORK0_SSIDV;

	if (!p->pasid)
		return 0;
	head |= VTD_PUT(GATE_WORK0_SSID, VTD_GET(PASID_VALUE, p->prefix));
	if (p->prefix & PASID_PMR)
		head |= GATE_WORK0_PRIV;
	return p->prefix & PASID_ER ? head | GATE_WORK0_EXEC : head;
}
