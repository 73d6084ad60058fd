/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* What `make bench` prints: figures, each next to the one aimed at. */
#ifndef SIM_FIGURES_H
#define SIM_FIGURES_H

#include <string>
#include <vector>

class Figures
{
public:
	/* Prints the heading. */
	Figures();
	/*
	 * Prints a row and keeps it. @target is an upper bound, or a lower one
	 * if @at_least; 0: nothing is aimed at.
	 */
	void row(double value, const char *unit, double target, bool at_least,
		 const char *format, ...) __attribute__((format(printf, 6, 7)));
	/* All rows; exits with status 2 if the file cannot be written. */
	void write_json(const std::string &path) const;

private:
	struct Row {
		char name[72];
		double value, target;
		const char *unit;
		bool at_least;
	};

	std::vector<Row> rows_;
};

#endif
