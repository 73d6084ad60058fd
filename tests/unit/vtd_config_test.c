/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Capabilities that contradict each other, or promise what is not there, are
 * refused, and the sentence says which rule was broken. Rules: VT-d rev 5.10,
 * 11.4.1 (VER), 11.4.2 (CAP), 11.4.3 (ECAP).
 */

#include "groups.h"

#include <string.h>

static void set(uint64_t *reg, uint64_t mask, uint64_t value)
{
	*reg = (*reg & ~mask) | VTD_PUT(mask, value);
}

/* @config is refused with a sentence that has @words in it. */
static void assert_refused(struct bench *b, const struct vtd_config *config,
			   const char *words)
{
	const char *error = vtd_config_error(config);

	if (!error)
		fail_msg("accepted, though: %s", words);
	if (!strstr(error, words))
		fail_msg("\"%s\" does not say \"%s\"", error, words);
	assert_true(vtd_init(b->v, &b->m, config) < 0);
}

static void assert_accepted(const struct vtd_config *config)
{
	const char *error = vtd_config_error(config);

	if (error)
		fail_msg("refused: %s", error);
}

static void refuse_cap(struct bench *b, uint64_t mask, uint64_t value,
		       const char *words)
{
	struct vtd_config config = bench_config();

	set(&config.cap, mask, value);
	assert_refused(b, &config, words);
}

static void refuse_ecap(struct bench *b, uint64_t mask, uint64_t value,
			const char *words)
{
	struct vtd_config config = bench_config();

	set(&config.ecap, mask, value);
	assert_refused(b, &config, words);
}

static void refuse_ver(struct bench *b, uint32_t ver, const char *words)
{
	struct vtd_config config = bench_config();

	config.ver = ver;
	assert_refused(b, &config, words);
}

static void refuse_haw(struct bench *b, uint8_t haw, const char *words)
{
	struct vtd_config config = bench_config();

	config.haw = haw;
	assert_refused(b, &config, words);
}

static void accept_cap(uint64_t mask, uint64_t value)
{
	struct vtd_config config = bench_config();

	set(&config.cap, mask, value);
	assert_accepted(&config);
}

static void test_default_is_consistent(void **state)
{
	struct vtd_config config = vtd_config_default();

	(void)state;
	assert_accepted(&config);
	/* Major version 5: below 6 registers can invalidate (11.4.1). */
	assert_int_equal(vtd_config_ver(&config), 0x50);
	assert_int_equal(VTD_GET(VTD_CAP_FRO, vtd_config_cap(&config)) * 16,
			 VTD_FRCDL);
	assert_int_equal(VTD_GET(VTD_ECAP_IRO, vtd_config_ecap(&config)) * 16,
			 VTD_IVA);
}

/* The default, and caching mode. */
static void test_caching_is_consistent(void **state)
{
	struct vtd_config config = vtd_config_caching();

	(void)state;
	assert_accepted(&config);
	assert_int_equal(config.cap, vtd_config_default().cap | VTD_CAP_CM);
	assert_int_equal(config.ecap, vtd_config_default().ecap);
	assert_int_equal(config.device_timeout, VTD_DEVICE_TIMEOUT);
}

static void test_from_caps_fills_all(void **state)
{
	struct vtd_config in = bench_config();
	struct vtd_config out;

	(void)state;
	assert_int_equal(vtd_config_from_caps(&out, in.ver, in.cap, in.ecap),
			 0);
	assert_int_equal(out.cap, in.cap);
	assert_int_equal(out.ecap, in.ecap);
	assert_int_equal(out.ver, in.ver);
	/* MGAW is 57 here, and no host address is wider than 52 bits. */
	assert_int_equal(out.haw, 52);
	assert_int_equal(out.tag_bits, VTD_TAG_BITS);
}

static void test_from_caps_refuses(void **state)
{
	struct vtd_config in = bench_config();
	struct vtd_config out;

	(void)state;
	set(&in.cap, VTD_CAP_MGAW, 38);
	assert_int_equal(vtd_config_from_caps(&out, in.ver, in.cap, in.ecap),
			 0);
	assert_int_equal(out.haw, 39);
	assert_true(vtd_config_from_caps(&out, 0x60, in.cap, in.ecap) < 0);
	assert_non_null(vtd_config_error(&out));
}

static void test_version(void **state)
{
	refuse_ver(*state, 0x10, "VER.MAX is below 2");
	refuse_ver(*state, 0x60, "VER.MAX is above 5");
	refuse_ver(*state, 0x150, "VER has reserved bits");
}

static void test_versions_with_register_invalidation(void **state)
{
	struct vtd_config config = bench_config();

	(void)state;
	for (config.ver = 0x20; config.ver <= 0x5f; config.ver++)
		assert_accepted(&config);
}

/* Bits 3 and 23 were features once, 15:13, 38 and 58:57 never. */
static void test_reserved_bits_of_cap(void **state)
{
	static const unsigned int bits[] = { 3, 13, 14, 15, 23, 38, 57, 58 };

	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		refuse_cap(*state, UINT64_C(1) << bits[i], 1,
			   "CAP has reserved bits set");
}

static void test_reserved_bits_of_ecap(void **state)
{
	static const uint8_t bits[] = { 5, 18, 19, 24, 27, 28, 32, 54, 63 };

	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		refuse_ecap(*state, UINT64_C(1) << bits[i], 1,
			    "ECAP has reserved bits set");
}

/* A bit of ECAP, and what it is nothing without. */
static const struct {
	unsigned int bit;
	uint64_t with;
	const char *words;
} absent[] = {
	{ 25, VTD_ECAP_SMTS, "ECAP.MTS " },
	{ 30, 0, "ECAP.ERS " },
	{ 44, 0, "ECAP.VCS " },
	{ 50, 0, "ECAP.TDXCS " },
	{ 57, VTD_ECAP_SSTS, "ECAP.SSIRWS " },
	{ 60, 0, "ECAP.RDTS " },
	{ 61, VTD_ECAP_IR | VTD_ECAP_EIM, "ECAP.EIMER " },
	{ 62, VTD_ECAP_IR, "ECAP.IRREQ " },
};

static void test_what_is_not_built(void **state)
{
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
		struct vtd_config config = bench_config();

		config.ecap |= UINT64_C(1) << absent[i].bit | absent[i].with;
		assert_refused(*state, &config, absent[i].words);
		assert_refused(*state, &config, "is not built");
	}
}

static void test_pasid_width(void **state)
{
	struct vtd_config config = bench_config();

	config.ecap |= VTD_ECAP_SMTS | VTD_ECAP_PASID;
	for (unsigned int pss = 0; pss < 32; pss++) {
		set(&config.ecap, VTD_ECAP_PSS, pss);
		if (pss < 20)
			assert_accepted(&config);
		else
			assert_refused(*state, &config, "ECAP.PSS is above");
	}
}

/* PERFCNTR lies at 1000h. */
static void test_counters_need_a_large_window(void **state)
{
	struct vtd_config config = bench_config();

	config.cap |= VTD_CAP_ECMDS;
	config.ecap |= VTD_ECAP_PMS;
	assert_refused(*state, &config, "ECAP.PMS");
	config.window_log2 = 13;
	assert_accepted(&config);
}

/* What the set of everything has, and what remains without locked updates. */
static void test_without_locked_updates(void **state)
{
	struct vtd_config config = vtd_config_full();
	uint64_t cap = config.cap;
	uint64_t ecap = config.ecap;

	(void)state;
	assert_true(vtd_config_drop_locked(&config));
	assert_int_equal(cap & ~config.cap,
			 VTD_CAP_PI | VTD_CAP_FS1GP | VTD_CAP_FS5LP);
	assert_int_equal(ecap & ~config.ecap, VTD_ECAP_FSTS | VTD_ECAP_NEST |
						      VTD_ECAP_EAFS |
						      VTD_ECAP_SSADS);
	assert_int_equal(config.cap & ~cap, 0);
	assert_int_equal(config.ecap & ~ecap, 0);
	assert_accepted(&config);
	assert_false(vtd_config_drop_locked(&config));
}

/* With a first stage only, nothing of scalable mode remains. */
static void test_first_stage_only_without_locked_updates(void **state)
{
	struct vtd_config config = bench_config();

	(void)state;
	config.ecap &= ~VTD_ECAP_PT;
	config.ecap |= VTD_ECAP_SMTS | VTD_ECAP_FSTS | VTD_ECAP_PASID |
		       VTD_ECAP_PSS | VTD_ECAP_SMPWCS;
	assert_true(vtd_config_drop_locked(&config));
	assert_int_equal(config.ecap, bench_config().ecap & ~VTD_ECAP_PT);
}

static void test_legacy_is_consistent(void **state)
{
	struct vtd_config config = vtd_config_legacy();

	(void)state;
	assert_accepted(&config);
	assert_false(vtd_config_ecap(&config) &
		     (VTD_ECAP_SMTS | VTD_ECAP_IR | VTD_ECAP_PMS));
}

static void test_full_is_consistent(void **state)
{
	struct vtd_config config = vtd_config_full();

	(void)state;
	assert_accepted(&config);
	assert_int_equal(config.window_log2, 14);
	assert_int_equal(config.frcds, 256);
	assert_int_equal(VTD_GET(VTD_CAP_NFR, config.cap), 255);
}

static void test_domain_ids(void **state)
{
	refuse_cap(*state, VTD_CAP_ND, 7, "CAP.ND is 7");
	for (unsigned int nd = 0; nd < 7; nd++)
		accept_cap(VTD_CAP_ND, nd);
}

/* Bit 1 is 39, bit 2 48, bit 3 57 bits; bits 0 and 4 are reserved. */
static void test_address_widths(void **state)
{
	for (unsigned int sagaw = 0; sagaw < 32; sagaw++)
		if (sagaw & 0x11 || !sagaw)
			refuse_cap(*state, VTD_CAP_SAGAW, sagaw, "CAP.SAGAW");
		else
			accept_cap(VTD_CAP_SAGAW, sagaw);
}

static void test_superpages(void **state)
{
	accept_cap(VTD_CAP_SSLPS, 0);
	accept_cap(VTD_CAP_SSLPS, 1);
	accept_cap(VTD_CAP_SSLPS, 3);
	refuse_cap(*state, VTD_CAP_SSLPS, 2, "CAP.SSLPS");
	for (unsigned int sslps = 4; sslps < 16; sslps++)
		refuse_cap(*state, VTD_CAP_SSLPS, sslps, "CAP.SSLPS");
}

static void test_guest_width(void **state)
{
	refuse_cap(*state, VTD_CAP_MGAW, 30, "CAP.MGAW is not between");
	refuse_cap(*state, VTD_CAP_MGAW, 57, "CAP.MGAW is not between");
	refuse_cap(*state, VTD_CAP_MGAW, 63, "CAP.MGAW is not between");
	/* HAW is 40 here: MGAW >= HAW. */
	refuse_cap(*state, VTD_CAP_MGAW, 38, "CAP.MGAW is below");
	accept_cap(VTD_CAP_MGAW, 39);
}

static void test_host_width(void **state)
{
	struct vtd_config config = bench_config();

	refuse_haw(*state, 0, "host address width");
	refuse_haw(*state, 31, "host address width");
	refuse_haw(*state, 53, "host address width");
	refuse_haw(*state, 255, "host address width");
	for (config.haw = 32; config.haw <= 52; config.haw++)
		assert_accepted(&config);
}

static void test_page_selective(void **state)
{
	struct vtd_config config = bench_config();

	set(&config.cap, VTD_CAP_PSI, 0);
	assert_refused(*state, &config, "CAP.MAMV is set without CAP.PSI");
	set(&config.cap, VTD_CAP_MAMV, 0);
	assert_accepted(&config);
	refuse_cap(*state, VTD_CAP_MAMV, 46, "CAP.MAMV is beyond");
	accept_cap(VTD_CAP_MAMV, 45);
}

/* Major version 2 and up: DRD and DWD are 1 (11.4.2). */
static void test_drains(void **state)
{
	refuse_cap(*state, VTD_CAP_DRD, 0, "CAP.DRD and CAP.DWD");
	refuse_cap(*state, VTD_CAP_DWD, 0, "CAP.DRD and CAP.DWD");
}

static void test_records_in_the_window(void **state)
{
	struct vtd_config config = bench_config();

	accept_cap(VTD_CAP_NFR, 0);
	refuse_cap(*state, VTD_CAP_NFR, VTD_FRCD_DEFAULT, "CAP.NFR is above");
	refuse_cap(*state, VTD_CAP_NFR, 255, "CAP.NFR is above");
	config.frcds = 0;
	assert_refused(*state, &config, "number of fault records");
	config.frcds = 257;
	assert_refused(*state, &config, "number of fault records");
	config.frcds = 256;
	set(&config.cap, VTD_CAP_NFR, 255);
	assert_refused(*state, &config, "FRCD outside the window");
	config.window_log2 = 13;
	set(&config.cap, VTD_CAP_FRO, 0x100);
	assert_accepted(&config);
	set(&config.cap, VTD_CAP_FRO, 0x101);
	assert_refused(*state, &config, "FRCD outside the window");
	config.window_log2 = 14;
	assert_accepted(&config);
	set(&config.cap, VTD_CAP_FRO, 0x300);
	assert_accepted(&config);
	set(&config.cap, VTD_CAP_FRO, 0x301);
	assert_refused(*state, &config, "FRCD outside the window");
}

static void test_window_size(void **state)
{
	struct vtd_config config = bench_config();

	for (config.window_log2 = 0; config.window_log2 < 40;
	     config.window_log2++)
		if (config.window_log2 >= 12 && config.window_log2 <= 14)
			assert_accepted(&config);
		else
			assert_refused(*state, &config, "register window");
}

/* Below 500h everything has its place; eight records are 80h bytes. */
static void test_blocks_of_registers(void **state)
{
	struct vtd_config config = bench_config();

	refuse_cap(*state, VTD_CAP_FRO, 0x4f, "FRCD where other registers");
	refuse_cap(*state, VTD_CAP_FRO, 0, "FRCD where other registers");
	accept_cap(VTD_CAP_FRO, 0xf8);
	refuse_cap(*state, VTD_CAP_FRO, 0xf9, "FRCD outside");
	refuse_ecap(*state, VTD_ECAP_IRO, 0x4f, "IOTLB where other registers");
	refuse_ecap(*state, VTD_ECAP_IRO, 0x100, "IOTLB outside the window");
	/* IVA lies at 500h here, the records at 600h to 67fh. */
	refuse_cap(*state, VTD_CAP_FRO, 0x50, "over each other");
	accept_cap(VTD_CAP_FRO, 0x51);
	refuse_ecap(*state, VTD_ECAP_IRO, 0x60, "over each other");
	refuse_ecap(*state, VTD_ECAP_IRO, 0x67, "over each other");
	set(&config.ecap, VTD_ECAP_IRO, 0x68);
	assert_accepted(&config);
	set(&config.ecap, VTD_ECAP_IRO, 0xff);
	assert_accepted(&config);
}

static void test_tags(void **state)
{
	struct vtd_config config = bench_config();

	config.tag_bits = 0;
	assert_refused(*state, &config, "tags");
	config.tag_bits = 17;
	assert_refused(*state, &config, "tags");
	config.tag_bits = 1;
	assert_accepted(&config);
	config.tag_bits = 16;
	assert_accepted(&config);
}

/*
 * First stage, nested, second-stage A/D and posted interrupts need locked
 * updates of memory (3.6.2, 3.7.2, 5.2.3), and nothing else does.
 */
static void test_memory_without_monitor(void **state)
{
	struct vtd_config config = bench_config();
	uint64_t cap = VTD_CAP_PI | VTD_CAP_FS1GP | VTD_CAP_FS5LP;
	uint64_t ecap = VTD_ECAP_FSTS | VTD_ECAP_NEST | VTD_ECAP_EAFS |
			VTD_ECAP_SSADS;

	(void)state;
	config.cap = ~UINT64_C(0);
	config.ecap = ~UINT64_C(0);
	assert_true(vtd_config_drop_locked(&config));
	assert_int_equal(config.cap, ~cap);
	assert_int_equal(config.ecap, ~ecap);
	assert_false(vtd_config_drop_locked(&config));
	assert_int_equal(config.cap, ~cap);
	assert_int_equal(config.ecap, ~ecap);
}

static void test_one_locked_feature_is_dropped(void **state)
{
	static const uint64_t caps[] = { VTD_CAP_PI, VTD_CAP_FS1GP,
					 VTD_CAP_FS5LP };
	static const uint64_t ecaps[] = { VTD_ECAP_FSTS, VTD_ECAP_NEST,
					  VTD_ECAP_EAFS, VTD_ECAP_SSADS };
	struct vtd_config config = { 0 };

	(void)state;
	for (unsigned int i = 0; i < 3; i++) {
		config.cap = caps[i] | VTD_CAP_PSI;
		assert_true(vtd_config_drop_locked(&config));
		assert_int_equal(config.cap, VTD_CAP_PSI);
	}
	for (unsigned int i = 0; i < 4; i++) {
		config.ecap = ecaps[i] | VTD_ECAP_SSTS;
		assert_true(vtd_config_drop_locked(&config));
		assert_int_equal(config.ecap, VTD_ECAP_SSTS);
	}
}

/* A refused configuration leaves the platform alone and the gate blocked. */
static void test_refused_start_touches_nothing(void **state)
{
	struct bench *b = *state;
	struct vtd_config config = bench_config();

	config.ver = 0;
	mock_reset(&b->m, MOCK_TAG_BITS);
	mock_expect_nothing(&b->m);
	assert_true(vtd_init(b->v, &b->m, &config) < 0);
	mock_done(&b->m);
	assert_false(vtd_alive(b->v));
}

int vtd_config_tests(void)
{
	static const struct CMUnitTest tests[] = {
		UNIT(test_default_is_consistent),
		UNIT(test_caching_is_consistent),
		UNIT(test_from_caps_fills_all),
		UNIT(test_from_caps_refuses),
		UNIT(test_version),
		UNIT(test_versions_with_register_invalidation),
		UNIT(test_legacy_is_consistent),
		UNIT(test_full_is_consistent),
		UNIT(test_reserved_bits_of_cap),
		UNIT(test_reserved_bits_of_ecap),
		UNIT(test_what_is_not_built),
		UNIT(test_pasid_width),
		UNIT(test_counters_need_a_large_window),
		UNIT(test_without_locked_updates),
		UNIT(test_first_stage_only_without_locked_updates),
		UNIT(test_domain_ids),
		UNIT(test_address_widths),
		UNIT(test_superpages),
		UNIT(test_guest_width),
		UNIT(test_host_width),
		UNIT(test_page_selective),
		UNIT(test_drains),
		UNIT(test_records_in_the_window),
		UNIT(test_window_size),
		UNIT(test_blocks_of_registers),
		UNIT(test_tags),
		UNIT(test_memory_without_monitor),
		UNIT(test_one_locked_feature_is_dropped),
		UNIT(test_refused_start_touches_nothing),
	};

	return cmocka_run_group_tests_name("vtd_config", tests, NULL, NULL);
}
