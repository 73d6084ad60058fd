/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ats.h"

#include "dma.h"
#include "gen/vtd_gate.h"
#include "trace.h"

static struct vtd_ats_blocked *find(struct vtd *v, uint16_t sid)
{
	for (unsigned int i = 0; i < VTD_ATS_BLOCKED; i++)
		if (v->ats.blocked[i].used && v->ats.blocked[i].sid == sid)
			return &v->ats.blocked[i];
	return NULL;
}

static struct vtd_ats_blocked *add(struct vtd *v, uint16_t sid)
{
	for (unsigned int i = 0; i < VTD_ATS_BLOCKED; i++)
		if (!v->ats.blocked[i].used) {
			v->ats.blocked[i] = (struct vtd_ats_blocked){
				.sid = sid,
				.used = true,
			};
			return &v->ats.blocked[i];
		}
	return NULL;
}

bool ats_block_holds(const struct vtd *v, uint16_t sid)
{
	for (unsigned int i = 0; i < VTD_ATS_BLOCKED; i++)
		if (v->ats.blocked[i].used && v->ats.blocked[i].sid == sid)
			return true;
	return v->ats.blocks_all;
}

/* The bits of an address that @range leaves open; 4 KiB without S. */
static uint64_t open_bits(uint64_t range)
{
	uint64_t ones = range | ~ATS_RANGE_ADDR;

	return range & ATS_RANGE_S ? ones ^ (ones + 1) : VTD_PAGE_SIZE - 1;
}

static bool covers(uint64_t range, uint64_t other)
{
	uint64_t open = open_bits(range);

	return (open_bits(other) & ~open) == 0 && !((range ^ other) & ~open);
}

static bool settles(const struct vtd_itag *tag, const struct vtd_ats_owed *owed)
{
	bool whose = tag->range & ATS_RANGE_G || (tag->pasid == owed->pasid &&
						  !(owed->range & ATS_RANGE_G));

	return whose && covers(tag->range, owed->range);
}

static struct vtd_ats_owed owes(const struct vtd_itag *tag)
{
	return (struct vtd_ats_owed){ tag->range, tag->pasid, true };
}

/* Two that do not lie in each other are everything there is. */
static void add_owed(struct vtd_ats_owed *owed, const struct vtd_itag *tag)
{
	uint64_t g = (owed->range | tag->range) & ATS_RANGE_G;

	if (owed->pasid != tag->pasid)
		g = ATS_RANGE_G;
	if (!owed->any || settles(tag, owed))
		*owed = owes(tag);
	else
		owed->range = ATS_RANGE_ALL | g;
}

/* What the gate knows of translated requests of @sid. */
static void drop_keys(struct vtd *v, uint16_t sid)
{
	port_invalidate(v->port,
			VTD_PUT(GATE_INV_OP, GATE_INV_KEY) |
				VTD_PUT(GATE_INV_SID, sid),
			0);
}

void ats_block(struct vtd *v, const struct vtd_itag *tag)
{
	struct vtd_ats_blocked *b = find(v, tag->sid);

	if (!b)
		b = add(v, tag->sid);
	if (!b) {
		v->ats.blocks_all = true;
		port_invalidate(v->port, VTD_PUT(GATE_INV_OP, GATE_INV_KEY_ALL),
				0);
	} else {
		add_owed(&b->owed[tag->pasid != 0], tag);
		drop_keys(v, tag->sid);
	}
	trace(v, ATS_BLOCK, tag->sid, 1, !b);
}

static void release(struct vtd *v, struct vtd_ats_blocked *b)
{
	b->used = false;
	trace(v, ATS_BLOCK, b->sid, 0, 0);
}

void ats_block_completed(struct vtd *v, const struct vtd_itag *tag)
{
	struct vtd_ats_blocked *b = find(v, tag->sid);
	struct vtd_ats_owed *owed;

	if (!b)
		return;
	owed = &b->owed[tag->pasid != 0];
	if (owed->any && settles(tag, owed))
		owed->any = false;
	if (!b->owed[0].any && !b->owed[1].any)
		release(v, b);
}

void ats_block_release(struct vtd *v, uint16_t sid, uint16_t ignored)
{
	for (unsigned int i = 0; i < VTD_ATS_BLOCKED; i++) {
		struct vtd_ats_blocked *b = &v->ats.blocked[i];

		if (b->used && !((b->sid ^ sid) & ~ignored))
			release(v, b);
	}
}

void ats_block_release_all(struct vtd *v)
{
	ats_block_release(v, 0, UINT16_MAX);
	if (v->ats.blocks_all)
		trace(v, ATS_BLOCK, UINT16_MAX, 0, 1);
	v->ats.blocks_all = false;
}
