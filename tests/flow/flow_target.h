/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What a flow scenario needs of the thing it runs on. A target (the engine in
 * a process, the Verilated SoC, a board behind its UART) implements these
 * functions and links with flow.c, flow_driver.c, flow_main.c and the
 * scenarios, which know nothing else about it. A C++ target includes this
 * header and defines the functions as they are.
 *
 * One block at a time: flow_target_power_on() ends the one before. Time
 * passes only inside these calls; every one of them comes back.
 */
#ifndef TESTS_FLOW_TARGET_H
#define TESTS_FLOW_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* For messages and rerun commands: "native", "sim". */
extern const char flow_target_name[];

/*
 * Configuration pins of vtd_iommu.sv. The host address width is that of MGAW,
 * at most 52 bits, as vtd_config_from_caps() has it.
 */
struct flow_pins {
	uint32_t ver;
	uint64_t cap;
	uint64_t ecap;
	/* The least that has to be built; 0: 4 KiB, and 8 records. */
	uint8_t window_log2;
	uint16_t frcds;
	/* Memory has no monitor for locked updates. */
	bool unmonitored;
};

/* Whether a block like this can be had; a target may be one that is built. */
bool flow_target_fits(const struct flow_pins *pins);

/*
 * Power-on with these pins: registers at reset, host memory all zero with no
 * failing range, not held, message log empty; returns when the block is ready
 * (firmware booted). False when it does not come up with these pins. @name is
 * unique for the pins, so that a saved state can be kept under it.
 */
bool flow_target_power_on(const char *name, const struct flow_pins *pins);

/*
 * Reset by rst_ni while power stays: registers as after power-on, requests in
 * flight lost (their handles poll as ERROR), host memory and the failing
 * ranges as they are, not held, message log empty. Returns when ready again.
 */
bool flow_target_reset(void);

/*
 * Host access to the register window, one bus access of @len bytes (1, 2, 4
 * or 8) at @off, also misaligned. True when answered OKAY; false for a bus
 * error, *value is then not touched. Time passes as on the bus, no more: the
 * engine need not have reacted to a write when this returns.
 */
bool flow_target_reg_read(unsigned int off, unsigned int len, uint64_t *value);
bool flow_target_reg_write(unsigned int off, unsigned int len, uint64_t value);

/*
 * Backdoor to the host's memory, any address below 2^52 (sparse: what was
 * never written reads as zero). No time passes.
 */
void flow_target_mem_read(uint64_t addr, void *buf, size_t len);
void flow_target_mem_write(uint64_t addr, const void *buf, size_t len);

/*
 * Every bus access that touches [@addr, @addr + @len) fails from now on, of
 * the engine and of devices; @fail false ends that for the same range. At
 * least 8 ranges at a time. The backdoor still works.
 */
void flow_target_mem_fail(uint64_t addr, uint64_t len, bool fail);

/*
 * While held, memory accepts requests of devices and answers none: they are
 * granted and in flight. Release answers them. The engine's own accesses are
 * never held.
 */
void flow_target_mem_hold(bool held);

/*
 * What happens to locked updates of the engine from now on (to each 64-bit
 * word anew); FLOW_LOCKS_WORK after power-on.
 */
enum flow_locks {
	FLOW_LOCKS_WORK,
	FLOW_LOCKS_LOSE_ONCE, /* the first update of a word is not done */
	FLOW_LOCKS_LOSE,      /* none is ever done: somebody else is faster */
	FLOW_LOCKS_FAIL       /* each ends with an error */
};
void flow_target_mem_locks(enum flow_locks locks);

/*
 * Before the engine's next locked update of the word at @addr the host writes
 * @value there, after the engine has read it.
 */
void flow_target_mem_race(uint64_t addr, uint64_t value);

/*
 * Interrupt messages: 4-byte writes to FEEx_xxxx, in order, since the start;
 * with an x2APIC destination in address bits 63:40.
 */
struct flow_message {
	uint64_t addr;
	uint32_t data;
};
unsigned int flow_target_messages(void);
struct flow_message flow_target_message(unsigned int index);

/* One access of a device with the sidebands of its request. */
struct flow_dma {
	uint16_t sid;
	uint32_t pasid; /* with pasid_valid */
	bool pasid_valid;
	bool write;
	bool zlr;        /* zero-length read: @len is 1, no data */
	bool lock;       /* atomic: needs R and W */
	bool translated; /* AT = 10b */
	bool priv;
	bool exec;
	uint64_t addr;
	unsigned int len; /* at most 256, may cross 4 KiB: split there */
	void *data;       /* @len bytes; valid until answered */
};

enum flow_dma_result { FLOW_DMA_PENDING, FLOW_DMA_OK, FLOW_DMA_ERROR };

/*
 * Issues @dma (copied) and returns its handle at once, -1 when too many are in
 * flight; at least 4 reads and 4 writes may be. Requests of one source reach
 * the gate in the order of these calls. An access that crosses 4 KiB is one
 * request a page; it is ERROR if any of them is. poll() lets no time pass;
 * once it says OK or ERROR the handle is free. A blocked read leaves zeros.
 */
int flow_target_dma_submit(const struct flow_dma *dma);
enum flow_dma_result flow_target_dma_poll(int handle);

/*
 * Messages between devices and the engine (vtd_gate.def, Messages).
 *
 * send() hands in one of a device, on the stream of requests when MSG of @head
 * is ATS_REQ, else on the posted one; false when the stream does not take it
 * now. A message does not overtake earlier writes of its source.
 *
 * next() takes the oldest message to a device that has come out so far, and
 * keeps their order; false: there is none. At least 256 words are kept. While
 * held, the target takes none out of the block (msg_out_ready_i is low), so
 * that MSG_OUT fills up, and after the gate's limit for stalls the oldest is
 * lost. No time passes. Power-on and reset: not held, nothing kept.
 */
#define FLOW_MSG_WORDS 9U
struct flow_msg {
	uint64_t word[FLOW_MSG_WORDS]; /* the head, LEN words behind it */
	unsigned int count;            /* words, the head too */
};
bool flow_target_msg_send(uint64_t head, uint64_t word1, uint64_t word2);
bool flow_target_msg_next(struct flow_msg *msg);
void flow_target_msg_hold(bool held);

/*
 * The sources that may have shadows (vtd_config.shadow_sid) of any block with
 * CAP.CM; vtd_config.device_timeout is VTD_DEVICE_TIMEOUT.
 */
#define FLOW_SHADOW_SID   UINT16_C(0x0011)
#define FLOW_SHADOW_SID_2 UINT16_C(0x0012)

/* Lets at least @cycles of the gate's clock pass; the engine works. */
void flow_target_pass(uint64_t cycles);

/*
 * Lets time pass: enough for the engine to do about @steps units of work (a
 * miss, an event, a descriptor) if it has any. In simulation one step is a
 * few hundred cycles.
 */
void flow_target_run(unsigned int steps);

/*
 * Lets time pass until the engine has nothing left to do and no request
 * that could move stands still; false if that did not come about within a
 * generous bound (memory held, say).
 */
bool flow_target_settle(void);

/*
 * The firmware stops as if it hung; returns once the watchdog has expired, or
 * false if it did not. Only reset helps.
 */
bool flow_target_stop_firmware(void);

/* The pins ready_o and dead_o. */
bool flow_target_ready(void);
bool flow_target_dead(void);

#ifdef __cplusplus
}
#endif

#endif
