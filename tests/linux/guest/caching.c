/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Devices that cache translations (ATS, PRI) or hold all of them (shadow). */
#include "guest.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define IOVA        0x100000u
#define IOVA_SUPER  0x40000000u
#define SUPER       0x200000u
#define PAGES       16u
#define CHUNK       64u
#define WIDTH       39u
#define SVA_PAGES   12u
#define SVA_TOUCHED 2u

static enum dma_result ats(unsigned int sid, uint32_t pasid, uint64_t addr,
			   void *data, bool write)
{
	return box_ats(&(struct ats_access){ .sid = sid,
					     .pasid = pasid,
					     .addr = addr,
					     .data = data,
					     .len = CHUNK,
					     .write = write });
}

static bool ats_reads(unsigned int sid, uint32_t pasid, uint64_t addr,
		      const void *expect)
{
	uint8_t got[CHUNK];

	return ats(sid, pasid, addr, got, false) == DMA_OK &&
	       !memcmp(got, expect, CHUNK);
}

static bool ats_refused(unsigned int sid, uint32_t pasid, uint64_t addr,
			bool write)
{
	uint8_t data[CHUNK] = { 0 };

	return ats(sid, pasid, addr, data, write) == DMA_REFUSED;
}

static unsigned int count_ats_reads(unsigned int sid, const uint8_t *mem)
{
	unsigned int good = 0;

	for (unsigned int i = 0; i < PAGES; i++)
		good += ats_reads(sid, NO_PASID, IOVA + i * PAGE,
				  mem + i * PAGE);
	return good;
}

void check_ats(struct vfio *devices)
{
	struct vfio *v = &devices[0];
	uint8_t *mem = memory_alloc(PAGES * PAGE, 21);
	uint8_t *other = memory_alloc(PAGE, 22);
	uint8_t data[CHUNK];
	unsigned int good;

	check(vfio_map(v, IOVA, mem, PAGES * PAGE, true), "map %u pages",
	      PAGES);
	good = count_ats_reads(v->sid, mem);
	check(good == PAGES, "device reads %u pages by ATS, %u right", PAGES,
	      good);
	memory_fill(data, sizeof(data), 23);
	check(ats(v->sid, NO_PASID, IOVA + 0x840, data, true) == DMA_OK &&
		      memory_is(mem + 0x840, CHUNK, 23),
	      "device writes by ATS");
	check(vfio_unmap(v, IOVA, PAGES * PAGE), "unmap them");
	check(ats_refused(v->sid, NO_PASID, IOVA, false),
	      "what was cached is gone when unmap returns");
	check(vfio_map(v, IOVA, other, PAGE, false) &&
		      ats_reads(v->sid, NO_PASID, IOVA, other),
	      "the same address leads to another page");
	check(ats_refused(v->sid, NO_PASID, IOVA, true) &&
		      memory_is(other, PAGE, 22),
	      "a page mapped read-only refuses a write by ATS");
	check(vfio_unmap(v, IOVA, PAGE), "unmap it");
	munmap(mem, PAGES * PAGE);
	munmap(other, PAGE);
}

/* The kernel tries the invalidation again until the device answers. */
void check_ats_deaf(struct vfio *devices)
{
	struct vfio *v = &devices[0];
	uint8_t *mem = memory_alloc(PAGE, 24);

	check(vfio_map(v, IOVA, mem, PAGE, true) &&
		      ats_reads(v->sid, NO_PASID, IOVA, mem),
	      "device caches a page");
	check(box_manner(v->sid, TLB_DEAF),
	      "it will not hear the next invalidation");
	check(vfio_unmap(v, IOVA, PAGE), "unmap comes back all the same");
	check(vfio_map(v, IOVA, mem, PAGE, true) &&
		      ats_reads(v->sid, NO_PASID, IOVA, mem),
	      "it works again");
	check(vfio_unmap(v, IOVA, PAGE), "unmap the page");
	munmap(mem, PAGE);
}

/* ---- A process's own addresses ------------------------------------------ */

static bool sva_writes(uint32_t pasid, uint8_t *at, uint32_t seed)
{
	uint8_t data[CHUNK];

	memory_fill(data, sizeof(data), seed);
	return ats(SID_0, pasid, (uintptr_t)at, data, true) == DMA_OK &&
	       memory_is(at, CHUNK, seed);
}

static void check_sva_pages(uint32_t pasid, uint8_t *mem)
{
	unsigned int good = 0;

	memory_fill(mem, CHUNK, 31);
	check(ats_reads(SID_0, pasid, (uintptr_t)mem, mem),
	      "device reads a page of the process");
	for (unsigned int i = SVA_TOUCHED; i < SVA_PAGES; i++)
		good += sva_writes(pasid, mem + i * PAGE, 32 + i);
	check(good == SVA_PAGES - SVA_TOUCHED,
	      "device writes %u pages that were not there, %u right",
	      SVA_PAGES - SVA_TOUCHED, good);
	munmap(mem + 5 * PAGE, PAGE);
	check(ats_refused(SID_0, pasid, (uintptr_t)mem + 5 * PAGE, false),
	      "a page is gone after munmap");
	mprotect(mem, PAGE, PROT_READ);
	check(ats_refused(SID_0, pasid, (uintptr_t)mem, true),
	      "a page made read-only refuses a write");
}

void check_sva(struct vfio *devices)
{
	uint8_t *mem = mmap(NULL, SVA_PAGES * PAGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	uint32_t pasid = 0;
	int fd;

	(void)devices;
	check(load_module("/sva/sva_box.ko"), "driver of the endpoint");
	fd = open("/dev/sva_box", O_RDONLY);
	if (!check(fd >= 0 && read(fd, &pasid, sizeof(pasid)) == sizeof(pasid),
		   "process and device share addresses"))
		return;
	check_sva_pages(pasid, mem);
	close(fd);
	check(ats_refused(SID_0, pasid, (uintptr_t)mem + PAGE, false),
	      "nothing is left after the process let go");
	munmap(mem, SVA_PAGES * PAGE);
}

/* ---- A shadow ----------------------------------------------------------- */

static bool reads(unsigned int sid, uint64_t iova, const void *expect)
{
	uint8_t got[CHUNK];

	return box_read(sid, iova, got, CHUNK) == DMA_OK &&
	       !memcmp(got, expect, CHUNK);
}

static void check_exact(unsigned int sid, const char *when)
{
	check(box_shadow_is_exact(sid), "the shadow equals the tables %s",
	      when);
}

void check_shadow(struct vfio *devices)
{
	struct vfio *v = &devices[0];
	uint8_t *mem = memory_alloc(2 * SUPER, 41);
	uint8_t *aligned = mem + (-(uintptr_t)mem & (SUPER - 1));
	uint8_t data[CHUNK] = { 0 };

	check(vfio_map(v, IOVA, mem, PAGES * PAGE, true), "map %u pages",
	      PAGES);
	check(box_shadow(v->sid, WIDTH), "the device gets a shadow");
	check_exact(v->sid, "at first");
	check(reads(v->sid, IOVA + 3 * PAGE, mem + 3 * PAGE),
	      "device reads by it");
	check(vfio_map(v, IOVA_SUPER, aligned, SUPER, false), "map 2 MiB");
	check_exact(v->sid, "with 2 MiB more");
	check(reads(v->sid, IOVA_SUPER + 7 * PAGE, aligned + 7 * PAGE),
	      "device reads there");
	check(box_write(v->sid, IOVA_SUPER, data, CHUNK) == DMA_REFUSED,
	      "and may not write");
	check(vfio_unmap(v, IOVA, PAGES * PAGE), "unmap the pages");
	check_exact(v->sid, "without them");
	check(box_read(v->sid, IOVA, data, CHUNK) == DMA_REFUSED,
	      "device has nothing there");
	check(vfio_unmap(v, IOVA_SUPER, SUPER), "unmap the rest");
	check_exact(v->sid, "at last");
	munmap(mem, 2 * SUPER);
}
