/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "case.h"

#include <string.h>

uint64_t fuzz_case_load(const struct fuzz_case *c, uint64_t addr)
{
	for (unsigned int i = 0; i < c->words; i++)
		if (c->word[i].addr == addr)
			return c->word[i].value;
	return 0;
}

void fuzz_case_store(struct fuzz_case *c, uint64_t addr, uint64_t value)
{
	for (unsigned int i = 0; i < c->words; i++) {
		if (c->word[i].addr == addr) {
			c->word[i].value = value;
			return;
		}
	}
	if (c->words < FUZZ_WORDS)
		c->word[c->words++] = (struct fuzz_word){ addr, value };
}

bool fuzz_case_read(void *ctx, uint64_t addr, void *buf, size_t len)
{
	const struct fuzz_case *c = ctx;

	if (addr >= FUZZ_MEM_SIZE || len > FUZZ_MEM_SIZE - addr)
		return false;
	for (size_t off = 0; off < len; off += 8) {
		uint64_t value = fuzz_case_load(c, addr + off);

		memcpy((uint8_t *)buf + off, &value, 8);
	}
	return true;
}

static bool may_update(void *ctx, uint64_t addr)
{
	const struct fuzz_case *c = ctx;

	return !c->no_update || addr != c->no_update;
}

struct oracle_state fuzz_case_state(const struct fuzz_setup *setup,
				    const struct fuzz_case *c)
{
	struct oracle_state state = {
		.caps = setup->caps,
		.memory = { .ctx = (void *)(uintptr_t)c,
			    .read = fuzz_case_read,
			    .locked = may_update },
		.rtaddr = c->rtaddr,
		.te = c->te,
		.pmr_on = c->pmr,
		.pmr = { { c->pmr_low[0], c->pmr_low[1] | 0x1fffff },
			 { c->pmr_high[0], c->pmr_high[1] | 0x1fffff } },
	};

	return state;
}

void fuzz_case_oracle(const struct fuzz_setup *setup, const struct fuzz_case *c,
		      struct oracle_result *res)
{
	struct oracle_state state = fuzz_case_state(setup, c);

	oracle_translate(&state, &c->req, res);
}

size_t fuzz_case_sizeof(void)
{
	return sizeof(struct fuzz_case);
}

size_t fuzz_setup_sizeof(void)
{
	return sizeof(struct fuzz_setup);
}

size_t oracle_result_sizeof(void)
{
	return sizeof(struct oracle_result);
}
