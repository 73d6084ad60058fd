/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "guest.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define IOVA      0x100000u
#define IOVA_HIGH 0x4000000000u /* bit 38: fits the narrowest width, 39 */
#define NUM_PAGES 32u
#define CHUNK     64u

#define REUSE_ROUNDS 32u

static bool reads_back(struct vfio *v, uint64_t iova, const void *expect)
{
	uint8_t got[CHUNK];

	return box_read(v->sid, iova, got, CHUNK) == DMA_OK &&
	       !memcmp(got, expect, CHUNK);
}

static bool refused(unsigned int sid, uint64_t iova)
{
	uint8_t data[CHUNK] = { 0 };

	return box_read(sid, iova, data, CHUNK) == DMA_REFUSED &&
	       box_faults_handled() &&
	       box_write(sid, iova, data, CHUNK) == DMA_REFUSED &&
	       box_faults_handled();
}

/* One chunk of every page, each time at another offset. */
static unsigned int count_pages_read(struct vfio *v, uint8_t *mem)
{
	unsigned int good = 0;

	for (unsigned int i = 0; i < NUM_PAGES; i++) {
		unsigned int at = i * PAGE + i * CHUNK;

		good += reads_back(v, IOVA + at, mem + at);
	}
	return good;
}

static void check_write(struct vfio *v, uint8_t *mem)
{
	uint8_t *at = mem + 3 * PAGE + 0x800;
	uint8_t data[CHUNK];

	memory_fill(data, sizeof(data), 77);
	check(box_write(v->sid, IOVA + 3 * PAGE + 0x800, data, CHUNK) ==
			      DMA_OK &&
		      memory_is(at, CHUNK, 77),
	      "device write seen by the process");
}

/* Source and destination both cross a page, in scattered memory. */
static void check_copy(struct vfio *v, uint8_t *mem)
{
	const uint8_t *from = mem + 5 * PAGE + 0x840;
	const uint8_t *to = mem + 9 * PAGE + 0x240;
	enum dma_result res = box_copy(v->sid, IOVA + 5 * PAGE + 0x840,
				       IOVA + 9 * PAGE + 0x240, PAGE);

	check(res == DMA_OK && !memcmp(from, to, PAGE),
	      "device copies a page across page boundaries");
}

static void check_high(struct vfio *v, uint8_t *mem)
{
	check(vfio_map(v, IOVA_HIGH, mem, PAGE, true) &&
		      reads_back(v, IOVA_HIGH, mem),
	      "address with bit 38 set");
	vfio_unmap(v, IOVA_HIGH, PAGE);
}

void check_access(struct vfio *devices)
{
	struct vfio *v = &devices[0];
	uint8_t *mem = memory_alloc(NUM_PAGES * PAGE, 1);
	unsigned int good;

	check(vfio_map(v, IOVA, mem, NUM_PAGES * PAGE, true), "map %u pages",
	      NUM_PAGES);
	good = count_pages_read(v, mem);
	check(good == NUM_PAGES, "device reads %u pages, %u right", NUM_PAGES,
	      good);
	check_write(v, mem);
	check_copy(v, mem);
	check_high(v, mem);
	check(refused(v->sid, IOVA + NUM_PAGES * PAGE),
	      "the page behind the mapping is refused");
	check(vfio_unmap(v, IOVA, NUM_PAGES * PAGE), "unmap them");
	munmap(mem, NUM_PAGES * PAGE);
}

void check_read_only(struct vfio *devices)
{
	struct vfio *v = &devices[0];
	uint8_t *mem = memory_alloc(PAGE, 2);
	uint8_t data[CHUNK] = { 0 };

	check(vfio_map(v, IOVA, mem, PAGE, false), "map a page read-only");
	check(reads_back(v, IOVA, mem), "read-only page can be read");
	check(box_write(v->sid, IOVA, data, CHUNK) == DMA_REFUSED &&
		      memory_is(mem, PAGE, 2),
	      "read-only page refuses a write and is unchanged");
	vfio_unmap(v, IOVA, PAGE);
	munmap(mem, PAGE);
}

#define HUGE (2u << 20)

static void *huge_alloc(void)
{
	uint8_t *mem = mmap(NULL, 2 * HUGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (mem == MAP_FAILED)
		give_up("no memory for a huge page");
	mem += -(uintptr_t)mem % HUGE;
	madvise(mem, HUGE, MADV_HUGEPAGE);
	memory_fill(mem, HUGE, 3);
	return mem;
}

void check_superpage(struct vfio *devices)
{
	struct vfio *v = &devices[0];
	uint8_t *mem = huge_alloc();
	unsigned int good = 0;

	check(vfio_map(v, 16 * HUGE, mem, HUGE, true), "map a 2 MiB page");
	for (unsigned int at = 0; at < HUGE; at += HUGE / 8 + CHUNK)
		good += reads_back(v, 16 * HUGE + at, mem + at);
	check(good == 8, "device reads all over it, %u of 8 right", good);
	check(refused(v->sid, 17 * HUGE), "the page behind it is refused");
	check(vfio_unmap(v, 16 * HUGE, HUGE), "unmap it");
	check(refused(v->sid, 16 * HUGE + HUGE / 2), "its middle is refused");
}

void check_unmap(struct vfio *devices)
{
	struct vfio *v = &devices[0];
	uint8_t *mem = memory_alloc(PAGE, 4);

	vfio_map(v, IOVA, mem, PAGE, true);
	check(reads_back(v, IOVA, mem), "mapped page can be read");
	check(vfio_unmap(v, IOVA, PAGE), "unmap it");
	check(refused(v->sid, IOVA) && memory_is(mem, PAGE, 4),
	      "unmapped page is refused and unchanged");
	munmap(mem, PAGE);
}

/* The same address again and again, each time in front of another page. */
static bool reuse_once(struct vfio *v, uint8_t *page, unsigned int round)
{
	uint64_t iova = IOVA + (round % 7) * 0x201000u;

	return vfio_map(v, iova, page, PAGE, true) &&
	       reads_back(v, iova, page) && vfio_unmap(v, iova, PAGE) &&
	       refused(v->sid, iova);
}

void check_reuse(struct vfio *devices)
{
	uint8_t *mem = memory_alloc(NUM_PAGES * PAGE, 5);
	unsigned int good = 0;

	for (unsigned int i = 0; i < REUSE_ROUNDS; i++)
		good += reuse_once(&devices[0], mem + i % NUM_PAGES * PAGE, i);
	check(good == REUSE_ROUNDS, "%u rounds of map, read, unmap, %u right",
	      REUSE_ROUNDS, good);
	munmap(mem, NUM_PAGES * PAGE);
}

void check_isolation(struct vfio *devices)
{
	struct vfio *v = &devices[0];
	struct vfio *w = &devices[1];
	uint8_t *mine = memory_alloc(PAGE, 6);
	uint8_t *other = memory_alloc(PAGE, 7);

	vfio_map(v, IOVA, mine, PAGE, true);
	check(refused(w->sid, IOVA), "mapping of one device refuses another");
	vfio_map(w, IOVA, other, PAGE, true);
	check(reads_back(v, IOVA, mine) && reads_back(w, IOVA, other),
	      "one address, two devices, two pages");
	vfio_unmap(v, IOVA, PAGE);
	check(refused(v->sid, IOVA) && reads_back(w, IOVA, other),
	      "unmap for one device leaves the other");
	vfio_unmap(w, IOVA, PAGE);
	munmap(mine, PAGE);
	munmap(other, PAGE);
}

void check_stranger(struct vfio *devices)
{
	(void)devices;
	check(refused(SID_NONE, IOVA), "source id without context is refused");
}

/* Physical address of a page of this process, 0 when the kernel won't say. */
static uint64_t physical(const void *mem)
{
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	uint64_t entry = 0;
	ssize_t n;

	if (fd < 0)
		return 0;
	n = pread(fd, &entry, sizeof(entry),
		  (off_t)((uintptr_t)mem / PAGE * sizeof(entry)));
	close(fd);
	if (n != sizeof(entry))
		return 0;
	return (entry & ((UINT64_C(1) << 55) - 1)) * PAGE;
}

/* Before a user-space driver takes the device: it may reach all memory. */
void check_identity(struct vfio *devices)
{
	uint8_t *mem = memory_alloc(PAGE, 9);
	uint64_t addr = physical(mem);
	uint8_t data[CHUNK];

	(void)devices;
	check(addr && box_read(SID_0, addr, data, CHUNK) == DMA_OK &&
		      memory_is(data, CHUNK, 9),
	      "device reads at the physical address");
	memory_fill(data, CHUNK, 10);
	check(box_write(SID_0, addr, data, CHUNK) == DMA_OK &&
		      memory_is(mem, CHUNK, 10),
	      "device writes at the physical address");
	munmap(mem, PAGE);
}
