/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * What software must flush after each kind of edit (6.9), or anything that
 * covers it. Descriptors as in 6.5.2, 256 bits each.
 */

#include <inttypes.h>
#include <string.h>

#include "shoot.h"

#define QUEUE  UINT64_C(0xda5a0000)
#define STATUS UINT64_C(0xda5a1000)
#define IQT    0x88u

enum { CONTEXT = 1, IOTLB = 2, WAIT = 5, P_IOTLB = 6, PASID_CACHE = 7 };

static void put(struct shoot *s, uint64_t lo, uint64_t hi)
{
	uint64_t *d = &s->queue[4 * s->unit.tail];

	memset(d, 0, 32);
	d[0] = lo;
	d[1] = hi;
	s->unit.tail = (s->unit.tail + 1) % s->unit.slots;
	s->counts.flushes++;
	shoot_note(s, "  flush %016" PRIx64 " %016" PRIx64, hi, lo);
}

static bool finish(struct shoot *s)
{
	uint32_t ticket = (uint32_t)rng_u64(&s->rng) | 1;

	s->status = 0;
	put(s, WAIT | 1 << 5 | (uint64_t)ticket << 32, STATUS);
	return unit_write32(&s->unit, IQT, s->unit.tail * s->unit.stride) &&
	       unit_settle(&s->unit) && s->status == ticket;
}

bool shoot_wait(struct shoot *s)
{
	return finish(s);
}

static uint64_t page(const struct shoot_edit *e, uint64_t addr, bool ih)
{
	return (addr & ~UINT64_C(0xfff)) | (uint64_t)ih << 6 | e->am;
}

/* Low bits of the address that AM masks are anything. */
static uint64_t inside(struct shoot *s, const struct shoot_edit *e)
{
	return e->addr ^ (rng_u64(&s->rng) & ((UINT64_C(0x1000) << e->am) - 1));
}

static void domain(struct shoot *s, unsigned int did)
{
	put(s, IOTLB | 2 << 4 | (uint64_t)did << 16, 0);
}

static void global(struct shoot *s)
{
	put(s, IOTLB | 1 << 4, 0);
}

/* By page, by PASID, by domain. */
static void first(struct shoot *s, unsigned int did, uint32_t pasid,
		  const struct shoot_edit *e)
{
	uint64_t lo = P_IOTLB | (uint64_t)did << 16 | (uint64_t)pasid << 32;
	uint32_t r = rng_below(&s->rng, 10);
	bool ih = !e->upper && rng_percent(&s->rng, 50);

	if (r < 7)
		put(s, lo | 3 << 4, page(e, inside(s, e), ih));
	else if (r < 9)
		put(s, lo | 2 << 4, 0);
	else
		domain(s, did);
}

/* Every domain that may use the tree of this PASID. */
bool shoot_flush_first(struct shoot *s, unsigned int pasid,
		       const struct shoot_edit *e)
{
	uint32_t p = shoot_pasids[pasid];

	if (rng_percent(&s->rng, 3)) {
		global(s);
		return finish(s);
	}
	first(s, SHOOT_DID_FS, p, e);
	for (unsigned int i = 0; i < SHOOT_TREES; i++)
		first(s, SHOOT_DID_NESTED + i, p, e);
	return finish(s);
}

static void second(struct shoot *s, unsigned int did,
		   const struct shoot_edit *e)
{
	bool ih = !e->upper && rng_percent(&s->rng, 50);

	if (e->am > s->unit.model->mamv || rng_percent(&s->rng, 20))
		domain(s, did);
	else
		put(s, IOTLB | 3 << 4 | (uint64_t)did << 16,
		    page(e, inside(s, e), ih));
}

bool shoot_flush_second(struct shoot *s, unsigned int tree,
			const struct shoot_edit *e)
{
	if (rng_percent(&s->rng, 3)) {
		global(s);
		return finish(s);
	}
	second(s, SHOOT_DID_SS + tree, e);
	second(s, SHOOT_DID_NESTED + tree, e);
	return finish(s);
}

/* @entry: the first two words that were there. */
bool shoot_flush_pasid(struct shoot *s, unsigned int pasid, uint64_t entry[2])
{
	uint64_t did = entry[1] & 0xffff;
	uint64_t p = shoot_pasids[pasid];
	unsigned int pgtt = (unsigned int)(entry[0] >> 6 & 7);
	uint32_t r = rng_below(&s->rng, 10);

	if (r < 7)
		put(s, PASID_CACHE | 1 << 4 | did << 16 | p << 32, 0);
	else if (r < 9)
		put(s, PASID_CACHE | did << 16, 0);
	else
		put(s, PASID_CACHE | 3 << 4, 0);
	if (pgtt == 2 || pgtt == 3 || rng_percent(&s->rng, 20))
		domain(s, (unsigned int)did);
	else
		put(s, P_IOTLB | 2 << 4 | did << 16 | p << 32, 0);
	return finish(s);
}

static void all_domains(struct shoot *s)
{
	static const uint8_t dids[] = { SHOOT_DID_SS,         SHOOT_DID_SS + 1,
					SHOOT_DID_FS,         SHOOT_DID_NESTED,
					SHOOT_DID_NESTED + 1, SHOOT_DID_PASS };

	for (unsigned int i = 0; i < sizeof(dids); i++)
		put(s, PASID_CACHE | (uint64_t)dids[i] << 16, 0);
	for (unsigned int i = 0; i < sizeof(dids); i++)
		domain(s, dids[i]);
}

/* 6.5.2.1: the function mask joins neighbours; DID is ignored. */
bool shoot_flush_context(struct shoot *s, unsigned int sid)
{
	static const uint16_t ignored[4] = { 0, 4, 6, 7 };
	uint64_t fm = rng_below(&s->rng, 4);
	uint64_t id = shoot_sids[sid] ^ (rng_u64(&s->rng) & ignored[fm]);

	if (rng_percent(&s->rng, 80))
		put(s,
		    CONTEXT | 3 << 4 | id << 32 | fm << 48 |
			    (rng_u64(&s->rng) & 0xffff) << 16,
		    0);
	else
		put(s, CONTEXT | (1 + rng_below(&s->rng, 2)) << 4, 0);
	if (rng_percent(&s->rng, 50)) {
		all_domains(s);
		return finish(s);
	}
	put(s, PASID_CACHE | 3 << 4, 0);
	global(s);
	return finish(s);
}

bool shoot_flush_all(struct shoot *s)
{
	put(s, CONTEXT | 1 << 4, 0);
	if (s->scalable)
		put(s, PASID_CACHE | 3 << 4, 0);
	global(s);
	return finish(s);
}
