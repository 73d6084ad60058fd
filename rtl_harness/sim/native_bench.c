/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Times the engine and the gate's model in one process: a hit, and a cold
 * walk of six reads. A cold walk needs an invalidation before it, which is
 * timed alone and taken off. Then messages: a translation request, and events
 * of a client with a shadow, which acknowledges each, one leaf table and many.
 * Prints "name: nanoseconds".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "lib/tables.h"
#include "native.h"
#include "vtd_config.h"
#include "vtd_types.h"

#define SID    0x100
#define IOVA   UINT64_C(0x40000000)
#define PA     UINT64_C(0x100000)
#define TABLES UINT64_C(0x200000)
#define MEMORY UINT64_C(0x400000)
#define ROUNDS 200000u
#define FLIPS  200u /* of all PAGES */
#define PAGES  512u
#define MANY   65536u /* mappings of the large shadow */

static uint8_t memory[MEMORY];

static int host_read(void *ctx, uint64_t addr, void *buf, unsigned int len)
{
	(void)ctx;
	if (addr > MEMORY - len)
		return -1;
	memcpy(buf, memory + addr, len);
	return 0;
}

static int host_write(void *ctx, uint64_t addr, const void *buf,
		      unsigned int len)
{
	(void)ctx;
	if (addr > MEMORY - len)
		return -1;
	memcpy(memory + addr, buf, len);
	return 0;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void command(struct native *n, unsigned int off, unsigned int len,
		    uint64_t value)
{
	if (native_reg_write(n, off, len, value))
		abort();
	native_run(n, 100);
}

static void start(struct native *n, const struct tables *t)
{
	command(n, VTD_RTADDR, 8, t->root);
	command(n, VTD_GCMD, 4, VTD_GCMD_SRTP);
	command(n, VTD_GCMD, 4, VTD_GCMD_TE);
}

static void forget(struct native *n)
{
	command(n, VTD_CCMD, 8, VTD_CCMD_ICC | UINT64_C(1) << 61);
	command(n, VTD_IOTLB, 8, VTD_IOTLB_IVT | UINT64_C(1) << 60);
}

static void access(struct native *n)
{
	uint64_t word;
	struct native_dma dma = {
		.sid = SID, .addr = IOVA, .len = 8, .data = &word
	};

	if (native_dma(n, &dma) != NATIVE_DMA_OK)
		abort();
}

static double timed(struct native *n, int walks, int accesses)
{
	double from = now();

	for (unsigned int i = 0; i < ROUNDS; i++) {
		if (walks)
			forget(n);
		if (accesses)
			access(n);
	}
	return (now() - from) / ROUNDS;
}

/* ---- Messages ----------------------------------------------------------- */

static uint64_t head_of(unsigned int msg)
{
	return GATE_KIND_MSG | VTD_PUT(GATE_WORK0_MSG, msg) |
	       VTD_PUT(GATE_WORK0_SID, SID);
}

static double requests(struct native *n)
{
	double from = now();
	struct native_msg msg;

	for (unsigned int i = 0; i < ROUNDS; i++) {
		if (!native_msg_request(n, head_of(GATE_MSG_IN_ATS_REQ), IOVA,
					0))
			abort();
		native_run(n, 100);
		if (!native_msg_oldest(n, &msg) || msg.count != 2)
			abort();
		native_msg_take(n);
	}
	return (now() - from) / ROUNDS;
}

/* Acknowledges what comes until nothing comes; how many events came. */
static unsigned int listen(struct native *n)
{
	unsigned int events = 0;
	struct native_msg msg;

	native_run(n, 1000);
	while (native_msg_oldest(n, &msg)) {
		native_msg_take(n);
		if (VTD_GET(GATE_WORK0_MSG, msg.word[0]) ==
		    GATE_MSG_OUT_CLIENT_STATE)
			continue;
		if (!native_msg_post(n,
				     head_of(GATE_MSG_IN_CLIENT_ACK) |
					     (msg.word[0] & GATE_WORK0_TAG),
				     0, 0))
			abort();
		events++;
		native_run(n, 1000);
	}
	return events;
}

/* All pages go and come with an entry above them. */
static double events(struct native *n, const struct tables *t)
{
	uint64_t slot = tables_slot(t, SID, IOVA, 2);
	uint64_t entry = tables_load(t, slot);
	double from = now();

	for (unsigned int i = 0; i < FLIPS; i++) {
		tables_store(t, slot, i & 1 ? entry : 0);
		if (native_reg_write(n, VTD_IOTLB, 8,
				     VTD_IOTLB_IVT | UINT64_C(1) << 60))
			abort();
		if (listen(n) != PAGES)
			abort();
	}
	return (now() - from) / FLIPS / PAGES;
}

static struct native *new_with_shadow(const struct native_host *host)
{
	struct vtd_config config = vtd_config_default();

	config.cap |= VTD_CAP_CM;
	config.ecap |= VTD_ECAP_DT;
	config.shadow_sid[0] = SID;
	config.shadow_sids = 1;
	return native_new(&config, host);
}

/* Registers for all addresses; false if it is not told of @pages mappings. */
static int hello(struct native *n, unsigned int pages)
{
	return native_msg_post(n, head_of(GATE_MSG_IN_CLIENT_HELLO),
			       GATE_CLIENT_KIND_MAP | GATE_CLIENT_KIND_UNMAP,
			       (UINT64_C(1) << 39) - 1) &&
	       listen(n) == pages;
}

static int messages(const struct native_host *host, struct tables *t)
{
	struct native *n = new_with_shadow(host);

	if (!n || tables_map_range(t, SID, IOVA, PA, PAGES * TABLES_PAGE_4K,
				   TABLES_PAGE_4K, TABLES_RW))
		return 1;
	tables_store(t, tables_context_slot(t, SID),
		     tables_load(t, tables_context_slot(t, SID)) | 4);
	start(n, t);
	printf("a translation request: %.1f\n", requests(n));
	if (!hello(n, PAGES))
		return 1;
	printf("a MAP or UNMAP event: %.1f\n", events(n, t));
	native_free(n);
	return 0;
}

/* Another client with the same mapping, from its registration to READY. */
static int resync(const struct native_host *host, struct tables *t)
{
	struct native *n = new_with_shadow(host);
	double from;

	if (!n || tables_map_range(t, SID, IOVA, PA, MANY * TABLES_PAGE_4K,
				   TABLES_PAGE_4K, TABLES_RW))
		return 1;
	start(n, t);
	from = now();
	if (!hello(n, MANY))
		return 1;
	printf("shadow resync of 65536 mappings: %.1f\n", now() - from);
	from = now();
	if (native_reg_write(n, VTD_IOTLB, 8,
			     VTD_IOTLB_IVT | UINT64_C(1) << 60) ||
	    native_run(n, MANY) == MANY || listen(n))
		return 1;
	printf("a global flush and none of them changed: %.1f\n",
	       now() - from);
	native_free(n);
	return 0;
}

int main(void)
{
	static const struct native_host host = { .read = host_read,
						 .write = host_write };
	struct vtd_config config = vtd_config_default();
	struct tables_flat flat = { memory, 0, MEMORY };
	struct native *n = native_new(&config, &host);
	struct tables t;
	double flush, both;

	if (!n || tables_init(&t, tables_flat_mem(&flat), TABLES, 0x100000) ||
	    tables_attach(&t, SID, 1, 4) ||
	    tables_map(&t, SID, IOVA, PA, TABLES_PAGE_4K, TABLES_RW))
		return 1;
	start(n, &t);
	access(n);
	printf("a hit: %.1f\n", timed(n, 0, 1));
	flush = timed(n, 1, 0);
	both = timed(n, 1, 1);
	printf("a cold walk of six reads: %.1f\n", both - flush);
	native_free(n);
	return messages(&host, &t) || resync(&host, &t);
}
