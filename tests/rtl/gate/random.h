/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The random campaign: every device asks for anything, while the firmware
 * remaps, invalidates, drains, retires and changes the mode under it.
 */
#ifndef GATE_RANDOM_H
#define GATE_RANDOM_H

class Bench;

/* One seed; throws Failure. */
void random_run(Bench &bench, unsigned cycles);

/* Prints what was covered; false if @all and something never happened. */
bool random_report(bool all);

/* Prints the cost of a cycle: idle, and with traffic on every port. */
void speed_run(Bench &bench);

#endif
