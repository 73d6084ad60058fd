/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "expect.h"

#include <string.h>

#define NOW      UINT32_MAX
#define MIXTURES 512u
#define MOMENTS  (2 * WORLD_PASTS + 1)

/* One way to mix old and new entries: a choice at each read of the walk. */
struct mixture {
	struct world *world;
	const struct oracle_request *req;
	unsigned int reads;
	unsigned int choice[ORACLE_STEPS];
	unsigned int options[ORACLE_STEPS];
	bool stale[ORACLE_STEPS];
	uint16_t did;        /* of the context entry chosen */
	unsigned int levels; /* likewise */
};

static bool value_at(const struct mixture *m, uint64_t addr, size_t len,
		     uint32_t time, uint64_t value[2])
{
	value[1] = 0;
	if (len == 16 && !world_value(m->world, addr + 8, time, &value[1]))
		return false;
	return world_value(m->world, addr, time, &value[0]);
}

/* True if a translation of domain @did may be older than @time. */
static bool page_may_be_older(const struct mixture *m, uint16_t did,
			      uint32_t time, bool leaf)
{
	for (unsigned int i = 0; i < m->world->flushes; i++) {
		const struct world_flush *f = &m->world->flush[i];

		if (f->time >= time && (leaf || !f->ih) &&
		    world_flush_page(f, did, m->req->addr))
			return false;
	}
	return true;
}

/*
 * An old root or context entry is gone once the context cache was flushed
 * and after that the IOTLB, which may have been filled through it.
 */
static bool context_may_be_older(const struct mixture *m, uint16_t did,
				 uint32_t time, bool root)
{
	for (unsigned int i = 0; i < m->world->flushes; i++) {
		const struct world_flush *f = &m->world->flush[i];

		if (f->time < time || (root && f->scope != UNIT_GLOBAL))
			continue;
		if (world_flush_context(f, m->req->sid, did))
			return page_may_be_older(m, did, f->time, false);
	}
	return true;
}

/* Is the value that ended at @time still a right answer at read @step? */
static bool may_be_older(const struct mixture *m, unsigned int step, size_t len,
			 uint32_t time, const uint64_t value[2])
{
	unsigned int level = m->levels + 2 - step;

	if (len == 8)
		return page_may_be_older(m, m->did, time,
					 level == 1 || (value[0] & 0x80));
	return context_may_be_older(m, (uint16_t)(value[1] >> 8), time,
				    step == 0);
}

/* The moments just before which the entry changed. */
static unsigned int moments(const struct mixture *m, uint64_t addr, size_t len,
			    uint32_t times[MOMENTS])
{
	unsigned int n = world_changes(m->world, addr, times);

	if (len == 16)
		n += world_changes(m->world, addr + 8, times + n);
	return n;
}

/* The values that read @step may give; times[0] is now. */
static unsigned int find_options(const struct mixture *m, unsigned int step,
				 uint64_t addr, size_t len,
				 uint32_t times[MOMENTS])
{
	uint32_t changes[MOMENTS];
	unsigned int n = moments(m, addr, len, changes);
	unsigned int options = 0;

	times[options++] = NOW;
	for (unsigned int i = 0; i < n; i++) {
		uint64_t value[2];

		if (value_at(m, addr, len, changes[i] - 1, value) &&
		    may_be_older(m, step, len, changes[i], value))
			times[options++] = changes[i] - 1;
	}
	return options;
}

static bool mixed_read(void *ctx, uint64_t addr, void *buf, size_t len)
{
	struct mixture *m = ctx;
	unsigned int step = m->reads++;
	uint32_t times[MOMENTS];
	uint64_t value[2];

	m->options[step] = find_options(m, step, addr, len, times);
	m->stale[step] = m->choice[step] != 0;
	if (!value_at(m, addr, len, times[m->choice[step]], value))
		return false;
	if (len == 16) {
		m->did = (uint16_t)(value[1] >> 8);
		m->levels = (unsigned int)(value[1] & 7) + 2;
	}
	memcpy(buf, value, len);
	return true;
}

/* The next mixture; false when all were tried. */
static bool next_mixture(struct mixture *m)
{
	while (m->reads) {
		unsigned int step = --m->reads;

		if (++m->choice[step] < m->options[step])
			return true;
		m->choice[step] = 0;
	}
	return false;
}

/* Not cached: what is not present, or wrong in itself (6.1). */
static bool cannot_be_cached(const struct mixture *m,
			     const struct oracle_result *res)
{
	const struct oracle_step *last = &res->step[res->steps - 1];

	if (res->outcome != ORACLE_FAULT || !m->reads ||
	    !m->stale[m->reads - 1])
		return false;
	if (res->reason == ORACLE_LGN_2 || res->reason == ORACLE_LGN_3)
		return !(last->value[0] & 3);
	return res->reason != ORACLE_LGN_1;
}

static bool any_stale(const struct mixture *m)
{
	for (unsigned int i = 0; i < m->reads; i++)
		if (m->stale[i])
			return true;
	return false;
}

static void ask(struct mixture *m, struct expect *e)
{
	struct oracle_state state = {
		.caps = m->world->unit.model->caps,
		.memory = { .ctx = m, .read = mixed_read },
		.rtaddr = m->world->tables.root,
		.te = true,
	};
	struct oracle_result *res = &e->answer[e->answers];

	m->reads = 0;
	oracle_translate(&state, m->req, res);
	e->stale[e->answers] = any_stale(m);
	if (!cannot_be_cached(m, res))
		e->answers++;
}

void expect_find(struct world *w, const struct oracle_request *req,
		 struct expect *e)
{
	struct mixture m = { .world = w, .req = req };
	unsigned int tried = 0;

	e->answers = 0;
	e->open = false;
	do {
		ask(&m, e);
		if (e->answers == EXPECT_MAX || ++tried == MIXTURES) {
			e->open = true;
			return;
		}
	} while (next_mixture(&m));
}
