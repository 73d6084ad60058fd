/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Walks of one address space, for tests of the files that walk: the space is
 * made by hand, so that no context or PASID entry has a part in it.
 */
#ifndef TESTS_UNIT_WALKS_H
#define TESTS_UNIT_WALKS_H

#include "bench.h"
#include "dma_walk.h"

/* A read, a write, and an exclusive pair, which needs both permissions. */
#define READ   UINT64_C(0)
#define WRITE  GATE_WORK0_WRITE
#define ATOMIC (GATE_WORK0_WRITE | GATE_WORK0_LOCK)

#define BIT(n) (UINT64_C(1) << (n))

/* Bits of first-stage entries of a user's page that may be written. */
#define FS_OPEN  (VTD_FS_P | VTD_FS_RW | VTD_FS_US)
#define FS_TABLE (FS_OPEN | VTD_FS_A)
#define FS_PAGE  (FS_OPEN | VTD_FS_A | VTD_FS_D)

/* What an entry of @level needs beside, to map a page. */
#define PS(level) ((level) > 1 ? VTD_FS_PS : 0)

/* Bytes that an entry of @level maps. */
#define SPAN(level) BIT(VTD_SS_SHIFT(level))

/* How far guest addresses of first-stage tables lie from where they are. */
#define GUEST UINT64_C(0x4000000000)

struct stage {
	unsigned int levels;
	uint64_t root;  /* in host memory */
	uint64_t table; /* bits of entries that lead to a table */
	uint64_t guest; /* added to the address in such entries */
};

struct walks {
	struct bench *b;
	struct stage first, second;
	struct vtd_context context; /* space: change it before asking */
	struct dma_walk w;          /* of the newest request */
	bool untagged;              /* as if no tag were free */
};

/*
 * A space with stages of so many levels, 0 for none; @flags as in struct
 * vtd_space. Scalable mode, walks snoop. Entries above leaves permit
 * everything and have their accessed bits.
 */
void walks_begin(struct walks *k, struct bench *b, unsigned int fs_levels,
		 unsigned int ss_levels, unsigned int flags);

/* The entry of @level for @addr, with tables on the way to it as needed. */
uint64_t walks_slot(struct walks *k, const struct stage *stage, uint64_t addr,
		    unsigned int level);
uint64_t walks_load(struct walks *k, const struct stage *stage, uint64_t addr,
		    unsigned int level);
void walks_store(struct walks *k, const struct stage *stage, uint64_t addr,
		 unsigned int level, uint64_t value);

/* Flips bits of an entry. */
void walks_spoil(struct walks *k, const struct stage *stage, uint64_t addr,
		 unsigned int level, uint64_t bits);

/*
 * One walk, as a turn of its own: for @addr by a request with @flags of WORK0.
 * Its result; see also @k->w.
 */
enum vtd_fault walks_ask(struct walks *k, uint64_t addr, uint64_t flags);

/* The same with nothing taken from caches. */
enum vtd_fault walks_ask_fresh(struct walks *k, uint64_t addr, uint64_t flags);

/* walks_ask() must end in @fault, with nothing granted. */
void walks_refused(struct walks *k, uint64_t addr, uint64_t flags,
		   enum vtd_fault fault);

/* It must end well, in a page of 2^@order times 4 KiB around @pa. */
void walks_granted(struct walks *k, uint64_t addr, uint64_t flags, uint64_t pa,
		   unsigned int order, uint64_t rw);

#endif
