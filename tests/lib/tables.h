/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Builds legacy-mode remapping tables in guest memory, as a driver would:
 * root table, context tables, paging structures of 3, 4 or 5 levels; those of
 * the first stage too, for scalable.h. Tests say what they want mapped; no
 * test writes an entry in hex unless the bad bit is what it is about
 * (tables_*_slot() names the word).
 *
 * Nothing is remembered on the side: every call reads the tables back from
 * guest memory, so a test may edit them freely between calls.
 *
 * Every function that returns int gives 0 or TABLES_ERR_*. Usable from C++.
 */
#ifndef TESTS_LIB_TABLES_H
#define TESTS_LIB_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TABLES_PAGE_4K (UINT64_C(1) << 12)
#define TABLES_PAGE_2M (UINT64_C(1) << 21)
#define TABLES_PAGE_1G (UINT64_C(1) << 30)

/* Permission bits of a second-stage entry. */
#define TABLES_R  1u
#define TABLES_W  2u
#define TABLES_RW (TABLES_R | TABLES_W)

/* Of a first-stage entry: P, R/W, U/S. */
#define TABLES_FS_READ      5u /* users read */
#define TABLES_FS_USER      7u /* users read and write */
#define TABLES_FS_PRIV      3u /* supervisors read and write */
#define TABLES_FS_PRIV_READ 1u

enum tables_err {
	TABLES_OK = 0,
	TABLES_ERR_NO_MEMORY = -1, /* the allocator's range is used up */
	TABLES_ERR_ALIGN = -2,     /* address or size not of that page */
	TABLES_ERR_NO_DOMAIN = -3, /* the source has no TT=00 context */
	TABLES_ERR_BUSY = -4,      /* a larger page is mapped there */
};

/*
 * How to reach guest memory. @load and @store move one naturally aligned
 * little-endian 64-bit word; they cannot fail (the builder stays inside the
 * range it was given).
 */
struct tables_mem {
	void *ctx;
	uint64_t (*load)(void *ctx, uint64_t addr);
	void (*store)(void *ctx, uint64_t addr, uint64_t value);
};

/* Guest memory as one array of the host; @base is its guest address. */
struct tables_flat {
	uint8_t *bytes;
	uint64_t base;
	uint64_t size;
};

/* A tables_mem over @flat, which must outlive it. */
struct tables_mem tables_flat_mem(struct tables_flat *flat);

struct tables {
	struct tables_mem mem;
	uint64_t root;  /* root table: write it to RTADDR */
	uint64_t next;  /* next free page of the bump allocator */
	uint64_t limit; /* first address behind its range */
};

/*
 * Takes [@base, @base + @size), both multiples of 4 KiB, for tables and
 * allocates an empty root table there.
 */
int tables_init(struct tables *t, struct tables_mem mem, uint64_t base,
		uint64_t size);

/* A zeroed 4 KiB page, or 0 when the range is used up. */
uint64_t tables_alloc(struct tables *t);

/*
 * Gives @sid a TT=00 context entry with an empty tree of @levels (3, 4, 5)
 * and domain @did. An earlier context of @sid is replaced, its tree dropped.
 */
int tables_attach(struct tables *t, uint16_t sid, uint16_t did,
		  unsigned int levels);

/* The same with a tree that is there already: its top table is @top. */
int tables_attach_tree(struct tables *t, uint16_t sid, uint16_t did,
		       unsigned int levels, uint64_t top);

/* Gives @sid the same context entry as @other: same domain, same tree. */
int tables_share(struct tables *t, uint16_t sid, uint16_t other);

/* Gives @sid a TT=10 (pass-through) context entry; AW as for @levels. */
int tables_pass_through(struct tables *t, uint16_t sid, uint16_t did,
			unsigned int levels);

/* Clears the whole context entry of @sid. */
int tables_detach(struct tables *t, uint16_t sid);

/*
 * Maps one page of @size (TABLES_PAGE_*) for @sid, and so for its whole
 * domain. Levels above are made with R and W set. An entry already there
 * for the same page size is overwritten; mapping a large page over smaller
 * ones drops the lower table; a small page under a live large one is
 * TABLES_ERR_BUSY.
 */
int tables_map(struct tables *t, uint16_t sid, uint64_t iova, uint64_t pa,
	       uint64_t size, unsigned int perm);

/* tables_map() for [@iova, @iova + @length) in pages of @size. */
int tables_map_range(struct tables *t, uint16_t sid, uint64_t iova, uint64_t pa,
		     uint64_t length, uint64_t size, unsigned int perm);

/* Clears the leaf that maps @iova, of whatever size; no leaf is no error. */
int tables_unmap(struct tables *t, uint16_t sid, uint64_t iova);

/*
 * Paging structures that no context entry leads to yet. @bias is what table
 * addresses in entries exceed host addresses by: for a first stage whose
 * tables a second stage finds elsewhere.
 */
struct tables_tree {
	uint64_t top; /* host address */
	uint64_t bias;
	unsigned int levels; /* 3, 4, 5; a first stage has 4 or 5 */
	bool first;          /* entries of the first stage */
};

/* An empty tree without bias. */
int tables_tree_new(struct tables *t, bool first, unsigned int levels,
		    struct tables_tree *tree);

/* As tables_map(), tables_unmap() and tables_slot(), in a tree. */
int tables_tree_map(struct tables *t, const struct tables_tree *tree,
		    uint64_t iova, uint64_t pa, uint64_t size,
		    unsigned int perm);
int tables_tree_unmap(struct tables *t, const struct tables_tree *tree,
		      uint64_t iova);
uint64_t tables_tree_slot(const struct tables *t,
			  const struct tables_tree *tree, uint64_t iova,
			  unsigned int level);

/*
 * Addresses of entries, for tests that spoil one. tables_context_slot()
 * makes the context table if the bus has none; both entries are two words.
 * tables_slot() is the entry of @level (1 is the leaf table) on the way to
 * @iova, or 0 if the way stops above it.
 */
uint64_t tables_root_slot(const struct tables *t, uint16_t sid);
uint64_t tables_context_slot(struct tables *t, uint16_t sid);
uint64_t tables_slot(const struct tables *t, uint16_t sid, uint64_t iova,
		     unsigned int level);

uint64_t tables_load(const struct tables *t, uint64_t addr);
void tables_store(const struct tables *t, uint64_t addr, uint64_t value);

#ifdef __cplusplus
}
#endif

#endif
