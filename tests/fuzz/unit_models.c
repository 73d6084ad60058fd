/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "rng.h"
#include "unit.h"

/* Both stages and their nesting. */
#define SCALABLE .smts = true, .fsts = true, .ssts = true, .nest = true

const struct unit_model unit_models[] = {
	{
		.name = "48-bit",
		.caps = { .haw = 46,
			  .mgaw = 48,
			  .sagaw = 6,
			  .sslps = 3,
			  .nd = 6,
			  .zlr = true,
			  .pt = true },
		.records = 8,
		.mamv = 18,
	},
	{
		.name = "39-bit",
		.caps = { .haw = 36,
			  .mgaw = 39,
			  .sagaw = 2,
			  .sslps = 1,
			  .nd = 2 },
		.records = 1,
		.mamv = 9,
	},
	{
		.name = "57-bit",
		.caps = { .haw = 52,
			  .mgaw = 57,
			  .sagaw = 14,
			  .sslps = 3,
			  .nd = 6,
			  .zlr = true,
			  .pt = true,
			  .sc = true,
			  .adms = true },
		.records = 8,
		.mamv = 18,
		.cm = true,
	},
	{
		/* Everything in the gate is too small and gets reused. */
		.name = "tiny",
		.caps = { .haw = 40,
			  .mgaw = 50,
			  .sagaw = 12,
			  .nd = 4,
			  .sslps = 3,
			  .pt = true },
		.records = 4,
		.mamv = 6,
		.sizes = { .tag_bits = 2,
			   .sets = 2,
			   .ways = 1,
			   .big = 1,
			   .keys = 4 },
	},
	{
		.name = "scalable",
		.caps = { .haw = 46,
			  .mgaw = 48,
			  .sagaw = 6,
			  .sslps = 3,
			  .nd = 6,
			  .zlr = true,
			  .pt = true,
			  SCALABLE,
			  .pasid = true,
			  .rps = true,
			  .rprivs = true,
			  .srs = true,
			  .ssads = true,
			  .eafs = true,
			  .smpwcs = true,
			  .fs1gp = true,
			  .pss = 19,
			  .ir = true,
			  .eim = true,
			  .pi = true },
		.records = 8,
		.mamv = 18,
		.esrtps = true,
		.pmr = true,
	},
	{
		.name = "scalable, 57-bit",
		.caps = { .haw = 52,
			  .mgaw = 57,
			  .sagaw = 14,
			  .sslps = 3,
			  .nd = 5,
			  .pt = true,
			  .sc = true,
			  .adms = true,
			  SCALABLE,
			  .pasid = true,
			  .rps = true,
			  .ssads = true,
			  .smpwcs = true,
			  .fs1gp = true,
			  .fs5lp = true,
			  .pss = 15,
			  .ir = true },
		.records = 4,
		.mamv = 18,
		.cm = true,
	},
	{
		/* Flags have to be set before; supervisors without PASID. */
		.name = "scalable, no snooping",
		.caps = { .haw = 40,
			  .mgaw = 40,
			  .sagaw = 6,
			  .sslps = 1,
			  .nd = 6,
			  .zlr = true,
			  SCALABLE,
			  .rps = true,
			  .rprivs = true,
			  .srs = true,
			  .pss = 0,
			  .ir = true,
			  .eim = true },
		.records = 1,
		.mamv = 9,
		.esrtps = true,
	},
	{
		.name = "scalable, one stage",
		.caps = { .haw = 39,
			  .mgaw = 39,
			  .sagaw = 2,
			  .nd = 2,
			  .pt = true,
			  .smts = true,
			  .ssts = true },
		.records = 8,
		.mamv = 6,
		.pmr = true,
	},
	{
		.name = "scalable, tiny",
		.caps = { .haw = 48,
			  .mgaw = 50,
			  .sagaw = 14,
			  .sslps = 3,
			  .nd = 6,
			  .zlr = true,
			  .pt = true,
			  SCALABLE,
			  .pasid = true,
			  .rps = true,
			  .srs = true,
			  .ssads = true,
			  .eafs = true,
			  .smpwcs = true,
			  .fs5lp = true,
			  .pss = 9,
			  .ir = true,
			  .pi = true },
		.records = 4,
		.mamv = 18,
		.sizes = { .tag_bits = 2,
			   .sets = 2,
			   .ways = 1,
			   .big = 1,
			   .keys = 4 },
	},
};

const unsigned int unit_models_count =
	sizeof(unit_models) / sizeof(unit_models[0]);

/* ---- Any that the specification allows -------------------------------- */

static bool coin(struct rng *r, unsigned int percent)
{
	return rng_percent(r, percent);
}

/* 11.4.3: what scalable mode has, each with what it needs. */
static void pick_scalable(struct rng *r, struct oracle_caps *c)
{
	c->smts = true;
	c->fsts = coin(r, 80);
	c->ssts = !c->fsts || coin(r, 80);
	c->nest = c->fsts && c->ssts && coin(r, 80);
	c->smpwcs = coin(r, 80);
	c->eafs = c->fsts && c->smpwcs && coin(r, 50);
	c->ssads = c->ssts && c->smpwcs && coin(r, 60);
	c->pasid = coin(r, 70);
	c->rps = coin(r, 60);
	c->srs = coin(r, 50);
	c->rprivs = c->srs && coin(r, 50);
	c->fs1gp = c->fsts && coin(r, 50);
	c->fs5lp = c->fsts && coin(r, 50);
	c->pss = (uint8_t)(6 + rng_below(r, 14));
}

static void pick_caps(struct rng *r, struct oracle_caps *c)
{
	static const uint8_t sslps[] = { 0, 1, 3 };

	c->haw = (uint8_t)(32 + rng_below(r, 21));
	c->mgaw = (uint8_t)(c->haw + rng_below(r, 58u - c->haw));
	c->sagaw = (uint8_t)(2 + 2 * rng_below(r, 7));
	c->sslps = sslps[rng_below(r, 3)];
	c->nd = (uint8_t)(1 + rng_below(r, 6));
	c->zlr = coin(r, 50);
	c->pt = coin(r, 70);
	c->sc = coin(r, 50);
	c->adms = coin(r, 50);
	c->ir = coin(r, 70);
	c->eim = c->ir && coin(r, 50);
	c->pi = c->ir && coin(r, 50);
}

const struct unit_model *unit_model(unsigned int number)
{
	static struct unit_model any;
	struct rng r = rng_for(number, 0);

	if (number < unit_models_count)
		return &unit_models[number];
	any = (struct unit_model){ .name = "any", .cm = coin(&r, 30) };
	pick_caps(&r, &any.caps);
	if (coin(&r, 75))
		pick_scalable(&r, &any.caps);
	any.esrtps = coin(&r, 50);
	any.pmr = coin(&r, 50);
	any.records = (uint8_t)(1 + rng_below(&r, UNIT_MAX_RECORDS));
	any.mamv = (uint8_t)(6 + rng_below(&r, 20));
	if (coin(&r, 40))
		any.sizes = (struct native_sizes){
			.tag_bits = 1 + rng_below(&r, 4),
			.sets = 1u << rng_below(&r, 3),
			.ways = 1u << rng_below(&r, 2),
			.big = 1 + rng_below(&r, 3),
			.keys = 4u << rng_below(&r, 2),
		};
	return &any;
}
