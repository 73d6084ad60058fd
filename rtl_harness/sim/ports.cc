/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ports.h"

#include "layout.h"

/* Address 39:20 of a message; above is what an x2APIC id needs. */
static bool is_message(uint64_t addr)
{
	return (addr >> 20 & 0xfffff) == 0xfee;
}

static void fetch(HostMemory &memory, AxiBurstRecord &b, MemPort port)
{
	bool bad = memory.fails(port, false, b.addr, b.bytes());

	b.resp = bad ? kAxiSlverr : kAxiOkay;
	for (unsigned n = 0; n < b.beats; n++)
		b.data[n] = bad ? 0 :
				  memory.load(b.beat_addr(n) & ~uint64_t{ 7 });
}

static void put(HostMemory &memory, AxiBurstRecord &b, MemPort port)
{
	b.resp = memory.fails(port, true, b.addr, b.bytes()) ? kAxiSlverr :
							       kAxiOkay;
	for (unsigned n = 0; n < b.beats && b.resp == kAxiOkay; n++)
		memory.store(b.beat_addr(n) & ~uint64_t{ 7 }, b.data[n],
			     b.strobes[n]);
}

void DmaPort::read(AxiBurstRecord &b)
{
	fetch(memory_, b, kMemDma);
	board_.mem_read(b);
}

void DmaPort::write(AxiBurstRecord &b)
{
	put(memory_, b, kMemDma);
	board_.mem_write(b);
}

void TablePort::read(AxiBurstRecord &b)
{
	fetch(memory_, b, kMemTable);
	reads++;
	pings += b.addr == kPingAddr;
	locked_reads += b.lock;
	interrupt_entries += b.addr >= kInterruptTable &&
			     b.addr < kInterruptTable + kInterruptTableSize;
	failed += b.resp != kAxiOkay;
	if (b.lock && b.resp == kAxiOkay && memory_.watch(b.addr, b.data[0]))
		b.resp = kAxiExokay;
}

/* OKAY says that nothing was stored. */
void TablePort::write_locked(AxiBurstRecord &b)
{
	LockFate fate = memory_.lock_fate(b.addr);
	bool bad = memory_.fails(kMemTable, true, b.addr, b.bytes());

	locked++;
	b.resp = kAxiOkay;
	if (bad || fate == LockFate::Fail)
		b.resp = kAxiSlverr;
	else if (fate == LockFate::Work && memory_.replace(b.addr, b.data[0]))
		b.resp = kAxiExokay;
	locks_lost += b.resp == kAxiOkay;
	if (b.resp == kAxiExokay)
		board_.engine_stored(b.addr);
}

void TablePort::write(AxiBurstRecord &b)
{
	if (b.lock) {
		write_locked(b);
		return;
	}
	if (is_message(b.addr) && b.beats == 1) {
		b.resp = kAxiOkay;
		uint32_t data =
			static_cast<uint32_t>(b.data[0] >> 8 * (b.addr & 4));

		messages.push_back({ b.addr, now, data });
		board_.message(b.addr, data);
		return;
	}
	put(memory_, b, kMemTable);
	if (b.addr == kStatusAddr)
		board_.completed();
	for (unsigned n = 0; n < b.beats && b.resp == kAxiOkay; n++)
		board_.engine_stored(b.beat_addr(n) & ~uint64_t{ 7 });
}
