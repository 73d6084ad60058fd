/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Host memory behind the two ports of the block: translated DMA, seen by the
 * scoreboard, and the engine's own, where interrupt messages arrive too.
 */
#ifndef SIM_PORTS_H
#define SIM_PORTS_H

#include <cstdint>
#include <vector>

#include "axi_slave.h"
#include "host_memory.h"
#include "scoreboard.h"

class DmaPort
{
public:
	DmaPort(HostMemory &memory, Scoreboard &board)
		: memory_(memory), board_(board)
	{
	}
	void read(AxiBurstRecord &burst);
	void write(AxiBurstRecord &burst);

private:
	HostMemory &memory_;
	Scoreboard &board_;
};

struct Message {
	uint64_t addr, cycle;
	uint32_t data;
};

class TablePort
{
public:
	TablePort(HostMemory &memory, Scoreboard &board)
		: memory_(memory), board_(board)
	{
	}
	void read(AxiBurstRecord &burst);
	void write(AxiBurstRecord &burst);

	std::vector<Message> messages;
	uint64_t reads = 0, failed = 0;
	uint64_t pings = 0, locked_reads = 0; /* of these */
	uint64_t interrupt_entries = 0;       /* of the driver's table */
	uint64_t locked = 0, locks_lost = 0;  /* exclusive stores */
	uint64_t now = 0;                     /* set by the simulator */

private:
	void write_locked(AxiBurstRecord &burst);

	HostMemory &memory_;
	Scoreboard &board_;
};

#endif
