/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * Tables and a request by the fuzzer's choice: a case whose words and request
 * the input then changes at will. The engine must do what the oracle says.
 */

#include "input.h"

/* Any word, or one next to it. */
static void change_word(struct input *in, struct fuzz_case *c, bool set)
{
	struct fuzz_word *w = &c->word[input_take(in, 1) % c->words];
	uint64_t value = input_take(in, 8);

	w->value = set ? value : w->value ^ value;
}

static void flip_bit(struct input *in, struct fuzz_case *c)
{
	struct fuzz_word *w = &c->word[input_take(in, 1) % c->words];

	w->value ^= UINT64_C(1) << input_take(in, 1) % 64;
}

static void add_word(struct input *in, struct fuzz_case *c)
{
	uint64_t page = c->word[input_take(in, 1) % c->words].addr & ~0xfffull;
	uint64_t at = page + input_take(in, 2) % 512 * 8;

	fuzz_case_store(c, at, input_take(in, 8));
}

/* A table leads into another, or into itself. */
static void tie_words(struct input *in, struct fuzz_case *c)
{
	struct fuzz_word *from = &c->word[input_take(in, 1) % c->words];
	uint64_t to = c->word[input_take(in, 1) % c->words].addr;

	from->value = (from->value & UINT64_C(0xfff0000000000fff)) |
		      (to & ~UINT64_C(0xfff));
}

static void change_request(struct input *in, struct oracle_request *req)
{
	uint64_t bits = input_take(in, 2);

	req->kind = (uint8_t)(bits & 3);
	req->has_pasid = bits >> 2 & 1;
	req->translated = bits >> 3 & 1 & bits >> 4;
	req->zero_length = bits >> 5 & 1;
	req->dword = bits >> 6 & 1;
	req->priv = bits >> 7 & 1;
	req->exec = bits >> 8 & 1;
	req->pasid ^= (uint32_t)input_take(in, 3);
}

static void change(struct input *in, const struct case_runner *r,
		   struct fuzz_case *c)
{
	switch (input_take(in, 1) % 12) {
	case 0:
		return change_word(in, c, false);
	case 1:
		return change_word(in, c, true);
	case 2:
		return add_word(in, c);
	case 3:
		return tie_words(in, c);
	case 4:
		return change_request(in, &c->req);
	case 5:
		c->req.addr ^= input_take(in, 8);
		return;
	case 6:
		c->rtaddr ^= input_take(in, 8);
		return;
	case 7:
		c->no_update = c->word[input_take(in, 1) % c->words].addr;
		return;
	case 8:
		c->te ^= 1;
		return;
	case 9:
		c->pmr = r->setup.pmr;
		return;
	case 10:
		c->race = c->word[input_take(in, 1) % c->words].addr;
		c->race_bits = input_take(in, 8);
		return;
	default:
		return flip_bit(in, c);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	struct fuzz_case c;
	struct case_runner *r = input_runner(&in, &c);

	while (in.left)
		change(&in, r, &c);
	c.rtaddr &= ~UINT64_C(0x3ff);
	input_tame(&c.req);
	input_judge(r, case_run_this(r, &c));
	return 0;
}
