/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The target "native": the engine and the gate's model in this process. */

#include "flow_target.h"

#include <stdlib.h>
#include <string.h>

#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "native.h"
#include "vtd_config.h"

#define PAGE        UINT64_C(4096)
#define MEMORY_END  (UINT64_C(1) << 52)
#define BUCKETS     4096U
#define RANGES      8U
#define MESSAGES    1024U
#define REQUESTS    16U
#define LOST        64U
#define PARTS       2U /* an access crosses one page boundary at most */
#define SETTLED     100000U
#define KEPT        256U
#define STEP_CYCLES 256U /* of a step, about those of the simulated SoC */

const char flow_target_name[] = "native";

struct page {
	uint64_t number;
	struct page *next;
	uint8_t bytes[PAGE];
};

struct range {
	uint64_t addr, len;
};

/* An access of a device: its requests, one a page. */
struct request {
	bool used;
	int part[PARTS]; /* handles, -1 when answered */
	enum flow_dma_result result;
};

static struct native *block;
static struct page *memory[BUCKETS];
static struct range failing[RANGES];
static enum flow_locks locks;
static uint64_t lost[LOST]; /* words that lost an update once */
static struct {
	bool armed;
	uint64_t addr, value;
} race;
static struct flow_message messages[MESSAGES];
static unsigned int message_count;
static struct request requests[REQUESTS];
static struct flow_msg msgs[KEPT]; /* that came out, oldest first */
static unsigned int msg_count;
static bool msgs_held;

/* ---- Memory ------------------------------------------------------------- */

static struct page *page_at(uint64_t number, bool make)
{
	struct page **p = &memory[number % BUCKETS];

	while (*p && (*p)->number != number)
		p = &(*p)->next;
	if (!*p && make) {
		*p = calloc(1, sizeof(**p));
		if (!*p)
			abort();
		(*p)->number = number;
	}
	return *p;
}

static void memory_clear(void)
{
	for (unsigned int i = 0; i < BUCKETS; i++) {
		while (memory[i]) {
			struct page *next = memory[i]->next;

			free(memory[i]);
			memory[i] = next;
		}
	}
	memset(failing, 0, sizeof(failing));
}

static size_t in_page(uint64_t addr, size_t len)
{
	size_t room = PAGE - addr % PAGE;

	return len < room ? len : room;
}

void flow_target_mem_read(uint64_t addr, void *buf, size_t len)
{
	uint8_t *out = buf;

	while (len) {
		size_t n = in_page(addr, len);
		struct page *p = page_at(addr / PAGE, false);

		if (p)
			memcpy(out, p->bytes + addr % PAGE, n);
		else
			memset(out, 0, n);
		addr += n;
		out += n;
		len -= n;
	}
}

void flow_target_mem_write(uint64_t addr, const void *buf, size_t len)
{
	const uint8_t *in = buf;

	while (len) {
		size_t n = in_page(addr, len);

		memcpy(page_at(addr / PAGE, true)->bytes + addr % PAGE, in, n);
		addr += n;
		in += n;
		len -= n;
	}
}

void flow_target_mem_fail(uint64_t addr, uint64_t len, bool fail)
{
	struct range want = { fail ? 0 : addr, fail ? 0 : len };

	for (unsigned int i = 0; i < RANGES; i++) {
		struct range *r = &failing[i];

		if (r->addr == want.addr && r->len == want.len) {
			*r = (struct range){ fail ? addr : 0, fail ? len : 0 };
			return;
		}
	}
	abort();
}

static bool fails(uint64_t addr, unsigned int len)
{
	if (addr >= MEMORY_END)
		return true;
	for (unsigned int i = 0; i < RANGES; i++) {
		const struct range *r = &failing[i];

		if (addr < r->addr + r->len && r->addr < addr + len)
			return true;
	}
	return false;
}

static int host_read(void *ctx, uint64_t addr, void *buf, unsigned int len)
{
	(void)ctx;
	if (fails(addr, len))
		return -1;
	flow_target_mem_read(addr, buf, len);
	return 0;
}

/* Bits 63:40 are those of an x2APIC id. */
static bool is_message(uint64_t addr)
{
	return (addr >> 20 & 0xfffff) == 0xfee;
}

/* False the first time it is asked about the word at @addr. */
static bool lost_before(uint64_t addr)
{
	for (unsigned int i = 0; i < LOST; i++) {
		if (lost[i] == addr)
			return true;
		if (!lost[i]) {
			lost[i] = addr;
			return false;
		}
	}
	abort();
}

static int host_update(void *ctx, uint64_t addr, uint64_t expected,
		       uint64_t desired)
{
	uint64_t found;

	(void)ctx;
	if (fails(addr, sizeof(found)) || locks == FLOW_LOCKS_FAIL)
		return -1;
	if (race.armed && race.addr == addr) {
		race.armed = false;
		flow_target_mem_write(addr, &race.value, sizeof(race.value));
	}
	flow_target_mem_read(addr, &found, sizeof(found));
	if (found != expected || locks == FLOW_LOCKS_LOSE ||
	    (locks == FLOW_LOCKS_LOSE_ONCE && !lost_before(addr)))
		return 1;
	flow_target_mem_write(addr, &desired, sizeof(desired));
	return 0;
}

void flow_target_mem_locks(enum flow_locks how)
{
	locks = how;
	memset(lost, 0, sizeof(lost));
}

void flow_target_mem_race(uint64_t addr, uint64_t value)
{
	race.armed = true;
	race.addr = addr;
	race.value = value;
}

static int host_write(void *ctx, uint64_t addr, const void *buf,
		      unsigned int len)
{
	(void)ctx;
	if (!is_message(addr)) {
		if (fails(addr, len))
			return -1;
		flow_target_mem_write(addr, buf, len);
		return 0;
	}
	if (len != 4 || message_count == MESSAGES)
		abort();
	messages[message_count].addr = addr;
	memcpy(&messages[message_count++].data, buf, len);
	return 0;
}

/* ---- Power -------------------------------------------------------------- */

/*
 * FLOW_GATE=small: a gate so small that it evicts and sweeps all the time.
 * FLOW_ORDER=N: N is the seed of the order in which work comes to the engine.
 */
static const struct native_sizes *sizes(void)
{
	static const struct native_sizes small = {
		.tag_bits = 2, .sets = 2, .ways = 1, .big = 1, .keys = 4
	};
	static struct native_sizes s;
	const char *gate = getenv("FLOW_GATE");
	const char *order = getenv("FLOW_ORDER");

	s = (struct native_sizes){ 0 };
	if (gate && !strcmp(gate, "small"))
		s = small;
	s.order = order ? strtoull(order, NULL, 0) : 0;
	return &s;
}

static void let_shadow(struct vtd_config *config)
{
	config->shadow_sid[0] = FLOW_SHADOW_SID;
	config->shadow_sid[1] = FLOW_SHADOW_SID_2;
	config->shadow_sids = 2;
}

bool flow_target_fits(const struct flow_pins *pins)
{
	(void)pins;
	return true;
}

bool flow_target_power_on(const char *name, const struct flow_pins *pins)
{
	struct native_host host = { .read = host_read,
				    .write = host_write,
				    .update = host_update,
				    .unmonitored = pins->unmonitored };
	struct vtd_config config;

	(void)name;
	native_free(block);
	block = NULL;
	memory_clear();
	message_count = 0;
	msg_count = 0;
	msgs_held = false;
	memset(requests, 0, sizeof(requests));
	flow_target_mem_locks(FLOW_LOCKS_WORK);
	race.armed = false;
	vtd_config_set(&config, pins->ver, pins->cap, pins->ecap);
	if (pins->window_log2)
		config.window_log2 = pins->window_log2;
	if (pins->frcds)
		config.frcds = pins->frcds;
	if (pins->cap & VTD_CAP_CM)
		let_shadow(&config);
	block = native_new_sized(&config, &host, sizes());
	return block;
}

bool flow_target_reset(void)
{
	native_reset(block);
	message_count = 0;
	msg_count = 0;
	msgs_held = false;
	for (unsigned int i = 0; i < REQUESTS; i++) {
		requests[i].result = FLOW_DMA_ERROR;
		requests[i].part[0] = requests[i].part[1] = -1;
	}
	return true;
}

bool flow_target_stop_firmware(void)
{
	native_stop(block);
	return native_dead(block);
}

bool flow_target_ready(void)
{
	return native_ready(block);
}

bool flow_target_dead(void)
{
	return native_dead(block);
}

/* ---- Host --------------------------------------------------------------- */

bool flow_target_reg_read(unsigned int off, unsigned int len, uint64_t *value)
{
	uint64_t v;

	if (native_reg_read(block, off, len, &v))
		return false;
	*value = v;
	return true;
}

bool flow_target_reg_write(unsigned int off, unsigned int len, uint64_t value)
{
	return !native_reg_write(block, off, len, value);
}

unsigned int flow_target_messages(void)
{
	return message_count;
}

struct flow_message flow_target_message(unsigned int index)
{
	return messages[index];
}

void flow_target_mem_hold(bool held)
{
	native_hold(block, held);
}

/* ---- Devices ------------------------------------------------------------ */

static struct native_dma native_of(const struct flow_dma *dma)
{
	struct native_dma n = {
		.sid = dma->sid,
		.pasid = dma->pasid,
		.pasid_valid = dma->pasid_valid,
		.write = dma->write,
		.zlr = dma->zlr,
		.lock = dma->lock,
		.translated = dma->translated,
		.priv = dma->priv,
		.exec = dma->exec,
		.addr = dma->addr,
		.len = dma->len,
		.data = dma->data,
	};

	return n;
}

static int free_request(void)
{
	for (unsigned int i = 0; i < REQUESTS; i++) {
		if (!requests[i].used)
			return (int)i;
	}
	return -1;
}

int flow_target_dma_submit(const struct flow_dma *dma)
{
	struct native_dma part = native_of(dma);
	int handle = free_request();

	if (handle < 0)
		return -1;
	requests[handle] = (struct request){ true, { -1, -1 }, FLOW_DMA_OK };
	part.len = (unsigned int)in_page(dma->addr, dma->len);
	requests[handle].part[0] = native_dma_begin(block, &part);
	if (part.len == dma->len)
		return handle;
	part.addr += part.len;
	part.data = (uint8_t *)dma->data + part.len;
	part.len = dma->len - part.len;
	requests[handle].part[1] = native_dma_begin(block, &part);
	return handle;
}

enum flow_dma_result flow_target_dma_poll(int handle)
{
	struct request *r = &requests[handle];

	for (unsigned int i = 0; i < PARTS; i++) {
		enum native_dma_result result;

		if (r->part[i] < 0)
			continue;
		result = native_dma_poll(block, r->part[i]);
		if (result == NATIVE_DMA_PENDING)
			return FLOW_DMA_PENDING;
		r->part[i] = -1;
		if (result == NATIVE_DMA_ERROR)
			r->result = FLOW_DMA_ERROR;
	}
	r->used = false;
	return r->result;
}

/* ---- Messages ----------------------------------------------------------- */

bool flow_target_msg_send(uint64_t head, uint64_t word1, uint64_t word2)
{
	unsigned int msg = (unsigned int)VTD_GET(GATE_WORK0_MSG, head);

	if (msg == GATE_MSG_IN_ATS_REQ)
		return native_msg_request(block, head, word1, word2);
	return native_msg_post(block, head, word1, word2);
}

/* What comes out is kept apart, so that the block has room again. */
static void collect(void)
{
	struct native_msg msg;

	while (!msgs_held && msg_count < KEPT &&
	       native_msg_oldest(block, &msg)) {
		struct flow_msg *kept = &msgs[msg_count++];

		memcpy(kept->word, msg.word, sizeof(kept->word));
		kept->count = msg.count;
		native_msg_take(block);
	}
}

bool flow_target_msg_next(struct flow_msg *msg)
{
	collect();
	if (!msg_count)
		return false;
	*msg = msgs[0];
	memmove(msgs, msgs + 1, --msg_count * sizeof(*msgs));
	return true;
}

void flow_target_msg_hold(bool held)
{
	msgs_held = held;
}

/* ---- Time --------------------------------------------------------------- */

/* As on the simulated SoC: time passes while the engine works, or does not. */
void flow_target_run(unsigned int steps)
{
	for (unsigned int i = 0; i < steps; i++) {
		native_advance(block, STEP_CYCLES);
		native_run(block, 1);
		collect();
	}
}

void flow_target_pass(uint64_t cycles)
{
	for (uint64_t passed = 0; passed < cycles; passed += STEP_CYCLES)
		flow_target_run(1);
}

bool flow_target_settle(void)
{
	for (unsigned int i = 0; i < SETTLED; i++) {
		if (!native_run(block, 1))
			return true;
		collect();
	}
	return false;
}
