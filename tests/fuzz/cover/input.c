/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "input.h"

#include <stdlib.h>

#define MODELS 48u /* the fixed ones, then some of all that there are */
#define SEED   1u

uint64_t input_take(struct input *in, unsigned int bytes)
{
	uint64_t value = 0;

	for (unsigned int i = 0; i < bytes && in->left; i++) {
		value |= (uint64_t)*in->at++ << 8 * i;
		in->left--;
	}
	return value;
}

static struct case_runner *runner(unsigned int model)
{
	static struct case_runner *all[MODELS];
	unsigned int number =
		model < unit_models_count ? model : UNIT_MODEL_ANY + model;

	if (!all[model]) {
		all[model] = malloc(sizeof(*all[model]));
		if (!all[model] ||
		    !case_runner_new(all[model], unit_model(number)))
			abort();
	}
	unit_restart(&all[model]->unit);
	case_runner_lost(all[model]);
	all[model]->protects = false;
	return all[model];
}

struct case_runner *input_runner(struct input *in, struct fuzz_case *c)
{
	uint64_t model = input_take(in, 1) % MODELS;
	uint64_t index = input_take(in, 2);
	struct case_runner *r = runner((unsigned int)model);

	fuzz_case_make(&r->setup, SEED, index, c);
	return r;
}

void input_tame(struct oracle_request *req)
{
	req->kind %= 3;
	req->addr &= ~UINT64_C(7);
	req->pasid &= 0xfffff;
	if (req->kind != ORACLE_READ || req->translated)
		req->zero_length = false;
	if (!req->has_pasid)
		req->priv = req->exec = false;
	if (req->kind != ORACLE_READ)
		req->exec = false;
	if (req->kind != ORACLE_WRITE)
		req->dword = false;
}

void input_judge(const struct case_runner *r, const char *wrong)
{
	if (!wrong)
		return;
	fprintf(stderr, "%s: %s\n", r->model.name, wrong);
	case_print(r, stderr);
	abort();
}
