/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The boundary between the engine and the platform, both directions.
 *
 * The engine (firmware/engine) is pure C: all its state is one struct vtd,
 * it has no globals and no heap. It reaches the world only through the
 * port_*() operations below, which each platform defines and the linker
 * chooses: firmware/hal on the SoC, firmware/native in a process, a recorded
 * log in the co-simulation checker, mocks in unit tests.
 *
 * Words exchanged with the gate are those of vtd_gate.def on every platform.
 * Nothing here is re-entrant: one engine, one thread, no interrupts.
 */
#ifndef VTD_PORT_H
#define VTD_PORT_H

#include <stdbool.h>
#include <stdint.h>

/* The caller may not ignore what such a function returns. */
#define VTD_MUST_CHECK __attribute__((warn_unused_result))

struct vtd;      /* the engine, vtd.h */
struct vtd_port; /* the platform's own state, opaque to the engine */

/*
 * One unit of work, as WORK0..WORK2 of vtd_gate.def give it. word[1] and
 * word[2] are valid only where enum KIND and enum EVENT say so.
 */
struct vtd_work {
	uint64_t word[3];
};

/* ---- Operations the engine calls --------------------------------------- */

/*
 * Takes the next unit of work; KIND_NONE in word[0] when there is none.
 * Never blocks.
 */
void port_next_work(struct vtd_port *port, struct vtd_work *work);

/*
 * Reads 1, 2, 4 or 8 64-bit words of host memory at @addr, which is aligned
 * to the size read; the words are one bus burst, so up to 16 bytes are
 * atomic against the host's own 16-byte stores.
 * Blocks until the data is there or the table port's limit has passed.
 * Returns 0, or a negative value when the read failed; @out is then undefined.
 */
VTD_MUST_CHECK int port_host_read(struct vtd_port *port, uint64_t addr,
				  unsigned int words, uint64_t *out);

/*
 * Stores 32 bits at @addr (4-byte aligned): wait status, interrupt message.
 * Posted: returns once the platform took it; stores reach memory in order,
 * and host reads of FSTS, FECTL, ICS, IECTL, PRS, PECTL, PQT, PERFINTRSTS and
 * PERFINTRCTL wait for them. A failed store is reported by STATUS.HM_WERR.
 */
void port_host_write32(struct vtd_port *port, uint64_t addr, uint32_t value);

/* The same for 64 bits at @addr (8-byte aligned): page-request descriptors. */
void port_host_write64(struct vtd_port *port, uint64_t addr, uint64_t value);

/*
 * Locked update of a 64-bit word of host memory (@addr aligned to 8): writes
 * @desired if memory holds @expected and nobody writes in between. Blocks like
 * port_host_read(). Returns 0 when done, 1 when nothing was written because
 * memory held something else or another writer came first, a negative value
 * when an access failed or memory has no monitor for locked accesses.
 */
VTD_MUST_CHECK int port_host_update(struct vtd_port *port, uint64_t addr,
				    uint64_t expected, uint64_t desired);

/*
 * Closes [@base, @limit] to every device from the next lookup on, whatever
 * tables and mode say; @limit below @base opens it again. @high: 0 for the low
 * region (below 4 GiB), 1 for the high one. Not drained.
 */
void port_protect(struct vtd_port *port, unsigned int high, uint64_t base,
		  uint64_t limit);

/*
 * The register window by its raw port: no side effects, no access masks.
 * @offset as in vtd_regs.def, aligned to the access. Set and clear change
 * only the 1 bits of @mask; set wins over a host W1C of the same moment.
 */
uint32_t port_reg_read32(struct vtd_port *port, unsigned int offset);
uint64_t port_reg_read64(struct vtd_port *port, unsigned int offset);
void port_reg_write32(struct vtd_port *port, unsigned int offset,
		      uint32_t value);
void port_reg_write64(struct vtd_port *port, unsigned int offset,
		      uint64_t value);
void port_reg_set32(struct vtd_port *port, unsigned int offset, uint32_t mask);
void port_reg_clear32(struct vtd_port *port, unsigned int offset,
		      uint32_t mask);

/* Answers a MISS or INTR; @pa (ANSWER_PA) is read only for ACTION_GRANT. */
void port_answer(struct vtd_port *port, uint64_t answer, uint64_t pa);

/*
 * Invalidates in the gate; @addr (INV_ADDR) is read only for INV_PAGE.
 * In force for every later lookup when the call returns; DRAIN and SWEEP only
 * start, their end shows in port_status().
 */
void port_invalidate(struct vtd_port *port, uint64_t inv, uint64_t addr);

/* Writes MODE. Not drained: the engine drains where VT-d asks for it. */
void port_mode(struct vtd_port *port, uint64_t mode);

/*
 * Performance counters: writes @value to PERF_COUNTER, PERF_ADD or PERF_FREEZE,
 * which @word names by its offset. In force when the call returns.
 */
void port_perf(struct vtd_port *port, unsigned int word, uint64_t value);

/*
 * Sends a message of vtd_gate.def (Messages): @count words, the head and what
 * its LEN says. The caller has seen that many in STATUS.MSG_FREE; it alone
 * makes them fewer. Messages leave in order.
 */
void port_msg(struct vtd_port *port, const uint64_t *words, unsigned int count);

/*
 * EVENT_TIMER comes once @cycles of the gate's clock from now, 0 for never; one
 * that was asked for before does not come any more, unless it is work already.
 */
void port_timer(struct vtd_port *port, uint64_t cycles);

/* Reads STATUS. */
uint64_t port_status(struct vtd_port *port);

/*
 * Reports a state change; @event is an enum vtd_trace of vtd_trace.def, which
 * gives the meaning of the arguments. Must not fail and must not block.
 */
void port_trace(struct vtd_port *port, unsigned int event, uint64_t a,
		uint64_t b, uint64_t c);

/* ---- Entries the engine offers (firmware/engine/vtd.h) ------------------ */

struct vtd_config;

/*
 * Prepares @v. @config is copied. Returns 0, or a negative value when the
 * configuration contradicts itself; vtd_config_error() then names the rule.
 * Writes no register but GSTS, FECTL, IECTL to their reset values; leaves the
 * gate blocked. Call once per power-on.
 */
VTD_MUST_CHECK int vtd_init(struct vtd *v, struct vtd_port *port,
			    const struct vtd_config *config);

/* Puts the gate into pass-through, as VT-d has it after reset (TES = 0). */
void vtd_start(struct vtd *v);

/*
 * Does at most one unit of work: the next record of port_next_work(), or,
 * when there is none or after VTD_STREAK of them in a row, one step of what is
 * pending (one descriptor, one poll of a drain). Returns false when there was
 * nothing to do. Bounded.
 */
bool vtd_turn(struct vtd *v);

/*
 * False once the engine has met something it cannot recover from (a drain
 * that never ends). The main loop then stops feeding the watchdog, so the
 * gate blocks for good. Guest input alone cannot bring this about.
 */
bool vtd_alive(const struct vtd *v);

#endif
