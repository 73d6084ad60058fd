/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Firmware memory, what a board's SDRAM or block RAM would be, with the
 * images a boot loader would have put there.
 */
#ifndef SIM_FW_MEMORY_H
#define SIM_FW_MEMORY_H

#include <cstdint>
#include <string>
#include <vector>

#include "axi_slave.h"
#include "gen/soc_map.h"

/* The files of one folder that make a board. */
struct Images {
	std::string boot_rom; /* bootrom.hex, $readmemh of 64-bit words */
	std::vector<uint8_t> opensbi, firmware, fdt;
};

/* Reads them; ends the program with one line when one is missing. */
Images images_load(const std::string &folder);

class FwMemory
{
public:
	FwMemory() : bytes_(SOC_FWMEM_SIZE)
	{
	}

	/* As after power-on and the board's loader. */
	void load(const Images &images);

	std::vector<uint8_t> &bytes()
	{
		return bytes_;
	}

	/* The store of an AxiSlave. */
	void read(AxiBurstRecord &burst);
	void write(AxiBurstRecord &burst);

private:
	bool inside(const AxiBurstRecord &burst) const;

	std::vector<uint8_t> bytes_;
};

#endif
