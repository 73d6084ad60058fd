/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "case.h"

#include <string.h>

#define BIT(n)     (UINT64_C(1) << (n))
#define P          BIT(0)
#define FPD        BIT(1)
#define IM         BIT(15)
#define EIME       BIT(11)
#define REMAPPABLE UINT32_C(0x10)
#define SHV        UINT32_C(0x8)

static uint64_t bits(struct rng *r, unsigned int hi, unsigned int lo)
{
	return (rng_u64(r) & (BIT(hi - lo + 1) - 1)) << lo;
}

/* SVT and SQ, mostly so that @sid is allowed. */
static uint64_t source(struct rng *r, uint16_t sid)
{
	uint64_t bus = sid >> 8;

	switch (rng_below(r, 4)) {
	case 0:
		return bits(r, 17, 0);
	case 1:
		return BIT(18) | bits(r, 17, 16) | sid;
	case 2:
		return BIT(18) | BIT(17) | BIT(16) | (sid ^ bits(r, 2, 0));
	default:
		return BIT(19) | rng_below(r, (uint32_t)bus + 1) << 8 |
		       (bus + rng_below(r, (uint32_t)(256 - bus)));
	}
}

static void remapped(struct interrupt_case *c, struct rng *r)
{
	static const uint8_t modes[] = { 0, 1, 2, 4, 5, 7 };

	c->entry[0] = P | (uint64_t)modes[rng_below(r, 6)] << 5 |
		      bits(r, 4, 2) | bits(r, 11, 8) | bits(r, 23, 16) |
		      (c->irta & EIME ? bits(r, 63, 32) : bits(r, 47, 40));
	c->entry[1] = source(r, c->sid);
}

static void posted(struct interrupt_case *c, struct rng *r)
{
	c->entry[0] = P | IM | bits(r, 14, 14) | bits(r, 11, 8) |
		      bits(r, 23, 16) | c->descriptor_at >> 6 << 38;
	c->entry[1] = source(r, c->sid) | c->descriptor_at >> 32 << 32;
}

static void make_descriptor(struct interrupt_case *c, struct rng *r)
{
	memset(c->descriptor, 0, sizeof(c->descriptor));
	for (unsigned int i = 0; i < 4; i++)
		c->descriptor[i] = rng_u64(r) & rng_u64(r);
	c->descriptor[4] = bits(r, 1, 0) | bits(r, 23, 16) |
			   (c->irta & EIME ? bits(r, 63, 32) : bits(r, 47, 40));
}

/* The request names the entry as a handle, or as handle and subhandle. */
static void name_entry(struct interrupt_case *c, struct rng *r, uint32_t index)
{
	uint32_t part = rng_below(r, index + 1);

	c->data = (uint32_t)rng_u64(r);
	c->addr = UINT32_C(0xfee00000) | REMAPPABLE;
	if (rng_percent(r, 50)) {
		c->addr |= SHV;
		c->data = part;
		index -= part;
	}
	c->addr |= (index & 0x7fff) << 5 | (index >> 15 & 1) << 2;
}

static void make_legal(struct interrupt_case *c, struct rng *r)
{
	uint32_t size = rng_below(r, 16);
	uint32_t index = rng_below(r, UINT32_C(2) << size);
	uint64_t table = CASE_MEMORY + bits(r, 18, 12);

	c->sid = (uint16_t)rng_u64(r);
	c->eim = rng_percent(r, 70);
	c->pi = rng_percent(r, 70);
	c->ire = rng_percent(r, 95);
	c->cfi = rng_percent(r, 30);
	c->irta = table | size | (c->eim && rng_percent(r, 50) ? EIME : 0);
	c->entry_at = table + UINT64_C(16) * index;
	c->descriptor_at = CASE_MEMORY + 0x1f0000 + bits(r, 15, 6);
	if (c->pi && rng_percent(r, 50))
		posted(c, r);
	else
		remapped(c, r);
	make_descriptor(c, r);
	name_entry(c, r, index);
	c->lock = rng_percent(r, 20) ? CASE_LOCK_LOSES : CASE_LOCK_WORKS;
	c->lost = (uint8_t)(1 + rng_below(r, 6));
}

/* ---- What goes wrong --------------------------------------------------- */

static void reserved_data(struct interrupt_case *c, struct rng *r)
{
	c->addr |= SHV;
	c->data |= UINT32_C(1) << (16 + rng_below(r, 16));
}

static void beyond_table(struct interrupt_case *c, struct rng *r)
{
	c->irta &= ~UINT64_C(0xf);
	c->irta |= rng_below(r, 4);
	name_entry(c, r, (UINT32_C(2) << (c->irta & 0xf)) + rng_below(r, 8));
}

static void beyond_haw(struct interrupt_case *c, struct rng *r)
{
	c->irta |= BIT(CASE_HAW + rng_below(r, 64 - CASE_HAW));
}

static void absent(struct interrupt_case *c, struct rng *r)
{
	c->entry[0] &= ~P;
	c->entry[1] ^= rng_u64(r) & rng_u64(r);
}

static void unreadable(struct interrupt_case *c, struct rng *r)
{
	c->irta = CASE_NOWHERE | (c->irta & 0xfff) | bits(r, 19, 12);
}

static void entry_bit(struct interrupt_case *c, struct rng *r)
{
	c->entry[rng_below(r, 2)] ^= BIT(rng_below(r, 64));
}

static void compatibility(struct interrupt_case *c, struct rng *r)
{
	c->addr = UINT32_C(0xfee00000) | (uint32_t)bits(r, 19, 5) |
		  (uint32_t)bits(r, 3, 2);
	c->data = (uint32_t)rng_u64(r);
}

static void other_source(struct interrupt_case *c, struct rng *r)
{
	c->entry[1] &= ~UINT64_C(0xfffff);
	c->entry[1] |= BIT(18) | bits(r, 17, 16) |
		       (c->sid ^ BIT(rng_below(r, 16)));
}

static void make_posted(struct interrupt_case *c, struct rng *r)
{
	c->pi = true;
	c->ire = true;
	posted(c, r);
}

/* A bit of PIR that is set already takes no update, so none can fail. */
static void lock_fails(struct interrupt_case *c, struct rng *r)
{
	make_posted(c, r);
	memset(c->descriptor, 0, 32);
	c->lock = rng_percent(r, 50) ? CASE_LOCK_FAILS : CASE_LOCK_NEVER;
}

static void descriptor_nowhere(struct interrupt_case *c, struct rng *r)
{
	c->descriptor_at = CASE_NOWHERE;
	make_posted(c, r);
}

static void descriptor_bit(struct interrupt_case *c, struct rng *r)
{
	make_posted(c, r);
	c->descriptor[4 + rng_below(r, 4)] ^= BIT(rng_below(r, 64));
}

static void anything(struct interrupt_case *c, struct rng *r)
{
	c->entry[0] = rng_u64(r) & rng_u64(r);
	c->entry[1] = rng_u64(r) & rng_u64(r) & rng_u64(r);
	c->addr = UINT32_C(0xfee00000) | (uint32_t)bits(r, 19, 2);
	c->data = (uint32_t)(rng_u64(r) & rng_u64(r));
}

static void (*const spoilers[])(struct interrupt_case *, struct rng *) = {
	reserved_data, beyond_table,       beyond_haw,     absent,
	unreadable,    entry_bit,          compatibility,  other_source,
	lock_fails,    descriptor_nowhere, descriptor_bit, anything,
};

#define NUM_SPOILERS (sizeof(spoilers) / sizeof(spoilers[0]))

void case_make(struct interrupt_case *c, uint64_t seed, uint64_t index)
{
	struct rng r = rng_for(seed, index);

	memset(c, 0, sizeof(*c));
	make_legal(c, &r);
	if (rng_percent(&r, 50))
		spoilers[rng_below(&r, NUM_SPOILERS)](c, &r);
	if (rng_percent(&r, 20))
		c->entry[0] |= FPD;
}

void case_again(struct interrupt_case *c, struct rng *r)
{
	if (rng_percent(r, 50))
		c->sid ^= (uint16_t)BIT(rng_below(r, 16));
	if (c->lock < CASE_LOCK_FAILS)
		make_descriptor(c, r);
}
