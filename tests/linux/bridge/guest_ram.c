/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "guest_ram.h"

#include <sys/mman.h>
#include <unistd.h>

struct region {
	uint64_t gpa;
	uint64_t size;
	uint8_t *at;
};

static struct region regions[PROXY_MAX_RANGES];
static unsigned int num_regions;

static void drop_all(void)
{
	while (num_regions) {
		struct region *r = &regions[--num_regions];

		munmap(r->at, r->size);
	}
}

static void add(const struct proxy_range *range)
{
	void *at = mmap(NULL, range->size, PROT_READ | PROT_WRITE, MAP_SHARED,
			range->fd, (off_t)range->offset);

	if (at == MAP_FAILED)
		return;
	regions[num_regions++] = (struct region){
		.gpa = range->gpa,
		.size = range->size,
		.at = at,
	};
}

void guest_ram_set(const struct proxy_range *ranges, unsigned int count)
{
	unsigned int i;

	drop_all();
	for (i = 0; i < count; i++) {
		add(&ranges[i]);
		close(ranges[i].fd);
	}
}

void *guest_ram_at(uint64_t gpa, size_t len)
{
	unsigned int i;

	for (i = 0; i < num_regions; i++) {
		const struct region *r = &regions[i];

		if (gpa >= r->gpa && gpa - r->gpa < r->size &&
		    len <= r->size - (gpa - r->gpa))
			return r->at + (gpa - r->gpa);
	}
	return NULL;
}
