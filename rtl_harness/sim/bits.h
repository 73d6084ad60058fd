/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Fields named by their masks, as the generated headers have them. */
#ifndef SIM_BITS_H
#define SIM_BITS_H

#include <cstdint>

constexpr uint64_t field(uint64_t word, uint64_t mask)
{
	return (word & mask) / (mask & (~mask + 1));
}

constexpr uint64_t place(uint64_t mask, uint64_t value)
{
	return value * (mask & (~mask + 1)) & mask;
}

#endif
