/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The only volatile accesses of the firmware. Addresses are those of
 * soc_map.def; every one of them is uncached on the bus of the core.
 *
 * Order: the core has one uncached access under way at a time and issues them
 * in program order. hal_mmio_order() stands where a load must see what a store
 * before it did, in the architecture's own terms; it was measured to cost no
 * cycle, as the load waits for the store anyway.
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
	__asm__ volatile("fence o,i" ::: "memory");
}

#endif
