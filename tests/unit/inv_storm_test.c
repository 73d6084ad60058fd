/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Device-TLB invalidation under everything at once: random descriptors, devices
 * that answer late, twice, for others or not at all, streams without room. A
 * model of ITags that knows only messages and ticks watches each call:
 *
 * - no wait is complete while a request before it has neither been answered nor
 *   timed out;
 * - no ITag names a second request before the first is answered, or has had
 *   twice the time;
 * - no source is sent more at a time than it can stand.
 */

#include "groups.h"

#include "devices.h"
#include "msg.h"

#define SOURCES 4u
#define STEPS   20000u
#define SLOTS   128u

enum state { NONE, PENDING, LATE };

/* One at a time, as cmocka runs them: callbacks of the mock have no context. */
static struct model {
	struct {
		enum state state;
		unsigned int source, count, ticks;
	} itag[32];
	uint64_t seed;
	unsigned int tail;
	uint32_t waits, completed;
	unsigned int sent, answered, late, bad;
} model;

static unsigned int random_below(unsigned int n)
{
	model.seed = model.seed * UINT64_C(6364136223846793005) +
		     UINT64_C(1442695040888963407);
	return (unsigned int)(model.seed >> 33) % n;
}

static uint16_t sid_of(unsigned int source)
{
	return (uint16_t)(SID + 8 * source);
}

/* Sources stand 1, 2, 4 and all requests at a time. */
static unsigned int mip_of(unsigned int source)
{
	return source < 3 ? 1u << source : 0;
}

static unsigned int occupied_by(unsigned int source)
{
	unsigned int count = 0;

	for (unsigned int i = 0; i < 32; i++)
		count += model.itag[i].state != NONE &&
			 model.itag[i].source == source;
	return count;
}

static void request_left(uint64_t head)
{
	unsigned int itag = VTD_GET(GATE_WORK0_TAG, head);
	unsigned int source = (VTD_GET(GATE_WORK0_SID, head) - SID) / 8;

	assert_int_equal(model.itag[itag].state, NONE);
	assert_true(!mip_of(source) || occupied_by(source) < mip_of(source));
	model.itag[itag].state = PENDING;
	model.itag[itag].source = source;
	model.itag[itag].count = 0;
	model.itag[itag].ticks = 0;
	model.sent++;
}

static void wait_completed(uint32_t number)
{
	for (unsigned int i = 0; i < 32; i++)
		assert_int_not_equal(model.itag[i].state, PENDING);
	assert_true(number > model.completed);
	model.completed = number;
}

static void watch(struct vtd_port *m, const struct mock_call *call)
{
	(void)m;
	if (call->op == MOCK_MSG &&
	    VTD_GET(GATE_WORK0_MSG, call->a) == GATE_MSG_OUT_INV_REQ)
		request_left(call->a);
	if (call->op == MOCK_HOST_WRITE32 && call->a == BENCH_STATUS)
		wait_completed((uint32_t)call->b);
}

/* Until it rests, or for a while when it has to be polled. */
static void settle(struct bench *b)
{
	for (unsigned int turns = 0; turns < 400; turns++)
		if (!bench_turn(b))
			return;
}

static void put(struct bench *b, uint64_t lo, uint64_t hi)
{
	if ((model.tail + 1) % SLOTS == mock_reg(&b->m, VTD_IQH) / 32)
		return;
	host_wide(b, model.tail, lo, hi);
	model.tail = (model.tail + 1) % SLOTS;
	host_wide_tail(b, model.tail);
}

static void host_acts(struct bench *b)
{
	unsigned int source = random_below(SOURCES);

	switch (random_below(6)) {
	case 0:
		put(b, VTD_DESC_IOTLB | VTD_PUT(VTD_DESC_LO_G, VTD_G_GLOBAL),
		    0);
		break;
	case 1:
	case 2:
		put(b,
		    VTD_DESC_WAIT | VTD_WAIT_DESC_LO_SW |
			    VTD_PUT(VTD_WAIT_DESC_LO_DATA, ++model.waits),
		    BENCH_STATUS);
		break;
	case 3:
		put(b,
		    pasid_device_tlb_lo(sid_of(source), PASID, mip_of(source)),
		    IOVA);
		break;
	default:
		put(b, device_tlb_lo(sid_of(source), mip_of(source)), IOVA);
	}
}

static void count_answer(unsigned int source, unsigned int itag,
			 unsigned int cc)
{
	bool own = model.itag[itag].state != NONE &&
		   model.itag[itag].source == source;

	if (!own || model.itag[itag].state == LATE)
		model.bad++;
	if (!own || ++model.itag[itag].count != cc)
		return;
	model.answered += model.itag[itag].state == PENDING;
	model.itag[itag].state = NONE;
}

/* Mostly for what is pending of it, by messages of CC 1 or 2. */
static void device_acts(struct bench *b)
{
	unsigned int source = random_below(SOURCES);
	unsigned int cc = random_below(16) ? 1 : 2;
	uint32_t itags = random_below(8) ? 0 : 1u << random_below(32);

	for (unsigned int i = 0; i < 32; i++)
		if (model.itag[i].state != NONE &&
		    model.itag[i].source == source && random_below(2))
			itags |= UINT32_C(1) << i;
	for (unsigned int i = 0; i < 32; i++)
		if (itags >> i & 1)
			count_answer(source, i, cc);
	device_completes(b, sid_of(source), itags, cc);
}

static void time_passes(struct bench *b)
{
	for (unsigned int i = 0; i < 32; i++) {
		if (model.itag[i].state == NONE ||
		    ++model.itag[i].ticks < MSG_TICKS)
			continue;
		model.late += model.itag[i].state == PENDING;
		model.itag[i].state = model.itag[i].state == PENDING ? LATE :
								       NONE;
		model.itag[i].ticks = 0;
	}
	mock_work(&b->m,
		  GATE_KIND_EVENT | VTD_PUT(GATE_WORK0_EVENT, GATE_EVENT_TIMER),
		  0, 0);
	bench_turn(b);
}

static void step(struct bench *b)
{
	unsigned int what = random_below(40);

	b->m.msg_free = random_below(10) ? MOCK_MSG_FREE : GATE_MSG_ROOM_OWN;
	if (what < 20)
		host_acts(b);
	settle(b);
	b->m.msg_free = MOCK_MSG_FREE;
	settle(b);
	if (what >= 20 && what < 36)
		device_acts(b);
	else if (what == 36)
		time_passes(b);
	else if (what > 36)
		host_clear_fsts(b, VTD_FSTS_ITE | VTD_FSTS_ICE);
	settle(b);
}

/* Everything is answered in the end, and the last wait is complete. */
static void finish(struct bench *b)
{
	for (unsigned int i = 0; i < 300; i++) {
		host_clear_fsts(b, VTD_FSTS_ITE | VTD_FSTS_ICE);
		time_passes(b);
		settle(b);
	}
	put(b,
	    VTD_DESC_WAIT | VTD_WAIT_DESC_LO_SW |
		    VTD_PUT(VTD_WAIT_DESC_LO_DATA, ++model.waits),
	    BENCH_STATUS);
	bench_run(b);
	assert_int_equal(model.completed, model.waits);
	assert_int_equal(mock_reg(&b->m, VTD_IQH), 32 * model.tail);
}

static void storm(struct bench *b, uint64_t seed)
{
	devices_start(b, 0, 0);
	model = (struct model){ .seed = seed };
	b->m.meanwhile = watch;
	for (unsigned int i = 0; i < STEPS; i++)
		step(b);
	finish(b);
	assert_true(vtd_alive(b->v));
	assert_true(model.sent > 500 && model.answered > 300);
	assert_true(model.late > 20 && model.bad > 50);
	assert_true(model.completed > 300);
}

static void test_storm(void **state)
{
	for (uint64_t seed = 1; seed <= 4; seed++)
		storm(*state, seed);
}

int inv_storm_tests(void)
{
	static const struct CMUnitTest tests[] = {
		DEVICES(test_storm),
	};

	return cmocka_run_group_tests_name("inv_storm", tests, NULL, NULL);
}
