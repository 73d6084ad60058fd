/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Messages of vtd_gate.def as PCIe has them: the TLPs of ATS and PRI, both
 * ways, for whoever puts a real link in front of the message streams. The
 * README has the mapping, field by field.
 *
 * Bytes are in the order of the wire: a header's byte 0 first, as are those of
 * the End-End prefix with a PASID before it; of a body, the least significant
 * byte of each 64 bits first. There is no ECRC: TD = 1 is refused.
 */
#ifndef ATS_TLP_H
#define ATS_TLP_H

#include "vtd_types.h"

/* Prefix, header, eight translations. */
#define ATS_TLP_BYTES 84U
#define ATS_TLP_WORDS 9U

/* What PCIe says and messages do not. */
struct ats_tlp_link {
	uint16_t agent; /* id of who translates, as devices know it */
	uint8_t wanted; /* a completion: translations that were asked for */
};

/* A message: a head, and what is behind it. */
struct ats_tlp_message {
	uint64_t word[ATS_TLP_WORDS];
	uint8_t count; /* of words */
	bool up;       /* from a device: enum MSG_IN, else enum MSG_OUT */
};

struct ats_tlp {
	uint8_t byte[ATS_TLP_BYTES];
	uint8_t length;
};

/*
 * Makes a TLP of a message: ATS_REQ, INV_DONE, PAGE_REQ upwards, ATS_CPL,
 * INV_REQ, PRG_RESP downwards. Returns 0, or a negative value for any other
 * message.
 */
VTD_MUST_CHECK int ats_tlp_encode(const struct ats_tlp_message *message,
				  const struct ats_tlp_link *link,
				  struct ats_tlp *tlp);

/*
 * Makes a message of a TLP. Returns 0, or a negative value for one that is none
 * of these six, is not as long as it says, is poisoned, or breaks a rule of
 * 4.2.1: then it is the link's to answer UR or to drop it as malformed. Tags of
 * more than eight bits, and completions in more than one packet, are refused.
 */
VTD_MUST_CHECK int ats_tlp_decode(const struct ats_tlp *tlp,
				  struct ats_tlp_message *message);

#endif
