/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The whole block in one process: the engine as it is in the firmware, and
 * C models of what the RTL does around it (register window, gate, table
 * port). A host writes registers and owns the memory, devices do DMA, as
 * they would at the pins of vtd_iommu.sv.
 *
 * Nothing runs by itself: the engine works only inside native_dma() and
 * native_run(), so the order of things is the caller's. One instance is one
 * block; instances share nothing. Not thread safe. Usable from C++.
 *
 * A broken contract between engine and platform (vtd_port.h, vtd_gate.def)
 * prints what was broken and aborts: that is a bug of ours. Nothing that a
 * guest or a device does leads there.
 */
#ifndef NATIVE_H
#define NATIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct native;
struct vtd_config; /* vtd_config.h */

/*
 * Host memory and whoever watches. @read and @write move @len bytes and
 * return 0, or anything else when the access fails; a DMA comes as one call
 * per request, a table read as one call of 8, 16, 32 or 64 aligned bytes.
 * Interrupt messages of the block and of devices arrive as 4-byte writes to
 * FEEx_xxxx. @trace may be NULL; its arguments are those of port_trace().
 */
struct native_host {
	int (*read)(void *ctx, uint64_t addr, void *buf, unsigned int len);
	int (*write)(void *ctx, uint64_t addr, const void *buf,
		     unsigned int len);
	/*
	 * Locked update of 8 aligned bytes, as port_host_update(): 0 done, 1
	 * another value or writer came first, negative when it failed. NULL:
	 * @read and @write do it, for memory without another writer.
	 */
	int (*update)(void *ctx, uint64_t addr, uint64_t expected,
		      uint64_t desired);
	/*
	 * The memory has no monitor for locked updates: each fails, and what
	 * needs them is taken out of CAP and ECAP at power-on, as the firmware
	 * does when its probe says so (vtd_config_drop_locked()).
	 */
	bool unmonitored;
	void *ctx;
	void (*trace)(void *ctx, unsigned int event, uint64_t a, uint64_t b,
		      uint64_t c);
};

/*
 * Sizes of the gate, powers of two except @big; all 0 = the defaults. Events,
 * requests and messages that wait at the same time come to the engine in turn,
 * as the mailbox has it; with a seed in @order in a random order, the same one
 * after each reset.
 */
struct native_sizes {
	unsigned int tag_bits; /* default and limit: those of the config */
	unsigned int sets;     /* of the IOTLB, 1-256, default 16 */
	unsigned int ways;     /* 1-8, default 4 */
	unsigned int big;      /* entries of any size, 1-64, default 8 */
	unsigned int keys;     /* source keys, 4-1024, default 64 */
	uint64_t order;        /* 0: kinds of work take turns */
};

/*
 * Power-on with the capabilities of @config (copied), gate of default or
 * given sizes. The engine is initialised and ready: pass-through until the
 * host sets GCMD.TE. NULL when @config contradicts itself or memory is short.
 * @host is copied; its ctx must outlive the instance.
 */
struct native *native_new(const struct vtd_config *config,
			  const struct native_host *host);
struct native *native_new_sized(const struct vtd_config *config,
				const struct native_host *host,
				const struct native_sizes *sizes);
void native_free(struct native *n);

/*
 * Reset as by rst_ni, then ready again: registers, gate and engine as after
 * native_new(); requests in flight are lost. Much cheaper than a new
 * instance, for fuzzing.
 */
void native_reset(struct native *n);

/*
 * The host's register access, @len 4 or 8 bytes at @off. Returns 0, or -1 for
 * a bus error (another length, misaligned, outside the window): then nothing
 * changed and *@value is all ones. A write is an event for the engine; it is
 * worked on by the next native_run() or native_dma().
 */
int native_reg_write(struct native *n, unsigned int off, unsigned int len,
		     uint64_t value);
int native_reg_read(struct native *n, unsigned int off, unsigned int len,
		    uint64_t *value);

enum native_dma_result {
	NATIVE_DMA_OK,
	NATIVE_DMA_ERROR,  /* blocked, or memory failed */
	NATIVE_DMA_PENDING /* not answered within the bound */
};

/*
 * One access of a device, with the sidebands of its request. @data holds @len
 * bytes and must stay valid until the request is answered; a blocked or
 * failed read leaves zeros. For @zlr @len counts only for the address range
 * (1 is fine) and @data may be NULL.
 */
struct native_dma {
	uint16_t sid;     /* source id: bus 15:8, device 7:3, function 2:0 */
	uint32_t pasid;   /* with @pasid_valid */
	bool pasid_valid; /* request with PASID */
	bool write;
	bool zlr;        /* zero-length read */
	bool lock;       /* atomic: needs R and W */
	bool translated; /* AT = 10b */
	bool priv;       /* privileged mode requested */
	bool exec;       /* execute requested */
	uint64_t addr;
	unsigned int len;
	void *data;
};

/*
 * Does @dma and runs the engine until it is answered. An access that crosses
 * 4 KiB is made of one request a page; ERROR if any of them failed. PENDING
 * only when memory is held (native_hold()) or the engine does not answer
 * within a generous bound; the request is then withdrawn.
 */
enum native_dma_result native_dma(struct native *n,
				  const struct native_dma *dma);

/*
 * The same in two steps, for requests in flight. native_dma_begin() hands a
 * request (within one 4 KiB page; *@dma is copied) to the gate, which looks
 * it up at once, and returns its handle, or -1 when all slots are taken or it
 * crosses a page. native_dma_poll() says how it stands and runs nothing; once
 * it says OK or ERROR the handle is free again.
 */
int native_dma_begin(struct native *n, const struct native_dma *dma);
enum native_dma_result native_dma_poll(struct native *n, int handle);

/*
 * While held, memory takes granted requests of devices but answers none; they
 * count for drains. Releasing performs and answers them in order of arrival.
 */
void native_hold(struct native *n, bool held);

/*
 * Messages of devices, as vtd_gate.def has them (Messages): @head, @word1,
 * @word2, on the stream of translation requests (ATS_REQ) or on the posted one
 * (all others). False when the stream takes no more, or the block is dead; the
 * device then waits. KIND of @head does not matter.
 *
 * The engine is shown them in order within each stream, while it has room to
 * answer (MSG_ROOM): INV_DONE and CLIENT_ACK always. A message does not
 * overtake the earlier writes of its source, for native_dma_begin() hands in
 * whole requests.
 */
bool native_msg_post(struct native *n, uint64_t head, uint64_t word1,
		     uint64_t word2);
bool native_msg_request(struct native *n, uint64_t head, uint64_t word1,
			uint64_t word2);

/* A message to a device: the head, whose SID says which, and LEN words. */
#define NATIVE_MSG_WORDS 9U
struct native_msg {
	uint64_t word[NATIVE_MSG_WORDS];
	unsigned int count; /* 1 to NATIVE_MSG_WORDS */
};

/*
 * The oldest message that waits to be taken; false: there is none. It keeps its
 * room until native_msg_take() takes it, and holds up all behind it. Left for
 * MSG_MODEL_STALL cycles (native_advance()) it is lost and reported.
 */
bool native_msg_oldest(const struct native *n, struct native_msg *message);
void native_msg_take(struct native *n);

/*
 * Lets @cycles of the gate's clock pass, which do not pass by themselves: for
 * the engine's timer and for messages that nobody takes. The engine reacts in
 * its next turns.
 */
void native_advance(struct native *n, uint64_t cycles);

/*
 * Runs vtd_turn() until the engine has nothing to do, at most @max_turns
 * times. Returns the turns used; @max_turns means it may not be idle.
 */
unsigned int native_run(struct native *n, unsigned int max_turns);

/*
 * The engine gets no more turns, as if it hung. What the watchdog then does
 * comes at once: the gate is blocked for good, parked requests are answered
 * with errors, FSTS.IQE is held. Only native_reset() helps.
 */
void native_stop(struct native *n);

/* As the pins ready_o and dead_o. */
bool native_ready(const struct native *n);
bool native_dead(const struct native *n);

/* What the gate counted since power-on or reset. */
struct native_stats {
	uint64_t requests;
	uint64_t hits;        /* let through without asking the engine */
	uint64_t misses;      /* given to the engine as MISS */
	uint64_t blocked;     /* answered with an error */
	uint64_t reports;     /* blocked by the gate's own checks */
	uint64_t turns;       /* of the engine */
	uint64_t interrupts;  /* given to the engine as INTR */
	uint64_t table_reads; /* of the engine, of any length */
	uint64_t updates;     /* locked ones of the engine, tried */
};

void native_stats(const struct native *n, struct native_stats *stats);

#ifdef __cplusplus
}
#endif

#endif
