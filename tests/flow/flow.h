/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What a scenario is written with. A scenario is one file:
 *
 *	#include "flow.h"
 *
 *	FLOW(tlb_permission, "a write through a read-only page is blocked")
 *	{
 *		struct driver d;
 *
 *		driver_start(&d);
 *		driver_map(&d, SID, IOVA, PAGE_0, TABLES_PAGE_4K, TABLES_R);
 *		EXPECT_READS(SID, IOVA, PAGE_0);
 *		EXPECT_BLOCKED(SID, FLOW_WRITE, IOVA, VTD_FAULT_LGN_2);
 *	}
 *
 * It begins at power-on with the pins of its configuration and knows nothing
 * of the target. What it expects comes from the specification, with the source
 * named where it is not obvious. The first expectation that fails ends it.
 */
#ifndef TESTS_FLOW_H
#define TESTS_FLOW_H

#include "flow_config.h"
#include "flow_target.h"
#include "gen/vtd_faults.h"
#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "vtd_config.h"
#include "../lib/irte.h"
#include "../lib/scalable.h"
#include "../lib/tables.h"

#define BIT(n) (UINT64_C(1) << (n))

/* ---- Scenarios ---------------------------------------------------------- */

struct flow_scenario {
	const char *name, *what;
	const struct flow_config *config;
	void (*run)(void);
	struct flow_scenario *next;
};

void flow_add(struct flow_scenario *scenario);

#define FLOW(id, text) FLOW_WITH(id, flow_default, text)

#define FLOW_WITH(id, cfg, text)                                               \
	static void id(void);                                                  \
	static struct flow_scenario id##_scenario = {                          \
		.name = #id, .what = text, .config = &(cfg), .run = id         \
	};                                                                     \
	__attribute__((constructor)) static void id##_add(void)                \
	{                                                                      \
		flow_add(&id##_scenario);                                      \
	}                                                                      \
	static void id(void)

/* ---- Expectations ------------------------------------------------------- */

/* Remembers where the scenario is; the macros below do. */
void flow_at(const char *file, int line);
/* Prints the place, @what and how to run the scenario again; ends it. */
__attribute__((format(printf, 1, 2))) _Noreturn void flow_fail(const char *what,
							       ...);
void flow_expect_equal(const char *what, uint64_t actual, uint64_t expected);

#define HERE(call) (flow_at(__FILE__, __LINE__), (call))

#define EXPECT(cond)                                                           \
	do {                                                                   \
		flow_at(__FILE__, __LINE__);                                   \
		if (!(cond))                                                   \
			flow_fail("expected %s", #cond);                       \
	} while (0)

#define EXPECT_EQUAL(actual, expected)                                         \
	HERE(flow_expect_equal(#actual, (actual), (expected)))

/*
 * Lets time pass until @cond holds; fails when that takes too long. What the
 * engine does for each message to a device takes a target as long as it takes,
 * so steps count from the latest message; FLOW_WAIT_LIMIT bounds all of them.
 */
#define WAIT(cond)                                                             \
	do {                                                                   \
		struct flow_wait wait_ = { 0 };                                \
		flow_at(__FILE__, __LINE__);                                   \
		while (!(cond))                                                \
			if (!flow_wait_step(&wait_))                           \
				flow_fail("waited in vain for %s", #cond);     \
	} while (0)
#define FLOW_WAIT_STEPS 2000U
#define FLOW_WAIT_LIMIT 100000U

struct flow_wait {
	unsigned int steps, quiet, moves;
};

/* One step, see above; false: the wait is over. */
bool flow_wait_step(struct flow_wait *wait);

/* ---- Registers ---------------------------------------------------------- */

/* Accesses that must be answered OKAY. */
uint32_t flow_read32(unsigned int off);
uint64_t flow_read64(unsigned int off);
void flow_write32(unsigned int off, uint32_t value);
void flow_write64(unsigned int off, uint64_t value);

/* Until the engine has nothing to do; fails when it always has. */
void flow_settle(void);

/* The value of a field whose mask is @mask. */
uint64_t flow_get(uint64_t word, uint64_t mask);
/* @value in the field whose mask is @mask. */
uint64_t flow_put(uint64_t mask, uint64_t value);

/* Host address width of this block. */
unsigned int flow_haw(void);

/* FRCD[n] of this block. */
unsigned int flow_frcdl(unsigned int n);
unsigned int flow_frcdh(unsigned int n);

/* ---- Host memory -------------------------------------------------------- */

/* Where scenarios keep things; all below 4 GiB, outside FEEx_xxxx. */
#define FLOW_TABLES      UINT64_C(0x10000000)
#define FLOW_TABLES_SIZE UINT64_C(0x04000000)
#define FLOW_QUEUE       UINT64_C(0x20000000)
#define FLOW_STATUS      UINT64_C(0x21000000)
#define PAGE_0           UINT64_C(0x40000000) /* also 2M and 1G aligned */
#define PAGE_1           UINT64_C(0x80000000)
#define IOVA             UINT64_C(0x00800000)
#define SID              UINT16_C(0x0010)
#define SID_2            UINT16_C(0x0108)
#define SID_UP           UINT16_C(0x0090) /* upper half of a scalable root */
#define DID              UINT16_C(5)
#define DID_2            UINT16_C(9)
#define PASID            UINT32_C(0x00042)
#define PASID_2          UINT32_C(0x01051) /* its table is another one */
#define FLOW_IRT         UINT64_C(0x22000000)
#define FLOW_PID         UINT64_C(0x23000000)

uint64_t flow_load(uint64_t addr);
void flow_store(uint64_t addr, uint64_t value);
/* Sets, clears and changes bits of a word. */
void flow_set(uint64_t addr, uint64_t bits);
void flow_clear(uint64_t addr, uint64_t bits);
void flow_flip(uint64_t addr, uint64_t bits);
uint32_t flow_load32(uint64_t addr);

/* ---- DMA ---------------------------------------------------------------- */

enum flow_kind {
	FLOW_READ,
	FLOW_WRITE,
	FLOW_ATOMIC, /* a write that needs R and W */
	FLOW_ZLR,
	FLOW_PAGE /* in fault records: a page request */
};

/*
 * What requests of the calls below carry, until it is changed: a PASID, and
 * with it privilege. None when the scenario begins.
 */
void flow_with_pasid(uint32_t pasid);
void flow_with_privilege(bool priv); /* PR */
void flow_without_pasid(void);

/* An 8-byte request of @kind; @data may be NULL. */
struct flow_dma flow_request(uint16_t sid, enum flow_kind kind, uint64_t addr,
			     void *data);

/* Issues @dma and waits for its answer, OK or ERROR; fails without one. */
enum flow_dma_result flow_dma(const struct flow_dma *dma);
/* The same for flow_request(); true when OK. */
bool flow_access(uint16_t sid, enum flow_kind kind, uint64_t addr);
/* Issues and does not wait. */
int flow_begin(const struct flow_dma *dma);

/*
 * The device reads (writes) at @iova what the host sees at @pa: fresh bytes
 * each time, compared.
 */
void flow_expect_reads(uint16_t sid, uint64_t iova, uint64_t pa);
void flow_expect_writes(uint16_t sid, uint64_t iova, uint64_t pa);
/* Blocked with an error and recorded with @reason; the record is cleared. */
void flow_expect_blocked(uint16_t sid, enum flow_kind kind, uint64_t iova,
			 unsigned int reason);
/* Blocked, and no fault recorded. */
void flow_expect_refused(uint16_t sid, enum flow_kind kind, uint64_t iova);

#define EXPECT_READS(sid, iova, pa)  HERE(flow_expect_reads(sid, iova, pa))
#define EXPECT_WRITES(sid, iova, pa) HERE(flow_expect_writes(sid, iova, pa))
#define EXPECT_BLOCKED(sid, kind, iova, reason)                                \
	HERE(flow_expect_blocked(sid, kind, iova, reason))
#define EXPECT_REFUSED(sid, kind, iova)                                        \
	HERE(flow_expect_refused(sid, kind, iova))

/* ---- Faults ------------------------------------------------------------- */

struct flow_fault {
	uint64_t addr; /* FI, page aligned */
	uint32_t pasid;
	uint16_t sid;
	uint8_t reason; /* enum vtd_fault */
	uint8_t kind;   /* FLOW_READ, _WRITE, _ATOMIC or _PAGE by T1, T2 */
	uint8_t at;     /* AT: 0 untranslated, 1 translation, 2 translated */
	bool pp, priv, exe;
	uint16_t index; /* of an interrupt */
};

/* Takes the oldest record and clears it; false when there is none. */
bool flow_take_fault(struct flow_fault *fault);
/*
 * The oldest record is this one, with the PASID that requests carry now; waits
 * for it and clears it.
 */
void flow_expect_fault(unsigned int reason, uint16_t sid, enum flow_kind kind,
		       uint64_t addr);
/* The same for a request of address type @at. */
void flow_expect_fault_at(unsigned int reason, uint16_t sid,
			  enum flow_kind kind, uint64_t addr, unsigned int at);
void flow_expect_no_fault(void);

#define EXPECT_FAULT(reason, sid, kind, addr)                                  \
	HERE(flow_expect_fault(reason, sid, kind, addr))
#define EXPECT_NO_FAULT() HERE(flow_expect_no_fault())

/* ---- Interrupts --------------------------------------------------------- */

/* A device's interrupt request; true when it was accepted. */
bool flow_interrupt(uint16_t sid, uint64_t addr, uint32_t data);
/* It is blocked, and recorded with @reason (and @index where that counts). */
void flow_expect_no_interrupt(uint16_t sid, uint64_t addr, uint32_t data,
			      unsigned int reason, uint16_t index);

#define EXPECT_NO_INTERRUPT(sid, addr, data, reason, index)                    \
	HERE(flow_expect_no_interrupt(sid, addr, data, reason, index))

/* Exactly @count messages came since power-on, the last of them this one. */
void flow_expect_messages(unsigned int count, uint64_t addr, uint32_t data);

#define EXPECT_MESSAGES(count, addr, data)                                     \
	HERE(flow_expect_messages(count, addr, data))

#include "flow_driver.h"
#include "flow_driver_msg.h"
#include "flow_driver_client.h"
#include "flow_driver_rows.h"

#endif
