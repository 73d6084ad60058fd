/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The runner: `flow_TARGET --list` names the scenarios, `flow_TARGET NAME...`
 * runs some, without arguments all. One line each; exit status 0 only when
 * all of them passed.
 */

#include "flow.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static struct flow_scenario *scenarios;
static const struct flow_scenario *current;
static const char *program;
static const char *at_file;
static int at_line;
static jmp_buf failed;

/* Keeps the list in the order of names. */
void flow_add(struct flow_scenario *scenario)
{
	struct flow_scenario **p = &scenarios;

	while (*p && strcmp((*p)->name, scenario->name) < 0)
		p = &(*p)->next;
	scenario->next = *p;
	*p = scenario;
}

void flow_at(const char *file, int line)
{
	at_file = file;
	at_line = line;
}

static void say_place(void)
{
	printf("%s:%d: %s on %s: ", at_file, at_line, current->name,
	       flow_target_name);
}

static _Noreturn void end_scenario(void)
{
	printf("rerun: %s %s\n", program, current->name);
	longjmp(failed, 1);
}

void flow_fail(const char *what, ...)
{
	va_list args;

	say_place();
	va_start(args, what);
	vprintf(what, args);
	va_end(args);
	printf("\n");
	end_scenario();
}

void flow_expect_equal(const char *what, uint64_t actual, uint64_t expected)
{
	if (actual == expected)
		return;
	say_place();
	printf("%s is %#" PRIx64 ", expected %#" PRIx64 "\n", what, actual,
	       expected);
	end_scenario();
}

static bool run(const struct flow_scenario *scenario)
{
	current = scenario;
	flow_at("power-on", 0);
	flow_without_pasid();
	flow_devices_forget();
	if (setjmp(failed)) {
		printf("FAIL %s\n", current->name);
		return false;
	}
	if (!flow_target_power_on(scenario->config->name,
				  &scenario->config->pins))
		flow_fail("the block does not get ready");
	scenario->run();
	printf("ok   %s\n", current->name);
	return true;
}

static const struct flow_scenario *find(const char *name)
{
	for (const struct flow_scenario *s = scenarios; s; s = s->next) {
		if (!strcmp(s->name, name))
			return s;
	}
	return NULL;
}

/* Those whose block this target can be. */
static int list(void)
{
	for (const struct flow_scenario *s = scenarios; s; s = s->next)
		if (flow_target_fits(&s->config->pins))
			printf("%s\t%s\t%s\n", s->name, s->config->name,
			       s->what);
	return 0;
}

static int run_all(void)
{
	bool good = true;

	for (const struct flow_scenario *s = scenarios; s; s = s->next)
		if (flow_target_fits(&s->config->pins))
			good &= run(s);
	return good ? 0 : 1;
}

static int run_named(int count, char **names)
{
	bool good = true;

	for (int i = 0; i < count; i++) {
		const struct flow_scenario *s = find(names[i]);

		if (s)
			good &= run(s);
		else
			printf("FAIL %s: no such scenario\n", names[i]);
		good &= s != NULL;
	}
	return good ? 0 : 1;
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	program = argv[0];
	if (argc == 2 && !strcmp(argv[1], "--list"))
		return list();
	return argc > 1 ? run_named(argc - 1, argv + 1) : run_all();
}
