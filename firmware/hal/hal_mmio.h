/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The only volatile accesses of the firmware. Addresses are those of
 * soc_map.def; every one of them is uncached on the bus of the core.
 *
 * Order: the core has one uncached access under way at a time and issues them
 * in program order, so a load after a store sees what the store did, and no
 * fence is needed between them. hal_mmio_order() states the places that depend
 * on it: it keeps the compiler in order and is where another core's target
 * puts its fence.
 */
#ifndef HAL_MMIO_H
#define HAL_MMIO_H

#include <stdint.h>

static inline uint64_t hal_mmio_read64(uintptr_t addr)
{
	return *(const volatile uint64_t *)addr;
}

static inline uint32_t hal_mmio_read32(uintptr_t addr)
{
	return *(const volatile uint32_t *)addr;
}

static inline uint8_t hal_mmio_read8(uintptr_t addr)
{
	return *(const volatile uint8_t *)addr;
}

static inline void hal_mmio_write64(uintptr_t addr, uint64_t value)
{
	*(volatile uint64_t *)addr = value;
}

static inline void hal_mmio_write32(uintptr_t addr, uint32_t value)
{
	*(volatile uint32_t *)addr = value;
}

static inline void hal_mmio_write8(uintptr_t addr, uint8_t value)
{
	*(volatile uint8_t *)addr = value;
}

static inline void hal_mmio_order(void)
{
	__asm__ volatile("" ::: "memory");
}

#endif
