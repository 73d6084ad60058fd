/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The kernel's performance events of the unit, against DMA of known number. */
#include "guest.h"

#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PMU   "/sys/bus/event_source/devices/dmar0/"
#define IOVA  0x700000u
#define CHUNK 64u
#define TIMES 20u

#define EVENTS 3u

/*
 * TIMES requests to one page: the first misses. It looks for the source's
 * context once, and reads the leaf entry at least, six entries at most.
 */
struct event {
	const char *name;
	unsigned int least, most;
};

static const struct event rounds[][EVENTS] = {
	{ { "iommu_requests", TIMES, TIMES },
	  { "iotlb_lookup", TIMES, TIMES },
	  { "iotlb_hit", TIMES - 1, TIMES - 1 } },
	{ { "ctxt_cache_lookup", 1, 1 },
	  { "ctxt_cache_hit", 1, 1 },
	  { "iommu_mrds", 1, 6 } },
};

static bool file_text(const char *path, char *text, int size)
{
	FILE *f = fopen(path, "r");
	bool ok = f && fgets(text, size, f);

	if (f)
		fclose(f);
	return ok;
}

static uint64_t term(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	return at ? strtoull(at + strlen(name), NULL, 0) : 0;
}

/* The format files have the event in bits 27:0 and its group in 31:28. */
static int open_event(const char *name)
{
	char path[128];
	char text[64] = "";
	struct perf_event_attr attr = { .size = sizeof(attr), .disabled = 1 };

	if (!file_text(PMU "type", text, sizeof(text)))
		return -1;
	attr.type = (uint32_t)strtoul(text, NULL, 0);
	snprintf(path, sizeof(path), PMU "events/%s", name);
	if (!file_text(path, text, sizeof(text)))
		return -1;
	attr.config = term(text, "event_group=") << 28 | term(text, ",event=");
	return (int)syscall(SYS_perf_event_open, &attr, -1, 0, -1, 0);
}

static uint64_t value(int fd)
{
	uint64_t count = UINT64_MAX;

	return read(fd, &count, sizeof(count)) == sizeof(count) ? count :
								  UINT64_MAX;
}

static bool dma(struct vfio *v, uint64_t iova)
{
	uint8_t got[CHUNK];
	bool ok = true;

	for (unsigned int i = 0; i < TIMES; i++)
		ok &= box_read(v->sid, iova, got, CHUNK) == DMA_OK;
	return ok;
}

static void judge(const struct event *e, int fd)
{
	uint64_t count = value(fd);

	check(count >= e->least && count <= e->most,
	      "%s counted %llu, wanted %u to %u", e->name,
	      (unsigned long long)count, e->least, e->most);
}

/* DMA to the first page counts, DMA to the second comes too late. */
static void count(struct vfio *v, const struct event *events)
{
	int fd[EVENTS];

	for (unsigned int i = 0; i < EVENTS; i++) {
		fd[i] = open_event(events[i].name);
		check(fd[i] >= 0 && !ioctl(fd[i], PERF_EVENT_IOC_ENABLE, 0),
		      "event %s", events[i].name);
	}
	check(dma(v, IOVA), "DMA while events count");
	for (unsigned int i = 0; i < EVENTS; i++)
		ioctl(fd[i], PERF_EVENT_IOC_DISABLE, 0);
	check(dma(v, IOVA + PAGE), "DMA after they do");
	for (unsigned int i = 0; i < EVENTS; i++) {
		judge(&events[i], fd[i]);
		close(fd[i]);
	}
}

void check_perf(struct vfio *devices)
{
	struct vfio *v = &devices[0];
	uint8_t *mem = memory_alloc(2 * PAGE, 15);

	for (unsigned int i = 0; i < 2; i++) {
		check(vfio_map(v, IOVA, mem, 2 * PAGE, true), "map two pages");
		count(v, rounds[i]);
		vfio_unmap(v, IOVA, 2 * PAGE);
	}
	munmap(mem, 2 * PAGE);
}
