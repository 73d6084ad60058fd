/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "native.h"

#include <stdlib.h>

#include "gen/vtd_gate.h"
#include "native_internal.h"

/* A miss is one turn; far beyond what queues before one may need. */
#define ANSWER_TURNS 100000U
#define PAGE         4096U

static unsigned int or_default(unsigned int value, unsigned int fallback)
{
	return value ? value : fallback;
}

static struct native_sizes full_sizes(const struct native_sizes *given,
				      const struct vtd_config *config)
{
	struct native_sizes s = { 0 };

	if (given)
		s = *given;
	s.tag_bits = or_default(s.tag_bits, config->tag_bits);
	s.sets = or_default(s.sets, 16);
	s.ways = or_default(s.ways, 4);
	s.big = or_default(s.big, 8);
	s.keys = or_default(s.keys, 64);
	return s;
}

static bool power_of_two(unsigned int v, unsigned int min, unsigned int max)
{
	return v >= min && v <= max && !(v & (v - 1));
}

static bool sizes_valid(const struct native_sizes *s)
{
	return s->tag_bits <= 10 && power_of_two(s->sets, 1, 256) &&
	       power_of_two(s->ways, 1, 8) && s->big <= GATE_MAX_BIG &&
	       power_of_two(s->keys, GATE_KEY_WAYS, GATE_MAX_KEYS);
}

/* Power-on up to ready, as the firmware's main() goes. */
static int start(struct native *n)
{
	struct vtd_port *port = &n->port;
	int err;

	port->host = n->host;
	port->write_failed = false;
	port->last_kind = NATIVE_KINDS - 1;
	port->order = n->sizes.order;
	regwin_reset(&port->regs, &n->config);
	gate_reset(&port->gate, &n->sizes, &n->host, &port->regs);
	msg_model_reset(&port->msgs);
	err = vtd_init(&n->vtd, port, &n->config);
	if (err)
		return err;
	vtd_start(&n->vtd);
	port->ready = true;
	return 0;
}

struct native *native_new_sized(const struct vtd_config *config,
				const struct native_host *host,
				const struct native_sizes *sizes)
{
	struct native *n = calloc(1, sizeof(*n));

	if (!n)
		return NULL;
	n->config = *config;
	n->host = *host;
	n->sizes = full_sizes(sizes, config);
	n->config.tag_bits = (uint8_t)n->sizes.tag_bits;
	if (host->unmonitored)
		vtd_config_drop_locked(&n->config);
	if (!sizes_valid(&n->sizes) || vtd_config_error(&n->config) ||
	    start(n)) {
		free(n);
		return NULL;
	}
	return n;
}

struct native *native_new(const struct vtd_config *config,
			  const struct native_host *host)
{
	return native_new_sized(config, host, NULL);
}

void native_free(struct native *n)
{
	free(n);
}

void native_reset(struct native *n)
{
	/* The same configuration was good enough the first time. */
	if (start(n))
		abort();
}

int native_reg_write(struct native *n, unsigned int off, unsigned int len,
		     uint64_t value)
{
	return regwin_write(&n->port.regs, off, len, value);
}

int native_reg_read(struct native *n, unsigned int off, unsigned int len,
		    uint64_t *value)
{
	return regwin_read(&n->port.regs, off, len, value);
}

static bool turn(struct native *n)
{
	if (n->port.gate.dead)
		return false;
	n->port.gate.stats.turns++;
	if (!vtd_turn(&n->vtd))
		return false;
	/* The firmware's main loop then starves the watchdog. */
	if (!vtd_alive(&n->vtd))
		native_stop(n);
	return true;
}

unsigned int native_run(struct native *n, unsigned int max_turns)
{
	unsigned int used = 0;

	while (used < max_turns && turn(n))
		used++;
	return used;
}

int native_dma_begin(struct native *n, const struct native_dma *dma)
{
	if (dma->addr % PAGE + dma->len > PAGE)
		return -1;
	return gate_submit(&n->port.gate, dma);
}

enum native_dma_result native_dma_poll(struct native *n, int handle)
{
	return gate_poll(&n->port.gate, (unsigned int)handle);
}

static enum native_dma_result in_one_page(struct native *n,
					  const struct native_dma *dma)
{
	int handle = native_dma_begin(n, dma);
	enum native_dma_result result;

	if (handle < 0)
		return NATIVE_DMA_PENDING;
	result = native_dma_poll(n, handle);
	for (unsigned int i = 0;
	     result == NATIVE_DMA_PENDING && i < ANSWER_TURNS && turn(n); i++)
		result = native_dma_poll(n, handle);
	if (result == NATIVE_DMA_PENDING)
		gate_withdraw(&n->port.gate, (unsigned int)handle);
	return result;
}

enum native_dma_result native_dma(struct native *n,
				  const struct native_dma *dma)
{
	enum native_dma_result worst = NATIVE_DMA_OK;
	struct native_dma part = *dma;
	unsigned int left = dma->len;

	do {
		unsigned int room = PAGE - part.addr % PAGE;
		enum native_dma_result result;

		part.len = left < room ? left : room;
		result = in_one_page(n, &part);
		if (result > worst)
			worst = result;
		left -= part.len;
		part.addr += part.len;
		if (part.data)
			part.data = (char *)part.data + part.len;
	} while (left);
	return worst;
}

static bool put(struct native *n, enum msg_model_stream stream, uint64_t head,
		uint64_t word1, uint64_t word2)
{
	struct vtd_work message = { { head, word1, word2 } };

	return !n->port.gate.dead &&
	       msg_model_put(&n->port.msgs, stream, &message);
}

bool native_msg_post(struct native *n, uint64_t head, uint64_t word1,
		     uint64_t word2)
{
	return put(n, MSG_MODEL_POSTED, head, word1, word2);
}

bool native_msg_request(struct native *n, uint64_t head, uint64_t word1,
			uint64_t word2)
{
	return put(n, MSG_MODEL_REQUESTS, head, word1, word2);
}

bool native_msg_oldest(const struct native *n, struct native_msg *message)
{
	return msg_model_oldest(&n->port.msgs, message);
}

void native_msg_take(struct native *n)
{
	msg_model_drop(&n->port.msgs);
}

/* What nobody takes is lost, so that others go on. */
static void lose_oldest(struct native *n)
{
	struct native_msg message;

	if (!msg_model_oldest(&n->port.msgs, &message))
		return;
	msg_model_drop(&n->port.msgs);
	gate_stalled(&n->port.gate, message.word[0]);
}

void native_advance(struct native *n, uint64_t cycles)
{
	while (cycles) {
		bool rang, stalled;

		cycles -=
			msg_model_pass(&n->port.msgs, cycles, &rang, &stalled);
		if (rang)
			regwin_raise(&n->port.regs, GATE_EVENT_TIMER, 0);
		if (stalled)
			lose_oldest(n);
	}
}

void native_hold(struct native *n, bool held)
{
	gate_hold(&n->port.gate, held);
}

void native_stop(struct native *n)
{
	gate_die(&n->port.gate);
	regwin_die(&n->port.regs);
}

bool native_ready(const struct native *n)
{
	return n->port.ready;
}

bool native_dead(const struct native *n)
{
	return n->port.gate.dead;
}

void native_stats(const struct native *n, struct native_stats *stats)
{
	*stats = n->port.gate.stats;
}
