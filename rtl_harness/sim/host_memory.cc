/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "host_memory.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sys/mman.h>

HostMemory::HostMemory()
{
	void *p = mmap(nullptr, kLow, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED) {
		perror("host memory: cannot reserve 64 GiB of address space");
		exit(2);
	}
	low_ = static_cast<uint8_t *>(p);
}

HostMemory::~HostMemory()
{
	munmap(low_, kLow);
}

uint8_t *HostMemory::high(uint64_t addr)
{
	auto &page = high_[addr / kPage];

	if (!page)
		page = std::make_unique<Page>();
	return page->data() + addr % kPage;
}

void HostMemory::store(uint64_t addr, uint64_t value, uint8_t strobes)
{
	uint8_t *p = at(addr);

	disturb(addr, sizeof(value));
	if (strobes == 0xff) {
		memcpy(p, &value, sizeof(value));
		return;
	}
	if (strobes == 0x0f || strobes == 0xf0) {
		unsigned lane = strobes == 0xf0 ? 4 : 0;
		uint32_t half = static_cast<uint32_t>(value >> 8 * lane);

		memcpy(p + lane, &half, sizeof(half));
		return;
	}
	for (unsigned i = 0; i < 8; i++)
		if (strobes >> i & 1)
			p[i] = static_cast<uint8_t>(value >> 8 * i);
}

static size_t piece(uint64_t addr, size_t len)
{
	return std::min<size_t>(len,
				HostMemory::kPage - addr % HostMemory::kPage);
}

void HostMemory::read(uint64_t addr, void *buf, size_t len)
{
	uint8_t *out = static_cast<uint8_t *>(buf);

	for (size_t n; len; addr += n, out += n, len -= n) {
		n = piece(addr, len);
		memcpy(out, at(addr), n);
	}
}

void HostMemory::write(uint64_t addr, const void *buf, size_t len)
{
	const uint8_t *in = static_cast<const uint8_t *>(buf);

	disturb(addr, len);
	for (size_t n; len; addr += n, in += n, len -= n) {
		n = piece(addr, len);
		memcpy(at(addr), in, n);
	}
}

void HostMemory::fill(uint64_t addr, uint8_t byte, size_t len)
{
	disturb(addr, len);
	for (size_t n; len; addr += n, len -= n) {
		n = piece(addr, len);
		memset(at(addr), byte, n);
	}
}

void HostMemory::clear()
{
	if (madvise(low_, kLow, MADV_DONTNEED)) {
		perror("host memory: cannot clear");
		exit(2);
	}
	high_.clear();
	errors_.clear();
	races_.clear();
	watching_ = false;
	watches_lost = 0;
	set_locks(LockFate::Work);
}

bool HostMemory::watch(uint64_t addr, uint64_t value)
{
	watched_ = addr;
	watched_value_ = value;
	watching_ = has_monitor;
	return watching_;
}

bool HostMemory::replace(uint64_t addr, uint64_t value)
{
	uint64_t found = watched_value_;
	bool mine = watching_ && watched_ == addr;

	watching_ = false;
	if (mine)
		mine = __atomic_compare_exchange_n(
			reinterpret_cast<uint64_t *>(at(addr)), &found, value,
			false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	watches_lost += !mine;
	return mine;
}

LockFate HostMemory::lock_fate(uint64_t addr)
{
	auto race = races_.find(addr);

	if (race != races_.end()) {
		store(addr, race->second);
		races_.erase(race);
		return LockFate::Lose;
	}
	if (locks_ != LockFate::LoseOnce)
		return locks_;
	return lost_.insert(addr).second ? LockFate::Lose : LockFate::Work;
}

void HostMemory::set_locks(LockFate fate)
{
	locks_ = fate;
	lost_.clear();
}

void HostMemory::set_race(uint64_t addr, uint64_t value)
{
	races_[addr] = value;
}

void HostMemory::heal(uint64_t base, uint64_t size)
{
	errors_.erase(std::remove_if(errors_.begin(), errors_.end(),
				     [=](const ErrorRange &e) {
					     return e.base == base &&
						    e.size == size;
				     }),
		      errors_.end());
}

bool HostMemory::in_error(MemPort port, bool write, uint64_t addr,
			  uint64_t len) const
{
	for (const ErrorRange &e : errors_)
		if ((e.ports & port) && (write ? e.writes : e.reads) &&
		    addr < e.base + e.size && e.base < addr + len)
			return true;
	return false;
}
