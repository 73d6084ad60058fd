/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * A program by the fuzzer's choice: registers, descriptors, interrupts, DMA
 * and edits of memory in any order. No step may hang, no broken contract may
 * come up, nothing may reach the interrupt range or memory beyond HAW as data;
 * and a driver that starts over afterwards finds a block that handles the next
 * case as the oracle says.
 */

#include <string.h>

#include "../native_storm.h"
#include "input.h"

#define STEPS 200u
#define IQA   0x90u
#define IQT   0x88u

static void write_register(struct input *in, struct case_runner *r)
{
	uint32_t choice = (uint32_t)input_take(in, 2);
	unsigned int len = input_take(in, 1) & 1 ? 4 : 8;

	storm_write(r, choice, len, input_take(in, len));
}

/* A table or the queue in a register that wants one. */
static void point_register(struct input *in, struct case_runner *r)
{
	static const uint8_t offsets[] = { 0x20, IQA, 0xb8 };
	uint64_t choice = input_take(in, 1);
	uint64_t low = input_take(in, 2) & 0xfff;
	uint64_t to = r->now.word[choice / 4 % r->now.words].addr & ~0xfffull;

	if (choice & 1)
		to = CASE_QUEUE;
	native_reg_write(r->unit.native, offsets[choice / 2 % 3], 8, to | low);
}

static void put_descriptor(struct input *in, struct case_runner *r)
{
	unsigned int slot = (unsigned int)input_take(in, 1) % 127;

	r->queue[4 * slot] = input_take(in, 8);
	r->queue[4 * slot + 1] = input_take(in, 8);
	r->queue[4 * slot + 2] = input_take(in, 1);
}

static void ring(struct input *in, struct case_runner *r)
{
	native_reg_write(r->unit.native, IQT, 4,
			 (input_take(in, 1) & 0x7f) << 4);
}

static void edit(struct input *in, struct case_runner *r)
{
	struct fuzz_word *w = &r->now.word[input_take(in, 1) % r->now.words];

	w->value ^= input_take(in, 8);
}

/* Four bytes may be a message or a status of the unit itself. */
static void judge_access(const struct case_runner *r,
			 const struct native_dma *dma)
{
	if (dma->len == 4 || r->seen.len != dma->len)
		return;
	if (r->seen.addr >> 20 == 0xfee)
		input_judge(r, "data in the interrupt range");
	if (r->seen.addr >> r->setup.caps.haw)
		input_judge(r, "data beyond the host address width");
}

static void request(struct input *in, struct case_runner *r)
{
	uint64_t bits = input_take(in, 2);
	struct oracle_request *req = &r->c.req;
	struct native_dma dma = {
		.sid = bits & 1 ? (uint16_t)input_take(in, 2) : req->sid,
		.pasid_valid = bits >> 1 & 1 ? bits >> 2 & 1 : req->has_pasid,
		.pasid = bits >> 3 & 1 ? (uint32_t)input_take(in, 3) & 0xfffff :
					 req->pasid,
		.write = bits >> 4 & 1,
		.lock = bits >> 4 & bits >> 5 & 1,
		.zlr = !(bits >> 4 & 1) && (bits >> 5 & 1),
		.translated = bits >> 6 & bits >> 7 & 1,
		.priv = bits >> 8 & 1,
		.exec = bits >> 9 & 1,
		.addr = req->addr ^ (bits >> 10 & 1 ? input_take(in, 8) : 0),
		.len = bits >> 11 & 1 ? 4 : 5,
		.data = r->data,
	};

	dma.addr &= ~UINT64_C(7);
	memset(&r->seen, 0, sizeof(r->seen));
	if (native_dma(r->unit.native, &dma) == NATIVE_DMA_PENDING)
		input_judge(r, "a request got no answer");
	judge_access(r, &dma);
}

static void interrupt(struct input *in, struct case_runner *r)
{
	uint32_t data = (uint32_t)input_take(in, 4);
	struct native_dma dma = {
		.sid = r->c.req.sid,
		.write = true,
		.addr = UINT64_C(0xfee00000) | (input_take(in, 3) & 0xffffc),
		.len = 4,
		.data = &data,
	};

	if (native_dma(r->unit.native, &dma) == NATIVE_DMA_PENDING)
		input_judge(r, "an interrupt got no answer");
}

static void step(struct input *in, struct case_runner *r)
{
	switch (input_take(in, 1) & 7) {
	case 0:
		return write_register(in, r);
	case 1:
		return point_register(in, r);
	case 2:
		return put_descriptor(in, r);
	case 3:
		return ring(in, r);
	case 4:
		return edit(in, r);
	case 5:
		return request(in, r);
	case 6:
		return interrupt(in, r);
	default:
		native_run(r->unit.native, (unsigned int)input_take(in, 1));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	struct fuzz_case c;
	struct case_runner *r = input_runner(&in, &c);
	uint64_t caps[3];

	for (unsigned int i = 0; i < 3; i++)
		caps[i] = unit_read64(&r->unit, 8 * i);
	r->c = c;
	r->now = c;
	memset(&r->want, 0, sizeof(r->want));
	r->want.outcome = ORACLE_REFUSE;
	r->queue_seen = true;
	for (unsigned int i = 0; in.left && i < STEPS; i++)
		step(&in, r);
	input_judge(r, storm_after(r, caps));
	r->queue_seen = false;
	input_judge(r, case_run_this(r, &c));
	return 0;
}
