/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * A device with a TLB of its own: it asks for translations by ATS and keeps
 * them, forgets them on request, asks for pages by PRI; all in messages. What
 * PCIe has a function do it does, unless it is told to misbehave.
 *
 * It knows no target: messages to it come by device_tlb_message(), its own go
 * to the port, when device_tlb_step() is called. DMA with what it has is the
 * user's, who says how much is in flight.
 */
#ifndef TESTS_LIB_DEVICE_TLB_H
#define TESTS_LIB_DEVICE_TLB_H

#include "device_port.h"

#define DEVICE_TLB_ENTRIES   64U
#define DEVICE_TLB_REQUESTS  16U
#define DEVICE_TLB_OWED      64U
#define DEVICE_TLB_RESPONSES 16U
#define DEVICE_TLB_MOST      8U /* translations of an answer */

/* How it answers invalidations; bits. */
enum device_tlb_manner {
	DEVICE_TLB_LATE = 1U << 0, /* not before device_tlb_release() */
	DEVICE_TLB_LOST = 1U << 1, /* never */
	DEVICE_TLB_TWICE = 1U << 2,
	DEVICE_TLB_WRONG_TAG = 1U << 3, /* with the ITag above */
	DEVICE_TLB_WRONG_SID = 1U << 4, /* in the name of function ^ 1 */
	/* Says that two messages come, and sends the second when released. */
	DEVICE_TLB_HALF = 1U << 5,
	/* Not before its own requests are answered. */
	DEVICE_TLB_WITHHOLDS = 1U << 6,
};

/* As whom it asks. */
struct device_tlb_who {
	bool pasid_valid, priv, exec; /* the latter with PASID */
	uint32_t pasid;
};

struct device_tlb_entry {
	bool valid;
	struct device_tlb_who who;
	uint64_t first, last; /* input addresses, whole pages */
	uint64_t pa;          /* of @first */
	bool r, w;
};

/* A translation request; @done when it is answered. */
struct device_tlb_request {
	bool used, done;
	struct device_tlb_who who;
	uint64_t addr;
	bool stale;          /* an invalidation came before its answer */
	unsigned int status; /* enum ATS_STATUS */
	unsigned int count;  /* translations */
	uint64_t word[DEVICE_TLB_MOST];
};

struct device_tlb_response {
	struct device_tlb_who who;
	unsigned int prgi, code;
};

struct device_tlb_owed {
	uint64_t head, word1;
	bool waits; /* for device_tlb_release() */
	bool holds; /* until nothing is in flight */
};

struct device_tlb {
	uint16_t sid;
	struct device_port port;
	unsigned int manner;    /* enum device_tlb_manner */
	unsigned int in_flight; /* accesses with translations it has */
	struct device_tlb_entry entry[DEVICE_TLB_ENTRIES];
	unsigned int next_entry;
	struct device_tlb_request request[DEVICE_TLB_REQUESTS];
	struct device_tlb_owed owed[DEVICE_TLB_OWED]; /* oldest first */
	unsigned int owes;
	/* What came: invalidations, the newest one; page responses. */
	unsigned int invalidations;
	uint64_t last_head, last_word;
	uint32_t itags; /* of invalidations that it has not answered */
	struct device_tlb_response response[DEVICE_TLB_RESPONSES];
	unsigned int responses;
	const char *flaw; /* the first rule that the block broke, or NULL */
};

void device_tlb_init(struct device_tlb *d, uint16_t sid,
		     struct device_port port);

/*
 * Asks for @count (1 to 8) translations from @addr on. The request's number, or
 * -1 when too many are open or the stream does not take it.
 */
int device_tlb_ask(struct device_tlb *d, struct device_tlb_who who,
		   uint64_t addr, unsigned int count, bool no_write);

/* Takes the answer to request @number; false: it has not come. */
bool device_tlb_answer(struct device_tlb *d, int number,
		       struct device_tlb_request *answer);

/* Its entry for @addr that permits the access, or NULL. */
const struct device_tlb_entry *device_tlb_find(const struct device_tlb *d,
					       struct device_tlb_who who,
					       uint64_t addr, bool write);

/* The first and the last byte that a size-coded word is about. */
uint64_t device_tlb_first(uint64_t word);
uint64_t device_tlb_last(uint64_t word);

/* A page request; @rwl as PAGE_R, PAGE_W, PAGE_L. False: not taken now. */
bool device_tlb_ask_page(struct device_tlb *d, struct device_tlb_who who,
			 uint64_t addr, unsigned int rwl, unsigned int prgi);

/* A message to it: the head and what follows. */
void device_tlb_message(struct device_tlb *d, const uint64_t *word);

/* Sends what it owes and may send; true if it sent something. */
bool device_tlb_step(struct device_tlb *d);

/* What was late need not be any more; second halves are sent. */
void device_tlb_release(struct device_tlb *d);

#endif
