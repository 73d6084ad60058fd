/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats_tlp.h"

#include <string.h>

#include "gen/vtd_gate.h"

/* Byte 0: Fmt and Type. */
enum {
	PREFIX_PASID = 0x91,
	MEM_READ_32 = 0x00,
	MEM_READ_64 = 0x20,
	COMPLETION = 0x0a,
	COMPLETION_DATA = 0x4a,
	MESSAGE_TO_ROOT = 0x30,
	MESSAGE_BY_ID = 0x32,
	MESSAGE_DATA_BY_ID = 0x72,
};

/* Message codes. */
enum {
	INVALIDATE_REQUEST = 1,
	INVALIDATE_COMPLETION = 2,
	PAGE_REQUEST = 4,
	PRG_RESPONSE = 5,
};

/* The first DWORD of a header, and of a prefix. */
#define DW0_TYPE   VTD_MASK(31, 24)
#define DW0_T9     VTD_MASK(23, 23)
#define DW0_T8     VTD_MASK(19, 19)
#define DW0_TD     VTD_MASK(15, 15)
#define DW0_EP     VTD_MASK(14, 14)
#define DW0_AT     VTD_MASK(11, 10)
#define DW0_LENGTH VTD_MASK(9, 0) /* in DWORDs */
#define REFUSED    (DW0_T9 | DW0_T8 | DW0_TD | DW0_EP)

#define PASID_PMR   VTD_MASK(21, 21)
#define PASID_ER    VTD_MASK(20, 20)
#define PASID_VALUE VTD_MASK(19, 0)

/* The second and third, as each kind has them. */
#define DW1_ID   VTD_MASK(31, 16) /* of who sends it */
#define DW1_TAG  VTD_MASK(15, 8)
#define DW1_BE   VTD_MASK(7, 0)
#define DW1_CODE VTD_MASK(7, 0)
#define DW2_ID   VTD_MASK(31, 16) /* of whom it is for */
#define DW2_TAG  VTD_MASK(15, 8)
#define DW2_CC   VTD_MASK(2, 0)
#define DW2_PRG  VTD_MASK(15, 0) /* response code 15:12, PRGI 8:0 */

#define CPL_STATUS     VTD_MASK(15, 13)
#define CPL_BYTE_COUNT VTD_MASK(11, 0)
#define CPL_LOWER      VTD_MASK(6, 0)

#define AT_TRANSLATION 1U
#define ALL_BYTES      0xffU /* both DWORDs whole */
#define RCB            64U   /* read completion boundary, bytes */
#define NO_WRITE       VTD_MASK(0, 0)

/* A TLP as numbers: no header or body has more of them. */
struct packet {
	uint32_t prefix;
	uint32_t dw[4];
	uint64_t body[8];
	unsigned int header; /* DWORDs: 3 or 4 */
	unsigned int bodies; /* 64-bit words */
	bool pasid;
};

static uint64_t head_of(unsigned int msg, uint64_t sid, uint64_t tag)
{
	return GATE_KIND_MSG | VTD_PUT(GATE_WORK0_MSG, msg) |
	       VTD_PUT(GATE_WORK0_SID, sid) | VTD_PUT(GATE_WORK0_TAG, tag);
}

static uint32_t type_of(unsigned int type)
{
	return (uint32_t)VTD_PUT(DW0_TYPE, type);
}

static uint32_t from(uint64_t id, uint64_t tag, uint64_t low)
{
	return (uint32_t)(VTD_PUT(DW1_ID, id) | VTD_PUT(DW1_TAG, tag) | low);
}

/* ---- To bytes and back --------------------------------------------------- */

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

static void write_packet(const struct packet *p, struct ats_tlp *tlp)
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
static int read_packet(const struct ats_tlp *tlp, struct packet *p)
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

/* ---- The PASID ----------------------------------------------------------- */

static void encode_pasid(uint64_t head, struct packet *p)
{
	p->pasid = head & GATE_WORK0_SSIDV;
	p->prefix = type_of(PREFIX_PASID) |
		    (uint32_t)VTD_GET(GATE_WORK0_SSID, head);
	if (head & GATE_WORK0_PRIV)
		p->prefix |= (uint32_t)PASID_PMR;
	if (head & GATE_WORK0_EXEC)
		p->prefix |= (uint32_t)PASID_ER;
}

static uint64_t decode_pasid(const struct packet *p)
{
	uint64_t head = GATE_WORK0_SSIDV;

	if (!p->pasid)
		return 0;
	head |= VTD_PUT(GATE_WORK0_SSID, VTD_GET(PASID_VALUE, p->prefix));
	if (p->prefix & PASID_PMR)
		head |= GATE_WORK0_PRIV;
	return p->prefix & PASID_ER ? head | GATE_WORK0_EXEC : head;
}

/* ---- Translation requests and completions -------------------------------- */

/* Addresses below 4 GiB go in the short form, as PCIe has it. */
static void encode_request(const struct ats_tlp_message *m, struct packet *p)
{
	uint64_t addr = m->word[1] & GATE_WORK1_MSG_ADDR;
	unsigned int count =
		1 + (unsigned int)VTD_GET(GATE_WORK1_ATS_COUNT, m->word[1]);

	if (m->word[1] & GATE_WORK1_ATS_NW)
		addr |= NO_WRITE;
	p->header = addr >> 32 ? 4 : 3;
	p->dw[0] = type_of(addr >> 32 ? MEM_READ_64 : MEM_READ_32) |
		   (uint32_t)VTD_PUT(DW0_AT, AT_TRANSLATION) | 2 * count;
	p->dw[1] = from(VTD_GET(GATE_WORK0_SID, m->word[0]),
			VTD_GET(GATE_WORK0_TAG, m->word[0]), ALL_BYTES);
	p->dw[2] = (uint32_t)(addr >> 32);
	p->dw[p->header - 1] = (uint32_t)addr;
}

/* 4.2.1: what is no translation request, or a malformed one. */
static bool request_is_sound(const struct packet *p)
{
	unsigned int length = (unsigned int)VTD_GET(DW0_LENGTH, p->dw[0]);

	return VTD_GET(DW0_AT, p->dw[0]) == AT_TRANSLATION && length &&
	       !(length & 1) && length <= RCB / 4 &&
	       (p->dw[1] & DW1_BE) == ALL_BYTES;
}

static int decode_request(const struct packet *p, struct ats_tlp_message *m)
{
	uint64_t addr = p->dw[p->header - 1];

	if (!request_is_sound(p))
		return -1;
	if (p->header == 4)
		addr |= (uint64_t)p->dw[2] << 32;
	m->up = true;
	m->count = 2;
	m->word[0] = head_of(GATE_MSG_IN_ATS_REQ, VTD_GET(DW1_ID, p->dw[1]),
			     VTD_GET(DW1_TAG, p->dw[1])) |
		     decode_pasid(p);
	m->word[1] = (addr & GATE_WORK1_MSG_ADDR) |
		     VTD_PUT(GATE_WORK1_ATS_COUNT,
			     VTD_GET(DW0_LENGTH, p->dw[0]) / 2 - 1);
	if (addr & NO_WRITE)
		m->word[1] |= GATE_WORK1_ATS_NW;
	return 0;
}

/* One packet, which ends at a read completion boundary. */
static void encode_completion(const struct ats_tlp_message *m,
			      const struct ats_tlp_link *link, struct packet *p)
{
	unsigned int count = m->count - 1U;
	unsigned int bytes = 8 * (count ? count : link->wanted);

	p->header = 3;
	p->bodies = count;
	memcpy(p->body, m->word + 1, 8 * (size_t)count);
	p->dw[0] = type_of(count ? COMPLETION_DATA : COMPLETION) | 2 * count;
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
static int decode_completion(const struct packet *p, struct ats_tlp_message *m)
{
	uint64_t status = VTD_GET(CPL_STATUS, p->dw[1]);

	if (!status != !!p->bodies ||
	    (p->bodies && VTD_GET(CPL_BYTE_COUNT, p->dw[1]) != 8 * p->bodies))
		return -1;
	m->count = (uint8_t)(1 + p->bodies);
	m->word[0] = head_of(GATE_MSG_OUT_ATS_CPL, VTD_GET(DW2_ID, p->dw[2]),
			     VTD_GET(DW2_TAG, p->dw[2])) |
		     VTD_PUT(GATE_WORK0_STATUS, status) |
		     VTD_PUT(GATE_WORK0_LEN, p->bodies);
	memcpy(m->word + 1, p->body, 8 * (size_t)p->bodies);
	return 0;
}

/* ---- Messages ------------------------------------------------------------ */

static void encode_inv_done(const struct ats_tlp_message *m,
			    const struct ats_tlp_link *link, struct packet *p)
{
	p->header = 4;
	p->dw[0] = type_of(MESSAGE_BY_ID);
	p->dw[1] = from(VTD_GET(GATE_WORK0_SID, m->word[0]), 0,
			INVALIDATE_COMPLETION);
	p->dw[2] = (uint32_t)(VTD_PUT(DW2_ID, link->agent) |
			      VTD_GET(GATE_WORK1_CC, m->word[1]));
	p->dw[3] = (uint32_t)VTD_GET(GATE_WORK1_ITAGS, m->word[1]);
}

static int decode_inv_done(const struct packet *p, struct ats_tlp_message *m)
{
	m->up = true;
	m->count = 2;
	m->word[0] =
		head_of(GATE_MSG_IN_INV_DONE, VTD_GET(DW1_ID, p->dw[1]), 0);
	m->word[1] = VTD_PUT(GATE_WORK1_ITAGS, p->dw[3]) |
		     VTD_PUT(GATE_WORK1_CC, VTD_GET(DW2_CC, p->dw[2]));
	return 0;
}

static void encode_page_request(const struct ats_tlp_message *m,
				struct packet *p)
{
	p->header = 4;
	p->dw[0] = type_of(MESSAGE_TO_ROOT);
	p->dw[1] = from(VTD_GET(GATE_WORK0_SID, m->word[0]), 0, PAGE_REQUEST);
	p->dw[2] = (uint32_t)(m->word[1] >> 32);
	p->dw[3] = (uint32_t)m->word[1];
}

static int decode_page_request(const struct packet *p,
			       struct ats_tlp_message *m)
{
	m->up = true;
	m->count = 2;
	m->word[0] =
		head_of(GATE_MSG_IN_PAGE_REQ, VTD_GET(DW1_ID, p->dw[1]), 0) |
		decode_pasid(p);
	m->word[1] = (uint64_t)p->dw[2] << 32 | p->dw[3];
	return 0;
}

static void encode_inv_req(const struct ats_tlp_message *m,
			   const struct ats_tlp_link *link, struct packet *p)
{
	p->header = 4;
	p->bodies = 1;
	p->body[0] = m->word[1];
	p->dw[0] = type_of(MESSAGE_DATA_BY_ID) | 2;
	p->dw[1] = from(link->agent, VTD_GET(GATE_WORK0_TAG, m->word[0]) & 31,
			INVALIDATE_REQUEST);
	p->dw[2] =
		(uint32_t)VTD_PUT(DW2_ID, VTD_GET(GATE_WORK0_SID, m->word[0]));
}

static int decode_inv_req(const struct packet *p, struct ats_tlp_message *m)
{
	if (p->bodies != 1)
		return -1;
	m->count = 2;
	m->word[0] = head_of(GATE_MSG_OUT_INV_REQ, VTD_GET(DW2_ID, p->dw[2]),
			     VTD_GET(DW1_TAG, p->dw[1]) & 31) |
		     decode_pasid(p) | VTD_PUT(GATE_WORK0_LEN, 1);
	m->word[1] = p->body[0];
	return 0;
}

/* Code and PRGI lie in the word as they lie in the header. */
static void encode_prg_response(const struct ats_tlp_message *m,
				const struct ats_tlp_link *link,
				struct packet *p)
{
	p->header = 4;
	p->dw[0] = type_of(MESSAGE_BY_ID);
	p->dw[1] = from(link->agent, 0, PRG_RESPONSE);
	p->dw[2] = (uint32_t)(VTD_PUT(DW2_ID,
				      VTD_GET(GATE_WORK0_SID, m->word[0])) |
			      (m->word[1] & DW2_PRG));
}

static int decode_prg_response(const struct packet *p,
			       struct ats_tlp_message *m)
{
	m->count = 2;
	m->word[0] =
		head_of(GATE_MSG_OUT_PRG_RESP, VTD_GET(DW2_ID, p->dw[2]), 0) |
		decode_pasid(p) | VTD_PUT(GATE_WORK0_LEN, 1);
	m->word[1] = p->dw[2] & DW2_PRG;
	return 0;
}

/* ---- Which of them ------------------------------------------------------- */

static int encode_up(const struct ats_tlp_message *m,
		     const struct ats_tlp_link *link, struct packet *p)
{
	switch (VTD_GET(GATE_WORK0_MSG, m->word[0])) {
	case GATE_MSG_IN_ATS_REQ:
		encode_request(m, p);
		break;
	case GATE_MSG_IN_INV_DONE:
		encode_inv_done(m, link, p);
		p->pasid = false;
		break;
	case GATE_MSG_IN_PAGE_REQ:
		encode_page_request(m, p);
		break;
	default:
		return -1;
	}
	return 0;
}

static int encode_down(const struct ats_tlp_message *m,
		       const struct ats_tlp_link *link, struct packet *p)
{
	switch (VTD_GET(GATE_WORK0_MSG, m->word[0])) {
	case GATE_MSG_OUT_ATS_CPL:
		encode_completion(m, link, p);
		p->pasid = false;
		break;
	case GATE_MSG_OUT_INV_REQ:
		encode_inv_req(m, link, p);
		break;
	case GATE_MSG_OUT_PRG_RESP:
		encode_prg_response(m, link, p);
		break;
	default:
		return -1;
	}
	return 0;
}

int ats_tlp_encode(const struct ats_tlp_message *message,
		   const struct ats_tlp_link *link, struct ats_tlp *tlp)
{
	struct packet p = { 0 };
	int err;

	if (!message->count || message->count > ATS_TLP_WORDS)
		return -1;
	encode_pasid(message->word[0], &p);
	err = message->up ? encode_up(message, link, &p) :
			    encode_down(message, link, &p);
	if (err)
		return err;
	write_packet(&p, tlp);
	return 0;
}

/* Each code is routed in one way. */
static bool is_routed(const struct packet *p)
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

static int decode_message(const struct packet *p, struct ats_tlp_message *m)
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

int ats_tlp_decode(const struct ats_tlp *tlp, struct ats_tlp_message *message)
{
	struct packet p;

	memset(message, 0, sizeof(*message));
	if (read_packet(tlp, &p))
		return -1;
	switch (VTD_GET(DW0_TYPE, p.dw[0])) {
	case MEM_READ_32:
	case MEM_READ_64:
		return decode_request(&p, message);
	case COMPLETION:
	case COMPLETION_DATA:
		return decode_completion(&p, message);
	case MESSAGE_TO_ROOT:
	case MESSAGE_BY_ID:
	case MESSAGE_DATA_BY_ID:
		return decode_message(&p, message);
	default:
		return -1;
	}
}
