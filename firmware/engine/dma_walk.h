/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Between the files that walk paging structures: dma_walk.c, dma_second.c,
 * dma_first.c, dma_nested.c, dma_locked.c. Their entry is dma_walk() of dma.h;
 * only the templates are for others.
 */
#ifndef DMA_WALK_H
#define DMA_WALK_H

#include "dma.h"

/* ---- For the short way of dma_miss.c ------------------------------------ */

/*
 * Decides about the entry of a 4 KiB page alone, the table it lies in being
 * known. One that has a bit of @clear goes the long way. Else it permits
 * reading when all bits of @read are set, writing when all of @write are; both
 * only as far as the table, as it was cached, permits VTD_SS_R and VTD_SS_W.
 * @addr is where the page is. All zero: every entry goes the long way.
 */
struct dma_template {
	uint64_t read;
	uint64_t write;
	uint64_t clear;
	uint64_t addr;
};

/*
 * Fills @t for the last stage of @space. An accessed or dirty bit that would
 * have to be set is one of those that are needed, so who takes the short way
 * never has to write. Nested and pass-through spaces get zeros.
 */
void dma_walk_template(const struct vtd *v, const struct vtd_space *space,
		       struct dma_template *t);

/* ---- An entry, dma_locked.c --------------------------------------------- */

struct dma_entry {
	uint64_t addr; /* in host memory */
	uint64_t value;
	unsigned int level;
	unsigned int lost; /* updates of it that others were ahead of */
};

/* What a stage calls the two ways to fail. */
struct dma_locked_faults {
	enum vtd_fault unsnooped;
	enum vtd_fault failed;
};

/*
 * Sets accessed and dirty bits @bits of @e, all that are missing in one locked
 * update. When another writer was ahead there is no fault and @e->value still
 * lacks them: then the entry has to be read and judged again. That happens at
 * most VTD_LOCKED_TRIES - 1 times as long as @e->lost is kept.
 */
VTD_MUST_CHECK enum vtd_fault
dma_locked_set(struct vtd *v, const struct dma_walk *w, struct dma_entry *e,
	       uint64_t bits, const struct dma_locked_faults *faults);

/* ---- What comes out, dma_walk.c ------------------------------------------ */

/* Offset bits in what an entry of @level maps; log2 of its 4 KiB pages. */
static inline uint64_t dma_walk_offset(unsigned int level)
{
	return VTD_MASK(VTD_SS_SHIFT(level) - 1, 0);
}

static inline unsigned int dma_walk_order(unsigned int level)
{
	return (level - 1) * 9;
}

/*
 * Leaves ANSWER_PA in @w->pa for the 2^@order pages of 4 KiB that @pa, the
 * translated address, lies in.
 */
void dma_walk_grant(struct dma_walk *w, uint64_t pa, unsigned int order,
		    uint64_t allowed);

/* ---- Second stage, dma_second.c ----------------------------------------- */

/* A walk of the second stage: what it is about, and what it has come to. */
struct dma_second {
	uint64_t addr; /* to translate */
	uint64_t need; /* VTD_SS_R and VTD_SS_W of the access */
	uint64_t name; /* of its tables in the cache; 0: they are not cached */
	bool page;     /* the device's own access, not one to a table */
	bool look;     /* set no bits, as the access may still be refused */

	uint64_t table;
	uint64_t above;   /* VTD_SS_RW of all levels above the entry */
	uint64_t allowed; /* VTD_SS_RW with the entry */
	uint64_t pa;      /* @addr translated, once the entry is a leaf */
	struct dma_entry entry;
};

/*
 * Finds the leaf for @s: all checks are done, accessed bits above it are set
 * unless @s->look, its own bits are not.
 */
VTD_MUST_CHECK enum vtd_fault dma_second_find(struct vtd *v, struct dma_walk *w,
					      struct dma_second *s);

/*
 * Sets accessed and dirty bits of the leaf, finding it anew when another writer
 * was ahead. @s->allowed has VTD_SS_W afterwards only if the leaf is dirty.
 */
VTD_MUST_CHECK enum vtd_fault dma_second_mark(struct vtd *v, struct dma_walk *w,
					      struct dma_second *s);

/* Walks the second stage of a space that has no first. */
VTD_MUST_CHECK enum vtd_fault dma_second_walk(struct vtd *v,
					      struct dma_walk *w);

/* ---- First stage, dma_first.c ------------------------------------------- */

/* May its entries be updated? Beside VTD_SS_RW in what is cached of a table. */
#define DMA_FIRST_UPDATE VTD_MASK(2, 2)

/* A walk of the first stage, and what it has come to. */
struct dma_first {
	uint64_t table;   /* in host memory */
	uint64_t above;   /* VTD_SS_RW of all levels above, DMA_FIRST_UPDATE */
	uint64_t allowed; /* VTD_SS_RW with the entry */
	uint64_t pa; /* the address translated, once the entry is a leaf; */
		     /* nested: a guest address */
	struct dma_entry entry;
};

/* Walks the first stage, and the second for all that it puts out. */
VTD_MUST_CHECK enum vtd_fault dma_first_walk(struct vtd *v, struct dma_walk *w);

/* Bits that an entry of a 4 KiB page needs for an access of @space. */
uint64_t dma_first_read(const struct vtd_space *space);
uint64_t dma_first_write(const struct vtd_space *space);

/* ---- Nested, dma_nested.c ----------------------------------------------- */

/*
 * Finds the table at guest address @addr, within the second stage's width, for
 * the entry @f has come to: leaves its host address in @f->table, and takes
 * DMA_FIRST_UPDATE from @f->above if it may not be written.
 */
VTD_MUST_CHECK enum vtd_fault dma_nested_table(struct vtd *v,
					       struct dma_walk *w,
					       struct dma_first *f,
					       uint64_t addr);

/*
 * Finds the second stage's leaf of the page that @f has come to, and asks
 * whether it permits the access. Where bits of @f's own entry have to be set
 * first (@s->look), the second stage's are left alone.
 */
VTD_MUST_CHECK enum vtd_fault dma_nested_page(struct vtd *v, struct dma_walk *w,
					      const struct dma_first *f,
					      struct dma_second *s);

/* Sets the bits of the second stage for that page. */
VTD_MUST_CHECK enum vtd_fault dma_nested_mark(struct vtd *v, struct dma_walk *w,
					      struct dma_second *s);

#endif
