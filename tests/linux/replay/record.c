/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * unit_record() of the native unit: the linker (--wrap) puts these functions
 * between the engine and its platform, and each call becomes a line.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#include "bridge/unit.h"
#include "vtd_config.h"
#include "vtd_port.h"

static gzFile out;

static void close_record(void)
{
	gzclose(out);
}

bool unit_record(const char *path)
{
	out = gzopen(path, "wb");
	return out && !atexit(close_record);
}

static void line(const char *name, const uint64_t *args, unsigned int num_args,
		 const uint64_t *results, unsigned int num_results)
{
	if (!out)
		return;
	gzputs(out, name);
	for (unsigned int i = 0; i < num_args; i++)
		gzprintf(out, " %" PRIx64, args[i]);
	if (num_results)
		gzputs(out, " =");
	for (unsigned int i = 0; i < num_results; i++)
		gzprintf(out, " %" PRIx64, results[i]);
	gzputs(out, "\n");
}

#define COUNT(words) (unsigned int)(sizeof(words) / sizeof((words)[0]))

#define DOES(name, parameters, pass, ...)                                      \
	void __real_port_##name parameters;                                    \
	void __wrap_port_##name parameters;                                    \
	void __wrap_port_##name parameters                                     \
	{                                                                      \
		const uint64_t args[] = { __VA_ARGS__ };                       \
                                                                               \
		__real_port_##name pass;                                       \
		line(#name, args, COUNT(args), NULL, 0);                       \
	}

#define GIVES(name, type, parameters, pass, ...)                               \
	type __real_port_##name parameters;                                    \
	type __wrap_port_##name parameters;                                    \
	type __wrap_port_##name parameters                                     \
	{                                                                      \
		const uint64_t args[] = { __VA_ARGS__ };                       \
		type result = __real_port_##name pass;                         \
		uint64_t word = (uint64_t)result;                              \
                                                                               \
		line(#name, args, COUNT(args), &word, 1);                      \
		return result;                                                 \
	}

#include "port_calls.def"

void __real_port_next_work(struct vtd_port *port, struct vtd_work *work);
void __wrap_port_next_work(struct vtd_port *port, struct vtd_work *work);

void __wrap_port_next_work(struct vtd_port *port, struct vtd_work *work)
{
	__real_port_next_work(port, work);
	line("next_work", NULL, 0, work->word, work->word[0] ? 3 : 1);
}

int __real_port_host_read(struct vtd_port *port, uint64_t addr,
			  unsigned int words, uint64_t *val);
int __wrap_port_host_read(struct vtd_port *port, uint64_t addr,
			  unsigned int words, uint64_t *val);

int __wrap_port_host_read(struct vtd_port *port, uint64_t addr,
			  unsigned int words, uint64_t *val)
{
	const uint64_t args[] = { addr, words };
	int err = __real_port_host_read(port, addr, words, val);

	line("host_read", args, 2, val, err ? 0 : words);
	return err;
}

void __real_port_msg(struct vtd_port *port, const uint64_t *words,
		     unsigned int count);
void __wrap_port_msg(struct vtd_port *port, const uint64_t *words,
		     unsigned int count);

void __wrap_port_msg(struct vtd_port *port, const uint64_t *words,
		     unsigned int count)
{
	__real_port_msg(port, words, count);
	line("msg", words, count, NULL, 0);
}

int __real_vtd_init(struct vtd *v, struct vtd_port *port,
		    const struct vtd_config *config);
int __wrap_vtd_init(struct vtd *v, struct vtd_port *port,
		    const struct vtd_config *config);

/* Then come the sources that may have a shadow. */
#define FIXED_WORDS 9u

int __wrap_vtd_init(struct vtd *v, struct vtd_port *port,
		    const struct vtd_config *config)
{
	uint64_t args[FIXED_WORDS + VTD_SHADOW_CLIENTS] = {
		config->ver,         config->cap,
		config->ecap,        config->haw,
		config->tag_bits,    config->window_log2,
		config->frcds,       config->device_timeout,
		config->shadow_sids,
	};

	for (unsigned int i = 0; i < config->shadow_sids; i++)
		args[FIXED_WORDS + i] = config->shadow_sid[i];
	line("power_on", args, FIXED_WORDS + config->shadow_sids, NULL, 0);
	return __real_vtd_init(v, port, config);
}
