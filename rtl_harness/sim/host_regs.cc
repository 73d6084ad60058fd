/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "host_regs.h"

void HostRegs::start_write(unsigned off, unsigned bytes, uint64_t value)
{
	busy_ = write_ = true;
	aw_sent_ = w_sent_ = false;
	off_ = off;
	bytes_ = bytes;
	value_ = value;
}

void HostRegs::start_read(unsigned off, unsigned bytes)
{
	busy_ = true;
	write_ = ar_sent_ = false;
	off_ = off;
	bytes_ = bytes;
}

void HostRegs::drive()
{
	unsigned lane = off_ & 7;
	bool w = busy_ && write_, r = busy_ && !write_;

	*p_.awvalid = w && !aw_sent_;
	*p_.wvalid = w && !w_sent_;
	*p_.bready = w;
	*p_.arvalid = r && !ar_sent_;
	*p_.rready = r;
	*p_.awaddr = *p_.araddr = static_cast<SData>(off_);
	*p_.wdata = value_ << 8 * lane;
	*p_.wstrb = static_cast<CData>(((1u << bytes_) - 1) << lane);
}

void HostRegs::sample()
{
	if (!busy_)
		return;
	if (write_)
		sample_write();
	else
		sample_read();
}

void HostRegs::sample_write()
{
	aw_sent_ |= *p_.awvalid && *p_.awready;
	w_sent_ |= *p_.wvalid && *p_.wready;
	if (*p_.bvalid) {
		ok_ = *p_.bresp == kAxiOkay;
		busy_ = false;
	}
}

void HostRegs::sample_read()
{
	ar_sent_ |= *p_.arvalid && *p_.arready;
	if (!*p_.rvalid)
		return;
	ok_ = *p_.rresp == kAxiOkay;
	value_ = *p_.rdata >> 8 * (off_ & 7);
	if (bytes_ < 8)
		value_ &= (uint64_t{ 1 } << 8 * bytes_) - 1;
	busy_ = false;
}
