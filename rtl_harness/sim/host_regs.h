/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The host CPU's way to the register window: an AXI4-Lite master with
 * 64-bit data, one access at a time.
 */
#ifndef SIM_HOST_REGS_H
#define SIM_HOST_REGS_H

#include "axi.h"

struct LitePins {
	CData *awvalid, *awready, *wvalid, *wready, *wstrb, *bvalid, *bready,
		*bresp;
	CData *arvalid, *arready, *rvalid, *rready, *rresp;
	SData *awaddr, *araddr;
	QData *wdata, *rdata;
};

class HostRegs
{
public:
	explicit HostRegs(const LitePins &pins) : p_(pins)
	{
	}

	/*
	 * Starts an access of @bytes (1-8) at @off; only when done(). Any
	 * @off and @bytes may be tried: the lanes are those the bus has for
	 * them, cut at the end of the 64-bit word.
	 */
	void start_write(unsigned off, unsigned bytes, uint64_t value);
	void start_read(unsigned off, unsigned bytes);

	bool done() const
	{
		return !busy_;
	}
	/* Of the last access: whether it was answered OKAY, and what. */
	bool ok() const
	{
		return ok_;
	}
	uint64_t value() const
	{
		return value_;
	}

	void drive();
	void sample();

private:
	void sample_write();
	void sample_read();

	LitePins p_;
	bool busy_ = false, write_ = false, ok_ = true;
	bool aw_sent_ = false, w_sent_ = false, ar_sent_ = false;
	unsigned off_ = 0, bytes_ = 0;
	uint64_t value_ = 0;
};

#endif
