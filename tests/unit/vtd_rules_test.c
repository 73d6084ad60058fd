/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Capabilities that are nothing without others. The list is from the tables of
 * 11.4.2 and 11.4.3, by bit numbers, and knows nothing of the one in the
 * engine.
 */

#include "groups.h"

#include <string.h>

#include "vtd_rules.h"

/* Bit numbers of ECAP; those of CAP are this much higher. */
#define CAP_BIT 64U
#define BITS    128U

static const struct need {
	unsigned int bit, needs;
	const char *sentence;
} needs[] = {
	{ CAP_BIT + 56, 47, "CAP.FS1GP is set without ECAP.FSTS" },
	{ CAP_BIT + 59, 3, "CAP.PI is set without ECAP.IR" },
	{ CAP_BIT + 60, 47, "CAP.FS5LP is set without ECAP.FSTS" },
	{ 2, 1, "ECAP.DT is set without ECAP.QI" },
	{ 3, 1, "ECAP.IR is set without ECAP.QI" },
	{ 4, 3, "ECAP.EIM is set without ECAP.IR" },
	{ 20, 3, "ECAP.MHMV is set without ECAP.IR" },
	{ 21, 3, "ECAP.MHMV is set without ECAP.IR" },
	{ 22, 3, "ECAP.MHMV is set without ECAP.IR" },
	{ 23, 3, "ECAP.MHMV is set without ECAP.IR" },
	{ 25, 43, "ECAP.MTS is set without ECAP.SMTS" },
	{ 26, 43, "ECAP.NEST is set without ECAP.SMTS" },
	{ 26, 46, "ECAP.NEST is set without ECAP.SSTS" },
	{ 26, 47, "ECAP.NEST is set without ECAP.FSTS" },
	{ 29, 2, "ECAP.PRS is set without ECAP.DT" },
	{ 29, 43, "ECAP.PRS is set without ECAP.SMTS" },
	{ 31, 43, "ECAP.SRS is set without ECAP.SMTS" },
	{ 33, 2, "ECAP.NWFS is set without ECAP.DT" },
	{ 34, 47, "ECAP.EAFS is set without ECAP.FSTS" },
	{ 34, 48, "ECAP.EAFS is set without ECAP.SMPWCS" },
	{ 35, 43, "ECAP.PSS is set without ECAP.SMTS" },
	{ 36, 43, "ECAP.PSS is set without ECAP.SMTS" },
	{ 37, 43, "ECAP.PSS is set without ECAP.SMTS" },
	{ 38, 43, "ECAP.PSS is set without ECAP.SMTS" },
	{ 39, 43, "ECAP.PSS is set without ECAP.SMTS" },
	{ 40, 43, "ECAP.PASID is set without ECAP.SMTS" },
	{ 41, 2, "ECAP.DIT is set without ECAP.DT" },
	{ 42, 2, "ECAP.PDS is set without ECAP.DT" },
	{ 43, 1, "ECAP.SMTS is set without ECAP.QI" },
	{ 45, 48, "ECAP.SSADS is set without ECAP.SMPWCS" },
	{ 47, 43, "ECAP.FSTS is set without ECAP.SMTS" },
	{ 48, 43, "ECAP.SMPWCS is set without ECAP.SMTS" },
	{ 49, 43, "ECAP.RPS is set without ECAP.SMTS" },
	{ 51, CAP_BIT + 61, "ECAP.PMS is set without CAP.ECMDS" },
	{ 53, 31, "ECAP.RPRIVS is set without ECAP.SRS" },
	{ 55, 2, "ECAP.HPTS is set without ECAP.DT" },
	{ 55, 43, "ECAP.HPTS is set without ECAP.SMTS" },
	{ 56, 2, "ECAP.PTRS is set without ECAP.DT" },
	{ 56, 40, "ECAP.PTRS is set without ECAP.PASID" },
	{ 57, 46, "ECAP.SSIRWS is set without ECAP.SSTS" },
	{ 58, 29, "ECAP.SMS is set without ECAP.PRS" },
	{ 59, 55, "ECAP.HPT1GPS is set without ECAP.HPTS" },
	{ 61, 4, "ECAP.EIMER is set without ECAP.EIM" },
	{ 62, 3, "ECAP.IRREQ is set without ECAP.IR" },
};

#define NUM_NEEDS (sizeof(needs) / sizeof(needs[0]))

static bool has(const struct vtd_config *c, unsigned int bit)
{
	return (bit < CAP_BIT ? c->ecap >> bit : c->cap >> (bit - CAP_BIT)) & 1;
}

static void put(struct vtd_config *c, unsigned int bit)
{
	if (bit < CAP_BIT)
		c->ecap |= UINT64_C(1) << bit;
	else
		c->cap |= UINT64_C(1) << (bit - CAP_BIT);
}

/* Everything that @c needs, but for @missing. */
static void complete(struct vtd_config *c, unsigned int missing)
{
	bool again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < NUM_NEEDS; i++)
			if (has(c, needs[i].bit) && !has(c, needs[i].needs) &&
			    needs[i].needs != missing) {
				put(c, needs[i].needs);
				again = true;
			}
	}
}

static struct vtd_config only(unsigned int bit, unsigned int missing)
{
	struct vtd_config c = { .ecap = VTD_ECAP_PT };

	put(&c, bit);
	complete(&c, missing);
	return c;
}

static void test_each_need(void **state)
{
	(void)state;
	for (size_t i = 0; i < NUM_NEEDS; i++) {
		struct vtd_config c = only(needs[i].bit, needs[i].needs);
		const char *error = vtd_rules_error(&c);

		if (!error)
			fail_msg("accepted, though: %s", needs[i].sentence);
		assert_string_equal(error, needs[i].sentence);
	}
}

/* With all that it needs every bit is fine, so no rule asks for more. */
static void test_nothing_else_is_needed(void **state)
{
	(void)state;
	for (unsigned int bit = 0; bit < BITS; bit++) {
		struct vtd_config c = only(bit, BITS);
		const char *error = vtd_rules_error(&c);

		if (error)
			fail_msg("bit %u: %s", bit, error);
	}
}

static void test_scalable_mode_needs_some_stage(void **state)
{
	static const unsigned int stages[] = { 6, 46, 47 };
	struct vtd_config c = { .ecap = VTD_ECAP_SMTS | VTD_ECAP_QI };

	(void)state;
	assert_string_equal(
		vtd_rules_error(&c),
		"ECAP.SMTS is set without any of ECAP.FSTS, SSTS and PT");
	for (unsigned int i = 0; i < 3; i++) {
		struct vtd_config good = c;

		put(&good, stages[i]);
		assert_null(vtd_rules_error(&good));
	}
}

static void test_write_buffers_in_scalable_mode(void **state)
{
	struct vtd_config c = only(43, BITS);

	(void)state;
	put(&c, CAP_BIT + 4);
	assert_string_equal(vtd_rules_error(&c),
			    "CAP.RWBF is set together with ECAP.SMTS");
}

/* The engine takes no such configuration. */
static void test_start_is_refused(void **state)
{
	struct bench *b = *state;
	struct vtd_config c = bench_config();

	c.ecap |= VTD_ECAP_EIM;
	assert_string_equal(vtd_config_error(&c), needs[5].sentence);
	assert_true(vtd_init(b->v, &b->m, &c) < 0);
}

/* Whatever is taken away, what remains stands, and nothing is added. */
static void test_settles(void **state)
{
	(void)state;
	for (unsigned int bit = 0; bit < BITS; bit++) {
		struct vtd_config c = { .cap = ~VTD_CAP_RWBF,
					.ecap = UINT64_MAX };
		struct vtd_config was;

		if (bit < CAP_BIT)
			c.ecap &= ~(UINT64_C(1) << bit);
		else
			c.cap &= ~(UINT64_C(1) << (bit - CAP_BIT));
		was = c;
		vtd_rules_settle(&c);
		assert_null(vtd_rules_error(&c));
		assert_int_equal(c.cap & ~was.cap, 0);
		assert_int_equal(c.ecap & ~was.ecap, 0);
	}
}

/* Only what needs it goes with it. */
static void test_settles_no_further(void **state)
{
	struct vtd_config c = vtd_config_full();
	uint64_t gone = VTD_ECAP_IR | VTD_ECAP_EIM | VTD_ECAP_MHMV;
	uint64_t ecap = c.ecap;
	uint64_t cap = c.cap;

	(void)state;
	c.ecap &= ~VTD_ECAP_IR;
	vtd_rules_settle(&c);
	assert_int_equal(c.ecap, ecap & ~gone);
	assert_int_equal(c.cap, cap & ~VTD_CAP_PI);
}

int vtd_rules_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_each_need),
		UNIT(test_nothing_else_is_needed),
		UNIT(test_scalable_mode_needs_some_stage),
		UNIT(test_write_buffers_in_scalable_mode),
		UNIT(test_start_is_refused),
		UNIT(test_settles),
		UNIT(test_settles_no_further),
	};

	return cmocka_run_group_tests_name("vtd_rules", tests, NULL, NULL);
}
