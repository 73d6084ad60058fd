/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "world.h"

#include <string.h>

#include "queue.h"

/* Functions that differ in one bit each, for FM; another bus. */
const uint16_t world_sids[WORLD_SIDS] = { 0x0010, 0x0011, 0x0014,
					  0x0016, 0x0018, 0x0310 };

/* Far apart and close by; the narrowest unit has 8 bits for them. */
const uint16_t world_dids[WORLD_DIDS] = { 1, 65, 129, 2, 193 };

static bool in_tables(uint64_t addr, uint64_t len)
{
	return addr >= WORLD_TABLES && len <= WORLD_TABLE_SIZE &&
	       addr - WORLD_TABLES <= WORLD_TABLE_SIZE - len;
}

static bool readable(const struct world *w, uint64_t addr, uint64_t len)
{
	return in_tables(addr, len) && (addr & ~UINT64_C(0xfff)) != w->broken;
}

static int host_read(void *ctx, uint64_t addr, void *buf, unsigned int len)
{
	struct world *w = ctx;

	if (len == WORLD_DATA_LEN) {
		w->seen = (struct world_seen){ addr, w->seen.count + 1, false };
		memset(buf, 0x5a, len);
		return 0;
	}
	if (readable(w, addr, len)) {
		memcpy(buf, (uint8_t *)w->memory + (addr - WORLD_TABLES), len);
		return 0;
	}
	if (addr >= WORLD_QUEUE && addr + len <= WORLD_QUEUE + 0x1000) {
		memcpy(buf, (uint8_t *)w->queue + (addr - WORLD_QUEUE), len);
		return 0;
	}
	return -1;
}

static int host_write(void *ctx, uint64_t addr, const void *buf,
		      unsigned int len)
{
	struct world *w = ctx;

	if (len == WORLD_DATA_LEN)
		w->seen = (struct world_seen){ addr, w->seen.count + 1, true };
	else if (addr == WORLD_STATUS && len == 4)
		memcpy(&w->status, buf, 4);
	else if (addr >> 20 == 0xfee)
		w->messages++;
	else
		return -1;
	return 0;
}

static struct world_word *history(struct world *w, uint64_t addr)
{
	return &w->word[(addr - WORLD_TABLES) / 8];
}

static uint64_t builder_load(void *ctx, uint64_t addr)
{
	const struct world *w = ctx;

	if (!in_tables(addr, 8))
		return 0;
	return w->memory[(addr - WORLD_TABLES) / 8];
}

/* Several stores of one moment are one change. */
static void builder_store(void *ctx, uint64_t addr, uint64_t value)
{
	struct world *w = ctx;
	struct world_word *h;
	uint64_t old;

	if (!in_tables(addr, 8))
		return;
	h = history(w, addr);
	old = w->memory[(addr - WORLD_TABLES) / 8];
	w->memory[(addr - WORLD_TABLES) / 8] = value;
	if (h->epoch != w->epoch) {
		h->epoch = w->epoch;
		h->pasts = 0;
	}
	if (old == value || (h->pasts && h->past[h->pasts - 1].until == w->now))
		return;
	if (h->pasts == WORLD_PASTS) {
		w->full = true;
		return;
	}
	h->past[h->pasts++] = (struct world_past){ old, w->now };
}

bool world_new(struct world *w, const struct unit_model *model)
{
	struct native_host host = { .read = host_read,
				    .write = host_write,
				    .ctx = w };

	memset(w, 0, sizeof(*w));
	w->epoch = 1;
	return unit_new(&w->unit, model, &host);
}

void world_free(struct world *w)
{
	unit_free(&w->unit);
}

bool world_start(struct world *w, struct rng rng, bool queued)
{
	struct tables_mem mem = { w, builder_load, builder_store };

	memset(w->memory, 0, sizeof(w->memory));
	memset(w->domain, 0, sizeof(w->domain));
	w->rng = rng;
	w->queued = queued;
	w->epoch++;
	w->now = 1;
	w->flushes = 0;
	w->full = false;
	w->broken = 0;
	w->status = 0;
	if (tables_init(&w->tables, mem, WORLD_TABLES, WORLD_TABLE_SIZE))
		return false;
	unit_restart(&w->unit);
	return unit_set_root(&w->unit, w->tables.root) &&
	       (!queued || unit_queue_on(&w->unit, WORLD_QUEUE, false)) &&
	       world_flush_all(w) && unit_level(&w->unit, UNIT_GCMD_TE, true);
}

bool world_value(const struct world *w, uint64_t addr, uint32_t time,
		 uint64_t *value)
{
	const struct world_word *h;

	if (!readable(w, addr, 8))
		return false;
	h = &w->word[(addr - WORLD_TABLES) / 8];
	*value = w->memory[(addr - WORLD_TABLES) / 8];
	if (h->epoch != w->epoch)
		return true;
	for (unsigned int i = 0; i < h->pasts; i++) {
		if (h->past[i].until > time) {
			*value = h->past[i].value;
			return true;
		}
	}
	return true;
}

unsigned int world_changes(const struct world *w, uint64_t addr,
			   uint32_t times[WORLD_PASTS])
{
	const struct world_word *h;

	if (!in_tables(addr, 8))
		return 0;
	h = &w->word[(addr - WORLD_TABLES) / 8];
	if (h->epoch != w->epoch)
		return 0;
	for (unsigned int i = 0; i < h->pasts; i++)
		times[i] = h->past[i].until;
	return h->pasts;
}

void world_tick(struct world *w)
{
	w->now++;
}

void world_store(struct world *w, uint64_t addr, uint64_t value)
{
	world_tick(w);
	builder_store(w, addr, value);
}

static bool give_by_register(struct world *w, const struct world_flush *f)
{
	if (f->context)
		return unit_inv_context(&w->unit, f->scope, f->did, f->sid,
					f->fm);
	return unit_inv_iotlb(&w->unit, f->scope, f->did, f->addr, f->am,
			      f->ih);
}

void world_flushed(struct world *w, const struct world_flush *f)
{
	world_tick(w);
	if (w->flushes == WORLD_FLUSHES) {
		w->full = true;
		return;
	}
	w->flush[w->flushes] = *f;
	w->flush[w->flushes++].time = w->now;
}

bool world_flush(struct world *w, const struct world_flush *f)
{
	bool done = w->queued ? queue_run(w, queue_flush(f)) :
				give_by_register(w, f);

	world_flushed(w, f);
	return done;
}

/* Everything cached is gone: the world may forget all that is past. */
bool world_flush_all(struct world *w)
{
	struct world_flush context = { .context = true, .scope = UNIT_GLOBAL };
	struct world_flush iotlb = { .scope = UNIT_GLOBAL };
	bool done = world_flush(w, &context) && world_flush(w, &iotlb);

	w->flushes = 0;
	w->epoch++;
	w->full = false;
	return done;
}

/* 11.4.6 FM: function number bits that do not count. */
static uint16_t function_mask(unsigned int fm)
{
	static const uint16_t ignored[4] = { 0, 4, 6, 7 };

	return (uint16_t)~ignored[fm & 3];
}

bool world_flush_context(const struct world_flush *f, uint16_t sid,
			 uint16_t did)
{
	if (!f->context)
		return false;
	if (f->scope == UNIT_GLOBAL)
		return true;
	if (f->did != did)
		return false;
	return f->scope == UNIT_DOMAIN ||
	       !((f->sid ^ sid) & function_mask(f->fm));
}

bool world_flush_page(const struct world_flush *f, uint16_t did, uint64_t addr)
{
	if (f->context)
		return false;
	if (f->scope == UNIT_GLOBAL)
		return true;
	if (f->did != did)
		return false;
	return f->scope == UNIT_DOMAIN || !((f->addr ^ addr) >> (12 + f->am));
}
