/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The core has no instruction that writes a line back, but its data cache is
 * direct mapped: reading another address of the same set throws the line out.
 */
#ifndef HAL_CACHE_H
#define HAL_CACHE_H

#include <stdint.h>

#include "soc_map.h"

#define HAL_CACHE_BYTES 4096UL

/* Data of the platform that every turn touches; sections.ld places it. */
#define HAL_HOT_DATA __attribute__((section(".bss.hal_hot")))

/* @p lies in firmware memory. */
static inline void hal_cache_evict(const void *p)
{
	uintptr_t other = (uintptr_t)p ^ HAL_CACHE_BYTES;

	_Static_assert(SOC_FWMEM_BASE % (2 * HAL_CACHE_BYTES) == 0 &&
			       SOC_FWMEM_SIZE % (2 * HAL_CACHE_BYTES) == 0,
		       "the other address is firmware memory too");
	(void)*(const volatile uint8_t *)other;
}

#endif
