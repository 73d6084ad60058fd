/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The Verilated model behind the pins it offers: the one place that knows
 * how pins of sim_top are called and packed. Clock edges, reset, wave file
 * and saving of state are here too.
 */
#ifndef SIM_MODEL_H
#define SIM_MODEL_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "axi.h"
#include "bfm.h"
#include "host_regs.h"
#include "msg_bus.h"
#include "scoreboard.h"

class Vsim_top;
class VerilatedContext;
class VerilatedFstC;

/* One completed access of the core to the mailbox region. */
struct MboxOp {
	uint64_t data;
	uint32_t addr; /* offset from MBOX_BASE */
	uint8_t strobes;
	bool write;
};

struct ConfigPins {
	uint32_t ver;
	uint64_t cap, ecap;
	unsigned haw;
};

/* What a device with a shadow knows: addresses of bytes, perm as TABLES_*. */
struct ShadowMapping {
	uint64_t first, last, host;
	unsigned perm;
};

class Model
{
public:
	/* @boot_rom: file of 64-bit words in $readmemh form. */
	explicit Model(const std::string &boot_rom);
	~Model();
	Model(const Model &) = delete;
	Model &operator=(const Model &) = delete;

	AxiPins<IData> fw_pins();
	AxiPins<QData> mem_pins();
	AxiPins<QData> tbl_pins();
	LitePins reg_pins();
	BfmPins bfm_pins();
	MsgPins msg_pins();

	void config(const ConfigPins &pins);
	void reset(bool on);
	void bfm_select(bool on);

	/* Lets inputs settle, then the rising edge. */
	void settle();
	void edge();

	bool ready() const;
	bool dead() const;
	/* After settle(): what happens at the coming edge. */
	bool mbox(MboxOp *op) const;
	bool console(char *c) const;
	void console_in(bool valid, char c);
	bool console_in_ready() const;
	bool finished(uint32_t *code) const;
	void watch_dma(Scoreboard &board) const;
	void watch_mem(Scoreboard &board) const;
	void watch_messages(Scoreboard &board) const;

	/* Generator registers: a write happens at the next edge. */
	void gen_select(unsigned gen, unsigned reg);
	void gen_write(bool on, uint32_t value);
	uint32_t gen_read();
	unsigned gen_busy() const; /* bit per generator */

	/* What is in the memory of the device with a shadow. */
	std::vector<ShadowMapping> shadow() const;

	void wave_open(const std::string &path);
	void wave_on(bool on);
	void wave_close();

	/* State of the model alone. */
	std::vector<uint8_t> save();
	void restore(const std::vector<uint8_t> &state);

private:
	void watch_address(Scoreboard &board, bool write, unsigned mask) const;

	std::unique_ptr<VerilatedContext> context_;
	std::unique_ptr<Vsim_top> top_;
	std::unique_ptr<VerilatedFstC> wave_;
	bool dumping_ = false;
};

#endif
