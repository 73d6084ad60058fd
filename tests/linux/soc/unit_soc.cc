/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The unit behind BAR 0 is the Verilated SoC: Rocket runs the firmware, the
 * gate translates, and this file only lends them a clock and the guest's
 * memory. No line of the engine is in this process.
 *
 * The clock runs while an access or a DMA waits and on until the SoC has come
 * to rest; it then stands still, as in a clock gate, so cycles are those in
 * which there was something to do.
 */

#include <algorithm>
#include <cstring>
#include <deque>
#include <memory>
#include <vector>
#include <zlib.h>

#include "dma_gen.h"
#include "linux/bridge/guest_ram.h"
#include "hal_trace.h"
#include "linux/bridge/msi.h"
#include "linux/bridge/report.h"
#include "sim.h"
#include "linux/bridge/unit.h"

namespace
{

constexpr uint64_t kPage = 4096;
/* Cycles between two looks at what the SoC did. */
constexpr uint64_t kSlice = 200;
/* A DMA takes thousands of cycles at most, a stream some hundred thousand. */
constexpr uint64_t kDmaLimit = 4000000;
/*
 * The firmware writes its trace out once it has been idle for 64 turns, and a
 * record may take longer than a slice.
 */
constexpr unsigned kSettleSlices = 20000, kIdleTurns = 72, kQuietSlices = 4;
/* The longest burst of AXI4 at 64 bits. */
constexpr uint64_t kBurst = 2048;
/* Cycles in which a stream takes a message that it has room for. */
constexpr uint64_t kMsgTries = 4;
constexpr unsigned kIds = 16, kAddressWidth = 52, kGenerator = 0;
constexpr size_t kTrace = SOC_TRACE_BASE - SOC_FWMEM_BASE;

/* Each word between firmware and RTL is a line; ../replay reads them. */
class WordLog final : public MailboxChecker
{
public:
	bool open(const char *path)
	{
		out_ = gzopen(path, "wb");
		return out_;
	}
	~WordLog() override
	{
		if (out_)
			gzclose(out_);
	}
	void power_on(const std::vector<MboxOp> &boot)
	{
		if (!out_)
			return;
		/* Not a word: ends those of the unit before. */
		if (powered_)
			gzputs(out_, "power\n");
		powered_ = true;
		gzprintf(out_, "boot %u\n", static_cast<unsigned>(boot.size()));
		for (const MboxOp &op : boot)
			see(op, 0);
	}
	void see(const MboxOp &op, uint64_t) override
	{
		if (out_)
			gzprintf(out_, "%c %x %x %llx\n", op.write ? 'w' : 'r',
				 op.addr, op.strobes,
				 static_cast<unsigned long long>(op.data));
	}

private:
	gzFile out_ = nullptr;
	bool powered_ = false;
};

WordLog word_log;

struct Soc {
	Sim sim{ options() };
	DmaGen gen{ sim, kGenerator };
	uint64_t trace_seen = 0;
	unsigned quiet_slices = 0;
	unsigned next_id = 0;

	static SimOptions options()
	{
		SimOptions o;

		o.echo = true;
		return o;
	}
};

std::unique_ptr<Soc> soc;

uint8_t *guest_byte(uint64_t addr)
{
	void *page = guest_ram_at(addr & ~(kPage - 1), kPage);

	return page ? static_cast<uint8_t *>(page) + addr % kPage : nullptr;
}

/* ---- What the SoC did, told as it happens ------------------------------- */

void forward_messages()
{
	std::vector<Message> &messages = soc->sim.tbl_store.messages;

	for (const Message &m : messages)
		report_msi(m.addr, m.data, msi_send(m.addr, m.data));
	messages.clear();
}

hal_trace_header trace_header()
{
	hal_trace_header header;

	memcpy(&header, &soc->sim.fw.bytes()[kTrace], sizeof(header));
	return header;
}

void forward_record(uint64_t number)
{
	hal_trace_record r;

	memcpy(&r,
	       &soc->sim.fw.bytes()[kTrace + sizeof(hal_trace_header) +
				    number % HAL_TRACE_SLOTS * sizeof(r)],
	       sizeof(r));
	if (r.event >> 8 == number)
		report_event(r.event & 0xff, r.a, r.b, r.c);
	else
		report_line("PROBLEM trace record %llu is lost",
			    static_cast<unsigned long long>(number));
}

/* False when the firmware's trace had nothing new. */
bool forward_trace()
{
	uint64_t count = trace_header().count, from = soc->trace_seen;

	for (; soc->trace_seen < count; soc->trace_seen++)
		forward_record(soc->trace_seen);
	return count != from;
}

/* ---- Time --------------------------------------------------------------- */

bool at_rest()
{
	Sim &s = soc->sim;

	return s.bfm.idle() && s.tbl_port.idle() && s.dma_port.idle() &&
	       (s.model.dead() || s.mailbox.idle_turns() >= kIdleTurns);
}

/* False when the SoC has come to rest and has no more to tell. */
bool slice()
{
	bool quiet = at_rest();

	soc->sim.run(kSlice);
	report_cycle(soc->sim.cycles_run());
	forward_messages();
	quiet = !forward_trace() && quiet && at_rest();
	soc->quiet_slices = quiet ? soc->quiet_slices + 1 : 0;
	return soc->quiet_slices < kQuietSlices;
}

void settle()
{
	if (unit_run(kSettleSlices) == kSettleSlices)
		report_line("PROBLEM the SoC does not come to rest");
}

/* ---- DMA ---------------------------------------------------------------- */

struct Piece {
	BfmHandle request;
	uint8_t *data;
	unsigned len;
};

/* One request for each run of bytes that a burst can carry. */
std::vector<Piece> submit(uint16_t sid, uint64_t addr, uint8_t *data,
			  uint64_t len, bool write, bool translated)
{
	std::vector<Piece> pieces;

	for (uint64_t n; len; addr += n, data += n, len -= n) {
		n = std::min(len, kBurst - addr % kBurst);
		BfmRequest r = write ? bfm_write(sid, addr, data, n) :
				       bfm_read(sid, addr, n);
		r.id = soc->next_id++ % kIds;
		r.atst = translated;
		pieces.push_back({ soc->sim.bfm.submit(std::move(r)), data,
				   static_cast<unsigned>(n) });
	}
	return pieces;
}

bool all_done(const std::vector<Piece> &pieces)
{
	return std::all_of(pieces.begin(), pieces.end(),
			   [](const Piece &p) { return p.request->done; });
}

/* Interrupts leave while DMA goes on: the guest may wait for one. */
template <class Test>
bool run_until(Test test)
{
	uint64_t limit = soc->sim.now() + kDmaLimit;

	while (!test()) {
		if (soc->sim.now() >= limit)
			return false;
		slice();
	}
	return true;
}

bool take_answers(const std::vector<Piece> &pieces, bool write)
{
	bool ok = true;

	for (const Piece &p : pieces) {
		bool good = p.request->resp == kAxiOkay;

		if (!write && good)
			bfm_data(*p.request, p.data, p.len);
		else if (!write)
			memset(p.data, 0, p.len);
		ok &= good;
	}
	return ok;
}

bool dma(const std::vector<Piece> &pieces, bool write)
{
	bool ok = run_until([&] { return all_done(pieces); });

	if (!ok)
		report_line("PROBLEM a DMA is never answered");
	ok &= take_answers(pieces, write);
	settle();
	return ok;
}

GenJob job_of(const stream_job &s)
{
	GenJob job;

	job.pattern = kStream;
	job.sid = s.sid;
	job.base = s.addr;
	job.bytes = s.len;
	job.span_log2 = static_cast<unsigned>(__builtin_ctz(s.len));
	job.read_share = s.write ? 0 : 255;
	job.check = !s.write;
	job.seed = s.seed;
	return job;
}

void count(const char *name, uint64_t value)
{
	report_count(name, value);
}

} /* namespace */

/* ---- unit.h --------------------------------------------------------------*/

extern "C" {

bool unit_record(const char *path)
{
	return word_log.open(path);
}

bool unit_power_on(const unit_caps *caps)
{
	if (!soc)
		soc.reset(new Soc);
	Sim &s = soc->sim;

	s.watch = false;
	s.bfm.in_order = true;
	/* The boot looks for a monitor before there is a guest. */
	s.memory.belongs_to(nullptr);
	if (!s.power_on({ caps->ver, caps->cap, caps->ecap, kAddressWidth })) {
		report_line("PROBLEM the firmware does not become ready");
		return false;
	}
	s.memory.belongs_to(guest_byte);
	word_log.power_on(s.mailbox.boot_log);
	s.mailbox.check_with(&word_log);
	s.model.bfm_select(true);
	soc->trace_seen = trace_header().count;
	return true;
}

bool unit_read(unsigned offset, unsigned size, uint64_t *value)
{
	bool ok = (size == 4 || size == 8) && !(offset % size) &&
		  soc->sim.reg_read(offset, value, size);

	report_cycle(soc->sim.cycles_run());
	return ok;
}

bool unit_write(unsigned offset, unsigned size, uint64_t value)
{
	bool ok = offset % 8 + size <= 8 &&
		  soc->sim.reg_write(offset, value, size);

	report_cycle(soc->sim.cycles_run());
	return ok;
}

unsigned unit_run(unsigned limit)
{
	unsigned n = 0;

	while (n < limit && slice())
		n++;
	return n;
}

bool unit_dma(uint16_t sid, uint64_t addr, void *data, unsigned len, bool write)
{
	return dma(submit(sid, addr, static_cast<uint8_t *>(data), len, write,
			  false),
		   write);
}

bool unit_dma_translated(uint16_t sid, uint64_t addr, void *data, unsigned len,
			 bool write)
{
	return dma(submit(sid, addr, static_cast<uint8_t *>(data), len, write,
			  true),
		   write);
}

bool unit_msg_send(const uint64_t *word, bool request)
{
	MsgBus &bus = soc->sim.msg;

	bus.offer(request ? kMsgRequests : kMsgPosted,
		  { word[0], word[1], word[2] });
	bool taken = soc->sim.until([&] { return bus.taken(); }, kMsgTries);
	bus.withdraw();
	return taken;
}

unsigned unit_msg_take(uint64_t *word)
{
	std::deque<std::vector<uint64_t>> &out = soc->sim.msg.out;

	if (out.empty())
		return 0;
	std::vector<uint64_t> message = std::move(out.front());
	out.pop_front();
	if (message.size() > UNIT_MSG_WORDS) {
		report_line("PROBLEM a message of %zu words", message.size());
		return 0;
	}
	std::copy(message.begin(), message.end(), word);
	return static_cast<unsigned>(message.size());
}

void unit_pass_time(uint64_t cycles)
{
	soc->sim.run(cycles);
}

bool unit_stream(stream_job *s)
{
	if (s->len < 64 || s->len & (s->len - 1) || s->addr & (s->len - 1))
		return false;
	soc->gen.start(job_of(*s));
	slice();
	if (!run_until([] { return !soc->gen.busy(); }))
		report_line("PROBLEM a stream does not end");
	GenCounts c = soc->gen.counts();

	s->requests = c.requests;
	s->refused = c.errors;
	s->mismatches = c.mismatches;
	settle();
	return true;
}

void unit_report(void)
{
	const MailboxStats &m = soc->sim.mailbox.stats;

	settle();
	count("soc_cycles", soc->sim.cycles_run());
	count("soc_misses", m.misses);
	count("soc_granted", m.granted);
	count("soc_blocked", m.blocked);
	count("soc_gate_invalidations", m.invalidations);
	count("soc_table_reads", soc->sim.tbl_store.reads);
	count("soc_miss_cycles_median", m.service.percentile(50));
	count("soc_miss_cycles_most", m.service.max());
}

} /* extern "C" */
