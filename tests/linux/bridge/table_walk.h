/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Every page that the guest's tables map for a source, read from its memory as
 * VT-d 9 lays it out, with nothing of the engine: what a shadow has to equal.
 * Second stage only: without PASID, and with RID_PASID in scalable mode.
 */
#ifndef LINUX_TABLE_WALK_H
#define LINUX_TABLE_WALK_H

#include <stdint.h>

struct table_leaf {
	uint64_t first, last, pa;
	unsigned int perm; /* 1 read, 2 write */
};

/* Calls @each for the pages that @sid may reach, in order of address. */
void table_walk(uint16_t sid,
		void (*each)(void *ctx, const struct table_leaf *leaf),
		void *ctx);

#endif
