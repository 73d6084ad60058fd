/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include <cstdio>

#include "session.h"

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(const Options &options);
	} kJobs[] = {
		{ "demo", job_demo },      { "seeds", job_seeds },
		{ "boot", job_check },     { "cold", job_check },
		{ "watchdog", job_check }, { "reset", job_check },
		{ "stall", job_check },    { "bench", job_bench },
		{ "iova", job_iova },
	};
	Options options = options_parse(argc, argv);

	for (const auto &job : kJobs)
		if (options.job == job.name)
			return job.run(options);
	fprintf(stderr, "sim: no job %s\n", options.job.c_str());
	return 2;
}
