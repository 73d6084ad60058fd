/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "fw_memory.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

static std::vector<uint8_t> slurp(const std::string &path, size_t limit)
{
	std::ifstream in(path, std::ios::binary);
	std::vector<uint8_t> bytes{ std::istreambuf_iterator<char>(in), {} };

	if (!in || bytes.empty() || bytes.size() > limit) {
		fprintf(stderr, "sim: %s is missing or too large\n",
			path.c_str());
		exit(2);
	}
	return bytes;
}

Images images_load(const std::string &folder)
{
	return { folder + "/bootrom.hex",
		 slurp(folder + "/opensbi.bin", SOC_OPENSBI_SIZE),
		 slurp(folder + "/firmware.bin", SOC_PAYLOAD_SIZE),
		 slurp(folder + "/fdt.dtb", SOC_FDT_SIZE) };
}

void FwMemory::load(const Images &images)
{
	auto put = [this](const std::vector<uint8_t> &what, uint64_t base) {
		std::copy(what.begin(), what.end(),
			  bytes_.begin() + (base - SOC_FWMEM_BASE));
	};

	std::fill(bytes_.begin(), bytes_.end(), 0);
	put(images.opensbi, SOC_OPENSBI_BASE);
	put(images.firmware, SOC_PAYLOAD_BASE);
	put(images.fdt, SOC_FDT_BASE);
}

bool FwMemory::inside(const AxiBurstRecord &b) const
{
	return b.addr >= SOC_FWMEM_BASE &&
	       b.addr + b.bytes() <= SOC_FWMEM_BASE + SOC_FWMEM_SIZE;
}

void FwMemory::read(AxiBurstRecord &b)
{
	b.resp = inside(b) ? kAxiOkay : kAxiDecerr;
	for (unsigned n = 0; n < b.beats; n++) {
		uint64_t at =
			(b.beat_addr(n) & ~uint64_t{ 7 }) - SOC_FWMEM_BASE;

		b.data[n] = 0;
		if (b.resp == kAxiOkay)
			memcpy(&b.data[n], &bytes_[at], 8);
	}
}

void FwMemory::write(AxiBurstRecord &b)
{
	b.resp = inside(b) ? kAxiOkay : kAxiDecerr;
	for (unsigned n = 0; n < b.beats && b.resp == kAxiOkay; n++) {
		uint64_t at =
			(b.beat_addr(n) & ~uint64_t{ 7 }) - SOC_FWMEM_BASE;

		for (unsigned i = 0; i < 8; i++)
			if (b.strobes[n] >> i & 1)
				bytes_[at + i] = b.data[n] >> 8 * i;
	}
}
