/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The differ: makes what a shadow client was told equal to what its tables say
 * (shadow.c), one entry after the other, as the tables are now and without any
 * cache (shadow_walk.c).
 */
#ifndef SHADOW_H
#define SHADOW_H

#include "dma_walk.h"
#include "notify.h"

/* ---- shadow_space.c ----------------------------------------------------- */

/*
 * Reads the entries of @c anew: what is behind them is in @c->space, and in
 * @c->context where there is something. Returns whether it is another space
 * than before.
 */
bool shadow_resolve(struct vtd *v, struct vtd_client *c);

/* ---- shadow_walk.c ------------------------------------------------------- */

/* One mapping, or the lack of one. */
struct shadow_piece {
	uint64_t first;
	uint64_t last;
	uint64_t translated;
	uint8_t perm; /* VTD_SS_R, VTD_SS_W; 0: nothing is mapped */
};

/*
 * The way to an address. Kept from one address to the next, and its table from
 * one turn to the next (shadow_walk_begin(), shadow_walk_end()).
 */
struct shadow_walk {
	uint64_t first;   /* of the addresses that the table is for */
	uint64_t table;   /* of entry.level; 0 there: none yet */
	uint64_t above;   /* VTD_SS_RW of all levels above */
	uint64_t line_at; /* address of what is in line; 0: nothing */
	uint64_t line[8];
	struct dma_entry entry;
	unsigned int words; /* read so far, and 3 for each read */
	bool scans;         /* the last one was nothing: read by lines */
};

/*
 * What the tables of @c say of @at. In @p is a mapping that has @at in it: a
 * leaf, less what is not in @c's range, what devices cannot ask for and what
 * they may not reach. Or it has no rights: then nothing is mapped from @at up
 * to @p->last, at least.
 *
 * With accessed and dirty bits (SSADE), those that a device could set by using
 * the mapping are set, as the shadow client will not come back to ask.
 */
void shadow_look(struct vtd *v, const struct vtd_client *c,
		 struct shadow_walk *w, uint64_t at, struct shadow_piece *p);

/*
 * Where @c was at the last end. Entries are read anew, but for those above the
 * table: whoever changes these has to invalidate, and a mark ends the way.
 */
void shadow_walk_begin(const struct vtd_client *c, struct shadow_walk *w);
void shadow_walk_end(struct vtd_client *c, const struct shadow_walk *w);

/* ---- shadow.c ------------------------------------------------------------ */

/* Whether @c has something to compare. */
static inline bool shadow_busy(const struct vtd_client *c)
{
	return c->resolve || c->running || c->dirties;
}

/*
 * VTD_DIFFER_LOOKS entries, or one message: no longer than a turn may take. The
 * client may be lost afterwards.
 */
void shadow_step(struct vtd *v, struct vtd_client *c);

#endif
