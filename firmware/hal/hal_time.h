/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Time is the cycle counter: rdtime would trap into machine mode. */
#ifndef HAL_TIME_H
#define HAL_TIME_H

#include <stdint.h>

static inline uint64_t hal_time_cycles(void)
{
	uint64_t cycles;

	__asm__ volatile(".option push\n\t"
			 ".option arch, +zicsr\n\t"
			 "csrr %0, cycle\n\t"
			 ".option pop"
			 : "=r"(cycles));
	return cycles;
}

#endif
