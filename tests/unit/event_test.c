/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Event messages (7.3, 11.4.7.2): one scheme of mask and pending bit for every
 * event, whichever group of registers it has; addresses are of 64 bits.
 */

#include "groups.h"

#include "event.h"

#define DATA  UINT32_C(0x4321)
#define ADDR  UINT32_C(0xfee0c000)
#define UPPER UINT32_C(0x12)

static const unsigned int groups[] = { VTD_FECTL, VTD_IECTL };

static void set_up(struct bench *b, unsigned int ctl, uint32_t value)
{
	mock_set_reg(&b->m, ctl, value);
	mock_set_reg(&b->m, ctl + 4, DATA);
	mock_set_reg(&b->m, ctl + 8, ADDR);
	mock_set_reg(&b->m, ctl + 12, UPPER);
}

#define FOR_EACH_GROUP(ctl)                                                    \
	for (unsigned int i = 0, ctl; i < 2 && (ctl = groups[i], true); i++)

static void test_unmasked_event_is_sent_to_its_64_bit_address(void **state)
{
	struct bench *b = *state;
	bool held = false;

	FOR_EACH_GROUP(ctl)
	{
		set_up(b, ctl, 0);
		EXPECT_HOST_WRITE32(&b->m, (uint64_t)UPPER << 32 | ADDR, DATA);
		event_raise(b->v, ctl, &held);
		mock_done(&b->m);
		assert_false(held);
	}
}

static void test_masked_event_is_held_until_unmasked(void **state)
{
	struct bench *b = *state;

	FOR_EACH_GROUP(ctl)
	{
		bool held = false;

		set_up(b, ctl, EVENT_IM);
		EXPECT_REG_SET32(&b->m, ctl, EVENT_IP);
		event_raise(b->v, ctl, &held);
		event_control_written(b->v, ctl, EVENT_IM, &held);
		mock_done(&b->m);
		assert_true(held);
		EXPECT_HOST_WRITE32(&b->m, (uint64_t)UPPER << 32 | ADDR, DATA);
		EXPECT_REG_CLEAR32(&b->m, ctl, EVENT_IP);
		event_control_written(b->v, ctl, 0, &held);
		mock_done(&b->m);
		assert_false(held);
	}
}

static void test_withdrawn_event_is_never_sent(void **state)
{
	struct bench *b = *state;

	FOR_EACH_GROUP(ctl)
	{
		bool held = false;

		set_up(b, ctl, EVENT_IM);
		event_raise(b->v, ctl, &held);
		EXPECT_REG_CLEAR32(&b->m, ctl, EVENT_IP);
		event_withdraw(b->v, ctl, &held);
		event_withdraw(b->v, ctl, &held);
		event_control_written(b->v, ctl, 0, &held);
		mock_done(&b->m);
		assert_false(held);
	}
}

int event_tests(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(test_unmasked_event_is_sent_to_its_64_bit_address),
		UNIT(test_masked_event_is_held_until_unmasked),
		UNIT(test_withdrawn_event_is_never_sent),
	};

	return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}
