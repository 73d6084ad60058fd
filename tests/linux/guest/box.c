/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "guest.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define BOX_GUEST
#include "dma_box.h"

#define FUNCTION_ID "0x1234 0x7d00"

static volatile uint8_t *box;

/* Registers and buffer alike take 32-bit accesses only from here. */
static uint32_t get(unsigned int offset)
{
	return *(volatile uint32_t *)(box + offset);
}

static void put(unsigned int offset, uint32_t val)
{
	*(volatile uint32_t *)(box + offset) = val;
}

static bool read_id(const char *slot, const char *file, char *id, size_t size)
{
	char path[320];
	FILE *f;
	bool ok;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/%s", slot, file);
	f = fopen(path, "r");
	if (!f)
		return false;
	ok = fgets(id, (int)size, f) != NULL;
	fclose(f);
	id[strcspn(id, "\n")] = '\0';
	return ok;
}

static bool is_function(const char *slot)
{
	char vendor[16] = "";
	char device[16] = "";
	char both[40];

	if (!read_id(slot, "vendor", vendor, sizeof(vendor)) ||
	    !read_id(slot, "device", device, sizeof(device)))
		return false;
	snprintf(both, sizeof(both), "%s %s", vendor, device);
	return !strcmp(both, FUNCTION_ID);
}

static bool map(const char *slot)
{
	char path[320];
	void *at;
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/resource1", slot);
	fd = open(path, O_RDWR | O_SYNC);
	if (fd < 0)
		return false;
	at = mmap(NULL, BOX_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	box = at;
	return at != MAP_FAILED;
}

void box_open(void)
{
	DIR *dir = opendir("/sys/bus/pci/devices");
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (is_function(entry->d_name) && map(entry->d_name))
			break;
	if (dir)
		closedir(dir);
	if (!box)
		give_up("no PCI function %s", FUNCTION_ID);
}

static enum dma_result run(uint32_t command, unsigned int sid, uint64_t iova,
			   unsigned int len)
{
	put(BOX_SID, sid);
	put(BOX_ADDR_LO, (uint32_t)iova);
	put(BOX_ADDR_HI, (uint32_t)(iova >> 32));
	put(BOX_LENGTH, len);
	put(BOX_COMMAND, command);
	return (enum dma_result)get(BOX_RESULT);
}

static void put_buffer(const void *from, unsigned int len)
{
	for (unsigned int i = 0; i < len; i += 4) {
		uint32_t word;

		memcpy(&word, (const uint8_t *)from + i, sizeof(word));
		put(BOX_BUFFER + i, word);
	}
}

static void get_buffer(void *to, unsigned int len)
{
	for (unsigned int i = 0; i < len; i += 4) {
		uint32_t word = get(BOX_BUFFER + i);

		memcpy((uint8_t *)to + i, &word, sizeof(word));
	}
}

enum dma_result box_read(unsigned int sid, uint64_t iova, void *to,
			 unsigned int len)
{
	enum dma_result res = run(BOX_CMD_READ, sid, iova, len);

	get_buffer(to, len);
	return res;
}

enum dma_result box_write(unsigned int sid, uint64_t iova, const void *from,
			  unsigned int len)
{
	put_buffer(from, len);
	return run(BOX_CMD_WRITE, sid, iova, len);
}

/* The kernel works meanwhile. */
static enum dma_result wait_for_result(void)
{
	enum dma_result res = DMA_BUSY;

	for (unsigned int ms = 0; res == DMA_BUSY && ms < 10000; ms++) {
		res = (enum dma_result)get(BOX_RESULT);
		if (res == DMA_BUSY)
			usleep(1000);
	}
	return res;
}

enum dma_result box_ats(const struct ats_access *access)
{
	uint32_t command = access->write ? BOX_CMD_ATS_WRITE : BOX_CMD_ATS_READ;
	enum dma_result res;

	put(BOX_PASID,
	    access->pasid == NO_PASID ? 0 : 1u << 31 | access->pasid);
	if (access->write)
		put_buffer(access->data, access->len);
	run(command, access->sid, access->addr, access->len);
	res = wait_for_result();
	if (!access->write)
		get_buffer(access->data, access->len);
	return res;
}

bool box_manner(unsigned int sid, unsigned int manner)
{
	return run(BOX_CMD_MANNER, sid, 0, manner) == DMA_OK;
}

bool box_shadow(unsigned int sid, unsigned int bits)
{
	run(BOX_CMD_SHADOW, sid, 0, bits);
	return wait_for_result() == DMA_OK;
}

bool box_shadow_is_exact(unsigned int sid)
{
	return run(BOX_CMD_COMPARE, sid, 0, 0) == DMA_OK;
}

enum dma_result box_copy(unsigned int sid, uint64_t from, uint64_t to,
			 unsigned int len)
{
	enum dma_result res = run(BOX_CMD_READ, sid, from, len);

	return res == DMA_OK ? run(BOX_CMD_WRITE, sid, to, len) : res;
}

enum dma_result box_stream(struct stream *s)
{
	enum dma_result res;

	put(BOX_SEED, s->seed);
	res = run(s->write ? BOX_CMD_STREAM_WRITE : BOX_CMD_STREAM_READ, s->sid,
		  s->iova, s->len);
	s->requests = get(BOX_REQUESTS);
	s->refused = get(BOX_ERRORS);
	s->mismatches = get(BOX_MISMATCHES);
	return res;
}

bool box_faults_handled(void)
{
	for (unsigned int ms = 0; get(BOX_PENDING); ms++) {
		if (ms == 5000)
			return false;
		usleep(1000);
	}
	return true;
}

void box_power_cut(void)
{
	put(BOX_COMMAND, BOX_CMD_POWER_CUT);
}

void box_break_queue(void)
{
	put(BOX_COMMAND, BOX_CMD_BREAK_QUEUE);
}
