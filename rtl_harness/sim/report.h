/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* What a run did, in tables for people. */
#ifndef SIM_REPORT_H
#define SIM_REPORT_H

#include "kinds.h"
#include "session.h"

/* Seconds of processor time since the first call. */
double report_seconds();

void report_requests(const Session &s);
void report_latencies(const Session &s);
void report_invalidations(const Session &s);
void report_faults(const Session &s, unsigned most);
void report_checks(const Session &s);

/* What devices with caches and shadows were told, beside a plain one. */
void report_kinds(const Session &s, const CachingCounts &caching,
		  const ShadowCounts &shadow);

/* The last line; returns the exit status. */
int report_verdict(const Session &s);

#endif
