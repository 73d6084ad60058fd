/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * A TLP between its bytes and a message: what the files of ats_tlp share, and
 * nobody else. The README has the mapping.
 */
#ifndef ATS_TLP_PACKET_H
#define ATS_TLP_PACKET_H

#include "ats_tlp.h"
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
struct ats_tlp_packet {
	uint32_t prefix;
	uint32_t dw[4];
	uint64_t body[8];
	unsigned int header; /* DWORDs: 3 or 4 */
	unsigned int bodies; /* 64-bit words */
	bool pasid;
};

static inline uint64_t ats_tlp_head(unsigned int msg, uint64_t sid,
				    uint64_t tag)
{
	return GATE_KIND_MSG | VTD_PUT(GATE_WORK0_MSG, msg) |
	       VTD_PUT(GATE_WORK0_SID, sid) | VTD_PUT(GATE_WORK0_TAG, tag);
}

static inline uint32_t ats_tlp_type(unsigned int type)
{
	return (uint32_t)VTD_PUT(DW0_TYPE, type);
}

static inline uint32_t ats_tlp_from(uint64_t id, uint64_t tag, uint64_t low)
{
	return (uint32_t)(VTD_PUT(DW1_ID, id) | VTD_PUT(DW1_TAG, tag) | low);
}

/* ---- ats_tlp_wire.c ------------------------------------------------------ */

void ats_tlp_wire_write(const struct ats_tlp_packet *p, struct ats_tlp *tlp);

/* Negative: it is not as long as it says, or has what is refused. */
VTD_MUST_CHECK int ats_tlp_wire_read(const struct ats_tlp *tlp,
				     struct ats_tlp_packet *p);

/* The prefix of a head; the fields of a head that a prefix holds. */
void ats_tlp_wire_put_pasid(uint64_t head, struct ats_tlp_packet *p);
uint64_t ats_tlp_wire_pasid(const struct ats_tlp_packet *p);

/* ---- ats_tlp_request.c --------------------------------------------------- */

/* Translation requests, and their completions. Negative: see ats_tlp_decode. */
void ats_tlp_request_encode(const struct ats_tlp_message *m,
			    struct ats_tlp_packet *p);
VTD_MUST_CHECK int ats_tlp_request_decode(const struct ats_tlp_packet *p,
					  struct ats_tlp_message *m);
void ats_tlp_request_encode_completion(const struct ats_tlp_message *m,
				       const struct ats_tlp_link *link,
				       struct ats_tlp_packet *p);
VTD_MUST_CHECK int
ats_tlp_request_decode_completion(const struct ats_tlp_packet *p,
				  struct ats_tlp_message *m);

/* ---- ats_tlp_message.c --------------------------------------------------- */

/* What PCIe calls a message. Negative: see ats_tlp_decode. */
void ats_tlp_message_encode_inv_done(const struct ats_tlp_message *m,
				     const struct ats_tlp_link *link,
				     struct ats_tlp_packet *p);
void ats_tlp_message_encode_page(const struct ats_tlp_message *m,
				 struct ats_tlp_packet *p);
void ats_tlp_message_encode_inv_req(const struct ats_tlp_message *m,
				    const struct ats_tlp_link *link,
				    struct ats_tlp_packet *p);
void ats_tlp_message_encode_response(const struct ats_tlp_message *m,
				     const struct ats_tlp_link *link,
				     struct ats_tlp_packet *p);
VTD_MUST_CHECK int ats_tlp_message_decode(const struct ats_tlp_packet *p,
					  struct ats_tlp_message *m);

#endif
