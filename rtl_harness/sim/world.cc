/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "world.h"

#include <algorithm>

#include "dma_gen.h"

/* Of a device TLB: the address says so, as far as 64 bits go. */
static constexpr unsigned kEverything = 52;

/* A superpage is touched only in its first part. */
static constexpr uint64_t kUsed = 1 << 20;

static unsigned size_index(uint64_t page)
{
	return page == TABLES_PAGE_4K ? 0 : page == TABLES_PAGE_2M ? 1 : 2;
}

static unsigned order(uint64_t page)
{
	return 9 * size_index(page);
}

uint64_t World::frame(uint64_t size)
{
	unsigned i = size_index(size);
	uint64_t pa;

	if (free_[i].empty()) {
		pa = next_[i];
		next_[i] += size;
	} else {
		pa = free_[i].front();
		free_[i].pop_front();
	}
	sim_.board.release(pa, size);
	return pa;
}

void World::fill(uint64_t pa, uint64_t iova, uint64_t size)
{
	uint64_t words[512];

	if (!fill_)
		return;
	size = std::min(size, kUsed);
	for (uint64_t at = 0; at < size; at += sizeof(words)) {
		for (unsigned i = 0; i < 512; i++)
			words[i] = gen_value(iova + at + 8 * i, delta_, seed_);
		sim_.board.host_store(pa + at, words, sizeof(words));
	}
}

Device &World::add(uint16_t sid, uint16_t did, unsigned levels)
{
	Space space;

	space.sid = sid;
	space.did = did;
	return add(space, levels, 0);
}

Device &World::add(const Space &space, unsigned levels, unsigned flags)
{
	Device d;

	d.sid = space.sid;
	d.did = space.did;
	d.space = space;
	d.has_pasid = space.pasid != 0;
	if (!driver_.attach(&d.space, levels, flags))
		sim_.board.fail("driver cannot make a space for %04x", d.sid);
	devices.push_back(std::move(d));
	return devices.back();
}

void World::let_cache(Device &d)
{
	d.caches = true;
	driver_.allow_device_tlb(d.space);
}

void World::share(Device &d)
{
	const Device &first = devices[0];

	driver_.share(first.space, d.sid);
	d.did = first.did;
	d.space.did = first.did;
	d.space.kind = first.space.kind;
	d.space.entry = first.space.entry;
	d.regions = first.regions;
}

void World::map(Device &d, Region &r, unsigned i)
{
	driver_.map(d.space, r.iova + i * r.page, r.frame[i], r.page,
		    r.perm[i]);
}

void World::add_identity(Device &d, uint64_t iova, unsigned pages)
{
	Region r = { iova, TABLES_PAGE_4K, std::vector<uint64_t>(pages),
		     std::vector<uint8_t>(pages, TABLES_RW) };

	for (unsigned i = 0; i < pages; i++) {
		r.frame[i] = iova + i * r.page;
		fill(r.frame[i], r.frame[i], r.page);
	}
	d.regions.push_back(std::move(r));
}

void World::add_region(Device &d, uint64_t iova, uint64_t page, unsigned pages)
{
	Region r = { iova, page, std::vector<uint64_t>(pages),
		     std::vector<uint8_t>(pages, TABLES_RW) };

	for (unsigned i = 0; i < pages; i++) {
		r.frame[i] = frame(page);
		fill(r.frame[i], iova + i * page, page);
		map(d, r, i);
	}
	d.regions.push_back(std::move(r));
}

/* Everybody who caches translations of this address space. */
void World::invalidate_devices(const Device &d, uint64_t iova, unsigned order)
{
	for (const Device &o : devices)
		if (o.caches && o.did == d.did)
			driver_.device_tlb(o.space, iova, order);
}

/* An invalidation of any 4 KiB of a superpage drops all of it. */
void World::invalidate(const Device &d, const Region &r, unsigned i)
{
	uint64_t iova = r.iova + i * r.page;

	if (r.page == TABLES_PAGE_4K) {
		driver_.page(d.space, iova, 0);
	} else if (++superpages_ % 2) {
		driver_.page(d.space, iova, order(r.page));
	} else {
		driver_.page(d.space, iova + 0x5000, 0);
		sim_.coverage.hit(kCover_evict_superpage);
	}
	invalidate_devices(d, iova, order(r.page));
}

void World::move(Device &d, Region &r, unsigned i)
{
	uint64_t pa = frame(r.page);

	fill(pa, r.iova + i * r.page, r.page);
	pending_.push_back({ r.frame[i], r.page });
	r.frame[i] = pa;
	map(d, r, i);
	invalidate(d, r, i);
}

void World::take(Device &d, Region &r, unsigned i)
{
	driver_.unmap(d.space, r.iova + i * r.page);
	pending_.push_back({ r.frame[i], r.page });
	r.perm[i] = 0;
	invalidate(d, r, i);
}

void World::give(Device &d, Region &r, unsigned i, unsigned perm)
{
	r.frame[i] = frame(r.page);
	r.perm[i] = perm;
	fill(r.frame[i], r.iova + i * r.page, r.page);
	map(d, r, i);
	if (caching_mode)
		invalidate(d, r, i);
}

void World::protect(Device &d, Region &r, unsigned i, unsigned perm)
{
	r.perm[i] = perm;
	map(d, r, i);
	invalidate(d, r, i);
}

void World::age(Device &d, Region &r, unsigned i)
{
	driver_.age(d.space, r.iova + i * r.page);
	invalidate(d, r, i);
}

void World::bind(Device &d, bool on)
{
	driver_.bind(d.space, on);
	d.bound = on;
	if (on && !caching_mode)
		return;
	driver_.pasid_entry(d.space);
	invalidate_devices(d, 0, kEverything);
}

void World::submit()
{
	driver_.submit();
	submitted_.swap(pending_);
}

void World::retire()
{
	for (const Freed &f : submitted_) {
		sim_.board.poison(f.frame, f.size);
		free_[size_index(f.size)].push_back(f.frame);
	}
	submitted_.clear();
}

bool World::completed()
{
	if (!driver_.completed())
		return false;
	driver_.finish();
	retire();
	return true;
}

bool World::commit()
{
	submit();
	if (!driver_.finish())
		return false;
	retire();
	return true;
}

void World::compare()
{
	for (const Device &d : devices)
		for (const Region &r : d.regions)
			for (size_t i = 0; i < r.frame.size(); i++)
				if (r.perm[i])
					sim_.board.compare(r.frame[i],
							   std::min(r.page,
								    kUsed));
}
