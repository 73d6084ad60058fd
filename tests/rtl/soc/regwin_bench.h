/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The register window with a host on one side and a mailbox on the other. */
#ifndef REGWIN_BENCH_H
#define REGWIN_BENCH_H

#include "Vvtd_regwin.h"
#include "bench.h"

/* Register offsets and event numbers, written from the specification here. */
constexpr unsigned VER = 0x00, CAP = 0x08, ECAP = 0x10, GCMD = 0x18,
		   GSTS = 0x1c, RTADDR = 0x20, CCMD = 0x28, FSTS = 0x34,
		   FECTL = 0x38, FEDATA = 0x3c, FEADDR = 0x40, FEUADDR = 0x44,
		   PMEN = 0x64, PLMBASE = 0x68, PLMLIMIT = 0x6c, PHMBASE = 0x70,
		   PHMLIMIT = 0x78, IQH = 0x80, IQT = 0x88, IQA = 0x90,
		   ICS = 0x9c, IECTL = 0xa0, IEDATA = 0xa4, IEADDR = 0xa8,
		   IEUADDR = 0xac, IQERCD = 0xb0, IRTA = 0xb8, PQH = 0xc0,
		   PQT = 0xc8, PQA = 0xd0, PRS = 0xdc, PECTL = 0xe0,
		   PEDATA = 0xe4, PEADDR = 0xe8, PEUADDR = 0xec;
/* Where the bench's CAP and ECAP put them, in units of 16 bytes. */
constexpr unsigned IVA = 0x500, IOTLB = 0x508, FRCD = 0x600;
constexpr uint64_t FRO = FRCD / 16ull << 24, IRO = IVA / 16ull << 8;
enum : unsigned {
	EV_GCMD,
	EV_CCMD,
	EV_IOTLB,
	EV_IQT,
	EV_FSTS,
	EV_FECTL,
	EV_FRCD,
	EV_ICS,
	EV_IECTL,
	EV_PMEN,
	EV_PRS = 14,
	EV_PECTL,
	EV_TIMER,
	EV_NONE = 255,
};
enum : unsigned { RAW_WRITE, RAW_SET, RAW_CLEAR };
enum : unsigned { OKAY = 0, SLVERR = 2, STALLED = 99 };

constexpr uint64_t CAP_RWBF = 1ull << 4, CAP_PLMR = 1ull << 5,
		   CAP_PHMR = 1ull << 6;
constexpr uint64_t ECAP_QI = 1ull << 1, ECAP_IR = 1ull << 3,
		   ECAP_PRS = 1ull << 29;
/* Protected memory, eight fault records, 48-bit tables. */
constexpr uint64_t CAP_FULL = 7ull << 40 | 1ull << 39 | FRO | CAP_PHMR |
			      CAP_PLMR | 4ull << 8;
constexpr uint64_t ECAP_FULL = IRO | ECAP_IR | ECAP_QI;

struct Event {
	unsigned id;
	uint32_t value;
	uint64_t operand1, operand2;
};

class Regwin : public Clocked<Vvtd_regwin>
{
public:
	explicit Regwin(uint64_t cap = CAP_FULL, uint64_t ecap = ECAP_FULL,
			bool ready = true)
	{
		dut->cfg_cap_i = cap;
		dut->cfg_ecap_i = ecap;
		dut->cfg_ver_i = 0x50;
		dut->reg_bready_i = 1;
		dut->reg_rready_i = 1;
		reset();
		dut->ready_i = ready;
		for (settle(); !dut->reg_arready_o; settle())
			edge();
	}

	/* Cycles until the write was taken, STALLED if it was not. */
	unsigned last_wait = 0;

	unsigned write(unsigned addr, uint64_t lanes, unsigned strb)
	{
		bool taken = false;

		dut->reg_awaddr_i = addr;
		dut->reg_wdata_i = lanes;
		dut->reg_wstrb_i = strb;
		dut->reg_awvalid_i = 1;
		dut->reg_wvalid_i = 1;
		for (last_wait = 0; last_wait < 8 && !taken; last_wait++) {
			settle();
			taken = dut->reg_awready_o && dut->reg_wready_o;
			CHECK(dut->reg_awready_o == dut->reg_wready_o);
			raw_edge();
		}
		dut->reg_awvalid_i = 0;
		dut->reg_wvalid_i = 0;
		dut->ev_take_i = 0;
		return taken ? write_response() : STALLED;
	}

	unsigned write32(unsigned addr, uint32_t value)
	{
		unsigned high = addr & 4;

		return write(addr, (uint64_t)value << (high ? 32 : 0),
			     high ? 0xf0 : 0x0f);
	}

	unsigned write64(unsigned addr, uint64_t value)
	{
		return write(addr, value, 0xff);
	}

	/* Starts a read; its response comes in read_done(). */
	void read_start(unsigned addr)
	{
		dut->reg_araddr_i = addr;
		dut->reg_arvalid_i = 1;
		settle();
		CHECK(dut->reg_arready_o);
		edge();
		dut->reg_arvalid_i = 0;
	}

	bool read_done(uint64_t *value, unsigned *resp)
	{
		settle();
		bool valid = dut->reg_rvalid_o;
		*value = dut->reg_rdata_o;
		*resp = dut->reg_rresp_o;
		edge();
		return valid;
	}

	uint64_t read64(unsigned addr, unsigned want_resp = OKAY)
	{
		uint64_t value = 0;
		unsigned resp = 0;

		read_start(addr);
		for (int i = 0; i < 8; i++) {
			if (read_done(&value, &resp)) {
				CHECK_EQ(resp, want_resp);
				return value;
			}
		}
		bench_fail(__FILE__, __LINE__, "read without response");
		return 0;
	}

	uint32_t read32(unsigned addr)
	{
		return (uint32_t)(read64(addr) >> (addr & 4 ? 32 : 0));
	}

	/* Presents a raw access; the coming cycles carry it out. */
	void raw_present(unsigned op, unsigned addr, uint64_t lanes,
			 unsigned strb)
	{
		dut->raw_valid_i = 1;
		dut->raw_write_i = 1;
		dut->raw_op_i = op;
		dut->raw_addr_i = addr;
		dut->raw_wdata_i = lanes;
		dut->raw_wstrb_i = strb;
	}

	void raw(unsigned op, unsigned addr, uint64_t lanes, unsigned strb)
	{
		raw_present(op, addr, lanes, strb);
		settle();
		CHECK(dut->raw_ready_o);
		raw_edge();
	}

	void raw32(unsigned op, unsigned addr, uint32_t value)
	{
		unsigned high = addr & 4;

		raw(op, addr, (uint64_t)value << (high ? 32 : 0),
		    high ? 0xf0 : 0x0f);
	}

	uint64_t raw_read(unsigned addr)
	{
		dut->raw_valid_i = 1;
		dut->raw_write_i = 0;
		dut->raw_addr_i = addr;
		settle();
		CHECK(dut->raw_ready_o);
		uint64_t value = dut->raw_rdata_o;
		edge();
		dut->raw_valid_i = 0;
		return value;
	}

	uint32_t raw_read32(unsigned addr)
	{
		return (uint32_t)(raw_read(addr) >> (addr & 4 ? 32 : 0));
	}

	Event take()
	{
		settle();
		Event e = { EV_NONE, 0, 0, 0 };
		if (dut->ev_valid_o)
			e = { dut->ev_id_o, dut->ev_value_o, dut->ev_operand1_o,
			      dut->ev_operand2_o };
		dut->ev_take_i = dut->ev_valid_o;
		edge();
		dut->ev_take_i = 0;
		return e;
	}

	void expect(unsigned id, uint32_t value = 0, uint64_t operand1 = 0,
		    uint64_t operand2 = 0)
	{
		Event e = take();

		CHECK_EQ(e.id, id);
		if (id == EV_NONE)
			return;
		CHECK_EQ(e.value, value);
		CHECK_EQ(e.operand1, operand1);
		CHECK_EQ(e.operand2, operand2);
	}

private:
	/* The edge, after which a raw access that was taken is gone. */
	void raw_edge()
	{
		bool done = dut->raw_valid_i && dut->raw_ready_o;

		edge();
		if (done)
			dut->raw_valid_i = 0;
	}

	unsigned write_response()
	{
		for (int i = 0; i < 8; i++) {
			settle();
			bool valid = dut->reg_bvalid_o;
			unsigned resp = dut->reg_bresp_o;
			raw_edge();
			if (valid)
				return resp;
		}
		bench_fail(__FILE__, __LINE__, "write without response");
		return STALLED;
	}
};

#endif
