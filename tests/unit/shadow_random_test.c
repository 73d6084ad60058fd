/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Shadow clients under a guest that edits its tables at random, also while they
 * are read, and flushes what it owes. Acknowledgements come late, some clients
 * misbehave, nodes run out. Whenever a wait is complete and nothing is owed,
 * what each client holds is what a walk of the whole tables finds; the walk
 * here shares nothing with the engine. The models of the clients see to it that
 * no MAP overlaps another and no UNMAP takes what was not told.
 */

#include <stdlib.h>

#include "clients.h"

#include "groups.h"

#define LEVELS 3u
#define PAGES  12u   /* of tables, beside one top for each domain */
#define MAPS   4096u /* of one walk */
#define TOPS   2u

#define WRITES UINT64_C(2)
#define READS  UINT64_C(1)

struct guest {
	struct clients *s;
	uint64_t random;
	uint64_t top[TOPS];
	uint64_t page[PAGES];
	unsigned int owes; /* what has to be flushed */
	unsigned int events, waits, losses, compared;
	uint32_t chance; /* of a misbehaving client, of 65536 a round */
};

struct found {
	struct shadow_client_map map[MAPS];
	unsigned int count;
};

/* xorshift64* */
static uint64_t roll(struct guest *g, uint64_t below)
{
	g->random ^= g->random >> 12;
	g->random ^= g->random << 25;
	g->random ^= g->random >> 27;
	return (g->random * UINT64_C(2685821657736338717) >> 33) % below;
}

/* ---- The walk of the whole tables --------------------------------------- */

static void put(struct found *f, const struct shadow_client_map *m)
{
	assert_true(f->count < MAPS);
	f->map[f->count++] = *m;
}

/* Takes [first, last] out of what was found from @from on. */
static void without(struct found *f, unsigned int from, uint64_t first,
		    uint64_t last)
{
	unsigned int count = f->count;

	for (unsigned int i = from; i < count; i++) {
		struct shadow_client_map m = f->map[i], rest = m;

		if (last < m.first || first > m.last)
			continue;
		f->map[i].perm = 0;
		rest.last = first - 1;
		if (m.first < first)
			put(f, &rest);
		rest = m;
		rest.first = last + 1;
		rest.pa += last + 1 - m.first;
		if (m.last > last)
			put(f, &rest);
	}
}

/* 3.15: what is FEEx_xxxx, before or after. */
static void leaf(struct found *f, struct shadow_client_map m)
{
	const uint64_t first = 0xfee00000, last = 0xfeefffff;
	unsigned int from = f->count;

	put(f, &m);
	without(f, from, first, last);
	if (m.pa <= last && m.pa + (m.last - m.first) >= first)
		without(f, from,
			m.pa > first ? m.first : m.first + (first - m.pa),
			m.first + (last - m.pa));
}

static bool reserved(uint64_t e, unsigned int level, bool is_leaf)
{
	uint64_t low = (UINT64_C(1) << (12 + 9 * (level - 1))) - 1;

	if (e >> 62 & 1 || (e & 0xffffffffff000) >> BENCH_HAW || e >> 11 & 1)
		return true;
	return is_leaf && e & low & 0xffffffffff000;
}

static void find(struct guest *g, struct found *f, uint64_t table,
		 unsigned int level, uint64_t iova, uint64_t rights)
{
	uint64_t size = UINT64_C(1) << (12 + 9 * (level - 1));

	if (table < MOCK_MEMORY_BASE ||
	    table >= MOCK_MEMORY_BASE + MOCK_MEMORY_SIZE)
		return;
	for (unsigned int i = 0; i < 512; i++) {
		uint64_t e = guest_load(g->s->b, table + i * 8);
		bool is_leaf = level == 1 || e >> 7 & 1;
		uint64_t at = iova + i * size;

		if (!(e & rights) || reserved(e, level, is_leaf))
			continue;
		if (is_leaf)
			leaf(f, (struct shadow_client_map){
					.first = at,
					.last = at + size - 1,
					.pa = e & 0xffffffffff000,
					.perm = (unsigned int)(e & rights) });
		else
			find(g, f, e & 0xffffffffff000, level - 1, at,
			     e & rights);
	}
}

static int by_address(const void *a, const void *b)
{
	const struct shadow_client_map *x = a, *y = b;

	return (x->first > y->first) - (x->first < y->first);
}

/* What there is for client @i: in order, without what was taken out. */
static void find_all(struct guest *g, unsigned int i, struct found *f,
		     const struct vtd_range *range)
{
	unsigned int kept = 0;
	uint64_t context = tables_context_slot(&g->s->b->t, CLIENT_SID(i));
	uint64_t lo = guest_load(g->s->b, context);

	f->count = 0;
	if (!(g->s->b->v->gcmd.gsts & VTD_GSTS_TES) || (lo & 0xd) == 9)
		leaf(f, (struct shadow_client_map){
				0, (UINT64_C(1) << BENCH_HAW) - 1, 0, 3 });
	else if (lo & 1)
		find(g, f, lo & ~UINT64_C(0xfff), LEVELS, 0, 3);
	if (range->first)
		without(f, 0, 0, range->first - 1);
	if (~range->last)
		without(f, 0, range->last + 1, ~UINT64_C(0));
	for (unsigned int n = 0; n < f->count; n++)
		if (f->map[n].perm)
			f->map[kept++] = f->map[n];
	f->count = kept;
	qsort(f->map, f->count, sizeof(f->map[0]), by_address);
}

static void compare(struct guest *g, unsigned int i)
{
	static struct found f;
	struct shadow_client *c = &g->s->client[i];
	const struct vtd_client *own = NULL;

	for (unsigned int n = 0; n < VTD_CLIENTS; n++)
		if (VTD_GET(GATE_WORK0_SID, g->s->b->v->notify.client[n].who) ==
		    CLIENT_SID(i))
			own = &g->s->b->v->notify.client[n];
	assert_non_null(own);
	assert_int_equal(own->state == VTD_CLIENT_READY,
			 !c->lost && c->state == GATE_CLIENT_STATUS_READY);
	if (own->state != VTD_CLIENT_READY)
		return;
	g->compared++;
	find_all(g, i, &f, &own->range);
	for (unsigned int n = 0; n < f.count || n < c->maps; n++) {
		const struct shadow_client_map *a = &f.map[n], *b = &c->map[n];

		if (n < f.count && n < c->maps && a->first == b->first &&
		    a->last == b->last && a->pa == b->pa && a->perm == b->perm)
			continue;
		fail_msg("client %u, mapping %u of %u (has %u): "
			 "%llx..%llx to %llx %u, has %llx..%llx to %llx %u",
			 i, n, f.count, c->maps, (unsigned long long)a->first,
			 (unsigned long long)a->last, (unsigned long long)a->pa,
			 a->perm, (unsigned long long)b->first,
			 (unsigned long long)b->last, (unsigned long long)b->pa,
			 b->perm);
	}
}

/* ---- The guest ---------------------------------------------------------- */

/* Few places, so that edits meet; some of a line, some far apart. */
static unsigned int some_index(struct guest *g, unsigned int level)
{
	static const uint16_t leaf_index[] = { 0, 1, 2, 3, 5, 7, 8, 247, 511 };
	static const uint16_t middle_index[] = { 0, 1, 8, 503, 511 };

	if (level == 1)
		return leaf_index[roll(g, 9)];
	return level == 2 ? middle_index[roll(g, 5)] : (unsigned int)roll(g, 4);
}

static uint64_t some_address(struct guest *g, unsigned int level)
{
	static const uint64_t address[] = {
		0x40000000, 0x80000000, 0xc0000000,  0xfee00000,
		0xffe00000, 0xfec00000, 0x1fee00000,
	};
	uint64_t size = UINT64_C(1) << (12 + 9 * (level - 1));

	return (address[roll(g, 7)] + roll(g, 3) * size) & ~(size - 1);
}

static uint64_t some_entry(struct guest *g, unsigned int level)
{
	uint64_t e = roll(g, 4) ? READS | WRITES : roll(g, 4);

	switch (roll(g, 16)) {
	case 0:
	case 1:
	case 2:
		return 0;
	case 3:
		return e | UINT64_C(1) << 62 | some_address(g, level);
	case 4:
		return e | UINT64_C(1) << 45;
	case 5:
		return e | BENCH_NO_MEMORY;
	case 6:
	case 7:
		return level < 4 ? e | 0x80 | some_address(g, level) : e;
	case 8:
		return e | 0x80 | (some_address(g, level) + K4);
	default:
		return level == 1 ? e | some_address(g, 1) :
				    e | g->page[(level == 2) * PAGES / 2 +
						roll(g, PAGES / 2)];
	}
}

/* One entry of some table; what it maps, nobody keeps track of. */
static void edit(struct guest *g)
{
	unsigned int which = (unsigned int)roll(g, PAGES + TOPS);
	unsigned int level = which < PAGES / 2 ? 2 : 1;
	uint64_t table = which < PAGES ? g->page[which] : 0;

	if (!table) {
		level = LEVELS;
		table = g->top[which - PAGES];
	}
	guest_store(g->s->b, table + some_index(g, level) * 8,
		    some_entry(g, level));
	g->owes |= 1;
}

/* A run of pages, so that nodes are needed. */
static void fill(struct guest *g)
{
	uint64_t table = g->page[PAGES / 2 + roll(g, PAGES / 2)];
	unsigned int at = (unsigned int)roll(g, 500), n = 12;
	uint64_t pa = roll(g, 3) ? some_address(g, 2) : 0;

	for (unsigned int i = at; i < at + n; i++)
		guest_store(g->s->b, table + i * 8,
			    pa ? (pa + (i - at) * K4) | READS | WRITES : 0);
	g->owes |= 1;
}

static void wipe(struct guest *g)
{
	uint64_t table = g->page[roll(g, PAGES)];

	for (unsigned int i = 0; i < 512; i++)
		guest_store(g->s->b, table + i * 8, 0);
	g->owes |= 1;
}

static void switch_context(struct guest *g)
{
	struct tables *t = &g->s->b->t;
	unsigned int i = (unsigned int)roll(g, CLIENTS);
	uint64_t slot = tables_context_slot(t, CLIENT_SID(i));
	uint64_t kind = roll(g, 6);

	if (kind == 0)
		guest_store(g->s->b, slot, 0);
	else if (kind == 1)
		tables_pass_through(t, CLIENT_SID(i), DID + 2, LEVELS);
	else
		tables_attach_tree(t, CLIENT_SID(i), (uint16_t)(DID + kind % 2),
				   LEVELS, g->top[kind % 2]);
	g->owes |= 3;
}

/* What is owed: 1 pages of any domain, 2 contexts too. */
static void flush(struct guest *g)
{
	struct clients *s = g->s;

	if (g->owes & 2)
		clients_flush_begin(s,
				    VTD_DESC_CONTEXT | VTD_PUT(VTD_DESC_LO_G,
							       VTD_G_GLOBAL),
				    0);
	if (roll(g, 2))
		clients_flush_begin(s,
				    VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G,
							     VTD_G_GLOBAL),
				    0);
	else
		for (unsigned int i = 0; i < 3; i++)
			clients_flush_begin(
				s,
				VTD_DESC_IOTLB |
					VTD_PUT(VTD_DESC_LO_G, VTD_G_DOMAIN) |
					VTD_PUT(VTD_DESC_LO_DID, DID + i),
				0);
	g->owes = 0;
}

/* By address: one table's entry, and a page-selective flush of just that. */
static void flush_pages(struct guest *g)
{
	uint64_t iova = some_index(g, 3) * G1 + some_index(g, 2) * M2 +
			some_index(g, 1) * K4;
	unsigned int am = (unsigned int)roll(g, 4) * 3;

	clients_flush_begin(g->s,
			    VTD_DESC_IOTLB |
				    VTD_PUT(VTD_DESC_LO_G, VTD_G_SELECTIVE) |
				    VTD_PUT(VTD_DESC_LO_DID, DID + roll(g, 2)),
			    (iova & ~((K4 << am) - 1)) | am);
}

/* ---- Turns -------------------------------------------------------------- */

static void misbehave(struct guest *g)
{
	static const unsigned int manners[] = {
		SHADOW_CLIENT_REFUSES,
		SHADOW_CLIENT_WRONG,
		SHADOW_CLIENT_TWICE,
		SHADOW_CLIENT_SILENT,
	};

	for (unsigned int i = 0; i < CLIENTS; i++)
		g->s->client[i].manner =
			roll(g, 65536) < g->chance ? manners[roll(g, 4)] : 0;
}

static bool answers(struct guest *g)
{
	bool any = false;

	for (unsigned int i = 0; i < CLIENTS; i++)
		if (!roll(g, 3))
			any |= shadow_client_step(&g->s->client[i]);
	return any;
}

/* Until the wait is complete; the guest goes on editing if it likes. */
static void run(struct guest *g, bool edits)
{
	unsigned int idle = 0;

	for (unsigned int i = 0; idle < 64; i++) {
		assert_true(i < 400000);
		if (edits && !roll(g, 64))
			edit(g);
		if (bench_turn(g->s->b) || answers(g))
			idle = 0;
		else if (++idle == 63 && !clients_waited(g->s))
			idle = 0, clients_tick(g->s);
	}
	assert_true(clients_waited(g->s));
	g->waits++;
}

static void count(struct guest *g)
{
	for (unsigned int i = 0; i < CLIENTS; i++) {
		struct shadow_client *c = &g->s->client[i];

		assert_null(c->flaw);
		for (unsigned int n = 0; n < c->events; n++)
			g->losses += n < SHADOW_CLIENT_EVENTS &&
				     c->event[n].msg ==
					     GATE_MSG_OUT_CLIENT_LOST;
		g->events += c->events;
		shadow_client_clear(c);
	}
}

static void toggle_translation(struct guest *g)
{
	uint32_t gcmd = (uint32_t)mock_reg(&g->s->b->m, VTD_GCMD);

	if (roll(g, 2))
		host_gcmd(g->s->b, gcmd ^ VTD_GCMD_TE);
	else
		host_srtp(g->s->b, g->s->b->t.root);
}

static void round_of(struct guest *g)
{
	bool races = !roll(g, 4);

	misbehave(g);
	clients_tick(g->s);
	for (uint64_t n = roll(g, 6); n; n--)
		edit(g);
	if (!roll(g, 4))
		fill(g);
	if (!roll(g, 8))
		wipe(g);
	if (!roll(g, 12))
		switch_context(g);
	if (!roll(g, 40))
		toggle_translation(g);
	if (roll(g, 3))
		flush(g);
	else
		flush_pages(g);
	run(g, races);
	if (!g->owes)
		for (unsigned int i = 0; i < CLIENTS; i++)
			compare(g, i);
	count(g);
}

static void begin(struct guest *g, struct clients *s, uint64_t seed)
{
	const struct vtd_range range[CLIENTS] = {
		{ 0, RANGE_LAST },
		{ 0x3000, 0xfedfffff },
		{ 0xfef00000, RANGE_LAST },
		{ 0, ~UINT64_C(0) },
	};

	*g = (struct guest){ .s = s, .random = seed };
	for (unsigned int i = 0; i < PAGES; i++)
		g->page[i] = tables_alloc(&s->b->t);
	for (unsigned int i = 0; i < TOPS; i++)
		g->top[i] = tables_alloc(&s->b->t);
	for (unsigned int i = 0; i < CLIENTS; i++) {
		tables_attach_tree(&s->b->t, CLIENT_SID(i),
				   (uint16_t)(DID + i / 3), LEVELS,
				   g->top[i / 3]);
		clients_hello(s, i, KINDS_SHADOW, range[i].first,
			      range[i].last);
	}
}

/* With nodes for all and nobody who misbehaves, everyone is READY at last. */
static void end(struct guest *g)
{
	for (unsigned int i = 0; i < CLIENTS; i++)
		g->s->client[i].manner = 0;
	for (unsigned int i = 0; i < PAGES; i++)
		for (unsigned int n = 0; n < 512; n++)
			guest_store(g->s->b, g->page[i] + n * 8, 0);
	g->owes = 3;
	for (unsigned int i = 0; i < 3; i++) {
		clients_time_out(g->s);
		flush(g);
		run(g, false);
	}
	for (unsigned int i = 0; i < CLIENTS; i++) {
		assert_int_equal(g->s->client[i].state,
				 GATE_CLIENT_STATUS_READY);
		assert_false(g->s->client[i].lost);
		compare(g, i);
	}
	print_message("%u events, %u waits, %u compared, %u losses\n",
		      g->events, g->waits, g->compared, g->losses);
}

static void rounds(struct guest *g, unsigned int events)
{
	while (g->events < events)
		round_of(g);
	end(g);
}

static void test_everyone_behaves(void **state)
{
	struct guest g;

	begin(&g, *state, 1);
	rounds(&g, 120000);
	assert_int_equal(g.losses, 0);
	assert_true(g.compared > 1000);
}

static void test_some_misbehave(void **state)
{
	struct guest g;

	begin(&g, *state, 2);
	g.chance = 16000;
	rounds(&g, 60000);
	assert_true(g.losses > 100);
}

/* From nothing to almost enough. */
static void test_nodes_run_out(void **state)
{
	static const uint32_t nodes[] = { 16, 24, 40, 64, 100 };

	for (unsigned int i = 0; i < 5; i++) {
		struct guest g;

		clients_pool(*state, nodes[i]);
		begin(&g, *state, 3 + i);
		rounds(&g, 12000);
		assert_true(g.losses > 10);
		clients_teardown(state);
		clients_setup(state);
	}
}

int shadow_random_tests(void)
{
	const struct CMUnitTest tests[] = {
		CLIENTS_TEST(test_everyone_behaves),
		CLIENTS_TEST(test_some_misbehave),
		CLIENTS_TEST(test_nodes_run_out),
	};

	return cmocka_run_group_tests_name("shadow_random", tests, NULL, NULL);
}
