/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "figures.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>

Figures::Figures()
{
	printf("%-58s %9s  %10s\n", "figure", "measured", "target");
}

void Figures::row(double value, const char *unit, double target, bool at_least,
		  const char *format, ...)
{
	Row r{};
	va_list args;

	va_start(args, format);
	vsnprintf(r.name, sizeof(r.name), format, args);
	va_end(args);
	r.value = value;
	r.unit = unit;
	r.target = target;
	r.at_least = at_least;
	if (target) {
		bool ok = at_least ? value >= target : value <= target;

		printf("%-58s %9.2f  %s %7.2f %-9s %s\n", r.name, value,
		       at_least ? ">=" : "<=", target, unit,
		       ok ? "PASS" : "short");
	} else {
		printf("%-58s %9.2f  %10s %-9s\n", r.name, value, "", unit);
	}
	fflush(stdout);
	rows_.push_back(r);
}

void Figures::write_json(const std::string &path) const
{
	FILE *f = fopen(path.c_str(), "w");

	if (!f) {
		perror(path.c_str());
		exit(2);
	}
	fprintf(f, "[\n");
	for (size_t i = 0; i < rows_.size(); i++) {
		const Row &r = rows_[i];

		fprintf(f,
			"  {\"figure\": \"%s\", \"value\": %.3f, "
			"\"unit\": \"%s\", \"target\": %.3f, "
			"\"bound\": \"%s\"}%s\n",
			r.name, r.value, r.unit, r.target,
			!r.target  ? "none" :
			r.at_least ? "at least" :
				     "at most",
			i + 1 < rows_.size() ? "," : "");
	}
	fprintf(f, "]\n");
	fclose(f);
}
