// SPDX-License-Identifier: Apache-2.0
// Copyright The Portcullis authors
#include "firmware.h"

#include <algorithm>

#include "../../../include/gen/vtd_gate.h"
#include "bench.h"
#include "pins.h"

enum : unsigned { BLOCK = 0, PASS = 1, TRANSLATE = 2 };

static uint64_t field(uint64_t mask, uint64_t value)
{
	return value << __builtin_ctzll(mask) & mask;
}

Firmware::Firmware(Bench &owner) : bench(owner)
{
	for (int tag = (1 << TAG_BITS) - 1; tag >= 0; tag--)
		free_tags.push_back(tag);
	modes.push_back(std::make_shared<ModeSpan>());
	modes.back()->mode = BLOCK;
	guards.push_back(std::make_shared<ProtectSpan>());
	passing = &new_space();
}

/* ---- The reference map ------------------------------------------------- */

Space &Firmware::new_space()
{
	spaces.push_back(std::make_unique<Space>());
	return *spaces.back();
}

void Firmware::map(Space &space, uint64_t page, uint64_t pfn, bool r, bool w,
		   unsigned order)
{
	auto m = std::make_shared<Mapping>();
	m->page = page;
	m->pfn = pfn;
	m->r = r;
	m->w = w;
	m->order = order;
	space.maps.push_back(m);
}

void Firmware::bind(uint64_t key, Space *space)
{
	auto b = std::make_shared<Binding>();
	b->space = space;
	bindings[key].push_back(b);
}

Firmware::List Firmware::unmap(Space &space, uint64_t page, unsigned am)
{
	const uint64_t first = page >> am << am, count = 1ULL << am;
	List list;
	for (auto &m : space.maps) {
		if (m->current && m->page < first + count &&
		    first < m->page + m->pages()) {
			m->current = false;
			list.push_back(m);
		}
	}
	return list;
}

Firmware::List Firmware::unbind(uint64_t key)
{
	List list;
	for (auto &b : bindings[key]) {
		if (b->current) {
			b->current = false;
			list.push_back(b);
		}
	}
	return list;
}

const Mapping *Firmware::lookup(const Request &r, Space **space) const
{
	*space = nullptr;
	auto it = bindings.find(r.key());
	if (it == bindings.end())
		return nullptr;
	for (const auto &b : it->second)
		if (b->current)
			*space = b->space;
	if (!*space)
		return nullptr;
	for (const auto &m : (*space)->maps)
		if (m->current && m->covers(r.page()))
			return m.get();
	return nullptr;
}

bool Firmware::reachable(uint64_t pfn) const
{
	const uint64_t pa = pfn << 12;
	return pfn >> 8 != 0xfee && pfn >> (haw - 12) == 0 &&
	       !(pa >= FORBID_BASE && pa <= FORBID_LIMIT) &&
	       !(pa >= FORBID2_BASE && pa <= FORBID2_LIMIT);
}

static bool permits(const Request &r, const Mapping &m, bool zlr_uses_w)
{
	const bool need_r = !r.write || r.lock, need_w = r.write || r.lock;
	const bool readable = m.r || (r.zlr && zlr_uses_w && m.w);
	return (readable || !need_r) && (m.w || !need_w);
}

/* Was there a time since when @pfn was protected, or was not? */
bool Firmware::guarded(uint64_t pfn, bool whether, uint64_t since,
		       bool even_drained) const
{
	for (const auto &g : guards)
		if (g->end > since && (even_drained || g->drained == NEVER) &&
		    g->holds(pfn) == whether)
			return true;
	return false;
}

/* Calls @good with every host page that @r may reach, until it says true. */
bool Firmware::reaches(const Request &r, uint64_t since, bool even_drained,
		       const std::function<bool(uint64_t)> &good) const
{
	const auto usable = [&](const Valid &v) {
		return v.end > since && (even_drained || v.drained == NEVER);
	};
	if (r.in_fee())
		return false;
	for (const auto &m : modes)
		if (m->mode == PASS && !r.atst && usable(*m) && good(r.page()))
			return true;
	auto it = bindings.find(r.key());
	if (it == bindings.end() || !mode_was(TRANSLATE, since))
		return false;
	for (const auto &b : it->second) {
		if (!usable(*b))
			continue;
		if (!b->space) {
			if (good(r.page()))
				return true;
			continue;
		}
		for (const auto &m : b->space->maps)
			if (usable(*m) && m->covers(r.page()) &&
			    permits(r, *m, zlr_uses_w) &&
			    good(m->pfn + r.page() - m->page))
				return true;
	}
	return false;
}

bool Firmware::allowed(const Request &r, uint64_t pfn, uint64_t since) const
{
	/* Without a page the question is about the past. */
	const bool past = pfn == NEVER;
	return reaches(r, since, past, [&](uint64_t out) {
		return reachable(out) && (out == pfn || past) &&
		       guarded(out, false, since, past);
	});
}

bool Firmware::flawed_output(const Request &r, uint64_t since) const
{
	return reaches(r, since, true, [&](uint64_t out) {
		return !reachable(out) || guarded(out, true, since, true);
	});
}

bool Firmware::mode_was(unsigned mode, uint64_t since) const
{
	for (const auto &m : modes)
		if (m->mode == mode && m->end > since)
			return true;
	return false;
}

/* ---- Words ------------------------------------------------------------- */

void Firmware::mode(unsigned mode, Then then)
{
	const uint64_t word = field(GATE_MODE_MODE, mode) |
			      field(GATE_MODE_ZLR, zlr_uses_w) |
			      field(GATE_MODE_HAW, haw);
	steps.push_back({ Step::MODE, word, 0, [this, then] {
				 modes.back()->end = bench.now;
				 modes.push_back(std::make_shared<ModeSpan>());
				 modes.back()->mode = bench.top->mode_o;
				 if (then)
					 then();
			 } });
}

void Firmware::mode_drained(unsigned next)
{
	mode(next);
	drain([this] {
		for (size_t i = 0; i + 1 < modes.size(); i++)
			modes[i]->drained = bench.now;
	});
}

void Firmware::inv(uint64_t word, uint64_t addr, Then then)
{
	steps.push_back({ Step::INV, word, addr, std::move(then) });
}

void Firmware::answer(unsigned slot, unsigned action, uint64_t bits,
		      uint64_t pa, Then then)
{
	steps.push_back({ Step::ANSWER,
			  bits | action | field(GATE_ANSWER_SLOT, slot), pa,
			  std::move(then) });
}

void Firmware::inv_page(Space &space, uint64_t page, unsigned am, Then then)
{
	/* A space without a tag has nothing in the gate. */
	const uint64_t tag = space.tag < 0 ? 0 : space.tag;
	inv(GATE_INV_PAGE | field(GATE_INV_TAG, tag),
	    page << 12 | field(GATE_INV_ADDR_AM, am), std::move(then));
}

void Firmware::inv_key(uint16_t sid, unsigned fm, Then then)
{
	inv(GATE_INV_KEY | field(GATE_INV_SID, sid) | field(GATE_INV_FM, fm), 0,
	    std::move(then));
}

void Firmware::retire(Space &space, Then then)
{
	if (space.tag >= 0) {
		dead_tags.push_back(space.tag);
		inv(GATE_INV_RETIRE | field(GATE_INV_TAG, space.tag), 0, then);
	} else {
		/* Nothing to retire; the caller waits for some word. */
		inv(GATE_INV_DRAIN, 0, then);
	}
	space.tag = -1;
}

void Firmware::retire_all(Then then)
{
	for (auto &space : spaces) {
		if (space->tag >= 0)
			dead_tags.push_back(space->tag);
		space->tag = -1;
	}
	inv(GATE_INV_RETIRE_ALL, 0, std::move(then));
}

void Firmware::drain(Then drained)
{
	inv(GATE_INV_DRAIN, 0, [this, drained] {
		if (!drains.empty())
			bench.cover("drain restarted");
		drains.push_back(drained ? drained : [] {});
		drain_started = bench.now;
	});
}

void Firmware::sweep()
{
	inv(GATE_INV_SWEEP, 0, [this] {
		sweep_running = true;
		sweep_started = bench.now;
		sweeping_tags = dead_tags;
	});
}

void Firmware::take_back(const List &list, const Then &invalidate)
{
	invalidate();
	/* Runs after the invalidation's own word, before the drain's. */
	const size_t last = steps.size() - 1;
	const Then then = steps[last].then;
	steps[last].then = [this, list, then] {
		if (then)
			then();
		for (auto &valid : list)
			valid->end = bench.now;
	};
	drain([this, list] {
		for (auto &valid : list) {
			valid->drained = bench.now;
			auto m = std::dynamic_pointer_cast<Mapping>(valid);
			if (m && m->pfn >= OWN_FRAMES &&
			    bench.memory.touches(m->pfn,
						 m->pfn + m->pages() - 1))
				bench.fail("drained, but memory is not done "
					   "with %lx",
					   m->pfn << 12);
		}
	});
}

int Firmware::tag_of(Space &space)
{
	if (space.tag < 0 && !free_tags.empty()) {
		space.tag = free_tags.back();
		free_tags.pop_back();
		if (tag_uses[space.tag]++)
			bench.cover("tag reused");
	}
	return space.tag;
}

void Firmware::protect(const Guard &low, const Guard &high)
{
	guards.back()->end = bench.now;
	guards.push_back(std::make_shared<ProtectSpan>());
	guards.back()->low = low;
	guards.back()->high = high;
	bench.top->pmr_low_i = low.limit << 32 | low.base;
	bench.top->pmr_base_i = high.base;
	bench.top->pmr_limit_i = high.limit;
}

void Firmware::protect_drained(const Guard &low, const Guard &high)
{
	protect(low, high);
	const auto mine = guards.back();
	drain([this, mine] {
		for (size_t i = 0; guards[i] != mine; i++)
			guards[i]->drained = bench.now;
		/* A later one may have opened what this one closed. */
		if (mine != guards.back())
			return;
		for (const Guard &range : { mine->low, mine->high })
			if (range.base <= range.limit &&
			    bench.memory.touches(range.base >> 12,
						 range.limit >> 12))
				bench.fail("drained, but memory is not done "
					   "with protected %lx",
					   range.base);
	});
}

/* ---- Work -------------------------------------------------------------- */

Record Firmware::take()
{
	const size_t had = taken.size();
	reading = true;
	bench.until([&] { return taken.size() > had; });
	reading = false;
	return taken.back();
}

Req Firmware::request_of(const Record &record)
{
	const unsigned requester = record.slot() >> SLOT_BITS;
	const unsigned port = requester % NUM_PORTS;
	if (record.write() != (requester >= NUM_PORTS))
		bench.fail("record %lx: WRITE against SLOT", record.w0);
	for (const Req &r : bench.device[port].live[record.write()]) {
		const bool intr = record.kind() == GATE_KIND_INTR;
		const uint64_t addr = intr ? r->addr & ~7ULL : r->addr;
		const uint64_t seen = intr ? record.w1 & 0xfffffff8 : record.w1;
		if (addr == seen && r->sid == (record.w0 >> 40 & 0xffff) &&
		    !r->was_sent() && !r->blocked && !r->acked && !r->flaw)
			return r;
	}
	bench.fail("record %lx %lx is about no request", record.w0, record.w1);
}

void Firmware::check_record(const Record &record, Request &r)
{
	uint64_t expect = field(GATE_WORK0_KIND, record.kind()) |
			  field(GATE_WORK0_WRITE, r.write) |
			  field(GATE_WORK0_ZLR, r.zlr) |
			  field(GATE_WORK0_LOCK, r.lock) |
			  field(GATE_WORK0_PRIV, r.priv && r.ssidv) |
			  field(GATE_WORK0_EXEC, r.exec && r.ssidv) |
			  field(GATE_WORK0_SSIDV, r.ssidv) |
			  field(GATE_WORK0_ATST, r.atst) |
			  field(GATE_WORK0_SLOT, record.slot()) |
			  field(GATE_WORK0_SSID, r.ssidv ? r.ssid : 0) |
			  field(GATE_WORK0_SID, r.sid) |
			  field(GATE_WORK0_FLAW, record.flaw());
	if (record.w0 != expect)
		bench.fail("record %lx, expected %lx", record.w0, expect);
	if (r.complete == NEVER)
		bench.fail("write %lx offered before its data was there",
			   r.addr);
	r.offered = true;
}

void Firmware::work(const Record &record)
{
	if (record.flaw() == GATE_FLAW_STALL) {
		stalled(record);
		return;
	}
	Req r = request_of(record);
	check_record(record, *r);
	if (draining() && r->write)
		bench.cover("parked write during drain");
	switch (record.kind()) {
	case GATE_KIND_MISS:
		miss(record, *r);
		break;
	case GATE_KIND_INTR:
		interrupt(record, *r);
		break;
	case GATE_KIND_REPORT:
		report(record, *r);
		break;
	default:
		bench.fail("record %lx of no known kind", record.w0);
	}
}

void Firmware::grant(const Record &record, Space &space, const Mapping &m,
		     bool install, bool bind_key)
{
	const int tag = install || bind_key ? tag_of(space) : -1;
	uint64_t bits = 0;
	if (tag >= 0)
		bits = field(GATE_ANSWER_TAG, tag) |
		       field(GATE_ANSWER_INSTALL, install) |
		       field(GATE_ANSWER_BIND, bind_key);
	answer(record.slot(), GATE_ACTION_GRANT, bits,
	       m.pfn << 12 | field(GATE_ANSWER_PA_R, m.r) |
		       field(GATE_ANSWER_PA_W, m.w) |
		       field(GATE_ANSWER_PA_ORDER, m.order));
}

void Firmware::miss(const Record &record, Request &r)
{
	if (bench.rng.percent(retry_percent)) {
		bench.cover("retry");
		answer(record.slot(), GATE_ACTION_RETRY);
		return;
	}
	Space *space;
	const Mapping *m = lookup(r, &space);
	bool pass = false;
	for (const auto &b : bindings[r.key()])
		pass |= b->current && !b->space;
	if (r.in_fee() || bench.top->mode_o != TRANSLATE) {
		m = nullptr;
		pass = false;
	}
	if (pass) {
		const bool tell = bench.rng.percent(bind_percent);
		const int tag = tell ? tag_of(*passing) : -1;
		const uint64_t bits =
			tag < 0 ? 0 :
				  GATE_ANSWER_BIND | GATE_ANSWER_PASS |
					  field(GATE_ANSWER_TAG, tag);
		answer(record.slot(), GATE_ACTION_GRANT, bits,
		       GATE_ANSWER_PA_R | GATE_ANSWER_PA_W |
			       field(GATE_ANSWER_PA_ORDER, 52));
		return;
	}
	if (!m || !permits(r, *m, zlr_uses_w)) {
		r.blocked = true;
		answer(record.slot(), GATE_ACTION_BLOCK);
		return;
	}
	for (const Device &d : bench.device)
		for (const Req &o : d.live[0])
			if (o.get() != &r && o->page() == r.page() &&
			    o->complete != NEVER && !o->was_sent())
				bench.cover("fill with merge");
	grant(record, *space, *m, bench.rng.percent(install_percent),
	      bench.rng.percent(bind_percent));
}

/* Is all done that a write can cause in memory? */
bool Firmware::settled(const Request &r) const
{
	if (r.was_sent())
		return r.answered != NEVER;
	return r.blocked || r.acked || r.flaw || mode_was(BLOCK, r.accepted) ||
	       (r.atst && mode_was(PASS, r.accepted));
}

void Firmware::interrupt(const Record &record, Request &r)
{
	if (!Scoreboard::is_interrupt(r))
		bench.fail("%lx is no interrupt request", r.addr);
	const bool high = r.strb[0] == 0xf0;
	const uint32_t value = high ? r.data[0] >> 32 : r.data[0];
	const uint32_t addr = (r.addr & ~7U) | (high ? 4 : 0);
	if (record.w1 != ((uint64_t)value << 32 | addr))
		bench.fail("interrupt %lx, expected %x to %x", record.w1, value,
			   addr);
	for (const Req &o : bench.device[r.port].live[1]) {
		if (o->order >= r.order || o->sid != r.sid)
			continue;
		if (!settled(*o))
			bench.fail("interrupt %lx overtook write %lx", r.addr,
				   o->addr);
	}
	if (bench.rng.percent(20)) {
		r.blocked = true;
		answer(record.slot(), GATE_ACTION_BLOCK);
	} else {
		r.acked = true;
		answer(record.slot(), GATE_ACTION_ACK);
	}
}

void Firmware::report(const Record &record, Request &r)
{
	switch (record.flaw()) {
	case GATE_FLAW_BURST:
		if (!Scoreboard::bad_burst(r))
			bench.fail("%lx is no bad burst", r.addr);
		bench.cover("bad burst");
		r.flaw = GATE_FLAW_BURST;
		break;
	case GATE_FLAW_OUTPUT:
		if (!flawed_output(r, r.complete))
			bench.fail("%lx has no bad output", r.addr);
		bench.cover("bad output");
		if (!reaches(r, r.complete, true,
			     [&](uint64_t out) { return !reachable(out); }))
			bench.cover("protected memory refused");
		r.flaw = GATE_FLAW_OUTPUT;
		break;
	default:
		bench.fail("report %lx of no known flaw", record.w0);
	}
}

void Firmware::stalled(const Record &record)
{
	Device &d = bench.device[(record.slot() >> SLOT_BITS) % NUM_PORTS];
	if (record.kind() != GATE_KIND_REPORT)
		bench.fail("record %lx of no known kind", record.w0);
	if (!d.held_long_enough())
		bench.fail("record %lx: the device did not stall", record.w0);
	if (d.isolated)
		bench.fail("record %lx: reported twice", record.w0);
	for (unsigned w = 0; w < 2; w++)
		for (const Req &r : d.live[w])
			if (r->addr == record.w1 &&
			    r->sid == (record.w0 >> 40 & 0xffff))
				d.isolated = true;
	if (!d.isolated)
		bench.fail("record %lx is about no request", record.w0);
	bench.cover("isolated");
}

/* ---- Clock ------------------------------------------------------------- */

void Firmware::drive()
{
	Vgate &top = *bench.top;
	const Step *step = steps.empty() ? nullptr : &steps.front();
	top.ans_valid_i = step && step->kind == Step::ANSWER;
	top.inv_valid_i = step && step->kind == Step::INV;
	top.mode_valid_i = step && step->kind == Step::MODE;
	if (step) {
		top.ans_i = top.inv_i = top.mode_i = step->word;
		top.ans_pa_i = top.inv_addr_i = step->addr;
	}
	const bool want = reading || (serve && idle());
	top.work_take_i = want && top.work_valid_o;
	if (top.work_take_i)
		reading = false;
}

void Firmware::sample()
{
	Vgate &top = *bench.top;
	step_done = (top.ans_valid_i && top.ans_ready_o) ||
		    (top.inv_valid_i && top.inv_ready_o) ||
		    (top.mode_valid_i && top.mode_ready_o);
	got_work = top.work_take_i;
	if (got_work)
		current = { top.work0_o, top.work1_o };
}

void Firmware::after()
{
	if (step_done) {
		const Then then = steps.front().then;
		steps.pop_front();
		if (then)
			then();
	}
	if (got_work) {
		taken.push_back(current);
		if (taken.size() > 64)
			taken.pop_front();
		/* The gate answers a reported request by itself, at once. */
		if (serve && current.kind() == GATE_KIND_REPORT) {
			work(current);
		} else if (serve) {
			thinking = true;
			think_until = bench.now +
				      bench.rng.between(think_min, think_max);
		}
	}
	if (thinking && bench.now >= think_until) {
		thinking = false;
		work(current);
	}
	poll_drain();
	poll_sweep();
}

void Firmware::poll_drain()
{
	if (drains.empty() || bench.now == drain_started ||
	    bench.top->draining_o)
		return;
	std::vector<Then> done;
	done.swap(drains);
	for (Then &then : done)
		then();
}

void Firmware::poll_sweep()
{
	if (!sweep_running || bench.now == sweep_started ||
	    bench.top->sweeping_o)
		return;
	sweep_running = false;
	for (int tag : sweeping_tags) {
		free_tags.push_back(tag);
		dead_tags.erase(
			std::find(dead_tags.begin(), dead_tags.end(), tag));
	}
}
