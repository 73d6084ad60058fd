/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The Verilated SoC and the world around it, one clock at a time. Whoever
 * plays host or device calls it and lets time pass by tick(), run() or a
 * blocking access; everything else goes on meanwhile.
 */
#ifndef SIM_SIM_H
#define SIM_SIM_H

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "axi_slave.h"
#include "bfm.h"
#include "coverage.h"
#include "fw_memory.h"
#include "host_memory.h"
#include "host_regs.h"
#include "mailbox.h"
#include "model.h"
#include "msg_bus.h"
#include "ports.h"
#include "scoreboard.h"
#include "truth.h"

struct SimOptions {
	std::string images; /* folder; default: next to the program */
	std::string snaps;  /* folder of saved states */
	std::string wave;   /* FST file; empty: none */
	uint64_t wave_from = 0, wave_cycles = 50000; /* after ready */
	bool cold = false; /* boot through OpenSBI whatever is saved */
	bool echo = false; /* print the console while it comes */
	unsigned fw_latency = 4;
};

class Sim
{
public:
	explicit Sim(const SimOptions &options);

	/*
	 * Power-on with these pins, until the firmware is ready: restored
	 * from a saved state where there is one, else booted and saved.
	 * Host memory is zero. False when it does not become ready.
	 */
	bool power_on(const ConfigPins &pins);
	bool restored() const
	{
		return restored_;
	}
	/* Reset by pin and a boot through OpenSBI; host memory stays. */
	bool reset();

	void tick();
	void run(uint64_t cycles)
	{
		while (cycles--)
			tick();
	}
	/* Until @test is true; false when @limit cycles were not enough. */
	bool until(const std::function<bool()> &test, uint64_t limit);

	/* Register access of @bytes; blocks, false on a bus error. */
	bool reg_write(unsigned off, uint64_t value, unsigned bytes = 4);
	bool reg_read(unsigned off, uint64_t *value, unsigned bytes = 4);
	uint32_t reg32(unsigned off);
	uint64_t reg64(unsigned off);

	void gen_write(unsigned gen, unsigned reg, uint32_t value);
	uint32_t gen_read(unsigned gen, unsigned reg);

	/*
	 * The firmware stops as if it hung: its memory takes requests and
	 * answers none. False when it goes on nevertheless.
	 */
	bool stop_firmware();

	/* Off: nobody checks what devices do (flow scenarios do it). */
	bool watch = true;

	uint64_t now() const
	{
		return now_;
	}
	uint64_t ready_at() const
	{
		return ready_at_;
	}
	uint64_t cycles_run() const
	{
		return now_ - ready_at_;
	}
	const std::string &console() const
	{
		return console_;
	}

private:
	void start(const ConfigPins &pins);
	void forget();
	void boot_tick();
	bool boot();
	bool said_ready() const;
	bool load(const std::string &path);
	void store(const std::string &path);
	void take_console();
	void turn_wave();

	SimOptions options_;
	Images images_;
	uint64_t key_ = 0; /* of program and images */

public:
	Model model;
	HostMemory memory;
	Truth truth;
	Coverage coverage;
	Scoreboard board;
	FwMemory fw;
	DmaPort dma_store;
	TablePort tbl_store;
	AxiSlave<IData, FwMemory> fw_port;
	AxiSlave<QData, DmaPort> dma_port;
	AxiSlave<QData, TablePort> tbl_port;
	HostRegs regs;
	Bfm bfm;
	MsgBus msg;
	Mailbox mailbox;

private:
	ConfigPins pins_{};
	std::string console_;
	uint64_t now_ = 0, ready_at_ = 0, wave_at_ = UINT64_MAX;
	bool restored_ = false, waving_ = false;
};

#endif
