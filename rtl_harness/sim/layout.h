/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Where the driver keeps its own things in host memory. */
#ifndef SIM_LAYOUT_H
#define SIM_LAYOUT_H

#include <cstdint>

/* What the watchdog's ping reads (vtd_soc.sv, PingAddr); never used. */
constexpr uint64_t kPingAddr = 0;
constexpr uint64_t kQueueBase = 0x01000000;
constexpr uint32_t kQueueSize = 4096;
constexpr uint64_t kStatusAddr = 0x01002000;
constexpr uint64_t kPageQueue = 0x01004000, kPageQueueSize = 4096;
constexpr uint64_t kInterruptTable = 0x01010000, kInterruptTableSize = 0x10000;
constexpr uint64_t kPostedBase = 0x01020000;
constexpr uint64_t kTablesBase = 0x02000000, kTablesSize = 0x06000000;
constexpr uint64_t kMessageAddr = 0xfee01000;

#endif
