/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Page requests (PRI): the queue in host memory, its event, and responses
 * (VT-d rev 5.10, 7.4 to 7.8).
 */
#ifndef PRQ_H
#define PRQ_H

#include "vtd.h"

/* Response codes of a page-group response (table 32). */
enum prq_response {
	PRQ_SUCCESS = 0,
	PRQ_INVALID = 1,
};

/*
 * PAGE_REQ: into the queue, or dropped; then the last of a group is answered,
 * never with Response Failure. Done when it returns: descriptor, PQT, event.
 */
void prq_request(struct vtd *v, const struct vtd_work *work);

/*
 * Sends the response of a page-group response descriptor. False when there is
 * no room for the message; then nothing happened.
 */
VTD_MUST_CHECK bool prq_respond(struct vtd *v, uint64_t lo, uint64_t hi);

/* The host cleared bits of PRS; wrote PECTL. */
void prq_cleared(struct vtd *v);
void prq_pectl_written(struct vtd *v, uint32_t pectl);

#endif
