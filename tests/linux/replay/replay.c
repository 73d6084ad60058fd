/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * replay FILE: runs the engine alone on a recording of the native unit. Its
 * calls have to be those of the recording, one by one, and get the recorded
 * results. Ends with "PASS" and what was compared.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "vtd.h"
#include "vtd_config.h"

#define MAX_WORDS 16u
/* A turn that does one step of pending work need not call the platform. */
#define MAX_SILENT_TURNS 1000u

struct call {
	char name[24];
	unsigned int num_args;
	unsigned int num_results;
	uint64_t args[MAX_WORDS];
	uint64_t results[MAX_WORDS];
};

/* The recording, one line ahead. */
static gzFile in;
static char text[512];
static unsigned int line_number;
static bool at_end;

static unsigned int calls;
static unsigned int turns;
static unsigned int power_ons;

static __attribute__((noreturn)) void fail(const char *what)
{
	printf("line %u: %s\n  recorded: %s\n", line_number, what,
	       at_end ? "nothing more" : text);
	printf("FAIL\n");
	exit(1);
}

static void next_line(void)
{
	at_end = !gzgets(in, text, sizeof(text));
	text[strcspn(text, "\n")] = '\0';
	line_number++;
}

static unsigned int parse_words(const char **at, uint64_t *words)
{
	unsigned int n = 0;

	while (**at == ' ' && (*at)[1] != '=' && n < MAX_WORDS) {
		char *end;

		words[n++] = strtoull(*at, &end, 16);
		*at = end;
	}
	return n;
}

static void parse(struct call *c)
{
	const char *at = text + strcspn(text, " ");
	size_t len = (size_t)(at - text);

	memset(c, 0, sizeof(*c));
	if (!len || len >= sizeof(c->name))
		fail("no call");
	memcpy(c->name, text, len);
	c->num_args = parse_words(&at, c->args);
	if (!strncmp(at, " =", 2)) {
		at += 2;
		c->num_results = parse_words(&at, c->results);
	}
	if (*at)
		fail("not a call");
}

/* What the recording has for this call of the engine. */
static struct call take(const char *name, const uint64_t *args,
			unsigned int num_args)
{
	struct call c;
	char what[160];
	int n = snprintf(what, sizeof(what), "the engine calls %s", name);

	for (unsigned int i = 0; i < num_args; i++)
		n += snprintf(what + n, sizeof(what) - (size_t)n, " %" PRIx64,
			      args[i]);
	if (at_end)
		fail(what);
	parse(&c);
	if (strcmp(c.name, name) || c.num_args != num_args ||
	    memcmp(c.args, args, num_args * sizeof(*args)))
		fail(what);
	calls++;
	next_line();
	return c;
}

#define COUNT(words) (unsigned int)(sizeof(words) / sizeof((words)[0]))

#define DOES(name, parameters, pass, ...)                                      \
	void port_##name parameters                                            \
	{                                                                      \
		const uint64_t args[] = { __VA_ARGS__ };                       \
                                                                               \
		(void)port;                                                    \
		take(#name, args, COUNT(args));                                \
	}

#define GIVES(name, type, parameters, pass, ...)                               \
	type port_##name parameters                                            \
	{                                                                      \
		const uint64_t args[] = { __VA_ARGS__ };                       \
                                                                               \
		(void)port;                                                    \
		return (type)take(#name, args, COUNT(args)).results[0];        \
	}

#include "port_calls.def"

void port_next_work(struct vtd_port *port, struct vtd_work *work)
{
	struct call c = take("next_work", NULL, 0);

	(void)port;
	memcpy(work->word, c.results, sizeof(work->word));
}

int port_host_read(struct vtd_port *port, uint64_t addr, unsigned int words,
		   uint64_t *out)
{
	const uint64_t args[] = { addr, words };
	struct call c = take("host_read", args, 2);

	(void)port;
	memcpy(out, c.results, words * sizeof(*out));
	return c.num_results ? 0 : -1;
}

void port_msg(struct vtd_port *port, const uint64_t *words, unsigned int count)
{
	(void)port;
	take("msg", words, count);
}

static bool at_power_on(void)
{
	return !strncmp(text, "power_on ", 9);
}

static void power_on(struct vtd *engine)
{
	struct vtd_config config = { 0 };
	struct call c;

	parse(&c);
	next_line();
	config.ver = (uint32_t)c.args[0];
	config.cap = c.args[1];
	config.ecap = c.args[2];
	config.haw = (uint8_t)c.args[3];
	config.tag_bits = (uint8_t)c.args[4];
	config.window_log2 = (uint8_t)c.args[5];
	config.frcds = (uint16_t)c.args[6];
	config.device_timeout = c.args[7];
	config.shadow_sids = (uint8_t)c.args[8];
	for (unsigned int i = 0; i < config.shadow_sids; i++)
		config.shadow_sid[i] = (uint16_t)c.args[9 + i];
	if (vtd_init(engine, NULL, &config))
		fail(vtd_config_error(&config));
	vtd_start(engine);
	power_ons++;
}

static void run(struct vtd *engine)
{
	unsigned int silent = 0;

	while (!at_end && !at_power_on()) {
		unsigned int before = calls;

		vtd_turn(engine);
		turns++;
		silent = calls == before ? silent + 1 : 0;
		if (silent > MAX_SILENT_TURNS)
			fail("the engine makes no more calls");
	}
}

int main(int argc, char **argv)
{
	static struct vtd engine;

	in = argc == 2 ? gzopen(argv[1], "rb") : NULL;
	if (!in) {
		fprintf(stderr, "usage: replay FILE\n");
		return 2;
	}
	next_line();
	if (at_end || !at_power_on())
		fail("a recording begins with a power-on");
	while (!at_end) {
		power_on(&engine);
		run(&engine);
	}
	printf("PASS %u power-ons, %u turns, %u calls\n", power_ons, turns,
	       calls);
	return 0;
}
