/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The target "sim" of the flow scenarios: the Verilated SoC with its real
 * firmware, started from a saved state. Scenarios judge what devices see; the
 * lock-step checker runs along and ends the program when it fails.
 */

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "flow/flow_target.h"
#include "bits.h"
#include "gen/vtd_gate.h"
#include "lockstep.h"
#include "sim.h"

extern "C" const char flow_target_name[] = "sim";

namespace
{

constexpr uint64_t kPage = 4096, kStepCycles = 400;
constexpr uint64_t kSettleLimit = 1000000, kWatchdogLimit = 4000000;
constexpr unsigned kRequests = 16, kIdleTurns = 6;

/* An access of a device: its requests, one a page. */
struct Access {
	bool used = false, lost = false;
	std::vector<BfmHandle> part;
	std::vector<unsigned> length;
	uint8_t *data = nullptr;
	bool write = false, zlr = false;
};

struct Block {
	Sim sim{ SimOptions() };
	LockStep lock{ sim.board, sim.coverage };
	std::array<Access, kRequests> access;
	unsigned next_id = 0;
};

std::unique_ptr<Block> the_block;

Sim &sim()
{
	return the_block->sim;
}

void ready()
{
	the_block->lock.power_on(sim().mailbox.boot_log);
	sim().mailbox.check_with(&the_block->lock);
	sim().model.bfm_select(true);
}

/* Nothing that a scenario does may bring the two engines apart. */
void check()
{
	if (sim().board.ok())
		return;
	for (const std::string &m : sim().board.messages())
		printf("%s\n", m.c_str());
	fflush(stdout);
	_Exit(1);
}

BfmRequest request_of(const flow_dma &dma, uint64_t addr, uint8_t *data,
		      unsigned len)
{
	BfmRequest r = dma.write ? bfm_write(dma.sid, addr, data, len) :
				   bfm_read(dma.sid, addr, len);

	r.ssid = dma.pasid;
	r.ssidv = dma.pasid_valid;
	r.zlr = dma.zlr;
	r.lock = dma.lock;
	r.atst = dma.translated;
	r.prot = dma.priv | dma.exec << 2;
	r.id = the_block->next_id++ % 16;
	return r;
}

flow_dma_result finish(Access *a)
{
	bool good = !a->lost;
	uint8_t *data = a->data;

	for (const BfmHandle &h : a->part)
		good &= h->resp <= kAxiExokay;
	for (size_t i = 0; i < a->part.size() && !a->write && !a->zlr; i++) {
		memset(data, 0, a->length[i]);
		if (!a->lost && a->part[i]->resp <= kAxiExokay)
			bfm_data(*a->part[i], data, a->length[i]);
		data += a->length[i];
	}
	*a = Access();
	return good ? FLOW_DMA_OK : FLOW_DMA_ERROR;
}

} /* namespace */

extern "C" {

/* As sim_top.sv is built. */
bool flow_target_fits(const flow_pins *p)
{
	return p->window_log2 <= 14 && p->frcds <= 256;
}

/* The stream belongs to whoever is first, so it is tried for a few cycles. */
bool flow_target_msg_send(uint64_t head, uint64_t word1, uint64_t word2)
{
	static constexpr uint64_t kWritesLimit = 10000, kTries = 4;
	Sim &s = sim();
	bool request = field(head, GATE_WORK0_MSG) == GATE_MSG_IN_ATS_REQ;

	if (!s.until([&] { return s.bfm.delivered(); }, kWritesLimit))
		return false;
	s.msg.offer(request ? kMsgRequests : kMsgPosted,
		    { head, word1, word2 });
	bool taken = s.until([&] { return s.msg.taken(); }, kTries);
	s.msg.withdraw();
	check();
	return taken;
}

bool flow_target_msg_next(flow_msg *msg)
{
	auto &out = sim().msg.out;

	if (out.empty() || out.front().size() > FLOW_MSG_WORDS)
		return false;
	msg->count = static_cast<unsigned>(out.front().size());
	std::copy(out.front().begin(), out.front().end(), msg->word);
	out.pop_front();
	return true;
}

void flow_target_msg_hold(bool held)
{
	sim().msg.held = held;
}

void flow_target_pass(uint64_t cycles)
{
	sim().run(cycles);
	check();
}

bool flow_target_power_on(const char *, const flow_pins *p)
{
	if (!the_block)
		the_block.reset(new Block);
	sim().watch = false;
	sim().bfm.in_order = true;
	the_block->access = {};
	sim().memory.has_monitor = !p->unmonitored;
	if (!sim().power_on({ p->ver, p->cap, p->ecap, 52 }))
		return false;
	ready();
	return true;
}

bool flow_target_reset(void)
{
	for (Access &a : the_block->access)
		a.lost = a.used;
	if (!sim().reset())
		return false;
	ready();
	return true;
}

/*
 * AXI4-Lite reads carry no size: one that is no aligned 32- or 64-bit access
 * cannot be asked for, so the host's bridge refuses it.
 */
bool flow_target_reg_read(unsigned off, unsigned len, uint64_t *value)
{
	if (len < 4 || off % len)
		return false;
	bool good = sim().reg_read(off, value, len);
	check();
	return good;
}

/* Strobes say all of a write but one that leaves its 64-bit word. */
bool flow_target_reg_write(unsigned off, unsigned len, uint64_t value)
{
	if (off % 8 + len > 8)
		return false;
	bool good = sim().reg_write(off, value, len);

	check();
	return good;
}

void flow_target_mem_read(uint64_t addr, void *buf, size_t len)
{
	sim().memory.read(addr, buf, len);
}

void flow_target_mem_write(uint64_t addr, const void *buf, size_t len)
{
	sim().memory.write(addr, buf, len);
}

void flow_target_mem_fail(uint64_t addr, uint64_t len, bool fail)
{
	if (fail)
		sim().memory.fail({ addr, len, kMemBoth, true, true });
	else
		sim().memory.heal(addr, len);
}

void flow_target_mem_locks(enum flow_locks locks)
{
	static constexpr LockFate fate[] = { LockFate::Work, LockFate::LoseOnce,
					     LockFate::Lose, LockFate::Fail };

	sim().memory.set_locks(fate[locks]);
}

void flow_target_mem_race(uint64_t addr, uint64_t value)
{
	sim().memory.set_race(addr, value);
}

void flow_target_mem_hold(bool held)
{
	sim().dma_port.hold = held;
}

unsigned flow_target_messages(void)
{
	return static_cast<unsigned>(sim().tbl_store.messages.size());
}

flow_message flow_target_message(unsigned index)
{
	const Message &m = sim().tbl_store.messages[index];

	return { m.addr, m.data };
}

int flow_target_dma_submit(const flow_dma *dma)
{
	unsigned handle = 0;
	uint8_t *data = static_cast<uint8_t *>(dma->data);
	uint64_t addr = dma->addr;

	while (handle < kRequests && the_block->access[handle].used)
		handle++;
	if (handle == kRequests)
		return -1;
	Access &a = the_block->access[handle];
	a.used = true;
	a.data = data;
	a.write = dma->write;
	a.zlr = dma->zlr;
	for (unsigned left = dma->len, n; left; left -= n, addr += n) {
		n = std::min<uint64_t>(left, kPage - addr % kPage);
		a.part.push_back(
			sim().bfm.submit(request_of(*dma, addr, data, n)));
		a.length.push_back(n);
		data += n;
	}
	return static_cast<int>(handle);
}

flow_dma_result flow_target_dma_poll(int handle)
{
	Access &a = the_block->access[handle];

	for (const BfmHandle &h : a.part)
		if (!h->done && !a.lost)
			return FLOW_DMA_PENDING;
	return finish(&a);
}

void flow_target_run(unsigned steps)
{
	sim().run(steps * kStepCycles);
	check();
}

/* The firmware has to find nothing to do since all else came to rest. */
bool flow_target_settle(void)
{
	Sim &s = sim();
	uint64_t from = s.mailbox.turns();
	auto at_rest = [&] {
		bool quiet = s.bfm.delivered() && s.tbl_port.idle() &&
			     (s.bfm.idle() || s.dma_port.hold);

		if (!quiet)
			from = s.mailbox.turns();
		return quiet && (s.model.dead() ||
				 (s.mailbox.turns() >= from + kIdleTurns &&
				  s.mailbox.idle_turns() >= kIdleTurns));
	};
	bool good = s.until(at_rest, kSettleLimit);

	check();
	return good;
}

bool flow_target_stop_firmware(void)
{
	if (!sim().stop_firmware())
		return false;
	return sim().until([] { return sim().model.dead(); }, kWatchdogLimit);
}

bool flow_target_ready(void)
{
	return sim().model.ready();
}

bool flow_target_dead(void)
{
	return sim().model.dead();
}

} /* extern "C" */
