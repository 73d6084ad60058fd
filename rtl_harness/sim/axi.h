/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * AXI4 as the harness sees it: pointers to the pins of one port of the
 * Verilated model, named as the bus names them. Which pins these are is
 * said in model.cc alone.
 *
 * Everybody who drives pins does so in two steps a clock: drive() after the
 * rising edge sets inputs, sample() just before the next one looks at
 * outputs. Inputs never change between the two, so handshakes are the same
 * on both sides.
 */
#ifndef SIM_AXI_H
#define SIM_AXI_H

#include <cstdint>

#include "verilated.h"

enum AxiResp : uint8_t {
	kAxiOkay = 0,
	kAxiExokay = 1,
	kAxiSlverr = 2,
	kAxiDecerr = 3
};

enum AxiBurst : uint8_t { kAxiFixed = 0, kAxiIncr = 1, kAxiWrap = 2 };

/* The pins of a port; @Addr is the type of its address pins. */
template <class Addr>
struct AxiPins {
	CData *awvalid, *awready, *awid, *awlen, *awsize, *awburst;
	Addr *awaddr;
	CData *wvalid, *wready, *wstrb, *wlast;
	QData *wdata;
	CData *bvalid, *bready, *bid, *bresp;
	CData *arvalid, *arready, *arid, *arlen, *arsize, *arburst;
	Addr *araddr;
	CData *rvalid, *rready, *rid, *rresp, *rlast;
	QData *rdata;
	/* Null where the port has no exclusive accesses. */
	CData *awlock = nullptr, *arlock = nullptr;
};

/* How willingly a port takes part in handshakes. */
enum StallMode : uint8_t {
	kStallNone = 0,
	kStallIdle = 1,         /* holds valid back at random */
	kStallBackpressure = 2, /* holds ready back at random */
	kStallBoth = 3
};

const char *stall_name(StallMode mode);

#endif
