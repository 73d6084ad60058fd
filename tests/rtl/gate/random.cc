// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
#include "random.h"

#include <algorithm>
#include <cstdio>

#include "Vgate.h"
#include "bench.h"
#include "pins.h"

namespace
{

constexpr unsigned SPACES = 5, WINDOW = 48, SIDS = 4;
constexpr uint64_t BIG_PAGE = 0x40000, BIG_ORDER = 9;

/* Where to a page may be mapped; the odd ones no device may reach. */
constexpr uint64_t FRAMES = OWN_FRAMES, BIG_FRAMES = 0x800000;

class Campaign
{
public:
	Campaign(Bench &bench, unsigned cycles) : b(bench), length(cycles)
	{
	}
	void run();

private:
	void set_up();
	void trust(unsigned port, unsigned n);
	void behave();
	void ask(Device &device);
	uint64_t pick_address(Request &r);
	void shape(Request &r);
	void change();
	void remap(Space &space);
	void move_source();
	void flush_space(Space &space);
	void flush_all();
	void change_mode();
	void protect();
	void map_page(Space &space, uint64_t page);
	void map_big(Space &space, uint64_t page);
	Space &any_space()
	{
		return *spaces[b.rng.below(SPACES)];
	}
	uint16_t sid_of(unsigned port, unsigned n)
	{
		return 0x100 + port * 8 + n;
	}
	uint64_t key_of(unsigned port, unsigned n)
	{
		const uint64_t sid = sid_of(port, n);
		return n < 3 ? sid : sid | 5ULL << 16 | 1ULL << 36;
	}
	Bench &b;
	unsigned length;
	std::vector<Space *> spaces;
	uint64_t next_frame = 0, next_big = 0;
	unsigned traffic = 20;
};

void Campaign::map_page(Space &space, uint64_t page)
{
	uint64_t pfn = FRAMES + next_frame++;
	const unsigned dice = b.rng.below(100);
	if (dice < 2)
		pfn = 0xfee00 + b.rng.below(256);
	else if (dice < 4)
		pfn = (FORBID_BASE >> 12) + b.rng.below(512);
	else if (dice < 5)
		pfn = (1ULL << (b.firmware.haw - 12)) + b.rng.below(16);
	b.firmware.map(space, page, pfn, b.rng.percent(85), b.rng.percent(80));
}

void Campaign::map_big(Space &space, uint64_t page)
{
	const uint64_t pfn = BIG_FRAMES + (next_big++ << BIG_ORDER);
	/* One of the first lies over the interrupt range. */
	b.firmware.map(space, page, b.rng.percent(10) ? 0xfee00 : pfn,
		       b.rng.percent(90), b.rng.percent(90), BIG_ORDER);
}

/* Some sources may say that they translated already. */
void Campaign::trust(unsigned port, unsigned n)
{
	if (b.rng.percent(50))
		b.firmware.bind(key_of(port, n) | TRANSLATED, nullptr);
}

void Campaign::set_up()
{
	Firmware &fw = b.firmware;
	for (unsigned i = 0; i < SPACES; i++) {
		Space &space = fw.new_space();
		spaces.push_back(&space);
		for (unsigned page = 0; page < WINDOW; page++)
			if (b.rng.percent(80))
				map_page(space, page);
		for (unsigned n = 0; n < 4; n++)
			map_big(space, BIG_PAGE + (n << BIG_ORDER));
	}
	for (unsigned port = 0; port < NUM_PORTS; port++) {
		for (unsigned n = 0; n < SIDS; n++) {
			fw.bind(key_of(port, n),
				b.rng.percent(8) ? nullptr : &any_space());
			trust(port, n);
		}
	}
	fw.zlr_uses_w = b.rng.percent(50);
	behave();
}

/* Each seed has its own temper: plain, idle, holding back, or both. */
void Campaign::behave()
{
	const bool idle = b.rng.percent(50), hold = b.rng.percent(50);
	for (Device &d : b.device) {
		d.will_address = idle ? b.rng.between(20, 90) : 100;
		d.will_data = idle ? b.rng.between(20, 90) : 100;
		d.will_take = hold ? b.rng.between(20, 90) : 100;
	}
	b.memory.will_accept = hold ? b.rng.between(20, 90) : 100;
	b.memory.will_respond = idle ? b.rng.between(30, 90) : 100;
	b.memory.latency_min = 2;
	b.memory.latency_max = b.rng.between(2, 60);
	b.memory.error_percent = b.rng.percent(30) ? 3 : 0;
	b.firmware.install_percent = b.rng.between(50, 100);
	b.firmware.bind_percent = b.rng.between(50, 100);
	b.firmware.retry_percent = b.rng.below(5);
	b.firmware.think_max = b.rng.between(5, 120);
	traffic = b.rng.between(5, 60);
}

uint64_t Campaign::pick_address(Request &r)
{
	const unsigned dice = b.rng.below(100);
	const uint64_t offset = b.rng.below(4096);
	if (dice < 4 && !r.ssidv)
		return 0xfee00000 + b.rng.below(0x100000);
	if (dice < 25)
		return ((BIG_PAGE + b.rng.below(4 << BIG_ORDER)) << 12) |
		       offset;
	if (dice < 27)
		return b.rng.next() << 4 | offset;
	return ((uint64_t)b.rng.below(WINDOW) << 12) | offset;
}

void Campaign::shape(Request &r)
{
	const unsigned unit = 1U << r.size;
	const uint64_t first = r.addr & 0xfff & ~(uint64_t)(unit - 1);
	const unsigned room = (4096 - first) / unit;
	unsigned beats = b.rng.percent(70) ? b.rng.between(1, 8) :
					     b.rng.between(1, MAX_BEATS);
	if (!b.rng.percent(1))
		beats = std::min(beats, room);
	r.len = std::min(beats, 256U) - 1;
	if (b.rng.percent(1))
		r.burst = b.rng.percent(50) ? 0 : 2;
	if (r.write && r.len > 0 && b.rng.percent(1))
		r.stray_last = true;
}

void Campaign::ask(Device &d)
{
	const unsigned port = &d - b.device.data();
	const unsigned n = b.rng.below(SIDS);
	Req r = d.make(b.rng.percent(50), 0, 1, b.rng.below(16));
	r->sid = sid_of(port, n);
	r->ssidv = n == 3;
	r->ssid = r->ssidv ? 5 : 0;
	r->priv = b.rng.percent(3);
	r->exec = !r->write && b.rng.percent(2);
	r->atst = b.rng.percent(4);
	r->lock = b.rng.percent(2);
	r->zlr = !r->write && b.rng.percent(3);
	r->addr = pick_address(*r);
	r->size = b.rng.percent(80) ? 3 : b.rng.below(4);
	shape(*r);
	for (const Req &o : d.live[r->write])
		if (o->addr >> 3 == r->addr >> 3)
			return;
	for (unsigned i = 0; r->write && i <= r->len; i++)
		r->strb.push_back(b.rng.percent(80) ? 0xff : b.rng.next());
	if (r->write && r->in_fee() && b.rng.percent(80)) {
		r->addr &= ~3ULL;
		r->size = 2;
		r->len = 0;
		r->burst = 1;
		r->stray_last = false;
		r->strb.assign(1, r->addr & 4 ? 0xf0 : 0x0f);
	}
	d.submit(r);
}

/* ---- What changes under the devices ------------------------------------ */

void Campaign::remap(Space &space)
{
	Firmware &fw = b.firmware;
	const bool big = b.rng.percent(25);
	const unsigned am = big ? b.rng.below(11) : b.rng.below(7);
	const uint64_t page = big ? BIG_PAGE + b.rng.below(4 << BIG_ORDER) :
				    b.rng.below(WINDOW);
	const uint64_t first = page >> am << am;
	auto list = fw.unmap(space, page, am);
	for (const auto &valid : list) {
		auto m = std::static_pointer_cast<Mapping>(valid);
		if (b.rng.percent(15))
			continue;
		if (m->order)
			map_big(space, m->page);
		else
			map_page(space, m->page);
	}
	for (uint64_t p = first; p < first + (1U << am) && p < WINDOW; p++)
		if (b.rng.percent(10) && list.empty())
			map_page(space, p);
	fw.take_back(list, [&] { fw.inv_page(space, page, am); });
	b.cover(big ? "superpage invalidated" : "page invalidated");
}

void Campaign::move_source()
{
	Firmware &fw = b.firmware;
	const unsigned port = b.rng.below(NUM_PORTS), n = b.rng.below(SIDS);
	auto list = fw.unbind(key_of(port, n));
	auto other = fw.unbind(key_of(port, n) | TRANSLATED);
	list.insert(list.end(), other.begin(), other.end());
	fw.bind(key_of(port, n), b.rng.percent(8) ? nullptr : &any_space());
	trust(port, n);
	fw.take_back(list,
		     [&] { fw.inv_key(sid_of(port, n), b.rng.below(4)); });
	b.cover("key invalidated");
}

void Campaign::flush_space(Space &space)
{
	Firmware &fw = b.firmware;
	auto list = fw.unmap(space, 0, 51);
	for (unsigned page = 0; page < WINDOW; page++)
		if (b.rng.percent(80))
			map_page(space, page);
	for (unsigned n = 0; n < 4; n++)
		map_big(space, BIG_PAGE + (n << BIG_ORDER));
	fw.take_back(list, [&] { fw.retire(space); });
	b.cover("tag retired");
}

void Campaign::flush_all()
{
	Firmware &fw = b.firmware;
	Firmware::List list;
	for (Space *space : spaces) {
		auto part = fw.unmap(*space, 0, 51);
		list.insert(list.end(), part.begin(), part.end());
		for (unsigned page = 0; page < WINDOW; page++)
			map_page(*space, page);
	}
	fw.take_back(list, [&] { fw.retire_all(); });
	fw.inv(5, 0); /* KEY_ALL: dead tags must not be found by old keys */
	b.cover("all retired");
}

void Campaign::change_mode()
{
	Firmware &fw = b.firmware;
	const unsigned dice = b.rng.below(3);
	b.cover("mode changed under traffic");
	if (dice == 0) {
		fw.mode_drained(0);
	} else if (dice == 1) {
		b.host_te(false);
		fw.mode_drained(1);
	} else {
		/* Refused: the host has enabled translation. */
		b.host_te(true);
		fw.mode(1, [this] {
			if (b.top->mode_o != 0)
				b.fail("pass-through against the host");
		});
		b.cover("pass-through refused");
	}
	b.firmware.serve = true;
	b.until([&] { return fw.idle() && !fw.draining(); }, 60000);
	b.cycles(b.rng.below(200));
	b.host_te(true);
	fw.mode_drained(2);
}

/* Low: what pass-through reaches; high: frames in use, or none. */
void Campaign::protect()
{
	constexpr uint64_t UNIT = 0x200000;
	Firmware &fw = b.firmware;
	Guard low, high;
	if (b.rng.percent(30)) {
		low.base = b.rng.below(2) * UNIT;
		low.limit = low.base + b.rng.between(1, 4) * UNIT - 1;
	}
	if (b.rng.percent(60)) {
		high.base = (FRAMES + b.rng.below(next_frame)) << 12 & -UNIT;
		high.limit = high.base + UNIT - 1;
	}
	fw.protect_drained(low, high);
	b.cover("protected memory moved under traffic");
}

void Campaign::change()
{
	Firmware &fw = b.firmware;
	const unsigned dice = b.rng.below(100);
	if (fw.draining())
		b.cover("change during drain");
	if (dice < 60)
		remap(any_space());
	else if (dice < 75)
		move_source();
	else if (dice < 88)
		flush_space(any_space());
	else if (dice < 91)
		flush_all();
	else if (dice < 93)
		change_mode();
	else if (dice < 97)
		protect();
	else if (!fw.sweeping()) {
		fw.sweep();
		b.cover("sweep under traffic");
	}
	if (fw.free_tags.empty() && !fw.sweeping())
		fw.sweep();
}

void Campaign::run()
{
	set_up();
	b.firmware.mode(2);
	while (b.now < length) {
		for (Device &d : b.device)
			if (d.queued(0) + d.queued(1) < 4 &&
			    b.rng.percent(traffic))
				ask(d);
		if (b.rng.below(250) == 0)
			b.firmware.serve = false;
		if (!b.firmware.serve && b.firmware.idle()) {
			change();
			b.firmware.serve = true;
		}
		if (b.rng.below(3000) == 0)
			behave();
		b.cycle();
	}
	b.firmware.serve = true;
	b.settle();
}

const char *const wanted[] = {
	"hit passes a miss",
	"translated request",
	"translated request hits",
	"fill with merge",
	"parked write during drain",
	"drain restarted",
	"change during drain",
	"tag reused",
	"page invalidated",
	"superpage invalidated",
	"key invalidated",
	"tag retired",
	"all retired",
	"sweep under traffic",
	"mode changed under traffic",
	"protected memory moved under traffic",
	"protected memory refused",
	"pass-through refused",
	"memory error",
	"interrupt",
	"interrupt behind a write",
	"zero-length read",
	"lock",
	"execute",
	"bad burst",
	"bad output",
	"retry",
};

} // namespace

void random_run(Bench &bench, unsigned cycles)
{
	Campaign(bench, cycles).run();
	Bench::coverage["requests"] += bench.board.requests;
	Bench::coverage["sent"] += bench.board.sent;
	Bench::coverage["refused"] += bench.board.refused;
	Bench::coverage["bytes"] += bench.board.bytes;
	Bench::coverage["cycles"] += bench.now;
}

bool random_report(bool all)
{
	bool ok = true;
	for (const auto &entry : Bench::coverage)
		printf("%-28s %lu\n", entry.first.c_str(), entry.second);
	for (const char *name : wanted) {
		if (all && !Bench::coverage.count(name)) {
			printf("FAIL: never happened: %s\n", name);
			ok = false;
		}
	}
	return ok;
}
