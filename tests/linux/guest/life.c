/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Checks of what survives a suspend, and of what another kernel left. */
#include "guest.h"

#include <string.h>
#include <sys/mman.h>

#define IOVA  0x300000u
#define CHUNK 64u

void check_mapping_kept(struct vfio *devices)
{
	uint8_t got[CHUNK];

	(void)devices;
	check(box_read(SID_0, LEFT_IOVA, got, CHUNK) == DMA_OK &&
		      memory_is(got, CHUNK, LEFT_SEED),
	      "mapping of the last kernel still serves its device");
}

void check_mapping_gone(struct vfio *devices)
{
	uint8_t got[CHUNK];

	(void)devices;
	check(box_read(SID_0, LEFT_IOVA, got, CHUNK) == DMA_REFUSED,
	      "mapping of the last kernel is gone");
}

/*
 * "core" runs the whole suspend, the IOMMU driver's part included, and turns
 * round just before the platform would go to sleep.
 */
static bool suspend(void)
{
	return sysfs_write("/sys/module/suspend/parameters/pm_test_delay",
			   "0") &&
	       sysfs_write("/sys/power/pm_test", "core") &&
	       sysfs_write("/sys/power/mem_sleep", "deep") &&
	       sysfs_write("/sys/power/state", "mem");
}

static bool reads_page(struct vfio *v, uint32_t seed)
{
	uint8_t got[PAGE];

	return box_read(v->sid, IOVA, got, PAGE) == DMA_OK &&
	       memory_is(got, PAGE, seed);
}

static void sleep_and_resume(struct vfio *v, bool power_cut)
{
	uint8_t *mem = memory_alloc(PAGE, 8);
	uint8_t chunk[CHUNK];

	vfio_map(v, IOVA, mem, PAGE, true);
	check(reads_page(v, 8), "device reads before suspend");
	if (power_cut)
		box_power_cut();
	check(suspend(), "suspend and resume");
	check(reads_page(v, 8), "the same mapping serves after resume");
	check(box_read(v->sid, IOVA + PAGE, chunk, CHUNK) == DMA_REFUSED,
	      "translation is on after resume");
	vfio_unmap(v, IOVA, PAGE);
	check(box_read(v->sid, IOVA, chunk, CHUNK) == DMA_REFUSED,
	      "unmap works after resume");
	munmap(mem, PAGE);
}

void check_suspend(struct vfio *devices)
{
	sleep_and_resume(&devices[0], false);
}

void check_power_cut(struct vfio *devices)
{
	sleep_and_resume(&devices[0], true);
}
