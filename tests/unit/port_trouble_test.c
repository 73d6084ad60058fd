/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Every operation of the port fails in turn. Whatever it is, the outcome is a
 * fault that VT-d has, a blocked request or a command that does not claim to
 * be done; never a grant without right, a hang or a crash.
 */

#include "trouble.h"
#include "groups.h"

#include <string.h>

#define ODD_RECORDS 40000u

static unsigned int reason(const struct bench *b)
{
	return (unsigned int)VTD_GET(VTD_FRCDH_FR, mock_reg(&b->m, VTD_FRCDH));
}

static bool is_recorded(const struct bench *b)
{
	return mock_reg(&b->m, VTD_FRCDH) & VTD_FRCDH_F;
}

static void assert_allowed(const struct bench *b, const struct request *r)
{
	unsigned int action = bench_action(b);

	if (action != GATE_ACTION_GRANT ||
	    (bench_pa(b) & GATE_ANSWER_PA_PFN) != (r->pa & ~(r->size - 1)))
		mock_fail(&b->m, "%s: not granted as it should", r->name);
	assert_false(is_recorded(b));
}

/* Unreadable root, context, first or later paging entry: nothing else. */
static void assert_unreadable(const struct bench *b, const struct request *r)
{
	assert_blocked(b);
	if (!is_recorded(b))
		mock_fail(&b->m, "%s: no record", r->name);
	switch (reason(b)) {
	case VTD_FAULT_LRT_1:
	case VTD_FAULT_LCT_1:
	case VTD_FAULT_LCT_4:
	case VTD_FAULT_LSS_1:
		return;
	default:
		mock_fail(&b->m, "%s: fault %#x", r->name, reason(b));
	}
}

static unsigned int reads_of(struct bench *b, const struct request *r)
{
	trouble_prepare(b, r);
	trouble_ask(b, r);
	assert_allowed(b, r);
	return b->m.reads;
}

/* With nothing cached the n-th read is known, and so is its fault. */
static enum vtd_fault fault_of_read(unsigned int n)
{
	static const enum vtd_fault first[] = { VTD_FAULT_LRT_1,
						VTD_FAULT_LCT_1,
						VTD_FAULT_LCT_4 };

	return n <= 3 ? first[n - 1] : VTD_FAULT_LSS_1;
}

static void test_each_read_of_a_cold_walk(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < trouble_num_requests; i++) {
		const struct request *r = &trouble_requests[i];
		unsigned int reads = reads_of(b, r);

		if (r->prepare)
			continue;
		for (unsigned int n = 1; n <= reads; n++) {
			trouble_prepare(b, r);
			b->m.fail_read = n;
			trouble_ask(b, r);
			assert_unreadable(b, r);
			assert_int_equal(reason(b), fault_of_read(n));
		}
	}
}

/*
 * With caches, one bad read may be made good by reading again; what is granted
 * then is right all the same.
 */
static void test_each_read_of_a_warm_walk(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < trouble_num_requests; i++) {
		const struct request *r = &trouble_requests[i];
		unsigned int reads = reads_of(b, r);

		assert_int_not_equal(reads, 0);
		for (unsigned int n = 1; n <= reads; n++) {
			trouble_prepare(b, r);
			b->m.fail_read = n;
			trouble_ask(b, r);
			if (bench_action(b) == GATE_ACTION_BLOCK)
				assert_unreadable(b, r);
			else
				assert_allowed(b, r);
		}
	}
}

/* From some read on memory is gone: whatever is cached, nobody gets in. */
static void test_memory_goes_away(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < trouble_num_requests; i++) {
		const struct request *r = &trouble_requests[i];
		unsigned int reads = reads_of(b, r);

		for (unsigned int n = 1; n <= reads; n++) {
			trouble_prepare(b, r);
			b->m.fail_read = n;
			b->m.fail_on = true;
			trouble_ask(b, r);
			assert_unreadable(b, r);
		}
	}
}

/* And when it is back, so are the devices. */
static void test_memory_comes_back(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < trouble_num_requests; i++) {
		const struct request *r = &trouble_requests[i];

		trouble_prepare(b, r);
		b->m.fail_read = 1;
		b->m.fail_on = true;
		trouble_ask(b, r);
		b->m.fail_on = false;
		b->m.fail_read = 0;
		host_clear_record(b, 0);
		bench_run(b);
		trouble_ask(b, r);
		assert_allowed(b, r);
	}
}

/* A walk for a report of the gate has no request to answer. */
static void test_each_read_for_a_report(void **state)
{
	struct bench *b = *state;

	for (unsigned int n = 1; n <= 7; n++) {
		trouble_prepare_command(b);
		b->m.fail_read = n;
		mock_work(&b->m,
			  bench_word0(SID, 1,
				      GATE_KIND_REPORT |
					      VTD_PUT(GATE_WORK0_FLAW,
						      GATE_FLAW_OUTPUT)),
			  IOVA, 0);
		bench_run(b);
		assert_null(mock_answer(&b->m, 1));
		assert_int_equal(is_recorded(b), n <= 6);
	}
}

/* The head is inside what the newest host read asked for. */
static void assert_head_was_read(const struct bench *b)
{
	uint64_t head = BENCH_QUEUE + mock_reg(&b->m, VTD_IQH);
	const struct mock_call *call = &b->m.calls[b->m.call_count];

	while ((--call)->op != MOCK_HOST_READ)
		assert_ptr_not_equal(call, b->m.calls);
	assert_in_range(head, call->a, call->a + 8 * call->b - 1);
}

/* A descriptor that cannot be read: IQEI 2, and the queue can go on. */
static void check_read_of_the_queue(struct bench *b, unsigned int n)
{
	const struct command *queue =
		&trouble_commands[trouble_num_commands - 1];

	trouble_prepare_command(b);
	b->m.fail_read = n;
	queue->give(b);
	bench_run(b);
	assert_false(queue->done(b));
	assert_true(mock_reg(&b->m, VTD_FSTS) & VTD_FSTS_IQE);
	assert_int_equal(mock_reg(&b->m, VTD_IQERCD), VTD_IQEI_FETCH);
	assert_head_was_read(b);
	host_clear_fsts(b, VTD_FSTS_IQE);
	bench_run(b);
	assert_true(queue->done(b));
}

static void test_each_read_of_the_queue(void **state)
{
	struct bench *b = *state;
	unsigned int reads;

	trouble_prepare_command(b);
	trouble_commands[trouble_num_commands - 1].give(b);
	bench_run(b);
	reads = b->m.reads;
	assert_true(reads > 1);
	for (unsigned int n = 1; n <= reads; n++)
		check_read_of_the_queue(b, n);
}

/* Messages and status that memory refuses: the rest goes on as ever. */
static void test_each_write(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < trouble_num_commands; i++)
		for (unsigned int n = 1; n <= 4; n++) {
			const struct command *c = &trouble_commands[i];

			trouble_prepare_command(b);
			b->m.fail_write = n;
			c->give(b);
			bench_run(b);
			if (c->give != trouble_commands[4].give)
				assert_true(c->done(b));
			assert_true(vtd_alive(b->v));
			assert_int_equal(mock_reg(&b->m, VTD_IQH),
					 mock_reg(&b->m, VTD_IQT));
		}
}

/* A drain that never ends: not done, not alive, and the gate blocks. */
static void test_drain_that_never_ends(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < trouble_num_commands; i++) {
		const struct command *c = &trouble_commands[i];
		unsigned int turns = 0;

		if (!c->drains)
			continue;
		trouble_prepare_command(b);
		b->m.drain_polls = MOCK_FOREVER;
		c->give(b);
		while (vtd_alive(b->v) && turns++ < 4 * VTD_POLL_LIMIT)
			bench_turn(b);
		assert_false(vtd_alive(b->v));
		if (c->done(b))
			mock_fail(&b->m, "%s: done, but not drained", c->name);
		assert_int_equal(b->m.mode, GATE_MODE_BLOCK);
	}
}

/* The drain takes its time at every length: done only after it. */
static void test_drains_of_all_lengths(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < trouble_num_commands; i++)
		for (unsigned int polls = 1; polls < 20; polls++) {
			trouble_prepare_command(b);
			b->m.drain_polls = polls;
			trouble_commands[i].give(b);
			bench_run(b);
			assert_true(trouble_commands[i].done(b));
			assert_int_equal(b->m.draining, 0);
		}
}

/* STATUS bits that are not the engine's business change nothing it does. */
static void check_status(struct bench *b, const struct command *c,
			 uint64_t status)
{
	trouble_prepare_command(b);
	b->m.status_extra = status;
	c->give(b);
	bench_run(b);
	assert_true(c->done(b));
	assert_true(vtd_alive(b->v));
	assert_int_equal(mock_reg(&b->m, VTD_FSTS), 0);
}

static void test_status_that_tells_of_errors(void **state)
{
	for (size_t i = 0; i < trouble_num_commands; i++)
		for (unsigned int bit = 2; bit < 64; bit++)
			check_status(*state, &trouble_commands[i],
				     UINT64_C(1) << bit);
}

/* ---- Records in which nothing is as it should be ----------------------- */

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* The one request that the tables of trouble_prepare_command() allow. */
static bool may_be_granted(const struct vtd_work *w)
{
	uint64_t page = w->word[1] & VTD_PAGE_MASK;

	return !(w->word[0] & (GATE_WORK0_SSIDV | GATE_WORK0_ATST)) &&
	       VTD_GET(GATE_WORK0_SID, w->word[0]) == SID &&
	       (page == IOVA || page == IOVA + VTD_PAGE_SIZE ||
		page == IOVA + TABLES_PAGE_2M);
}

static void check_calls(struct bench *b, const struct vtd_work *w)
{
	for (unsigned int i = 0; i < b->m.call_count; i++) {
		const struct mock_call *c = &b->m.calls[i];
		bool lets_in = c->op == MOCK_ANSWER &&
			       (c->a & GATE_ANSWER_ACTION) != GATE_ACTION_BLOCK;
		bool is_intr = (w->word[0] & GATE_WORK0_KIND) == GATE_KIND_INTR;

		if (lets_in && !is_intr && !may_be_granted(w))
			mock_fail(&b->m, "let in: %#lx %#lx",
				  (unsigned long)w->word[0],
				  (unsigned long)w->word[1]);
		if (c->op == MOCK_HOST_WRITE32 && c->a >> 20 != 0xfee)
			mock_fail(&b->m, "stored at %#lx", (unsigned long)c->a);
	}
}

/* Bounded: a few turns after any one record the engine is idle. */
static void feed(struct bench *b, const struct vtd_work *w)
{
	mock_forget(&b->m);
	mock_work(&b->m, w->word[0], w->word[1], w->word[2]);
	bench_run(b);
	assert_true(vtd_alive(b->v));
	check_calls(b, w);
}

static void test_each_bit_of_each_record(void **state)
{
	struct bench *b = *state;

	for (uint64_t kind = 0; kind < 16; kind++)
		for (unsigned int bit = 4; bit < 192; bit++) {
			struct vtd_work w = { { bench_word0(SID, 1, kind), IOVA,
						0 } };

			if (bit % 47 == 4)
				trouble_prepare_command(b);
			w.word[bit / 64] ^= UINT64_C(1) << bit % 64;
			feed(b, &w);
		}
}

static void test_random_records(void **state)
{
	struct bench *b = *state;
	uint64_t seed = UINT64_C(0x9e3779b97f4a7c15);

	for (unsigned int n = 0; n < ODD_RECORDS; n++) {
		struct vtd_work w;

		if (n % 50 == 0)
			trouble_prepare_command(b);
		for (unsigned int i = 0; i < 3; i++)
			w.word[i] = next_random(&seed);
		/* Kinds that mean something, more often than not. */
		if (n % 3)
			w.word[0] = (w.word[0] & ~GATE_WORK0_KIND) |
				    (1 + n % 4);
		if (n % 5 < 3)
			w.word[0] &= ~(GATE_WORK0_EVENT & 0xf000);
		feed(b, &w);
	}
}

/* All ones, as a dead mailbox would read. */
static void test_all_ones(void **state)
{
	struct bench *b = *state;
	struct vtd_work w = { { ~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0) } };

	trouble_prepare_command(b);
	for (unsigned int n = 0; n < 100; n++)
		feed(b, &w);
	for (uint64_t kind = 0; kind < 16; kind++) {
		w.word[0] = ~UINT64_C(0xf) | kind;
		feed(b, &w);
	}
}

int port_trouble_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_each_read_of_a_cold_walk),
		UNIT(test_each_read_of_a_warm_walk),
		UNIT(test_memory_goes_away),
		UNIT(test_memory_comes_back),
		UNIT(test_each_read_for_a_report),
		UNIT(test_each_read_of_the_queue),
		UNIT(test_each_write),
		UNIT(test_drain_that_never_ends),
		UNIT(test_drains_of_all_lengths),
		UNIT(test_status_that_tells_of_errors),
		UNIT(test_each_bit_of_each_record),
		UNIT(test_random_records),
		UNIT(test_all_ones),
	};

	return cmocka_run_group_tests_name("port_trouble", tests, NULL, NULL);
}
