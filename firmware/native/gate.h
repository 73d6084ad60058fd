/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The gate as vtd_gate.sv has it, for requests rather than beats: keys
 * (source -> tag), tags with live bits, an IOTLB with replacement, entries of
 * any size, slots that park or hold requests, drain. It speaks the words of
 * vtd_gate.def.
 *
 * What differs from RTL: a request moves in one step, so there are no bursts,
 * no order by AXI ID and no stalled channels; drains end when held requests
 * are released.
 */
#ifndef GATE_H
#define GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "native.h"
#include "regwin.h"
#include "vtd_port.h"

#define GATE_SLOTS    48U /* 4 ports of 8 read and 4 write slots */
#define GATE_MAX_TAGS 1024U
#define GATE_MAX_TLB  (256U * 8U)
#define GATE_MAX_BIG  64U
#define GATE_MAX_KEYS 1024U
#define GATE_KEY_WAYS 4U
#define GATE_REPORTS  8U

enum gate_state {
	GATE_FREE,
	GATE_NEED_FW, /* offered to the engine */
	GATE_AT_FW,   /* taken by it, answer outstanding */
	GATE_IN_MEM,  /* granted, memory has not answered */
	GATE_DONE,
	GATE_FAILED
};

struct gate_slot {
	struct native_dma dma;
	uint64_t pa;
	uint64_t arrival; /* order of requests */
	uint64_t granted; /* order of grants */
	uint8_t state;    /* enum gate_state */
	bool intr;        /* is an interrupt request */
	bool drained;     /* a drain waits for it */
};

struct gate_key {
	uint64_t key;
	uint16_t tag;
	bool valid, pass;
};

struct gate_tlb {
	uint64_t pfn; /* of the input page */
	uint64_t pa;
	uint16_t tag;
	uint8_t order;
	bool valid, r, w;
};

enum gate_tag {
	GATE_TAG_CLEAN, /* nothing of it is left anywhere */
	GATE_TAG_LIVE,
	GATE_TAG_RETIRED, /* to be swept before it is given out again */
	GATE_TAG_SWEPT    /* in the sweep that runs */
};

/* Whole pages; none when @limit is below @base. */
struct gate_range {
	uint64_t base, limit;
};

struct gate {
	struct native_sizes size;
	struct native_host host;
	struct regwin *counters; /* regwin_count() */
	struct gate_slot slot[GATE_SLOTS];
	struct gate_key key[GATE_MAX_KEYS];
	struct gate_tlb tlb[GATE_MAX_TLB];
	struct gate_tlb big[GATE_MAX_BIG];
	uint8_t tag[GATE_MAX_TAGS]; /* enum gate_tag */
	struct vtd_work report[GATE_REPORTS];
	unsigned int reports;
	unsigned int parked; /* slots in GATE_NEED_FW */
	unsigned int next_slot, next_key, next_way, next_big;
	unsigned int draining; /* slots that a drain waits for */
	unsigned int sweeping; /* polls until the sweep has ended */
	uint64_t arrivals, grants;
	uint64_t mode;                /* as written, MODE field as in force */
	struct gate_range protect[2]; /* PMR_LOW, PMR_HIGH */
	bool te_ever;
	bool held, dead;
	struct native_stats stats;
};

/* Reset; @size has no zero left in it. */
void gate_reset(struct gate *g, const struct native_sizes *size,
		const struct native_host *host, struct regwin *counters);

/* A device's request, looked up at once; its slot, or -1 when none is free. */
int gate_submit(struct gate *g, const struct native_dma *dma);

/* How the request in @slot stands; OK and ERROR free it. */
enum native_dma_result gate_poll(struct gate *g, unsigned int slot);

/* Takes the request back, answered or not. */
void gate_withdraw(struct gate *g, unsigned int slot);

/* Memory answers devices, or not. */
void gate_hold(struct gate *g, bool held);

/* Takes the next MISS, INTR or REPORT; false when there is none. */
bool gate_next_work(struct gate *g, struct vtd_work *work);

/* The words of the mailbox. @te_off: the host has cleared GCMD.TE. */
void gate_answer(struct gate *g, uint64_t answer, uint64_t pa);
void gate_invalidate(struct gate *g, uint64_t inv, uint64_t addr);
void gate_mode(struct gate *g, uint64_t mode, bool te_off);
void gate_protect(struct gate *g, unsigned int high, uint64_t base,
		  uint64_t limit);
uint64_t gate_status(struct gate *g);

/* The device that @head names left a message too long (FLAW_STALL). */
void gate_stalled(struct gate *g, uint64_t head);

/* The watchdog expired: blocked for good. */
void gate_die(struct gate *g);

/* Ends the process: the engine broke the rule @what with @word. */
_Noreturn void gate_contract(const char *what, uint64_t word);

#endif
