/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "dma.h"

#include <string.h>

#include "dma_walk.h"
#include "drain.h"
#include "gen/vtd_gate.h"
#include "trace.h"

/*
 * free -> live -> dead -> sweeping -> free. A tag is given out again only
 * after a sweep that began when it was dead has ended: until then the gate
 * may hold entries that would come to life with it.
 */
#define NO_TAG 0xffffU

/*
 * One sweep frees many, so it begins when some are dead: entries of theirs take
 * up room in the gate. With few tags left it does not wait for that.
 */
#define LOW(limit) ((limit) / 4U)

static bool sweep_is_due(const struct vtd_tags *t)
{
	return !t->sweeping && t->num_dead &&
	       (t->num_dead >= VTD_SWEEP_DEAD || t->num_free <= LOW(t->limit));
}

static uint16_t *bucket_of(struct vtd *v, uint16_t did)
{
	return &v->tags.bucket[did & (VTD_TAG_BUCKETS - 1)];
}

void dma_tag_init(struct vtd *v)
{
	struct vtd_tags *t = &v->tags;
	unsigned int there = 1U << v->config.tag_bits;

	t->limit = (uint16_t)(there < VTD_TAGS ? there : VTD_TAGS);
	t->num_free = t->limit;
	for (unsigned int i = 0; i < t->limit; i++)
		t->tag[i].next = (uint16_t)(i + 1);
	t->tag[t->limit - 1].next = NO_TAG;
	for (unsigned int i = 0; i < VTD_TAG_BUCKETS; i++)
		t->bucket[i] = NO_TAG;
}

static void start_sweep(struct vtd *v)
{
	struct vtd_tags *t = &v->tags;

	for (unsigned int i = 0; i < t->top; i++)
		if (t->tag[i].state == VTD_TAG_DEAD)
			t->tag[i].state = VTD_TAG_SWEEPING;
	trace(v, SWEEP, 0, t->num_dead, 0);
	port_invalidate(v->port, VTD_PUT(GATE_INV_OP, GATE_INV_SWEEP), 0);
	t->num_dead = 0;
	t->polls = 0;
	t->sweeping = true;
	v->pending |= VTD_PENDING_SWEEP;
}

static void end_sweep(struct vtd *v)
{
	struct vtd_tags *t = &v->tags;
	unsigned int freed = 0;

	for (unsigned int i = 0; i < t->top; i++) {
		if (t->tag[i].state != VTD_TAG_SWEEPING)
			continue;
		t->tag[i].state = VTD_TAG_FREE;
		t->tag[i].next = t->free;
		t->free = (uint16_t)i;
		freed++;
	}
	t->num_free = (uint16_t)(t->num_free + freed);
	t->sweeping = false;
	v->pending &= ~VTD_PENDING_SWEEP;
	trace(v, SWEEP, 1, freed, 0);
}

static void sweep_if_due(struct vtd *v)
{
	if (sweep_is_due(&v->tags))
		start_sweep(v);
}

void dma_tag_sweep_step(struct vtd *v)
{
	if (!(drain_status(v) & GATE_STATUS_SWEEPING)) {
		end_sweep(v);
		sweep_if_due(v);
	} else if (++v->tags.polls >= VTD_POLL_LIMIT) {
		drain_give_up(v, VTD_FATAL_SWEEP);
	}
}

/* In caches; its place in the bucket is the caller's business. */
static void end_life(struct vtd *v, struct vtd_tag *tag)
{
	tag->state = VTD_TAG_DEAD;
	tag->serial = 0;
	tag->tables = 0;
	v->tags.num_dead++;
}

static void put_into_bucket(struct vtd *v, uint16_t number)
{
	struct vtd_tags *t = &v->tags;
	uint16_t *head = bucket_of(v, t->tag[number].space.did);

	t->tag[number].next = *head;
	t->prev[number] = NO_TAG;
	if (*head != NO_TAG)
		t->prev[*head] = number;
	*head = number;
}

static void take_from_bucket(struct vtd *v, uint16_t number)
{
	struct vtd_tags *t = &v->tags;
	uint16_t next = t->tag[number].next;
	uint16_t prev = t->prev[number];

	if (prev == NO_TAG)
		*bucket_of(v, t->tag[number].space.did) = next;
	else
		t->tag[prev].next = next;
	if (next != NO_TAG)
		t->prev[next] = prev;
}

static void retire(struct vtd *v, uint16_t number)
{
	struct vtd_tag *tag = &v->tags.tag[number];

	port_invalidate(v->port,
			VTD_PUT(GATE_INV_OP, GATE_INV_RETIRE) |
				VTD_PUT(GATE_INV_TAG, number),
			0);
	trace(v, TAG_RETIRE, number, tag->space.did, 0);
	take_from_bucket(v, number);
	end_life(v, tag);
}

void dma_tag_retire_all(struct vtd *v)
{
	struct vtd_tags *t = &v->tags;

	port_invalidate(v->port, VTD_PUT(GATE_INV_OP, GATE_INV_RETIRE_ALL), 0);
	for (unsigned int i = 0; i < t->top; i++)
		if (t->tag[i].state == VTD_TAG_LIVE)
			end_life(v, &t->tag[i]);
	for (unsigned int i = 0; i < VTD_TAG_BUCKETS; i++)
		t->bucket[i] = NO_TAG;
	trace(v, TAG_RETIRE, NO_TAG, 0, 0);
	sweep_if_due(v);
}

/*
 * Where a domain has many tags, or shares a long chain with others, one by one
 * would take longer than a turn may: everything goes at once instead.
 */
static bool has_many_tags(const struct vtd *v, uint16_t did)
{
	const struct vtd_tags *t = &v->tags;
	unsigned int count = 0, looked_at = 0;

	for (uint16_t i = t->bucket[did & (VTD_TAG_BUCKETS - 1)]; i != NO_TAG;
	     i = t->tag[i].next) {
		count += t->tag[i].space.did == did;
		if (count > VTD_DOMAIN_TAGS || ++looked_at > VTD_TAG_CHAIN)
			return true;
	}
	return false;
}

/* Which tags of a domain an invalidation is about. */
typedef bool (*which)(const struct vtd_space *space, uint32_t pasid);

static bool any(const struct vtd_space *space, uint32_t pasid)
{
	(void)space;
	(void)pasid;
	return true;
}

static bool with_first_stage(const struct vtd_space *space, uint32_t pasid)
{
	(void)pasid;
	return space->fs_levels;
}

/* Pass-through has no pages: its tag is left alone. */
static bool second_stage_only(const struct vtd_space *space, uint32_t pasid)
{
	(void)pasid;
	return !space->fs_levels && space->ss_levels;
}

static bool first_stage_of(const struct vtd_space *space, uint32_t pasid)
{
	return space->fs_levels && space->pasid == pasid;
}

static bool open_to(const struct vtd_space *space, uint32_t pasid)
{
	return !space->fs_levels || space->pasid == pasid;
}

static void retire_some(struct vtd *v, uint16_t did, which is_meant,
			uint32_t pasid)
{
	uint16_t next = NO_TAG;

	for (uint16_t i = *bucket_of(v, did); i != NO_TAG; i = next) {
		const struct vtd_space *space = &v->tags.tag[i].space;

		next = v->tags.tag[i].next;
		if (space->did == did && is_meant(space, pasid))
			retire(v, i);
	}
	sweep_if_due(v);
}

void dma_tag_retire_domain(struct vtd *v, uint16_t did)
{
	if (has_many_tags(v, did))
		dma_tag_retire_all(v);
	else
		retire_some(v, did, any, 0);
}

void dma_tag_retire_pasid(struct vtd *v, uint16_t did, uint32_t pasid)
{
	if (has_many_tags(v, did))
		dma_tag_retire_all(v);
	else
		retire_some(v, did, open_to, pasid);
}

/* Ends the tag at the clock's hand; all are live. */
static void evict(struct vtd *v)
{
	struct vtd_tags *t = &v->tags;
	uint16_t number = t->clock;

	t->clock = (uint16_t)(number + 1 < t->limit ? number + 1 : 0);
	retire(v, number);
}

/*
 * Nothing is free. Dead tags become free by themselves; when all are live,
 * the next few in turn have to go.
 */
VTD_COLD static void make_room(struct vtd *v)
{
	struct vtd_tags *t = &v->tags;

	if (t->sweeping || t->num_dead)
		return;
	while (t->num_dead <= LOW(t->limit))
		evict(v);
	sweep_if_due(v);
}

/* By words: the C library of the firmware compares byte by byte. */
static bool same_space(const struct vtd_space *a, const struct vtd_space *b)
{
	uint64_t x[sizeof(*a) / 8];
	uint64_t y[sizeof(*b) / 8];

	memcpy(x, a, sizeof(x));
	memcpy(y, b, sizeof(y));
	return !((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]) | (x[3] ^ y[3]));
}

/* Multiplied by 2^64 over the golden ratio, what is near falls far apart. */
static uint16_t *hint_of(struct vtd *v, const struct vtd_space *space)
{
	uint64_t mix = (space->fs_root ^ space->ss_root) >> VTD_PAGE_SHIFT;

	mix ^= (uint64_t)space->pasid << 40 ^ (uint64_t)space->did << 24 ^
	       space->flags;
	mix *= UINT64_C(0x9e3779b97f4a7c15);
	return &v->tags.hint[mix >> 32 & (VTD_TAG_HINTS - 1)];
}

static bool is_tag_of(const struct vtd_tag *tag, const struct vtd_space *space)
{
	return tag->state == VTD_TAG_LIVE && same_space(&tag->space, space);
}

/*
 * A tag that no hint leads to, far down in a chain, is not found: then the
 * space gets another one, which does no harm. Whatever ends or changes tags
 * goes by domain.
 */
static struct vtd_tag *find(struct vtd *v, const struct vtd_space *space)
{
	struct vtd_tag *tag = &v->tags.tag[*hint_of(v, space)];
	uint16_t i = *bucket_of(v, space->did);

	if (is_tag_of(tag, space))
		return tag;
	for (unsigned int n = 0; i != NO_TAG && n < VTD_DOMAIN_TAGS; n++) {
		tag = &v->tags.tag[i];
		if (is_tag_of(tag, space))
			return tag;
		i = tag->next;
	}
	return NULL;
}

/* Zeros where there is none. */
static void set_template(const struct vtd *v, struct vtd_tag *tag)
{
	struct dma_template t;

	dma_walk_template(v, &tag->space, &t);
	tag->read = (uint16_t)t.read;
	tag->write = (uint16_t)t.write;
	tag->clear = t.clear;
}

static struct vtd_tag *take(struct vtd *v, const struct vtd_space *space)
{
	struct vtd_tags *t = &v->tags;
	uint16_t number = t->free;
	struct vtd_tag *tag = &t->tag[number];

	t->free = tag->next;
	t->num_free--;
	if (number >= t->top)
		t->top = (uint16_t)(number + 1);
	t->last_serial++;
	*tag = (struct vtd_tag){
		.serial = t->last_serial,
		.tables = t->last_serial,
		.state = VTD_TAG_LIVE,
		.space = *space,
	};
	set_template(v, tag);
	put_into_bucket(v, number);
	*hint_of(v, space) = number;
	return tag;
}

struct vtd_tag *dma_tag_of(struct vtd *v, const struct vtd_space *space)
{
	struct vtd_tag *tag = find(v, space);

	if (!tag && !v->tags.num_free) {
		make_room(v);
		return NULL;
	}
	if (!tag) {
		tag = take(v, space);
		sweep_if_due(v);
	}
	return tag;
}

/* INV_ADDR of every page there is. */
#define EVERYTHING VTD_PUT(GATE_INV_ADDR_AM, 52)

struct pages {
	uint64_t addr;
	unsigned int am;
	bool tables;
};

/*
 * INV_ADDR of @pages in @space. A first stage tags with bits up to the sign's
 * (6.2.1), the gate with all of them: what is above the sign repeats it.
 */
static uint64_t range_in(const struct vtd_space *space,
			 const struct pages *pages)
{
	unsigned int width = VTD_SS_SHIFT(space->fs_levels + 1U);
	uint64_t sign = UINT64_C(1) << (width - 1);

	if (!space->fs_levels)
		return pages->addr | pages->am;
	if (pages->am + VTD_PAGE_SHIFT >= width)
		return EVERYTHING;
	return (((pages->addr & (2 * sign - 1)) ^ sign) - sign) | pages->am;
}

/*
 * Tables: all that the space knows. Software names only pages that were mapped
 * (6.5.3.3); tables beside them, cached though empty, may be freed as well.
 */
static void drop_pages(struct vtd *v, uint16_t number,
		       const struct pages *pages)
{
	struct vtd_tag *tag = &v->tags.tag[number];

	port_invalidate(v->port,
			VTD_PUT(GATE_INV_OP, GATE_INV_PAGE) |
				VTD_PUT(GATE_INV_TAG, number),
			range_in(&tag->space, pages));
	if (pages->tables)
		tag->tables = ++v->tags.last_serial;
}

static void drop_some(struct vtd *v, const struct pages *pages, uint16_t did,
		      which is_meant, uint32_t pasid)
{
	struct vtd_tags *t = &v->tags;

	for (uint16_t i = *bucket_of(v, did); i != NO_TAG; i = t->tag[i].next)
		if (t->tag[i].space.did == did &&
		    is_meant(&t->tag[i].space, pasid))
			drop_pages(v, i, pages);
}

void dma_tag_drop_pages(struct vtd *v, uint16_t did, uint64_t addr,
			unsigned int am, bool tables)
{
	const struct pages pages = { addr, am, tables };

	if (has_many_tags(v, did)) {
		dma_tag_retire_all(v);
		return;
	}
	drop_some(v, &pages, did, second_stage_only, 0);
	retire_some(v, did, with_first_stage, 0);
}

void dma_tag_drop_pasid_pages(struct vtd *v, uint16_t did, uint32_t pasid,
			      uint64_t addr, unsigned int am, bool tables)
{
	const struct pages pages = { addr, am, tables };

	if (has_many_tags(v, did))
		dma_tag_retire_all(v);
	else
		drop_some(v, &pages, did, first_stage_of, pasid);
}
