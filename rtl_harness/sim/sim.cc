/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "sim.h"

#include <cstdio>
#include <cstdlib>

#include "gen/soc_map.h"
#include "gen/vtd_regs.h"
#include "snapshot.h"

static constexpr uint64_t kResetCycles = 64;
static constexpr uint64_t kBootLimit = 16000000;
static constexpr uint64_t kRegLimit = 1000000;

static std::string or_default(const std::string &given, const char *name)
{
	return given.empty() ? snapshot_program_folder() + "/" + name : given;
}

Sim::Sim(const SimOptions &options)
	: options_(options),
	  images_(images_load(or_default(options.images, "images"))),
	  key_(snapshot_key(images_)), model(images_.boot_rom), truth(memory),
	  board(memory, truth, coverage), dma_store(memory, board),
	  tbl_store(memory, board), fw_port(model.fw_pins(), fw),
	  dma_port(model.mem_pins(), dma_store),
	  tbl_port(model.tbl_pins(), tbl_store), regs(model.reg_pins()),
	  bfm(model.bfm_pins()), msg(model.msg_pins()), mailbox(board, coverage)
{
	options_.snaps = or_default(options.snaps, "snap");
	fw_port.latency = { options.fw_latency, options.fw_latency };
	if (!options.wave.empty())
		model.wave_open(options.wave);
}

/* ---- One clock --------------------------------------------------------- */

void Sim::take_console()
{
	char c;

	if (!model.console(&c))
		return;
	console_ += c;
	if (options_.echo && c != '\r') {
		putchar(c);
		if (c == '\n')
			fflush(stdout);
	}
}

void Sim::tick()
{
	MboxOp op;

	fw_port.drive(now_);
	dma_port.drive(now_);
	tbl_port.drive(now_);
	regs.drive();
	bfm.drive();
	msg.drive();
	model.settle();

	board.now = tbl_store.now = now_;
	fw_port.sample(now_);
	if (watch) {
		model.watch_dma(board);
		model.watch_mem(board);
		model.watch_messages(board);
	}
	dma_port.sample(now_);
	tbl_port.sample(now_);
	regs.sample();
	bfm.sample(now_);
	msg.sample();
	if (model.mbox(&op))
		mailbox.see(op, now_);
	take_console();
	if (now_ == wave_at_)
		turn_wave();
	model.edge();
	now_++;
}

/* The wave file holds a window, or it would fill the disk. */
void Sim::turn_wave()
{
	waving_ = !waving_;
	model.wave_on(waving_);
	wave_at_ = waving_ ? now_ + options_.wave_cycles : UINT64_MAX;
}

bool Sim::until(const std::function<bool()> &test, uint64_t limit)
{
	while (!test()) {
		if (!limit--)
			return false;
		tick();
	}
	return true;
}

/* ---- Power-on ---------------------------------------------------------- */

/* Before the firmware is ready nobody but the core does anything. */
void Sim::boot_tick()
{
	MboxOp op;

	fw_port.drive(now_);
	tbl_port.drive(now_);
	model.settle();
	fw_port.sample(now_);
	tbl_port.sample(now_);
	if (model.mbox(&op))
		mailbox.see(op, now_);
	take_console();
	model.edge();
	now_++;
}

/* What the model still did as reset came was for nobody. */
void Sim::forget()
{
	fw_port.reset();
	dma_port.reset();
	tbl_port.reset();
	bfm.reset();
	msg.reset();
	/* Nobody drives these again before the firmware is ready. */
	dma_port.drive(now_);
	bfm.drive();
	regs.drive();
	mailbox.reset();
	tbl_store.messages.clear();
	console_.clear();
}

void Sim::start(const ConfigPins &pins)
{
	pins_ = pins;
	fw_port.hold = dma_port.hold = false;
	model.config(pins);
	forget();
}

/* The firmware's last line of the boot comes byte by byte in idle turns. */
bool Sim::said_ready() const
{
	size_t at = console_.find("\nready");

	return at != std::string::npos &&
	       console_.find('\n', at + 1) != std::string::npos;
}

/*
 * Reset, until ready, and then until memory is quiet, so that model and
 * memories are the whole state. The configuration pins are read in reset.
 */
bool Sim::boot()
{
	const AxiPins<IData> fetch = model.fw_pins();

	model.reset(true);
	for (uint64_t n = 0; n < kResetCycles; n++)
		boot_tick();
	forget();
	model.reset(false);
	for (uint64_t n = 0; n < kBootLimit; n++) {
		boot_tick();
		if (model.ready() && fw_port.idle() && tbl_port.idle() &&
		    !*fetch.arvalid && !*fetch.awvalid && said_ready())
			return true;
	}
	return false;
}

bool Sim::load(const std::string &path)
{
	Snapshot s;

	if (!snapshot_load(path, key_, &s))
		return false;
	model.restore(s.model);
	model.config(pins_);
	fw.bytes() = s.firmware;
	mailbox.boot_log = s.log;
	console_ = s.console;
	now_ = s.cycle;
	return true;
}

void Sim::store(const std::string &path)
{
	snapshot_store(path, key_,
		       { now_, model.save(), fw.bytes(), mailbox.boot_log,
			 console_ });
}

bool Sim::power_on(const ConfigPins &pins)
{
	std::string ready = options_.snaps + "/" + snapshot_name(pins) +
			    (memory.has_monitor ? "" : "-unmonitored");

	start(pins);
	memory.clear();
	board.power_on();
	truth.reset();
	truth.caps(pins.cap, pins.ecap, pins.haw);
	restored_ = !options_.cold && load(ready);
	if (!restored_) {
		fw.load(images_);
		now_ = 0;
		if (!boot())
			return false;
		store(ready);
	}
	mailbox.booting = false;
	ready_at_ = now_;
	if (!options_.wave.empty())
		wave_at_ = now_ + options_.wave_from;
	return true;
}

bool Sim::reset()
{
	std::string before = console_;

	start(pins_);
	board.reset();
	truth.reset();
	fw.load(images_);
	if (!boot())
		return false;
	mailbox.booting = false;
	console_ = before + console_;
	return true;
}

/*
 * A core that only loops in its caches would not notice that its memory is
 * gone. Writes without effect make it run through more of its code.
 */
bool Sim::stop_firmware()
{
	static constexpr unsigned kPokes[] = { VTD_FECTL, VTD_IECTL, VTD_ICS,
					       VTD_FSTS };
	static constexpr uint64_t kStill = 20000;

	fw_port.hold = true;
	for (unsigned round = 0; round < 8; round++) {
		for (unsigned reg : kPokes)
			reg_write(reg, reg == VTD_FECTL || reg == VTD_IECTL ?
					       reg32(reg) & VTD_FECTL_IM :
					       0);
		uint64_t turns = mailbox.turns();
		run(kStill);
		if (mailbox.turns() == turns)
			return true;
	}
	return false;
}

/* ---- Registers --------------------------------------------------------- */

bool Sim::reg_write(unsigned off, uint64_t value, unsigned bytes)
{
	regs.start_write(off, bytes, value);
	return until([this] { return regs.done(); }, kRegLimit) && regs.ok();
}

bool Sim::reg_read(unsigned off, uint64_t *value, unsigned bytes)
{
	regs.start_read(off, bytes);
	if (!until([this] { return regs.done(); }, kRegLimit) || !regs.ok())
		return false;
	*value = regs.value();
	return true;
}

uint32_t Sim::reg32(unsigned off)
{
	uint64_t value = UINT32_MAX;

	if (!reg_read(off, &value, 4))
		board.fail("register %x cannot be read", off);
	return static_cast<uint32_t>(value);
}

uint64_t Sim::reg64(unsigned off)
{
	uint64_t value = UINT64_MAX;

	if (!reg_read(off, &value, 8))
		board.fail("register %x cannot be read", off);
	return value;
}

void Sim::gen_write(unsigned gen, unsigned reg, uint32_t value)
{
	model.gen_select(gen, reg);
	model.gen_write(true, value);
	tick();
	model.gen_write(false, 0);
}

uint32_t Sim::gen_read(unsigned gen, unsigned reg)
{
	model.gen_select(gen, reg);
	tick();
	return model.gen_read();
}
