/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The fault recording registers as a ring (7.2.1, 11.4.14): up to 256 of them
 * where CAP.FRO says, bounded work for each fault, and a host that clears
 * records at the worst of moments.
 */

#include "groups.h"

#include "flt.h"

#define MANY 256u
/* Reads of registers that one fault may cost (flt.h). */
#define MOST_READS 12u

static struct vtd_config many_records(void)
{
	struct vtd_config config = bench_config();

	config.cap &= ~(VTD_CAP_FRO | VTD_CAP_NFR);
	config.cap |= VTD_PUT(VTD_CAP_FRO, 0x200) |
		      VTD_PUT(VTD_CAP_NFR, MANY - 1);
	config.window_log2 = 14;
	config.frcds = MANY;
	return config;
}

static void start(struct bench *b, const struct vtd_config *config)
{
	bench_start(b, config);
	host_enables_translation(b);
}

static bool is_full(const struct bench *b, unsigned int n)
{
	return mock_reg(&b->m, mock_frcdh(&b->m, n)) & VTD_FRCDH_F;
}

static uint16_t source(const struct bench *b, unsigned int n)
{
	return (uint16_t)(mock_reg(&b->m, mock_frcdh(&b->m, n)) &
			  VTD_FRCDH_SID);
}

static uint32_t fsts(const struct bench *b)
{
	return (uint32_t)mock_reg(&b->m, VTD_FSTS);
}

static unsigned int fri(const struct bench *b)
{
	return (unsigned int)VTD_GET(VTD_FSTS_FRI, fsts(b));
}

static unsigned int messages(const struct bench *b)
{
	return mock_count(&b->m, MOCK_HOST_WRITE32, FEADDR_VALUE);
}

static unsigned int register_reads(const struct bench *b)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < b->m.call_count; i++)
		count += b->m.calls[i].op == MOCK_REG_READ;
	return count;
}

/* Answered at once, or after a turn of what is pending. */
static void fault(struct bench *b, unsigned int sid)
{
	mock_forget(&b->m);
	device_asks(b, (uint16_t)sid, IOVA, 0);
	while (!mock_answer(&b->m, 1)) {
		mock_forget(&b->m);
		assert_true(bench_turn(b));
	}
	assert_blocked(b);
	assert_true(register_reads(b) <= MOST_READS);
}

static void fill(struct bench *b, unsigned int count)
{
	for (unsigned int n = 0; n < count; n++)
		fault(b, SID + n);
}

/* F falls; the engine hears of it only when the bench runs. */
static void clear_record(struct vtd_port *m, unsigned int n)
{
	unsigned int offset = mock_frcdh(m, n);

	mock_set_reg(m, offset, mock_reg(m, offset) & ~VTD_FRCDH_F);
}

static void test_records_lie_where_cap_says(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();

	start(b, &config);
	fill(b, 2);
	assert_int_equal(mock_reg(&b->m, 0x2000), IOVA);
	assert_int_equal(mock_reg(&b->m, 0x2008),
			 VTD_FRCDH_F | VTD_FRCDH_T1 | SID |
				 VTD_PUT(VTD_FRCDH_FR, VTD_FAULT_LRT_2));
	assert_int_equal(mock_reg(&b->m, 0x2018) & VTD_FRCDH_SID, SID + 1);
	assert_int_equal(mock_reg(&b->m, VTD_FRCDH), 0);
}

/* Every fault within its reads; one event for all of them. */
static void test_many_records_fill(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();
	unsigned int sent = 0;

	start(b, &config);
	for (unsigned int n = 0; n < MANY; n++) {
		fault(b, SID + n);
		sent += messages(b);
		assert_int_equal(source(b, n), SID + n);
		assert_true(is_full(b, n));
	}
	assert_int_equal(sent, 1);
	assert_int_equal(fri(b), 0);
	assert_false(fsts(b) & VTD_FSTS_PFO);
	fault(b, SID + MANY);
	assert_true(fsts(b) & VTD_FSTS_PFO);
	assert_int_equal(source(b, 0), SID);
	assert_int_equal(messages(b), 0);
}

/* Sources of pending records collapse, of cleared ones no more. */
static void test_collapse_among_many(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();

	start(b, &config);
	fill(b, 200);
	for (unsigned int n = 0; n < 200; n++)
		fault(b, SID + n);
	assert_false(is_full(b, 200));
	host_clear_record(b, 77);
	bench_run(b);
	fault(b, SID + 78);
	assert_false(is_full(b, 200));
	fault(b, SID + 77);
	assert_true(is_full(b, 200));
	assert_int_equal(source(b, 200), SID + 77);
	fault(b, SID + 77);
	assert_false(is_full(b, 201));
}

/* All cleared but the newest: no event, and FRI stays (PPF never fell). */
static void test_cleared_but_for_the_newest(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();

	start(b, &config);
	fill(b, MANY - 1);
	for (unsigned int n = 0; n < MANY - 2; n++)
		clear_record(&b->m, n);
	fault(b, 0x7000);
	bench_run(b);
	assert_int_equal(messages(b), 0);
	assert_int_equal(fri(b), 0);
	assert_int_equal(b->v->pending, 0);
}

/* The ring goes round many times, whatever the host leaves behind. */
static void test_round_and_round(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();

	start(b, &config);
	for (unsigned int n = 0; n < 5 * MANY; n++) {
		fault(b, n);
		assert_int_equal(source(b, n % MANY), n);
		if (n >= 3)
			clear_record(&b->m, (n - 3) % MANY);
	}
	assert_false(fsts(b) & VTD_FSTS_PFO);
	bench_run(b);
	assert_int_equal(b->v->pending, 0);
}

/* ---- The host's hand at the worst of moments ---------------------------- */

/* Lower half of a record written, F still to come: clears all before it. */
static void clears_all_before(struct vtd_port *m, const struct mock_call *call)
{
	unsigned int first = mock_frcdh(m, 0) - 8;

	if (call->op != MOCK_REG_WRITE64 || (call->a - first) % 16)
		return;
	for (unsigned int n = 0; n < (call->a - first) / 16; n++)
		clear_record(m, n);
	m->meanwhile = NULL;
}

/*
 * PPF may have fallen and risen: an event, with the FRI of what is pending, a
 * few turns later at most, however many records there were.
 */
static void test_all_cleared_while_one_is_written(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();

	start(b, &config);
	fill(b, 100);
	b->m.meanwhile = clears_all_before;
	fault(b, 0x7000);
	assert_int_equal(messages(b), 0);
	assert_true(b->v->pending);
	bench_run(b);
	assert_int_equal(messages(b), 1);
	assert_int_equal(fri(b), 100);
	assert_int_equal(b->v->pending, 0);
}

/* Further faults while it is being found out; the first is the one named. */
static void test_faults_go_on_while_in_doubt(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();

	start(b, &config);
	fill(b, 100);
	b->m.meanwhile = clears_all_before;
	fault(b, 0x7000);
	for (unsigned int n = 1; n < 10; n++)
		fault(b, 0x7000 + n);
	bench_run(b);
	assert_int_equal(messages(b), 1);
	assert_int_equal(fri(b), 100);
	assert_true(is_full(b, 109));
}

/* The host clears that record too: an event, and FRI stays (PPF never fell). */
static void test_record_in_doubt_is_cleared(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();

	start(b, &config);
	fill(b, 100);
	b->m.meanwhile = clears_all_before;
	fault(b, 0x7000);
	fault(b, 0x7001);
	clear_record(&b->m, 100);
	bench_run(b);
	assert_int_equal(messages(b), 1);
	assert_int_equal(fri(b), 100);
}

/* Everything is cleared: there is nothing to tell. */
static void test_nothing_left_to_tell(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();

	start(b, &config);
	fill(b, 100);
	b->m.meanwhile = clears_all_before;
	fault(b, 0x7000);
	clear_record(&b->m, 100);
	bench_run(b);
	assert_int_equal(messages(b), 0);
	assert_int_equal(b->v->pending, 0);
	fault(b, 0x7000);
	assert_int_equal(messages(b), 1);
	assert_int_equal(fri(b), 101);
}

/* PPF is seen clear while in doubt: the next fault is a first one again. */
static void test_doubt_ends_with_ppf(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();

	start(b, &config);
	fill(b, 100);
	b->m.meanwhile = clears_all_before;
	fault(b, 0x7000);
	clear_record(&b->m, 100);
	fault(b, 0x7001);
	assert_int_equal(messages(b), 1);
	assert_int_equal(fri(b), 101);
	assert_int_equal(b->v->pending, 0);
}

/* Another status bit was set all along: no event, but FRI is right. */
static void test_no_event_beside_another_status(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();

	start(b, &config);
	fill(b, 100);
	mock_set_reg(&b->m, VTD_FSTS, fsts(b) | VTD_FSTS_IQE);
	b->m.meanwhile = clears_all_before;
	fault(b, 0x7000);
	bench_run(b);
	assert_int_equal(messages(b), 0);
	assert_int_equal(fri(b), 100);
}

/* 11.4.14: the index restarts when TES falls; in doubt, a little later. */
static void test_restart_while_in_doubt(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();

	start(b, &config);
	fill(b, 100);
	b->m.meanwhile = clears_all_before;
	fault(b, 0x7000);
	host_gcmd(b, 0);
	bench_run(b);
	assert_int_equal(messages(b), 1);
	assert_int_equal(fri(b), 100);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	fault(b, 0x7001);
	assert_int_equal(source(b, 0), 0x7001);
	assert_int_equal(fri(b), 100);
	assert_int_equal(messages(b), 0);
	fault(b, 0x7000);
	assert_false(is_full(b, 1));
}

/* Records that were pending at the restart are found wherever they lie. */
static void test_restart_among_pending_records(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = many_records();

	start(b, &config);
	fill(b, 10);
	for (unsigned int n = 0; n < 5; n++)
		clear_record(&b->m, n);
	host_gcmd(b, 0);
	bench_run(b);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	for (unsigned int n = 0; n < 5; n++) {
		fault(b, 0x7000 + n);
		assert_int_equal(source(b, n), 0x7000 + n);
		bench_run(b);
	}
	fault(b, SID + 7);
	assert_false(fsts(b) & VTD_FSTS_PFO);
	fault(b, 0x7777);
	assert_true(fsts(b) & VTD_FSTS_PFO);
	assert_int_equal(source(b, 5), SID + 5);
}

/* A source whose older records were all cleared still has the newest one. */
static void test_restart_does_not_bring_back_the_past(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fault(b, SID);
	host_clear_record(b, 0);
	bench_run(b);
	fault(b, SID + 1);
	fault(b, SID);
	assert_int_equal(source(b, 2), SID);
	host_gcmd(b, 0);
	bench_run(b);
	host_gcmd(b, VTD_GCMD_TE);
	bench_run(b);
	fault(b, SID);
	assert_false(is_full(b, 0));
}

static void clears_one_record(struct vtd_port *m, const struct mock_call *call)
{
	if (call->op != MOCK_REG_READ || call->a != mock_frcdh(m, 0))
		return;
	clear_record(m, 0);
	m->meanwhile = NULL;
}

/* The last record is cleared as PFO is about to be set: an event for PFO. */
static void test_overflow_alone_is_an_event(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.cap &= ~VTD_CAP_NFR;
	start(b, &config);
	fault(b, SID);
	b->m.meanwhile = clears_one_record;
	fault(b, SID + 1);
	assert_null(b->m.meanwhile);
	assert_true(fsts(b) & VTD_FSTS_PFO);
	assert_false(fsts(b) & VTD_FSTS_PPF);
	assert_int_equal(messages(b), 1);
}

static void clears_before_the_question(struct vtd_port *m,
				       const struct mock_call *call)
{
	if (call->op != MOCK_REG_READ || call->a != VTD_FSTS)
		return;
	for (unsigned int n = 0; n < MOCK_RECORDS; n++)
		clear_record(m, n);
	m->meanwhile = NULL;
}

/* A full ring, emptied behind PPF: there is room after all. */
static void test_room_is_asked_for(void **state)
{
	struct bench *b = *state;

	host_enables_translation(b);
	fill(b, MOCK_RECORDS);
	b->m.meanwhile = clears_before_the_question;
	fault(b, 0x7000);
	bench_run(b);
	assert_int_equal(source(b, 0), 0x7000);
	assert_false(fsts(b) & VTD_FSTS_PFO);
	assert_int_equal(messages(b), 1);
	assert_int_equal(fri(b), 0);
}

/* ---- A host that clears at random moments ------------------------------- */

static struct {
	uint64_t seed;
	bool asks, ppf;        /* FSTS after the newest call */
	unsigned int messages; /* since FSTS last rose from nothing */
	unsigned int riser; /* the record that PPF rose with; MANY: cleared */
	unsigned int rises;
} host;

static unsigned int any(unsigned int below)
{
	host.seed ^= host.seed << 13;
	host.seed ^= host.seed >> 7;
	host.seed ^= host.seed << 17;
	return (unsigned int)(host.seed >> 20) % below;
}

static bool asks(const struct vtd_port *m)
{
	return mock_reg(m, VTD_FSTS) & (VTD_FSTS_PPF | VTD_FSTS_PFO);
}

static bool ppf(const struct vtd_port *m)
{
	return mock_reg(m, VTD_FSTS) & VTD_FSTS_PPF;
}

/* What rose with this call of the engine, and whether it was told. */
static void watches(const struct vtd_port *m, const struct mock_call *call)
{
	if (call->op == MOCK_HOST_WRITE32 && call->a == FEADDR_VALUE)
		host.messages++;
	if (!host.asks && asks(m)) {
		host.messages = 0;
		host.rises++;
	}
	if (!host.ppf && ppf(m))
		host.riser = (unsigned int)(call->a - mock_frcdh(m, 0)) / 16;
}

static void clears_some(struct vtd_port *m, unsigned int count)
{
	unsigned int n = any(4) ? any(count) : 0;
	unsigned int end = n + 1 + any(3) * any(2 * count);

	for (; n < end && n < count; n++) {
		clear_record(m, n);
		if (n == host.riser)
			host.riser = MANY;
	}
	if (!any(4))
		mock_set_reg(m, VTD_FSTS,
			     mock_reg(m, VTD_FSTS) & ~VTD_FSTS_PFO);
}

static void interferes(struct vtd_port *m, const struct mock_call *call)
{
	unsigned int nfr = mock_reg(m, VTD_CAP) >> 40 & 0xff;

	watches(m, call);
	if (!any(6))
		clears_some(m, nfr + 1);
	host.asks = asks(m);
	host.ppf = ppf(m);
}

/*
 * When all is quiet: whatever asks for software was told by a message after it
 * rose, and FRI names the record that PPF rose with while it is pending.
 */
static void check_quiet(struct bench *b)
{
	bench_run(b);
	if (host.asks)
		assert_true(host.messages);
	if (host.ppf && host.riser != MANY)
		assert_int_equal(fri(b), host.riser);
}

static void check_interference(struct bench *b, unsigned int records,
			       unsigned int faults)
{
	struct vtd_config config = many_records();

	config.cap &= ~VTD_CAP_NFR;
	config.cap |= VTD_PUT(VTD_CAP_NFR, records - 1);
	start(b, &config);
	host.seed = UINT64_C(0x9e3779b97f4a7c15);
	host.asks = host.ppf = false;
	host.riser = MANY;
	host.rises = 0;
	b->m.meanwhile = interferes;
	for (unsigned int n = 0; n < faults; n++) {
		fault(b, any(3 * records));
		if (!any(4))
			check_quiet(b);
	}
	assert_true(host.rises > faults / 50);
}

static void test_host_clears_at_random(void **state)
{
	check_interference(*state, 1, 2000);
	check_interference(*state, 2, 4000);
	check_interference(*state, 5, 6000);
	check_interference(*state, 16, 4000);
	check_interference(*state, MANY, 300);
}

int flt_log_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_records_lie_where_cap_says),
		UNIT(test_many_records_fill),
		UNIT(test_collapse_among_many),
		UNIT(test_cleared_but_for_the_newest),
		UNIT(test_round_and_round),
		UNIT(test_all_cleared_while_one_is_written),
		UNIT(test_faults_go_on_while_in_doubt),
		UNIT(test_record_in_doubt_is_cleared),
		UNIT(test_nothing_left_to_tell),
		UNIT(test_doubt_ends_with_ppf),
		UNIT(test_no_event_beside_another_status),
		UNIT(test_restart_while_in_doubt),
		UNIT(test_restart_among_pending_records),
		UNIT(test_restart_does_not_bring_back_the_past),
		UNIT(test_overflow_alone_is_an_event),
		UNIT(test_room_is_asked_for),
		UNIT(test_host_clears_at_random),
	};

	return cmocka_run_group_tests_name("flt_log", tests, NULL, NULL);
}
