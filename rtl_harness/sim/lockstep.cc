/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "lockstep.h"

#include <algorithm>
#include <cinttypes>

#include "bits.h"
#include "gen/soc_map.h"
#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "gen/vtd_trace.h"

extern "C" {
#include "vtd.h"
}

struct vtd_port {
	LockStep *checker;
	/* STATUS bits that a read cleared before the engine asked. */
	uint64_t status_kept;
};

static void keep(struct vtd_port *port, uint64_t status)
{
	port->status_kept |= status & GATE_STATUS_HM_WERR;
}

static constexpr uint32_t kRaw = SOC_REG_RAW_BASE - SOC_MBOX_BASE;
static constexpr uint32_t kSet = SOC_REG_SET_BASE - SOC_MBOX_BASE;
static constexpr uint32_t kClr = SOC_REG_CLR_BASE - SOC_MBOX_BASE;
static constexpr size_t kFaults = 400;
/* Turns in a row that leave no word at the mailbox. */
static constexpr unsigned kSilent = 4;

LockStep::LockStep(Scoreboard &board, Coverage &coverage)
	: board_(board), coverage_(coverage), port_(new vtd_port{ this, 0 }),
	  engine_(new vtd)
{
}

LockStep::~LockStep() = default;

/* ---- The log ----------------------------------------------------------- */

void LockStep::see(const MboxOp &op, uint64_t now)
{
	history_[seen_++ % kHistory] = op;
	if (broken_)
		return;
	if (op.addr == GATE_WORK0 && !op.write && begun_)
		replay();
	begun_ |= op.addr == GATE_WORK0 && !op.write;
	now_ = now;
	turn_.push_back(op);
}

const MboxOp *LockStep::peek() const
{
	return at_ < turn_.size() && !broken_ ? &turn_[at_] : nullptr;
}

static uint64_t lanes(uint8_t strobes)
{
	uint64_t mask = 0;

	for (unsigned i = 0; i < 8; i++)
		if (strobes >> i & 1)
			mask |= uint64_t{ 0xff } << 8 * i;
	return mask;
}

bool LockStep::take(uint32_t addr, bool write, uint64_t value, uint8_t strobes,
		    const char *what, MboxOp *op)
{
	const MboxOp *next = peek();

	if (broken_)
		return false;
	words_++;
	if (!next || (next->addr & ~7u) != addr || next->write != write ||
	    next->strobes != strobes ||
	    (write && ((next->data ^ value) & lanes(strobes)))) {
		mismatch(what, addr, write, value);
		return false;
	}
	*op = *next;
	at_++;
	return true;
}

uint64_t LockStep::expect_read_half(uint32_t addr, uint8_t strobes,
				    const char *what)
{
	MboxOp op;

	return take(addr, false, 0, strobes, what, &op) ? op.data : 0;
}

void LockStep::expect_write(uint32_t addr, uint64_t value, uint8_t strobes,
			    const char *what)
{
	MboxOp op;

	take(addr, true, value, strobes, what, &op);
}

static void describe(char *buf, size_t len, const MboxOp &op)
{
	snprintf(buf, len, "%s %05x/%02x %016" PRIx64,
		 op.write ? "write" : "read ", op.addr, op.strobes, op.data);
}

/* Both sides and the words before; the checker is off from then on. */
void LockStep::mismatch(const char *what, uint32_t addr, bool write,
			uint64_t value)
{
	const MboxOp *next = peek();
	char text[80] = "nothing more in this turn";

	if (next)
		describe(text, sizeof(text), *next);
	board_.fail("lock step, turn %" PRIu64 ": engine does %s (%s %05x "
		    "%016" PRIx64 "), firmware did %s",
		    turns_, what, write ? "write" : "read", addr, value, text);
	fprintf(stderr,
		"lock step: engine does %s (%s %05x %016" PRIx64
		"); the firmware's words, oldest first:\n",
		what, write ? "write" : "read", addr, value);
	for (uint64_t i = seen_ > kHistory ? seen_ - kHistory : 0; i < seen_;
	     i++) {
		describe(text, sizeof(text), history_[i % kHistory]);
		fprintf(stderr, "  %s\n", text);
	}
	broken_ = true;
}

/* ---- Turns ------------------------------------------------------------- */

/*
 * Feeding the watchdog is the main loop's: STATUS, KICK and HM_PING in a row.
 * A read of STATUS that no KICK follows is a poll of the engine.
 */
bool LockStep::skip_main_loop()
{
	size_t from = at_;

	for (const MboxOp *op; (op = peek()); at_++) {
		bool kick = at_ + 1 < turn_.size() &&
			    turn_[at_ + 1].addr == GATE_KICK;

		if (op->write ?
			    op->addr != GATE_HM_PING && op->addr != GATE_KICK &&
				    op->addr != GATE_READY :
			    op->addr != GATE_STATUS || !kick)
			break;
		if (op->addr == GATE_STATUS)
			keep(port_.get(), op->data);
	}
	return at_ != from;
}

/*
 * Takes as many turns as it needs for the words seen. A turn that does
 * pending work need not touch the mailbox at all.
 */
void LockStep::replay()
{
	unsigned silent = 0;

	for (at_ = 0; peek() && silent <= kSilent;) {
		size_t from = at_;

		if (skip_main_loop())
			continue;
		vtd_turn(engine_.get());
		turns_++;
		silent = at_ == from ? silent + 1 : 0;
	}
	if (silent > kSilent)
		mismatch("nothing", 0, false, 0);
	turn_.clear();
	at_ = 0;
}

/* As the firmware has it from soc_map.def. */
static void config_clients(struct vtd_config &config)
{
	const uint16_t sid[SOC_SHADOW_SIDS] = { SOC_SHADOW_SID0,
						SOC_SHADOW_SID1,
						SOC_SHADOW_SID2 };

	std::copy(std::begin(sid), std::end(sid), config.shadow_sid);
	config.shadow_sids = config.cap & VTD_CAP_CM ? SOC_SHADOW_SIDS : 0;
	config.device_timeout = SOC_DEVICE_TIMEOUT;
}

/* The firmware looks at what it is built into before it starts the engine. */
void LockStep::boot()
{
	struct vtd_config config;
	uint32_t ver = 0;
	uint64_t cap = 0, ecap = 0, caps = 0;

	auto looks = [](const MboxOp &op) {
		return !op.write || op.addr == GATE_HM_PING ||
		       op.addr == GATE_HM_READX || op.addr == kRaw + VTD_CAP ||
		       op.addr == kRaw + VTD_ECAP;
	};

	for (at_ = 0; at_ < turn_.size() && looks(turn_[at_]); at_++) {
		const MboxOp &op = turn_[at_];

		if (op.addr == GATE_CAPS)
			caps = op.data;
		else if (op.addr == kRaw + VTD_VER)
			ver = static_cast<uint32_t>(op.data);
		else if (op.addr == kRaw + VTD_CAP)
			cap = op.data;
		else if (op.addr == kRaw + VTD_ECAP)
			ecap = op.data;
	}
	vtd_config_set(&config, ver, cap, ecap);
	config.tag_bits = field(caps, GATE_CAPS_TAG_BITS);
	config.window_log2 = 12 + field(caps, GATE_CAPS_WINDOW);
	config.frcds = field(caps, GATE_CAPS_NFR) + 1;
	config_clients(config);
	if (vtd_config_error(&config))
		board_.fail("lock step: the capabilities are refused: %s",
			    vtd_config_error(&config));
	if (vtd_init(engine_.get(), port_.get(), &config))
		board_.fail("lock step: the engine does not start");
	vtd_start(engine_.get());
	skip_main_loop();
}

void LockStep::power_on(const std::vector<MboxOp> &log)
{
	auto first = std::find_if(log.begin(), log.end(), [](const MboxOp &op) {
		return op.addr == GATE_WORK0 && !op.write;
	});

	broken_ = begun_ = false;
	event_log_size_ = 0;
	port_->status_kept = 0;
	turn_.assign(log.begin(), first);
	boot();
	turn_.clear();
	for (; first != log.end(); ++first)
		see(*first, 0);
}

/* ---- Trace events ------------------------------------------------------ */

void LockStep::count(const TraceEvent &e)
{
	event_count_[e.event % event_count_.size()]++;
	event_log_.resize(kEvents);
	event_log_[event_log_size_++ % kEvents] = e;
	if (e.event == VTD_TRACE_FAULT_RECORD)
		coverage_.hit(kCover_fault_recorded);
	else if (e.event == VTD_TRACE_FAULT_LOST && e.c == 1)
		coverage_.hit(kCover_fault_collapsed);
	else if (e.event == VTD_TRACE_FAULT_LOST && e.c == 2)
		coverage_.hit(kCover_fault_overflow);
}

void LockStep::event(unsigned event, uint64_t a, uint64_t b, uint64_t c)
{
	TraceEvent e = { now_, a, b, c, event };

	if (broken_)
		return;
	count(e);
	if (event == VTD_TRACE_FAULT_STEP)
		steps_.push_back(e);
	if (event != VTD_TRACE_FAULT)
		return;
	fault_count++;
	if (faults.size() < kFaults)
		faults.push_back(
			{ now_, c, b, static_cast<unsigned>(a), steps_ });
	steps_.clear();
}

/* ---- The platform of the native engine --------------------------------- */

extern "C" {

void port_next_work(struct vtd_port *port, struct vtd_work *work)
{
	LockStep &ls = *port->checker;
	const MboxOp *next;

	*work = {};
	work->word[0] = ls.expect_read(GATE_WORK0, "port_next_work");
	for (unsigned i = 1; i < 3 && (next = ls.peek()) && !next->write &&
			     next->addr == GATE_WORK0 + 8 * i;
	     i++)
		work->word[i] =
			ls.expect_read(GATE_WORK0 + 8 * i, "port_next_work");
}

int port_host_read(struct vtd_port *port, uint64_t addr, unsigned int words,
		   uint64_t *out)
{
	LockStep &ls = *port->checker;
	unsigned log2 = words == 8 ? 3 : words / 2;
	bool ones = false;

	ls.expect_write(GATE_HM_READ, addr | log2, 0xff, "port_host_read");
	for (unsigned i = 0; i < words; i++) {
		out[i] = ls.expect_read(GATE_HM_DATA + 8 * i, "port_host_read");
		ones |= out[i] == ~uint64_t{ 0 };
	}
	/* A failed read gives ones; only then the HAL asks whether it did. */
	if (!ones)
		return 0;
	uint64_t status = ls.expect_read(GATE_STATUS, "port_host_read");
	keep(port, status);
	return status & GATE_STATUS_HM_RERR ? -1 : 0;
}

void port_host_write32(struct vtd_port *port, uint64_t addr, uint32_t value)
{
	LockStep &ls = *port->checker;

	ls.expect_write(GATE_HM_WADDR, addr, 0xff, "port_host_write32");
	ls.expect_write(GATE_HM_W32, value, 0xff, "port_host_write32");
}

void port_host_write64(struct vtd_port *port, uint64_t addr, uint64_t value)
{
	LockStep &ls = *port->checker;

	ls.expect_write(GATE_HM_WADDR, addr, 0xff, "port_host_write64");
	ls.expect_write(GATE_HM_W64, value, 0xff, "port_host_write64");
}

static unsigned exclusive_result(LockStep &ls)
{
	return field(ls.expect_read(GATE_HM_XRESULT, "port_host_update"),
		     GATE_HM_XRESULT_RESULT);
}

int port_host_update(struct vtd_port *port, uint64_t addr, uint64_t expected,
		     uint64_t desired)
{
	LockStep &ls = *port->checker;
	const char *what = "port_host_update";

	ls.expect_write(GATE_HM_READX, addr, 0xff, what);
	uint64_t found = ls.expect_read(GATE_HM_DATA, what);
	if (exclusive_result(ls) != GATE_XRESULT_DONE)
		return -1;
	if (found != expected)
		return 1;
	ls.expect_write(GATE_HM_WADDR, addr, 0xff, what);
	ls.expect_write(GATE_HM_W64X, desired, 0xff, what);
	unsigned result = exclusive_result(ls);
	return result == GATE_XRESULT_DONE ? 0 :
	       result == GATE_XRESULT_LOST ? 1 :
					     -1;
}

void port_protect(struct vtd_port *port, unsigned int high, uint64_t base,
		  uint64_t limit)
{
	LockStep &ls = *port->checker;

	if (!high) {
		ls.expect_write(GATE_PMR_LOW, base | limit << 32, 0xff,
				"port_protect");
		return;
	}
	ls.expect_write(GATE_PMR_HIGH_BASE, base, 0xff, "port_protect");
	ls.expect_write(GATE_PMR_HIGH_LIMIT, limit, 0xff, "port_protect");
}

void port_perf(struct vtd_port *port, unsigned int word, uint64_t value)
{
	port->checker->expect_write(word, value, 0xff, "port_perf");
}

void port_msg(struct vtd_port *port, const uint64_t *words, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		port->checker->expect_write(GATE_MSG_OUT, words[i], 0xff,
					    "port_msg");
}

void port_timer(struct vtd_port *port, uint64_t cycles)
{
	port->checker->expect_write(GATE_TIMER, cycles, 0xff, "port_timer");
}

static uint8_t half_strobes(unsigned int offset)
{
	return offset & 4 ? 0xf0 : 0x0f;
}

static void write_half(struct vtd_port *port, uint32_t base,
		       unsigned int offset, uint32_t value, const char *what)
{
	port->checker->expect_write(base + (offset & ~7u),
				    uint64_t{ value } << 8 * (offset & 4),
				    half_strobes(offset), what);
}

uint32_t port_reg_read32(struct vtd_port *port, unsigned int offset)
{
	uint64_t word = port->checker->expect_read_half(
		kRaw + (offset & ~7u), half_strobes(offset), "port_reg_read32");

	return static_cast<uint32_t>(word >> 8 * (offset & 4));
}

uint64_t port_reg_read64(struct vtd_port *port, unsigned int offset)
{
	return port->checker->expect_read(kRaw + offset, "port_reg_read64");
}

void port_reg_write32(struct vtd_port *port, unsigned int offset,
		      uint32_t value)
{
	write_half(port, kRaw, offset, value, "port_reg_write32");
}

void port_reg_write64(struct vtd_port *port, unsigned int offset,
		      uint64_t value)
{
	port->checker->expect_write(kRaw + offset, value, 0xff,
				    "port_reg_write64");
}

void port_reg_set32(struct vtd_port *port, unsigned int offset, uint32_t mask)
{
	write_half(port, kSet, offset, mask, "port_reg_set32");
}

void port_reg_clear32(struct vtd_port *port, unsigned int offset, uint32_t mask)
{
	write_half(port, kClr, offset, mask, "port_reg_clear32");
}

void port_answer(struct vtd_port *port, uint64_t answer, uint64_t pa)
{
	LockStep &ls = *port->checker;

	if (field(answer, GATE_ANSWER_ACTION) == GATE_ACTION_GRANT)
		ls.expect_write(GATE_ANSWER_PA, pa, 0xff, "port_answer");
	ls.expect_write(GATE_ANSWER, answer, 0xff, "port_answer");
}

void port_invalidate(struct vtd_port *port, uint64_t inv, uint64_t addr)
{
	LockStep &ls = *port->checker;

	if (field(inv, GATE_INV_OP) == GATE_INV_PAGE)
		ls.expect_write(GATE_INV_ADDR, addr, 0xff, "port_invalidate");
	ls.expect_write(GATE_INV, inv, 0xff, "port_invalidate");
}

void port_mode(struct vtd_port *port, uint64_t mode)
{
	port->checker->expect_write(GATE_MODE, mode, 0xff, "port_mode");
}

uint64_t port_status(struct vtd_port *port)
{
	uint64_t status =
		port->checker->expect_read(GATE_STATUS, "port_status");

	status |= port->status_kept;
	port->status_kept = 0;
	return status;
}

void port_trace(struct vtd_port *port, unsigned int event, uint64_t a,
		uint64_t b, uint64_t c)
{
	port->checker->event(event, a, b, c);
}

} /* extern "C" */
