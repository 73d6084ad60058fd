/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Rows of VT-d's table of faults (7.1.3) for devices with TLBs: what one and
 * the same state of the tables is for a translation request, a translated
 * request and a page request.
 */
#ifndef TESTS_FLOW_DRIVER_ROWS_H
#define TESTS_FLOW_DRIVER_ROWS_H

#include "flow_driver_msg.h"

/* A source with a device TLB, SID, and IOVA mapped to PAGE_0, 4K, RW. */
struct ats_world {
	struct driver d;
	struct device_tlb tlb;
	struct scalable_pasid space; /* scalable mode */
	bool pages;                  /* page requests can be made */
};

/* Legacy mode, ATS allowed. */
void ats_world_start(struct ats_world *w);
/*
 * Scalable mode: the same space for requests without PASID and with PASID; ATS
 * and page requests allowed, with a queue of one page.
 */
void ats_world_start_space(struct ats_world *w, enum scalable_pgtt pgtt);

/* What becomes of a translation request. */
enum row_ats {
	ROW_PASSES, /* as if nothing had happened */
	ROW_UR,
	ROW_CA,
	ROW_NONE,    /* success without permission, not recorded */
	ROW_NONE_NR, /* the same, but recorded */
	ROW_SKIP     /* not asked */
};

/* Of the others: blocked, as the row says, or not concerned. */
enum row_other {
	ROW_OTHER_PASSES,
	ROW_BLOCKED, /* translated: UR; page request: Invalid Request */
	ROW_OTHER_SKIP
};

struct ats_row {
	unsigned int reason;
	enum row_ats ats;
	enum row_other translated; /* without PASID only */
	enum row_other page;       /* where there are page requests */
};

/*
 * As things stand, requests that carry what they do (flow_with_pasid()) are
 * answered as @row says.
 */
void ats_world_expect(struct ats_world *w, struct ats_row row);

/*
 * The same with @bits of the word at @slot flipped (@len bytes at @addr
 * unreadable) and everything flushed;
 * then all is good again, without a flush (VT-d 6.1).
 */
void ats_world_expect_spoiled(struct ats_world *w, uint64_t slot, uint64_t bits,
			      struct ats_row row);
void ats_world_expect_unreadable(struct ats_world *w, uint64_t addr,
				 uint64_t len, struct ats_row row);

#define ROW(...)           ((struct ats_row){ __VA_ARGS__ })
#define EXPECT_ROW(w, ...) HERE(ats_world_expect(w, ROW(__VA_ARGS__)))
#define EXPECT_ROW_SPOILED(w, slot, bits, ...)                                 \
	HERE(ats_world_expect_spoiled(w, slot, bits, ROW(__VA_ARGS__)))
#define EXPECT_ROW_UNREADABLE(w, addr, len, ...)                               \
	HERE(ats_world_expect_unreadable(w, addr, len, ROW(__VA_ARGS__)))

/* The answer of the block itself to group @prgi: its code (VT-d 7.5.1). */
#define PAGE_SUCCESS 0U
#define PAGE_INVALID 1U
void flow_expect_response(struct device_tlb *tlb, unsigned int prgi,
			  unsigned int code);
#define EXPECT_RESPONSE(tlb, prgi, code)                                       \
	HERE(flow_expect_response(tlb, prgi, code))
/* Asks for a page, as flow_with_pasid() says; fails if it is not taken. */
#define PAGE_R  1U
#define PAGE_W  2U
#define PAGE_L  4U
#define PAGE_RL 5U
void flow_page_request(struct device_tlb *tlb, uint64_t addr, unsigned int rwl,
		       unsigned int prgi);

#endif
