/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * The engine against the oracle, in one process.
 *
 *   fuzz_native cases [N [SEED]]       N single requests over all models
 *   fuzz_native storms [N [SEED]]      N register storms, each with a case
 *   fuzz_native sequences [N [SEED]]   N histories over all models
 *   fuzz_native interrupts [N [SEED]]  N interrupt requests likewise
 *   fuzz_native shoots [N [SEED]]      N histories in scalable mode
 *   fuzz_native requests [N [SEED]]    N requests of devices with TLBs
 *   fuzz_native configs [N [SEED]]     some of all that on N configurations
 *   fuzz_native case MODEL SEED INDEX      one again, with its walk
 *   fuzz_native storm MODEL SEED INDEX     one again
 *   fuzz_native sequence MODEL SEED INDEX  one again, with its last steps
 *   fuzz_native interrupt MODEL SEED INDEX one again
 *   fuzz_native shoot MODEL SEED INDEX     one again, with its last steps
 *   fuzz_native request MODEL SEED INDEX   one again
 */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "interrupt.h"
#include "native_case.h"
#include "native_request.h"
#include "native_storm.h"
#include "sequence.h"
#include "shoot.h"

#define MIN_EACH     100
#define MAX_FAILURES 5

static const char *program;
static uint64_t races; /* locked updates that were lost to software */

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void say_rerun(const char *what, unsigned int model, uint64_t seed,
		      uint64_t index)
{
	printf("  rerun: %s %s %u %" PRIu64 " %" PRIu64 "\n", program, what,
	       model, seed, index);
}

typedef const char *run_one(struct case_runner *r, uint64_t seed,
			    uint64_t index);

static unsigned int run_cases(run_one *run, unsigned int model, uint64_t seed,
			      uint64_t from, uint64_t to,
			      struct fuzz_hist *hist)
{
	static struct case_runner r;
	unsigned int failures = 0;

	if (!case_runner_new(&r, unit_model(model))) {
		printf("model %s does not power on\n", unit_model(model)->name);
		return 1;
	}
	for (uint64_t i = from; i < to && failures < MAX_FAILURES; i++) {
		const char *wrong = run(&r, seed, i);

		fuzz_hist_add(hist, &r.want);
		if (!wrong)
			continue;
		failures++;
		printf("FAIL, %s: %s\n", unit_model(model)->name, wrong);
		case_print(&r, stdout);
		say_rerun(run == case_run ? "case" : "storm", model, seed, i);
	}
	case_runner_free(&r);
	races += r.races;
	return failures;
}

static bool enough(const char *what, uint64_t count)
{
	printf("%s%s %" PRIu64, count ? "" : "\nNONE: ", what, count);
	printf(count ? ", " : "\n");
	return count;
}

/* A run over all models has all that any of them can do. */
static bool hist_is_good(const struct fuzz_hist *hist, bool wide)
{
	struct fuzz_setup setup = {
		.wide = wide,
		.caps = { .smts = wide,
			  .fsts = true,
			  .ssts = true,
			  .nest = true,
			  .pt = true },
	};
	char text[4096];
	bool good =
		fuzz_hist_report(hist, &setup, MIN_EACH, text, sizeof(text));

	fputs(text, stdout);
	return good;
}

static int all_cases(run_one *run, uint64_t n, uint64_t seed)
{
	struct fuzz_hist hist = { 0 };
	unsigned int failures = 0;
	uint64_t each = n / unit_models_count;
	double start = seconds();
	double took;
	bool good;

	for (unsigned int m = 0; m < unit_models_count; m++)
		failures += run_cases(run, m, seed + m, 0, each, &hist);
	took = seconds() - start;
	good = hist_is_good(&hist, true);
	good &= enough("updates lost", races);
	printf("\n%" PRIu64 " cases in %.1f s, %.0f a minute; %u failed\n",
	       hist.cases, took, (double)hist.cases / took * 60, failures);
	return failures || !good;
}

static unsigned int run_sequences(unsigned int model, uint64_t seed,
				  uint64_t from, uint64_t to,
				  struct sequence *s)
{
	static struct world w;
	unsigned int failures = 0;

	s->w = &w;
	if (!world_new(&w, unit_model(model))) {
		printf("model %s does not power on\n", unit_model(model)->name);
		return 1;
	}
	for (uint64_t i = from; i < to && failures < MAX_FAILURES; i++) {
		const char *wrong = sequence_run(s, seed, i);

		if (!wrong)
			continue;
		failures++;
		printf("FAIL, %s: %s; last steps:\n", unit_model(model)->name,
		       wrong);
		sequence_print(s, stdout);
		say_rerun("sequence", model, seed, i);
	}
	world_free(&w);
	return failures;
}

static unsigned int run_interrupts(unsigned int model, uint64_t seed,
				   uint64_t from, uint64_t to,
				   struct interrupt_runner *x)
{
	unsigned int failures = 0;

	if (!interrupt_has(unit_model(model)))
		return 0;
	x->before.irta = 0;
	if (!case_runner_new(&x->r, unit_model(model))) {
		printf("model %s does not power on\n", unit_model(model)->name);
		return 1;
	}
	for (uint64_t i = from; i < to && failures < MAX_FAILURES; i++) {
		const char *wrong = interrupt_run(x, seed, i);

		if (!wrong)
			continue;
		failures++;
		printf("FAIL, %s: %s\n", unit_model(model)->name, wrong);
		interrupt_print(x, stdout);
		say_rerun("interrupt", model, seed, i);
	}
	case_runner_free(&x->r);
	return failures;
}

static unsigned int run_requests(unsigned int model, uint64_t seed,
				 uint64_t from, uint64_t to,
				 struct request_runner *q)
{
	unsigned int failures = 0;

	if (!request_new(q, unit_model(model))) {
		printf("model %s does not power on\n", unit_model(model)->name);
		return 1;
	}
	for (uint64_t i = from; i < to && failures < MAX_FAILURES; i++) {
		const char *wrong = request_run(q, seed, i);

		if (!wrong)
			continue;
		failures++;
		printf("FAIL, %s: %s\n", unit_model(model)->name, wrong);
		request_print(q, stdout);
		say_rerun("request", model, seed, i);
	}
	case_runner_free(&q->r);
	return failures;
}

static int all_requests(uint64_t n, uint64_t seed)
{
	static struct request_runner q;
	unsigned int failures = 0;
	double start = seconds();
	bool good;

	for (unsigned int m = 0; m < unit_models_count; m++)
		failures +=
			run_requests(m, seed + m, 0, n / unit_models_count, &q);
	good = request_report(&q.counts, MIN_EACH, stdout);
	printf("%.1f s; %u failed\n", seconds() - start, failures);
	return failures || !good;
}

static int all_interrupts(uint64_t n, uint64_t seed)
{
	static struct interrupt_runner x;
	unsigned int failures = 0;
	double start = seconds();
	bool good;

	for (unsigned int m = 0; m < unit_models_count; m++)
		failures += run_interrupts(m, seed + m, 0,
					   n / unit_models_count, &x);
	good = interrupt_report(&x.counts, MIN_EACH, stdout);
	printf("%" PRIu64 " interrupts in %.1f s; %u failed\n", x.counts.cases,
	       seconds() - start, failures);
	return failures || !good;
}

static unsigned int run_shoots(unsigned int model, uint64_t seed, uint64_t from,
			       uint64_t to, struct shoot *s)
{
	unsigned int failures = 0;

	if (!shoot_has(unit_model(model)))
		return 0;
	if (!shoot_new(s, unit_model(model))) {
		printf("model %s does not power on\n", unit_model(model)->name);
		return 1;
	}
	for (uint64_t i = from; i < to && failures < MAX_FAILURES; i++) {
		const char *wrong = shoot_run(s, seed, i);

		if (!wrong)
			continue;
		failures++;
		printf("FAIL, %s: %s; last steps:\n", unit_model(model)->name,
		       wrong);
		shoot_print(s, stdout);
		say_rerun("shoot", model, seed, i);
	}
	shoot_free(s);
	return failures;
}

static int all_shoots(uint64_t n, uint64_t seed)
{
	static struct shoot s;
	unsigned int failures = 0;
	double start = seconds();
	bool good;

	for (unsigned int m = 0; m < unit_models_count; m++)
		failures +=
			run_shoots(m, seed + m, 0, n / unit_models_count, &s);
	good = shoot_report(&s, stdout);
	printf("%.1f s; %u failed\n", seconds() - start, failures);
	return failures || !good;
}

static bool counts_are_good(const struct sequence_counts *c)
{
	bool good = enough("requests", c->requests);

	good &= enough("with a choice of answers", c->ambiguous);
	good &= enough("answered from older entries", c->stale);
	good &= enough("invalidations", c->flushes);
	good &= enough("waits held by a request in flight", c->held);
	good &= enough("overflows", c->overflows);
	good &= enough("collapsed faults", c->collapsed);
	good &= enough("fault events unmasked", c->events);
	good &= enough("random descriptors that were good", c->good_garbage);
	for (unsigned int i = 1; i <= 4; i++) {
		char name[16];

		snprintf(name, sizeof(name), "IQEI %u", i);
		good &= enough(name, c->queue_error[i]);
	}
	printf("\n");
	return good;
}

static int all_sequences(uint64_t n, uint64_t seed)
{
	static struct sequence s;
	unsigned int failures = 0;
	uint64_t each = n / unit_models_count;
	double start = seconds();
	bool good;

	for (unsigned int m = 0; m < unit_models_count; m++)
		failures += run_sequences(m, seed + m, 0, each, &s);
	good = counts_are_good(&s.counts);
	good &= hist_is_good(&s.hist, false);
	printf("%" PRIu64 " sequences in %.1f s; %u failed\n",
	       each * unit_models_count, seconds() - start, failures);
	return failures || !good;
}

/* Everything, a little of it on each of many configurations. */
static int all_configs(uint64_t n, uint64_t seed)
{
	static struct interrupt_runner x;
	static struct shoot shoot;
	struct fuzz_hist hist = { 0 };
	unsigned int failures = 0;
	double start = seconds();
	bool good;

	for (unsigned int i = 0; i < n && failures < MAX_FAILURES; i++) {
		unsigned int m = UNIT_MODEL_ANY + i;

		failures += run_cases(case_run, m, seed, 0, 2000, &hist);
		failures += run_interrupts(m, seed, 0, 500, &x);
		failures += run_shoots(m, seed, 0, 10, &shoot);
	}
	good = hist_is_good(&hist, true);
	good &= interrupt_report(&x.counts, MIN_EACH, stdout);
	good &= shoot_report(&shoot, stdout);
	printf("%" PRIu64 " configurations in %.1f s; %u failed\n", n,
	       seconds() - start, failures);
	return failures || !good;
}

static int again(const char *what, unsigned int model, uint64_t seed,
		 uint64_t index)
{
	static struct request_runner q;
	static struct interrupt_runner x;
	static struct sequence s;
	static struct shoot shoot;
	struct fuzz_hist hist = { 0 };
	unsigned int failures;

	if (!strcmp(what, "case"))
		failures = run_cases(case_run, model, seed, index, index + 1,
				     &hist);
	else if (!strcmp(what, "storm"))
		failures = run_cases(storm_run, model, seed, index, index + 1,
				     &hist);
	else if (!strcmp(what, "request"))
		failures = run_requests(model, seed, index, index + 1, &q);
	else if (!strcmp(what, "shoot"))
		failures = run_shoots(model, seed, index, index + 1, &shoot);
	else if (!strcmp(what, "interrupt"))
		/* One goes on from the table of the one before. */
		failures = run_interrupts(model, seed, 0, index + 1, &x);
	else
		failures = run_sequences(model, seed, index, index + 1, &s);
	printf(failures ? "FAIL\n" : "PASS\n");
	return failures != 0;
}

static uint64_t number(int argc, char **argv, int i, uint64_t fallback)
{
	return argc > i ? strtoull(argv[i], NULL, 0) : fallback;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	program = argv[0];
	if (!strcmp(what, "cases"))
		return all_cases(case_run, number(argc, argv, 2, 200000),
				 number(argc, argv, 3, 1));
	if (!strcmp(what, "storms"))
		return all_cases(storm_run, number(argc, argv, 2, 20000),
				 number(argc, argv, 3, 1));
	if (!strcmp(what, "sequences"))
		return all_sequences(number(argc, argv, 2, 2000),
				     number(argc, argv, 3, 1));
	if (!strcmp(what, "requests"))
		return all_requests(number(argc, argv, 2, 200000),
				    number(argc, argv, 3, 1));
	if (!strcmp(what, "configs"))
		return all_configs(number(argc, argv, 2, 100),
				   number(argc, argv, 3, 1));
	if (!strcmp(what, "shoots"))
		return all_shoots(number(argc, argv, 2, 2000),
				  number(argc, argv, 3, 1));
	if (!strcmp(what, "interrupts"))
		return all_interrupts(number(argc, argv, 2, 200000),
				      number(argc, argv, 3, 1));
	if (argc == 5 &&
	    (!strcmp(what, "case") || !strcmp(what, "storm") ||
	     !strcmp(what, "sequence") || !strcmp(what, "interrupt") ||
	     !strcmp(what, "shoot") || !strcmp(what, "request")))
		return again(what, (unsigned int)number(argc, argv, 2, 0),
			     number(argc, argv, 3, 0),
			     number(argc, argv, 4, 0));
	fprintf(stderr, "usage: fuzz_native "
			"cases|storms|sequences|interrupts|shoots|requests|"
			"configs "
			"[N [SEED]]\n"
			"       fuzz_native "
			"case|storm|sequence|interrupt|shoot|request "
			"MODEL SEED INDEX\n");
	return 2;
}
