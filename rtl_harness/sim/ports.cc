/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "ports.h"

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
	failed += b.resp != kAxiOkay;
}

void TablePort::write(AxiBurstRecord &b)
{
	if (is_message(b.addr) && b.beats == 1) {
		b.resp = kAxiOkay;
		messages.push_back({ b.addr, now,
				     static_cast<uint32_t>(b.data[0] >>
							   8 * (b.addr & 4)) });
		return;
	}
	put(memory_, b, kMemTable);
	/* The engine's own stores are no device's: both copies follow. */
	for (unsigned n = 0; n < b.beats && b.resp == kAxiOkay; n++) {
		uint64_t at = b.beat_addr(n) & ~uint64_t{ 7 };
		uint64_t word = memory_.load(at);

		board_.host_store(at, &word, sizeof(word));
	}
}
