/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Checks of what the kernel does by itself, without a user-space driver. */
#include "guest.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define IOVA  0x500000u
#define CHUNK 64u

/* Behind the registers that configuration space has: plain memory. */
#define SPARE 0x800u

static bool config_of_device_2(unsigned int offset, void *data)
{
	int fd = open("/sys/bus/pci/devices/0001:00:02.0/config", O_RDONLY);
	bool ok = fd >= 0 && pread(fd, data, CHUNK, (off_t)offset) == CHUNK;

	if (fd >= 0)
		close(fd);
	return ok;
}

/*
 * The ACPI table has the page of device 2's own configuration space reserved
 * for it, so the kernel maps it in the domain of its DMA API.
 */
void check_reserved(struct vfio *devices)
{
	char text[32] = "";
	uint8_t wanted[CHUNK];
	uint8_t got[CHUNK];
	uint64_t addr;

	(void)devices;
	command_line("reserved", text, sizeof(text));
	addr = strtoull(text, NULL, 0);
	check(addr && config_of_device_2(0, wanted) &&
		      box_read(SID_2, addr, got, CHUNK) == DMA_OK &&
		      !memcmp(got, wanted, CHUNK),
	      "device reads its reserved memory");
	memory_fill(wanted, CHUNK, 12);
	check(box_write(SID_2, addr + SPARE, wanted, CHUNK) == DMA_OK &&
		      config_of_device_2(SPARE, got) &&
		      !memcmp(got, wanted, CHUNK),
	      "and writes there");
	check(box_read(SID_2, addr + PAGE, got, CHUNK) == DMA_REFUSED &&
		      box_faults_handled(),
	      "the page behind it is refused");
}

static bool reads(struct vfio *v, uint32_t seed)
{
	uint8_t got[CHUNK];

	return box_read(v->sid, IOVA, got, CHUNK) == DMA_OK &&
	       memory_is(got, CHUNK, seed);
}

/*
 * The unmap that meets the broken descriptor has no effect on the unit, and
 * the kernel says so; the next one has to have it.
 */
void check_queue_error(struct vfio *devices)
{
	struct vfio *v = &devices[0];
	uint8_t *mem = memory_alloc(PAGE, 13);
	uint8_t *other = memory_alloc(PAGE, 14);
	uint8_t got[CHUNK];

	vfio_map(v, IOVA, mem, PAGE, true);
	check(reads(v, 13), "device reads before the error");
	box_break_queue();
	vfio_unmap(v, IOVA, PAGE);
	check(vfio_map(v, IOVA, other, PAGE, true) &&
		      vfio_unmap(v, IOVA, PAGE) &&
		      box_read(v->sid, IOVA, got, CHUNK) == DMA_REFUSED &&
		      box_faults_handled(),
	      "an unmap after the error works");
	check(vfio_map(v, IOVA, other, PAGE, true) && reads(v, 14),
	      "a mapping after the error serves its device");
	vfio_unmap(v, IOVA, PAGE);
	munmap(mem, PAGE);
	munmap(other, PAGE);
}
