/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Cycles of iova_tree on the core: boots an image that measures and says so on
 * its console (tests/iova/soc_main.c), and shows that as a table.
 */

#include <cstdio>
#include <sstream>
#include <vector>

#include "session.h"

namespace
{

constexpr unsigned kFigures = 7;
const char *const kNames[kFigures] = { "append", "insert", "remove", "find",
				       "next",   "hole",   "reverse" };

struct Row {
	unsigned long maps, reverse;
	unsigned long cycles[kFigures];
};

/* Lines "iova MAPS REVERSE CYCLES..."; false without a clean end. */
bool parse(const std::string &console, std::vector<Row> *rows)
{
	std::istringstream lines(console);
	std::string line, word;
	bool clean = false;

	while (std::getline(lines, line)) {
		std::istringstream words(line);
		Row row{};

		if (line.rfind("iova failures 0", 0) == 0)
			clean = true;
		words >> word >> row.maps >> row.reverse;
		if (!words || word != "iova")
			continue;
		for (unsigned long &cycles : row.cycles)
			words >> cycles;
		if (words)
			rows->push_back(row);
	}
	return clean && !rows->empty();
}

void show(const std::vector<Row> &rows)
{
	printf("%-28s", "cycles on the core");
	for (const char *name : kNames)
		printf(" %8s", name);
	for (const Row &row : rows) {
		printf("\n%5lu mappings%-14s", row.maps,
		       row.reverse ? ", with reverse" : "");
		for (unsigned i = 0; i < kFigures - !row.reverse; i++)
			printf(" %8lu", row.cycles[i]);
	}
	printf("\n");
}

bool save(const std::vector<Row> &rows, const std::string &path)
{
	FILE *f = fopen(path.c_str(), "w");

	if (!f) {
		perror(path.c_str());
		return false;
	}
	fprintf(f, "[");
	for (const Row &row : rows) {
		fprintf(f, "%s\n  {\"mappings\": %lu, \"with reverse\": %s",
			&row == &rows[0] ? "" : ",", row.maps,
			row.reverse ? "true" : "false");
		for (unsigned i = 0; i < kFigures - !row.reverse; i++)
			fprintf(f, ", \"%s\": %lu", kNames[i], row.cycles[i]);
		fprintf(f, "}");
	}
	fprintf(f, "\n]\n");
	return !fclose(f);
}

} // namespace

int job_iova(const Options &options)
{
	Sim sim(options.sim);
	std::vector<Row> rows;

	if (!sim.power_on(session_default_pins()) ||
	    !parse(sim.console(), &rows)) {
		printf("%s\nFAIL: no figures\n", sim.console().c_str());
		return 1;
	}
	show(rows);
	return !options.json.empty() && !save(rows, options.json);
}
