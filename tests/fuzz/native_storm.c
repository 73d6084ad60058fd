/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "native_storm.h"

#include <string.h>

#include "rng.h"

#define WRITES 60
#define BIT63  (UINT64_C(1) << 63)

/* Registers that do something, and where the window ends. */
static const uint16_t offsets[] = {
	0x018, 0x018, 0x018, 0x020, 0x020, 0x028, 0x02c, 0x034, 0x038, 0x03c,
	0x040, 0x044, 0x080, 0x088, 0x088, 0x090, 0x09c, 0x0a0, 0x0a4, 0x0a8,
	0x0ac, 0x0b0, 0x500, 0x508, 0x50c, 0x600, 0x608, 0x60c, 0x000, 0x008,
	0x010, 0x01c, 0x064, 0x068, 0x06c, 0x070, 0x078, 0x0b8, 0xff8,
};

void storm_write(struct case_runner *r, uint32_t choice, unsigned int len,
		 uint64_t value)
{
	const uint32_t n = sizeof(offsets) / sizeof(offsets[0]);
	unsigned int offset = choice % 16 ? offsets[choice / 16 % n] :
					    choice / 16 % 0x1100;

	native_reg_write(r->unit.native, offset, len, value);
}

/* Values that mean something: tables, queues, tails, command bits. */
static uint64_t pick_value(struct rng *r, const struct fuzz_case *c)
{
	switch (rng_below(r, 8)) {
	case 0:
		return c->rtaddr | (uint64_t)(rng_percent(r, 20)) << 10;
	case 1:
		return FUZZ_TABLE_BASE + (uint64_t)rng_below(r, 64) * 0x800;
	case 2:
		return rng_below(r, 64) * 16;
	case 3:
		return (uint64_t)rng_below(r, 256) << 24;
	case 4:
		return (uint64_t)rng_below(r, 256) << 56 | rng_below(r, 64);
	case 5:
		return UINT64_C(0xfee00000) | (rng_u64(r) & 0xffffc);
	case 6:
		return UINT64_C(1) << rng_below(r, 64);
	default:
		return rng_u64(r);
	}
}

static void random_write(struct case_runner *r, struct rng *rng)
{
	unsigned int len = rng_percent(rng, 95) ? 4u << rng_below(rng, 2) :
						  rng_below(rng, 10);

	storm_write(r, (uint32_t)rng_u64(rng), len, pick_value(rng, &r->c));
}

static bool random_request(struct case_runner *r, struct rng *rng)
{
	uint8_t data[8] = { 0 };
	struct native_dma dma = {
		.sid = r->c.req.sid,
		.write = rng_percent(rng, 50),
		.addr = r->c.req.addr & ~UINT64_C(0xff),
		.len = 5,
		.data = data,
	};

	return native_dma(r->unit.native, &dma) != NATIVE_DMA_PENDING;
}

/* No command stays unanswered; what is read-only stays as it was. */
static const char *check_after(struct case_runner *r, const uint64_t caps[3])
{
	struct unit *u = &r->unit;
	uint32_t fsts;
	bool pending = false;

	if (!unit_settle(u))
		return "the engine does not settle";
	if (native_dead(u->native))
		return "the engine gave up";
	if (unit_read64(u, 0x28) & BIT63)
		return "CCMD.ICC stays set";
	if (unit_read64(u, 0x508) & BIT63)
		return "IOTLB.IVT stays set";
	if (unit_read64(u, 0) != caps[0] || unit_read64(u, 8) != caps[1] ||
	    unit_read64(u, 16) != caps[2])
		return "VER, CAP or ECAP changed";
	for (unsigned int i = 0; i < u->model->records; i++) {
		uint64_t frcd[2];

		unit_record(u, i, frcd);
		pending |= frcd[1] >> 63;
	}
	fsts = unit_fsts(u);
	if (!!(fsts & UNIT_FSTS_PPF) != pending)
		return "FSTS.PPF is not the OR of the F bits";
	return fsts & ~UINT32_C(0xff13) ? "FSTS has reserved bits set" : NULL;
}

/*
 * As a driver does that takes over a unit in any state. Turning TE off makes
 * the first record the next one; it may be off already, so it goes on first.
 */
static bool start_over(struct unit *u)
{
	u->levels = UNIT_GCMD_QIE;
	if (!unit_write32(u, 0x88, 0) || !unit_settle(u) ||
	    !unit_level(u, UNIT_GCMD_QIE, false) ||
	    !unit_level(u, UNIT_GCMD_TE, true) ||
	    !unit_level(u, UNIT_GCMD_TE, false))
		return false;
	for (unsigned int i = 0; i < u->model->records; i++)
		if (!unit_clear_record(u, i))
			return false;
	return unit_clear_fsts(u, ~UINT32_C(0)) &&
	       !(unit_fsts(u) & UINT32_C(0xff)) &&
	       unit_write32(u, 0x38, UINT32_C(1) << 31) && unit_settle(u);
}

const char *storm_after(struct case_runner *r, const uint64_t caps[3])
{
	const char *wrong = check_after(r, caps);

	case_runner_lost(r);
	if (!wrong && !start_over(&r->unit))
		wrong = "a driver cannot start over";
	return wrong;
}

const char *storm_run(struct case_runner *r, uint64_t seed, uint64_t index)
{
	struct rng rng = rng_for(seed, ~index);
	uint64_t caps[3];
	const char *wrong;

	for (unsigned int i = 0; i < 3; i++)
		caps[i] = unit_read64(&r->unit, 8 * i);
	fuzz_case_make(&r->setup, seed, index, &r->c);
	r->now = r->c;
	memset(&r->want, 0, sizeof(r->want));
	r->want.outcome = ORACLE_REFUSE;
	for (unsigned int i = 0; i < WRITES; i++) {
		random_write(r, &rng);
		if (rng_percent(&rng, 30))
			native_run(r->unit.native, rng_below(&rng, 5));
		if (rng_percent(&rng, 15) && !random_request(r, &rng))
			return "a request got no answer";
	}
	wrong = storm_after(r, caps);
	return wrong ? wrong : case_run(r, seed, index);
}
