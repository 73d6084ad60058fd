/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Single situations, each once: boot, cold, watchdog, reset, stall. */

#include <cinttypes>
#include <cstdio>

#include "gen/vtd_regs.h"
#include "report.h"
#include "session.h"

namespace
{

constexpr uint64_t kIova = 0x40000000;
constexpr uint64_t kWatchdogLimit = 4000000, kAnswerLimit = 200000,
		   kStallLimit = 400000;
constexpr uint16_t kSid = 0x0100;

class Check
{
public:
	explicit Check(const Options &options) : s_(options)
	{
	}
	int run();

private:
	void expect(bool good, const char *what);
	bool bfm_round_trip(uint64_t addr, uint64_t pa);
	void start_devices();
	void run_devices();
	void cold();
	void watchdog();
	void reset();
	void stall();
	bool invalidates();

	Session s_;
};

void Check::expect(bool good, const char *what)
{
	printf("%s %s\n", good ? "ok  " : "FAIL", what);
	if (!good)
		s_.sim.board.fail("%s", what);
}

/* Writes and reads back by hand; the bytes are at @pa in memory. */
bool Check::bfm_round_trip(uint64_t addr, uint64_t pa)
{
	uint64_t out = 0x0123456789abcdef ^ addr, in = 0;
	BfmHandle w = s_.sim.bfm.submit(bfm_write(kSid, addr, &out, 8));

	if (!s_.sim.until([&] { return w->done; }, kAnswerLimit))
		return false;
	BfmHandle r = s_.sim.bfm.submit(bfm_read(kSid, addr, 8));
	if (!s_.sim.until([&] { return r->done; }, kAnswerLimit))
		return false;
	bfm_data(*r, &in, 8);
	return w->resp == kAxiOkay && r->resp == kAxiOkay && in == out &&
	       s_.sim.memory.load(pa) == out;
}

/* ---- Boot through OpenSBI ----------------------------------------------- */

void Check::cold()
{
	const std::string &text = s_.sim.console();
	auto says = [&](const char *what) {
		return text.find(what) != std::string::npos;
	};

	expect(!s_.sim.restored(), "booted, not restored");
	expect(says("OpenSBI v"), "OpenSBI's banner");
	expect(says("Portcullis ") && says("VT-d "), "the firmware's banner");
	expect(says("\nready at cycle "), "the firmware says ready");
	expect(s_.sim.model.ready(), "ready_o");
	expect(s_.sim.reg32(VTD_VER) == s_.pins.ver &&
		       s_.sim.reg64(VTD_CAP) == s_.pins.cap &&
		       s_.sim.reg64(VTD_ECAP) == s_.pins.ecap,
	       "VER, CAP and ECAP are the pins");
	s_.sim.model.bfm_select(true);
	expect(bfm_round_trip(0x123456788, 0x123456788),
	       "TE = 0 passes DMA through");
	Device &d = s_.world.add(kSid, 1, 4);
	s_.world.add_region(d, kIova, TABLES_PAGE_4K, 1);
	expect(s_.driver.start(), "translation enabled");
	expect(bfm_round_trip(kIova + 8, d.regions[0].frame[0] + 8),
	       "TE = 1 translates DMA");
}

/* ---- The firmware stops ------------------------------------------------- */

void Check::start_devices()
{
	for (unsigned i = 0; i < 3; i++) {
		Device &d = s_.world.add(kSid * (i + 1), i + 1, 4);

		s_.world.add_region(d, kIova, TABLES_PAGE_4K, 64);
	}
	expect(s_.driver.start(), "translation enabled");
	run_devices();
}

void Check::run_devices()
{
	for (unsigned i = 0; i < 3; i++) {
		GenJob job;

		job.pattern = static_cast<GenPattern>(i);
		job.sid = kSid * (i + 1);
		job.base = kIova;
		job.span_log2 = 18;
		job.bytes = 1u << 31;
		s_.gen[i].start(job);
	}
	s_.sim.run(20000);
}

void Check::watchdog()
{
	Sim &sim = s_.sim;

	start_devices();
	expect(sim.board.translated > 100 && !sim.model.dead(),
	       "devices work, dead_o = 0");
	expect(sim.stop_firmware(), "the firmware stands still");
	expect(sim.until([&] { return sim.model.dead(); }, kWatchdogLimit),
	       "dead_o rises");
	/* What was sent to memory before may still be on its way. */
	sim.run(1000);
	sim.board.expect_refusal(true);
	uint64_t refused = sim.board.totals[0].refused;
	sim.run(20000);
	expect(sim.board.totals[0].refused > refused + 100,
	       "every request is refused");
	expect(sim.reg32(VTD_FSTS) & VTD_FSTS_IQE, "the host sees FSTS.IQE");
	sim.reg_write(VTD_FSTS, VTD_FSTS_IQE);
	expect(sim.reg32(VTD_FSTS) & VTD_FSTS_IQE, "and cannot clear it");
	expect(sim.reg_write(VTD_IQT, 0x10, 8) && sim.reg_write(VTD_GCMD, 0) &&
		       sim.reg_write(VTD_IOTLB, 1ull << 63, 8),
	       "host writes still complete");
	sim.run(20000);
	expect(sim.model.dead(), "TE = 0 does not bring it back");
}

/* ---- Reset under traffic ------------------------------------------------ */

void Check::reset()
{
	Sim &sim = s_.sim;

	start_devices();
	expect(sim.board.outstanding() > 0, "requests are in flight");
	expect(sim.reset(), "ready again after reset and boot");
	s_.lock.power_on(sim.mailbox.boot_log);
	expect(!sim.model.gen_busy(), "devices were reset too");
	expect(sim.reg32(VTD_GSTS) == 0 && sim.reg64(VTD_RTADDR) == 0 &&
		       sim.reg64(VTD_IQA) == 0 && sim.reg32(VTD_FSTS) == 0,
	       "registers as after power-on");
	sim.board.translating = false;
	sim.model.bfm_select(true);
	expect(bfm_round_trip(0x123456788, 0x123456788),
	       "TE = 0 passes DMA through");
	sim.model.bfm_select(false);
	Driver driver(sim);
	World world(sim, driver);
	for (unsigned i = 0; i < 3; i++)
		world.add_region(world.add(kSid * (i + 1), i + 1, 4), kIova,
				 TABLES_PAGE_4K, 64);
	expect(driver.start(), "translation enabled again");
	uint64_t before = sim.board.translated;
	run_devices();
	expect(sim.board.translated > before + 100, "devices work again");
	world.compare();
}

/* ---- A device that stops taking part ------------------------------------ */

/* Invalidation with drain of everything that device does. */
bool Check::invalidates()
{
	s_.driver.global();
	return s_.driver.flush();
}

void Check::stall()
{
	Sim &sim = s_.sim;
	uint8_t data[64] = { 1, 2, 3 };

	start_devices();
	sim.model.bfm_select(true);
	BfmRequest w = bfm_write(kSid, kIova, data, sizeof(data));
	BfmRequest r = bfm_read(kSid, kIova, sizeof(data));
	w.stop_w = 3;
	BfmHandle h = sim.bfm.submit(w);
	sim.run(100);
	expect(invalidates() && !h->done, "W stops mid-burst, drain ends");
	h->stop_w = kNever;
	expect(sim.until([&] { return h->done; }, kAnswerLimit) &&
		       h->resp == kAxiOkay,
	       "W goes on and the write is done");
	r.stop_r = 3;
	h = sim.bfm.submit(r);
	sim.run(100);
	expect(invalidates() && !h->done, "R is not taken, drain ends");
	h->stop_r = kNever;
	expect(sim.until([&] { return h->done; }, kAnswerLimit) &&
		       h->resp == kAxiOkay,
	       "R is taken and the read is done");
	w.stop_w = kNever;
	w.stop_b = true;
	h = sim.bfm.submit(w);
	sim.run(100);
	expect(invalidates() && !h->done, "B is not taken, drain ends");
	uint64_t before = sim.board.translated;
	expect(sim.until([&] { return sim.mailbox.stats.reports > 0; },
			 kStallLimit),
	       "the device is isolated and reported");
	expect(invalidates(), "drain still ends");
	expect(sim.board.translated > before + 1000, "other devices work");
}

int Check::run()
{
	expect(s_.up, "the firmware becomes ready");
	if (s_.options.job == "boot")
		s_.print_boot();
	else if (s_.up && s_.options.job == "cold")
		cold();
	else if (s_.up && s_.options.job == "watchdog")
		watchdog();
	else if (s_.up && s_.options.job == "reset")
		reset();
	else if (s_.up)
		stall();
	s_.print_failures();
	printf("%s\n", s_.ok() ? "PASS" : "FAIL");
	return !s_.ok();
}

} /* namespace */

int job_check(const Options &options)
{
	Options o = options;

	o.sim.cold |= o.job == "cold";
	return Check(o).run();
}
