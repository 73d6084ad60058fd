/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#define _POSIX_C_SOURCE 200809L

#include "bench.h"

#include "../fuzz/rng.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define OPERATIONS (1U << 18) /* of each kind, in all rounds, at least */
#define WALKS      (1U << 20) /* nodes that linear searches may visit */

const struct subject *const bench_subjects[SUBJECTS] = { &bench_gtree,
							 &bench_plain,
							 &bench_reverse };

/* ---- Sequences --------------------------------------------------------- */

struct sequence {
	uint32_t count;
	struct iova_map *map; /* in the order of insertion */
	uint32_t *order;      /* a random one, for everything else */
};

static void shuffle(uint32_t *order, uint32_t count, uint64_t seed)
{
	struct rng r = rng_for(seed, count);

	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	for (uint32_t i = count; i > 1; i--) {
		uint32_t with = rng_below(&r, i);
		uint32_t kept = order[i - 1];

		order[i - 1] = order[with];
		order[with] = kept;
	}
}

/* At random with gaps, or in order; the frames of memory likewise. */
static struct sequence sequence_of(uint32_t count, bool random, bool frames_too)
{
	struct sequence s = { .count = count };
	uint32_t *frames = calloc(count, sizeof(*frames));
	const uint64_t step = random ? 2 * VTD_PAGE_SIZE : VTD_PAGE_SIZE;

	s.map = calloc(count, sizeof(*s.map));
	s.order = calloc(count, sizeof(*s.order));
	if (!frames || !s.map || !s.order)
		abort();
	shuffle(frames, count, 1);
	shuffle(s.order, count, 2);
	for (uint32_t i = 0; i < count; i++) {
		uint64_t iova = (random ? s.order[i] : i) * step;

		s.map[i] = (struct iova_map){
			.iova = iova,
			.last = iova + VTD_PAGE_SIZE - 1,
			.translated =
				(frames_too ? frames[i] : i) * VTD_PAGE_SIZE,
			.perm = 3,
		};
	}
	shuffle(s.order, count, 3);
	free(frames);
	return s;
}

static void sequence_free(struct sequence *s)
{
	free(s->map);
	free(s->order);
}

/* ---- Measuring --------------------------------------------------------- */

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void note(double *best, double since, double operations)
{
	double ns = (now() - since) / operations;

	if (!*best || ns < *best)
		*best = ns;
}

static void expect(uint64_t got, uint64_t expected)
{
	if (got == expected)
		return;
	fprintf(stderr, "got %" PRIx64 ", expected %" PRIx64 "\n", got,
		expected);
	exit(1);
}

static void fill(const struct subject *s, void *world,
		 const struct sequence *seq)
{
	for (uint32_t i = 0; i < seq->count; i++)
		s->insert(world, &seq->map[i]);
}

static void look_up(const struct subject *s, void *world,
		    const struct sequence *seq)
{
	for (uint32_t i = 0; i < seq->count; i++) {
		const struct iova_map *map = &seq->map[seq->order[i]];

		expect(s->find(world, map->iova + 8), map->translated + 8);
	}
}

static void churn(const struct subject *s, void *world,
		  const struct sequence *seq)
{
	for (uint32_t i = 0; i < seq->count; i++) {
		const struct iova_map *map = &seq->map[seq->order[i]];

		s->remove(world, map);
		s->insert(world, map);
	}
}

/* GTree walks along all mappings: few of its searches take long enough. */
static uint32_t searches(const struct subject *s, uint32_t count)
{
	uint32_t most = s == &bench_gtree ? WALKS / count + 1 : count;

	return most < count ? most : count;
}

static void look_back(const struct subject *s, void *world,
		      const struct sequence *seq)
{
	for (uint32_t i = 0; i < searches(s, seq->count); i++) {
		const struct iova_map *map = &seq->map[seq->order[i]];

		expect(s->reverse(world, map->translated), map->iova);
	}
}

/* Of pages without gaps the last but one is free. */
static void allocate(const struct subject *s, void *world,
		     const struct sequence *seq)
{
	const struct iova_map *hole = &seq->map[seq->count - 2];

	s->remove(world, hole);
	for (uint32_t i = 0; i < searches(s, seq->count); i++)
		expect(s->alloc(world, VTD_PAGE_SIZE), hole->iova);
	s->insert(world, hole);
}

static void empty(const struct subject *s, void *world,
		  const struct sequence *seq)
{
	for (uint32_t i = 0; i < seq->count; i++)
		s->remove(world, &seq->map[i]);
}

/* Searches that may walk, in a world filled in order. */
static void walks(struct figures *f, unsigned int subject, void *world,
		  const struct sequence *seq)
{
	const struct subject *s = bench_subjects[subject];
	double since = now();

	allocate(s, world, seq);
	note(&f->ns[ALLOC][subject], since, searches(s, seq->count));
	if (!s->reverse)
		return;
	since = now();
	look_back(s, world, seq);
	note(&f->ns[REVERSE][subject], since, searches(s, seq->count));
}

/* GLib keeps what was freed for later: the most there ever was counts. */
static void weigh(struct figures *f, unsigned int subject, void *world)
{
	double bytes = (double)bench_subjects[subject]->bytes(world) / f->maps;

	if (bytes > f->bytes[subject])
		f->bytes[subject] = bytes;
}

/* Filled in order, emptied in order; searches that walk in between. */
static void round_in_order(struct figures *f, unsigned int subject,
			   const struct sequence *seq, bool frames_too)
{
	const struct subject *s = bench_subjects[subject];
	void *world = s->make(seq->count);
	double since = now();

	fill(s, world, seq);
	note(&f->ns[frames_too ? INSERT_FRAMES : INSERT][subject], since,
	     seq->count);
	weigh(f, subject, world);
	if (frames_too)
		walks(f, subject, world, seq);
	since = now();
	empty(s, world, seq);
	note(&f->ns[frames_too ? REMOVE_FRAMES : REMOVE][subject], since,
	     seq->count);
	s->end(world);
}

static void round_at_random(struct figures *f, unsigned int subject,
			    const struct sequence *seq)
{
	const struct subject *s = bench_subjects[subject];
	void *world = s->make(seq->count);
	double since = now();

	fill(s, world, seq);
	note(&f->ns[INSERT_RANDOM][subject], since, seq->count);
	since = now();
	look_up(s, world, seq);
	note(&f->ns[FIND][subject], since, seq->count);
	since = now();
	churn(s, world, seq);
	note(&f->ns[CHURN][subject], since, seq->count);
	since = now();
	for (uint32_t i = 0; i < seq->count; i++)
		s->remove(world, &seq->map[seq->order[i]]);
	note(&f->ns[REMOVE_RANDOM][subject], since, seq->count);
	s->end(world);
}

void bench_measure(struct figures *f)
{
	struct sequence ordered = sequence_of(f->maps, false, false);
	struct sequence frames = sequence_of(f->maps, false, true);
	struct sequence random = sequence_of(f->maps, true, true);
	uint32_t rounds = OPERATIONS / f->maps;

	for (uint32_t i = 0; i < (rounds ? rounds : 1); i++)
		for (unsigned int subject = 0; subject < SUBJECTS; subject++) {
			round_in_order(f, subject, &ordered, false);
			round_in_order(f, subject, &frames, true);
			round_at_random(f, subject, &random);
		}
	sequence_free(&ordered);
	sequence_free(&frames);
	sequence_free(&random);
}
