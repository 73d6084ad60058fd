/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#ifndef SIM_BENCH_CLIENTS_H
#define SIM_BENCH_CLIENTS_H

#include "figures.h"
#include "session.h"

/*
 * The part of `make bench` about devices that cache translations or have a
 * shadow of the mapping: what their messages cost. Exit status as a job.
 */
int bench_clients(const Options &options, Figures &figures);

#endif
