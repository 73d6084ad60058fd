/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What an entry must look like, for those who read one: the files that walk
 * (dma_walk.c and what it uses) and the short way of dma_miss.c.
 */
#ifndef DMA_WALK_H
#define DMA_WALK_H

#include "dma.h"

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

#endif
