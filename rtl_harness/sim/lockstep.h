/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The engine built for this machine, in lock step with the firmware: each
 * turn that the firmware took at the mailbox is taken by the native engine
 * too. What the firmware read, the native engine reads; what it wrote, the
 * native engine must want to write, word by word. A difference is a fault of
 * compiler, core, HAL or RTL, never of VT-d.
 *
 * The native engine's trace events are the firmware's, and at once.
 */
#ifndef SIM_LOCKSTEP_H
#define SIM_LOCKSTEP_H

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "coverage.h"
#include "mailbox.h"
#include "model.h"
#include "scoreboard.h"

struct vtd;
struct vtd_port;

struct TraceEvent {
	uint64_t cycle, a, b, c;
	unsigned event; /* enum vtd_trace */
};

/* A fault as the engine met it, with the entries its walk had read. */
struct FaultSeen {
	uint64_t cycle, addr, work0;
	unsigned reason;
	std::vector<TraceEvent> steps;
};

class LockStep final : public MailboxChecker
{
public:
	LockStep(Scoreboard &board, Coverage &coverage);
	~LockStep() override;

	/* A new engine that has done what @boot_log shows. */
	void power_on(const std::vector<MboxOp> &boot_log);

	void see(const MboxOp &op, uint64_t now) override;

	/* Words compared, turns taken. */
	uint64_t words() const
	{
		return words_;
	}
	uint64_t turns() const
	{
		return turns_;
	}
	uint64_t events(unsigned event) const
	{
		return event_count_[event];
	}
	/* The event of that number since the start; null when long gone. */
	const TraceEvent *event_number(uint64_t number) const
	{
		return number < event_log_size_ &&
				       event_log_size_ - number <= kEvents ?
			       &event_log_[number % kEvents] :
			       nullptr;
	}
	std::vector<FaultSeen> faults; /* the first few hundred */
	uint64_t fault_count = 0;

	/* ---- For port_*() of the native engine -------------------------- */
	uint64_t expect_read(uint32_t addr, const char *what)
	{
		return expect_read_half(addr, 0xff, what);
	}
	uint64_t expect_read_half(uint32_t addr, uint8_t strobes,
				  const char *what);
	void expect_write(uint32_t addr, uint64_t value, uint8_t strobes,
			  const char *what);
	/* The next word the firmware moved, or null at the turn's end. */
	const MboxOp *peek() const;
	void event(unsigned event, uint64_t a, uint64_t b, uint64_t c);

private:
	static constexpr unsigned kHistory = 32;
	static constexpr size_t kEvents = 4096;

	bool take(uint32_t addr, bool write, uint64_t value, uint8_t strobes,
		  const char *what, MboxOp *op);
	void replay();
	void boot();
	bool skip_main_loop();
	void mismatch(const char *what, uint32_t addr, bool write,
		      uint64_t value);
	void count(const TraceEvent &e);

	Scoreboard &board_;
	Coverage &coverage_;
	std::unique_ptr<vtd_port> port_;
	std::unique_ptr<vtd> engine_;
	std::vector<MboxOp> turn_; /* words of the turn being collected */
	size_t at_ = 0;
	std::array<MboxOp, kHistory> history_{};
	uint64_t seen_ = 0, words_ = 0, turns_ = 0, now_ = 0;
	std::array<uint64_t, 64> event_count_{};
	std::vector<TraceEvent> event_log_, steps_;
	uint64_t event_log_size_ = 0;
	bool broken_ = false, begun_ = false;
};

#endif
