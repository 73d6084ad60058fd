/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Fields of packed vectors of ports: the model has them as integers up to 64
 * bits and as arrays of 32-bit words beyond, depending on the port count.
 */
#ifndef GATE_PINS_H
#define GATE_PINS_H

#include <cstdint>

#include "Vgate.h"

template <unsigned Width, typename Int>
inline void put(Int &pin, unsigned port, uint64_t value)
{
	const uint64_t mask = Width == 64 ? ~0ULL : (1ULL << Width) - 1;
	const unsigned at = port * Width;
	pin = (Int)((pin & ~(mask << at)) | (value & mask) << at);
}

template <unsigned Width, std::size_t Words>
inline void put(VlWide<Words> &pin, unsigned port, uint64_t value)
{
	for (unsigned i = 0; i < Width; i++) {
		const unsigned at = port * Width + i;
		if (Width % 32 == 0 && i % 32 == 0) {
			pin[at / 32] = value >> i;
			i += 31;
			continue;
		}
		pin[at / 32] &= ~(1U << at % 32);
		pin[at / 32] |= (uint32_t)(value >> i & 1) << at % 32;
	}
}

template <unsigned Width, typename Int>
inline uint64_t get(const Int &pin, unsigned port)
{
	const uint64_t mask = Width == 64 ? ~0ULL : (1ULL << Width) - 1;
	return (uint64_t)pin >> port * Width & mask;
}

template <unsigned Width, std::size_t Words>
inline uint64_t get(const VlWide<Words> &pin, unsigned port)
{
	static_assert(Width == 64, "wide vectors read are those of data");
	return pin[port * 2] | (uint64_t)pin[port * 2 + 1] << 32;
}

#endif
