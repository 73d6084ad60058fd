/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "guest.h"

#include <sys/mman.h>

static uint32_t next(uint32_t x)
{
	return x * 1664525u + 1013904223u;
}

void memory_fill(void *mem, size_t size, uint32_t seed)
{
	uint32_t *p = mem;

	for (size_t i = 0; i < size / 4; i++)
		p[i] = seed = next(seed);
}

bool memory_is(const void *mem, size_t size, uint32_t seed)
{
	const volatile uint32_t *p = mem;

	for (size_t i = 0; i < size / 4; i++) {
		seed = next(seed);
		if (p[i] != seed)
			return false;
	}
	return true;
}

void *memory_alloc(size_t size, uint32_t seed)
{
	void *mem = mmap(NULL, size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	if (mem == MAP_FAILED)
		give_up("no memory for %zu bytes", size);
	memory_fill(mem, size, seed);
	return mem;
}
