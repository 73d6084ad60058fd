/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The driver's address spaces: scalable mode, and legacy in the same words. */

#include "driver.h"

extern "C" {
#include "vtd_desc.h"
#include "vtd_tables.h"
}

/* Guest addresses of first-stage tables lie that far above host ones. */
static constexpr uint64_t kBias = 0x1000000000;
/* PASIDs below 8192. */
static constexpr unsigned kPdts = 0;
/* A bit that the unit ignores in entries of either stage. */
static constexpr uint64_t kHostsBit = uint64_t{ 1 } << 53;

bool Driver::tree_map(const tables_tree &tree, uint64_t iova, uint64_t pa,
		      uint64_t size, unsigned perm)
{
	int err = tables_tree_map(&tables_, &tree, iova, pa, size, perm);

	stats.maps += err == TABLES_OK;
	if (err)
		sim_.board.fail("driver cannot map %llx: %d",
				static_cast<unsigned long long>(iova), err);
	return !err;
}

/* The second stage finds the first stage's tables, and may set bits there. */
bool Driver::nest(Space *space)
{
	space->entry.fs.bias = kBias;
	for (uint64_t at = 0; at < kTablesSize; at += TABLES_PAGE_2M)
		if (!tree_map(space->entry.ss, kBias + kTablesBase + at,
			      kTablesBase + at, TABLES_PAGE_2M, TABLES_RW))
			return false;
	return true;
}

static bool has_first(SpaceKind kind)
{
	return kind == SpaceKind::First || kind == SpaceKind::Nested;
}

static bool has_second(SpaceKind kind)
{
	return kind == SpaceKind::Second || kind == SpaceKind::Nested;
}

static scalable_pgtt pgtt(SpaceKind kind)
{
	switch (kind) {
	case SpaceKind::First:
		return SCALABLE_FIRST;
	case SpaceKind::Second:
		return SCALABLE_SECOND;
	case SpaceKind::Nested:
		return SCALABLE_NESTED;
	default:
		return SCALABLE_PASS;
	}
}

bool Driver::attach(Space *s, unsigned levels, unsigned flags)
{
	if (s->kind == SpaceKind::Legacy)
		return attach(s->sid, s->did, levels);
	s->entry.pgtt = pgtt(s->kind);
	s->entry.did = s->did;
	s->entry.flags = flags;
	if (has_second(s->kind) &&
	    tables_tree_new(&tables_, false, has_first(s->kind) ? 4 : levels,
			    &s->entry.ss))
		return false;
	if (has_first(s->kind) &&
	    tables_tree_new(&tables_, true, 4, &s->entry.fs))
		return false;
	if (s->kind == SpaceKind::Nested && !nest(s))
		return false;
	/* The first space of a source brings its context entry. */
	if (!s->pasid && scalable_attach(&tables_, s->sid, kPdts, true))
		return false;
	s->slot = scalable_pasid_slot(&tables_, s->sid, s->pasid);
	bind(*s, true);
	return s->slot;
}

bool Driver::share(const Space &s, uint16_t sid)
{
	if (s.kind == SpaceKind::Legacy)
		return !tables_share(&tables_, sid, s.sid);
	return !scalable_bind(&tables_, sid, s.pasid, &s.entry);
}

/* P comes last and goes first. */
void Driver::bind(const Space &s, bool on)
{
	if (on)
		scalable_bind(&tables_, s.sid, s.pasid, &s.entry);
	else
		store(s.slot, 0);
}

bool Driver::map(const Space &s, uint64_t iova, uint64_t pa, uint64_t size,
		 unsigned perm)
{
	unsigned fs = perm & TABLES_W ? TABLES_FS_USER : TABLES_FS_READ;

	switch (s.kind) {
	case SpaceKind::Legacy:
		return map(s.sid, iova, pa, size, perm);
	case SpaceKind::First:
		return tree_map(s.entry.fs, iova, pa, size, fs);
	case SpaceKind::Second:
		return tree_map(s.entry.ss, iova, pa, size, perm);
	case SpaceKind::Nested:
		return tree_map(s.entry.ss, iova, pa, size, TABLES_RW) &&
		       tree_map(s.entry.fs, iova, iova, size, fs);
	default:
		return true;
	}
}

void Driver::unmap(const Space &s, uint64_t iova)
{
	if (s.kind == SpaceKind::Legacy) {
		unmap(s.sid, iova);
		return;
	}
	stats.unmaps++;
	if (has_first(s.kind))
		tables_tree_unmap(&tables_, &s.entry.fs, iova);
	if (has_second(s.kind))
		tables_tree_unmap(&tables_, &s.entry.ss, iova);
}

uint64_t Driver::leaf_slot(const Space &s, uint64_t iova)
{
	switch (s.kind) {
	case SpaceKind::Legacy:
		return tables_slot(&tables_, s.sid, iova, 1);
	case SpaceKind::Pass:
		return 0;
	default:
		return tables_tree_slot(
			&tables_, has_first(s.kind) ? &s.entry.fs : &s.entry.ss,
			iova, 1);
	}
}

void Driver::age(const Space &s, uint64_t iova)
{
	uint64_t slot = leaf_slot(s, iova);
	uint64_t bits = has_first(s.kind) ? VTD_FS_A | VTD_FS_D | VTD_FS_EA :
					    VTD_SS_A | VTD_SS_D;

	if (slot && s.kind != SpaceKind::Legacy)
		store(slot, sim_.memory.load(slot) & ~bits);
}

void Driver::race(const Space &s, uint64_t iova)
{
	uint64_t slot = leaf_slot(s, iova);
	uint64_t value = slot ? sim_.memory.load(slot) : 0;

	if (!value || s.kind == SpaceKind::Legacy || races_.count(slot))
		return;
	races_[slot] = kHostsBit;
	sim_.memory.set_race(slot, value | kHostsBit);
}

bool Driver::races_kept(uint64_t *won)
{
	bool kept = true;

	*won = 0;
	for (auto &[slot, bit] : races_) {
		if (!sim_.memory.race_lost(slot))
			continue;
		++*won;
		kept &= (sim_.memory.load(slot) & bit) != 0;
	}
	return kept;
}

/* ---- Invalidation -------------------------------------------------------- */

static uint64_t pasid_lo(unsigned type, unsigned granularity, const Space &s)
{
	return (type & 0xf) | VTD_PUT(VTD_DESC_LO_G, granularity) |
	       VTD_PUT(VTD_DESC_LO_DID, s.did) |
	       VTD_PUT(VTD_PASID_DESC_LO_PASID, s.pasid);
}

/* Entries of a first stage go by PASID, those of a second by domain. */
void Driver::page(const Space &s, uint64_t iova, unsigned am, bool ih)
{
	uint64_t mask = (uint64_t{ 1 } << (12 + am)) - 1;

	if (!has_first(s.kind) || s.kind == SpaceKind::Nested)
		page(s.did, iova, am, ih);
	if (has_first(s.kind))
		raw_descriptor(pasid_lo(VTD_DESC_PASID_IOTLB, VTD_PIG_PAGES, s),
			       (iova & ~mask) | am |
				       (ih ? VTD_IOTLB_DESC_HI_IH : 0));
}

void Driver::whole(const Space &s)
{
	if (!has_first(s.kind) || s.kind == SpaceKind::Nested)
		domain(s.did);
	if (has_first(s.kind))
		raw_descriptor(pasid_lo(VTD_DESC_PASID_IOTLB, VTD_PIG_PASID, s),
			       0);
}

void Driver::pasid_entry(const Space &s)
{
	raw_descriptor(pasid_lo(VTD_DESC_PASID, VTD_PG_PASID, s), 0);
	whole(s);
}
