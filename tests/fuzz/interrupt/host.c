/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "host.h"

#include <string.h>

void host_begin(struct host *h, const struct interrupt_case *c)
{
	memset(h, 0, sizeof(*h));
	h->c = c;
	h->lost = c->lock == CASE_LOCK_LOSES ? c->lost : 0;
	memcpy(h->descriptor, c->descriptor, sizeof(h->descriptor));
}

static bool inside(uint64_t addr, uint64_t len)
{
	return addr >= CASE_MEMORY && addr - CASE_MEMORY <= CASE_SIZE - len;
}

static uint64_t load(const struct host *h, uint64_t addr)
{
	uint64_t entry = addr - h->c->entry_at;
	uint64_t descriptor = addr - h->c->descriptor_at;

	if (entry < 16)
		return h->c->entry[entry / 8];
	return descriptor < 64 ? h->descriptor[descriptor / 8] : 0;
}

static int host_read(void *ctx, uint64_t addr, void *buf, unsigned int len)
{
	uint8_t *to = buf;

	if (!inside(addr, len) || addr % 8 || len % 8)
		return -1;
	for (unsigned int at = 0; at < len; at += 8) {
		uint64_t word = load(ctx, addr + at);

		memcpy(to + at, &word, 8);
	}
	return 0;
}

static int host_write(void *ctx, uint64_t addr, const void *buf,
		      unsigned int len)
{
	struct host *h = ctx;
	struct host_message *m = &h->message[h->messages % HOST_MESSAGES];

	if (len != 4 || (addr & UINT64_C(0xfff00000)) != 0xfee00000) {
		h->stray++;
		return -1;
	}
	m->addr = addr;
	memcpy(&m->data, buf, 4);
	h->messages++;
	return 0;
}

static int host_update(void *ctx, uint64_t addr, uint64_t expected,
		       uint64_t desired)
{
	struct host *h = ctx;
	uint64_t offset = addr - h->c->descriptor_at;

	if (offset >= 64 || h->c->lock == CASE_LOCK_FAILS)
		return -1;
	if (h->lost || h->c->lock == CASE_LOCK_NEVER) {
		h->lost -= h->lost > 0;
		return 1;
	}
	if (h->descriptor[offset / 8] != expected)
		return 1;
	h->descriptor[offset / 8] = desired;
	return 0;
}

static bool oracle_read(void *ctx, uint64_t addr, void *buf, size_t len)
{
	return !host_read(ctx, addr, buf, (unsigned int)len);
}

static bool oracle_locked(void *ctx, uint64_t addr)
{
	const struct host *h = ctx;

	return addr == h->c->descriptor_at && h->c->lock < CASE_LOCK_FAILS;
}

struct native_host host_for_engine(struct host *h)
{
	return (struct native_host){
		.read = host_read,
		.write = host_write,
		.update = host_update,
		.ctx = h,
	};
}

struct oracle_memory host_for_oracle(struct host *h)
{
	return (struct oracle_memory){
		.ctx = h,
		.read = oracle_read,
		.locked = oracle_locked,
	};
}
