/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What is measured: the same sequences of calls, each subject behind the same
 * pointers. Addresses never overlap, so that no call can fail.
 */
#ifndef TESTS_IOVA_BENCH_H
#define TESTS_IOVA_BENCH_H

#include "iova_tree.h"

struct subject {
	const char *name;
	void *(*make)(uint32_t maps);
	void (*end)(void *s);
	void (*insert)(void *s, const struct iova_map *map);
	void (*remove)(void *s, const struct iova_map *map);
	uint64_t (*find)(void *s, uint64_t iova); /* where it leads */
	/* The iova that leads to @translated; NULL: not offered. */
	uint64_t (*reverse)(void *s, uint64_t translated);
	/* First fit of @bytes anywhere: inserts it and removes it again. */
	uint64_t (*alloc)(void *s, uint64_t bytes);
	/* Bytes in use for all mappings. */
	size_t (*bytes)(void *s);
};

/*
 * GLib's GTree, used as QEMU's vIOMMUs use it: keys are ranges in memory of
 * their own that compare equal when they overlap; inserting and removing look
 * first; lookups by translated address and for holes walk along.
 */
extern const struct subject bench_gtree;

/* iova_tree in a pool without, and with, reverse lookup. */
extern const struct subject bench_plain;
extern const struct subject bench_reverse;

#define SUBJECTS 3U

extern const struct subject *const bench_subjects[SUBJECTS];

enum measure {
	INSERT,        /* in order, frames too */
	INSERT_FRAMES, /* in order, frames at random */
	INSERT_RANDOM, /* in random order, each with a gap behind */
	FIND,
	REMOVE,
	REMOVE_FRAMES,
	REMOVE_RANDOM,
	CHURN, /* one removed and inserted again, all others in place */
	REVERSE,
	ALLOC, /* a hole near the end found, filled and emptied again */
	MEASURES
};

/* ns an operation; 0: not offered. */
struct figures {
	uint32_t maps;
	double ns[MEASURES][SUBJECTS];
	double bytes[SUBJECTS];
};

/* All of it for f->maps mappings, the subjects turn by turn. */
void bench_measure(struct figures *f);

#endif
