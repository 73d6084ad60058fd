/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The only program in the guest, its init: sets the devices up and runs the
 * checks that the kernel command line asks for. Results go to the console,
 * one "CHECK ..." line each, for the test outside to read.
 */
#ifndef LINUX_GUEST_H
#define LINUX_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE 4096u

/* ---- check.c: results --------------------------------------------------- */

/* Prints "CHECK PASS what" or "CHECK FAIL what"; returns @ok. */
__attribute__((format(printf, 2, 3))) bool check(bool ok, const char *fmt, ...);

/* Something without which no check can go on: prints it, powers off. */
__attribute__((format(printf, 1, 2), noreturn)) void give_up(const char *fmt,
							     ...);

/* Writes "RESULT passed=N failed=N" and powers the machine off. */
__attribute__((noreturn)) void finish(void);

/* ---- sysfs.c ------------------------------------------------------------ */

bool sysfs_write(const char *path, const char *text);

/* The last part of the symbolic link at @path, "" when there is none. */
const char *sysfs_link(const char *path);

/* Puts the word after "NAME=" on the kernel command line into @val. */
bool command_line(const char *name, char *val, size_t size);

/* Puts word number @index of it into @word; false when there are fewer. */
bool command_line_word(unsigned int index, char *word, size_t size);

/* ---- box.c: the DMA master behind BAR 1 of the unit's PCI function ------ */

/* Result of one DMA; values of dma_box.h. */
enum dma_result {
	DMA_OK = 0,
	DMA_REFUSED = 1,
	DMA_INVALID = 2,
	DMA_BUSY = 3,
};

void box_open(void);

/* Device @sid reads @len bytes at @iova; the bytes it got go to @to. */
enum dma_result box_read(unsigned int sid, uint64_t iova, void *to,
			 unsigned int len);

/* Device @sid writes @len bytes of @from at @iova. */
enum dma_result box_write(unsigned int sid, uint64_t iova, const void *from,
			  unsigned int len);

/* Device @sid copies @len bytes, at most a page, from @from to @to. */
enum dma_result box_copy(unsigned int sid, uint64_t from, uint64_t to,
			 unsigned int len);

/* A run of the traffic generator, and what came of it. */
struct stream {
	unsigned int sid;
	uint64_t iova;
	unsigned int len; /* a power of two; @iova is aligned to it */
	uint32_t seed;
	bool write; /* its pattern; else read and compare */
	unsigned int requests;
	unsigned int refused;
	unsigned int mismatches;
};

enum dma_result box_stream(struct stream *s);

/*
 * An access by the device's own TLB, which asks for translations and, with
 * @pasid, for pages. DMA_BUSY when it is not over after 10 s.
 */
#define NO_PASID UINT32_MAX
struct ats_access {
	unsigned int sid;
	uint32_t pasid;
	uint64_t addr;
	void *data; /* what is written, or where to put what was read */
	unsigned int len;
	bool write;
};

enum dma_result box_ats(const struct ats_access *access);

/* How device @sid answers its next invalidation: TLB_*. */
#define TLB_DEAF 2u /* not */
bool box_manner(unsigned int sid, unsigned int manner);

/*
 * The device gets a shadow of addresses of @bits, by which its DMA goes from
 * then on; and whether it equals the tables now.
 */
bool box_shadow(unsigned int sid, unsigned int bits);
bool box_shadow_is_exact(unsigned int sid);

/*
 * Waits until the kernel has taken in the faults so far: until then the unit
 * may leave out further ones of the same device. False after 5 s.
 */
bool box_faults_handled(void);

/* Asks for the next submitted invalidation to be no valid descriptor. */
void box_break_queue(void);

/* Asks for the unit to lose power over the next suspend. */
void box_power_cut(void);

/* ---- vfio.c: devices as a user-space driver holds them ------------------ */

struct vfio {
	int container;
	int group;
	int device;
	unsigned int sid;
};

void vfio_load_modules(void);

/* Loads one more module; false when that fails. */
bool load_module(const char *file);

/* Opens the device in a container, so an address space, of its own. */
void vfio_open(struct vfio *v, const char *name, unsigned int sid);

bool vfio_map(struct vfio *v, uint64_t iova, void *mem, size_t size,
	      bool writable);
bool vfio_unmap(struct vfio *v, uint64_t iova, size_t size);

/* ---- the checks --------------------------------------------------------- */

/* Where a kernel leaves a mapping of device 0 to the next, and its pattern. */
#define LEFT_IOVA 0x5a000000u
#define LEFT_SEED 0x5au

#define SID_0 0x0000u
#define SID_1 0x0008u
#define SID_2 0x0010u
/* No such device: no context entry will ever name it. */
#define SID_NONE 0x00f8u

/* Each gets the devices that its row in init.c asks for. */
void check_access(struct vfio *devices);
void check_read_only(struct vfio *devices);
void check_superpage(struct vfio *devices);
void check_unmap(struct vfio *devices);
void check_reuse(struct vfio *devices);
void check_isolation(struct vfio *devices);
void check_stranger(struct vfio *devices);
void check_stream(struct vfio *devices);
void check_identity(struct vfio *devices);
void check_mapping_kept(struct vfio *devices);
void check_mapping_gone(struct vfio *devices);
void check_queue_error(struct vfio *devices);
void check_reserved(struct vfio *devices);
void check_suspend(struct vfio *devices);
void check_power_cut(struct vfio *devices);
/* These two end in another kernel. */
void check_kexec(struct vfio *devices);
void check_crash(struct vfio *devices);
void check_perf(struct vfio *devices);
void check_ats(struct vfio *devices);
void check_ats_deaf(struct vfio *devices);
void check_sva(struct vfio *devices);
void check_shadow(struct vfio *devices);

/* Anonymous pages that stay where they are, filled with @seed's pattern. */
void *memory_alloc(size_t size, uint32_t seed);
void memory_fill(void *mem, size_t size, uint32_t seed);
bool memory_is(const void *mem, size_t size, uint32_t seed);

#endif
