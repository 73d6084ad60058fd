/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The blocks that scenarios run on: capabilities, and what they need built. */
#ifndef TESTS_FLOW_CONFIG_H
#define TESTS_FLOW_CONFIG_H

#include "flow_target.h"

struct flow_config {
	const char *name;
	struct flow_pins pins;
};

/* As the SoC is built: 39 and 48 bits, 2M and 1G pages, QI, PT, PSI, 8 FRCD. */
extern const struct flow_config flow_default;
/* The same with 57 bits, SC and ADMS; the host address width is 52 bits. */
extern const struct flow_config flow_wide;
/* The default with 46 address bits, CM and RWBF set, ESRTPS clear. */
extern const struct flow_config flow_caching;
/* No QI, PSI, superpages, PT, ZLR; 39 bits, 8-bit domains, one record. */
extern const struct flow_config flow_minimal;

/*
 * Scalable mode with all of it: three stages and pass-through, PASIDs of 20
 * bits, RID_PASID, supervisor requests, A/D and EA bits, abort mode; interrupt
 * remapping and posting, x2APIC; both protected regions; 57 bits, SC.
 */
extern const struct flow_config flow_scalable;
/* The same, but CM set, ESRTPS and ESIRTPS clear. */
extern const struct flow_config flow_scalable_caching;
/* The same where memory has no monitor for locked updates. */
extern const struct flow_config flow_unmonitored;
/* Scalable mode with a second stage of 48 bits and nothing else. */
extern const struct flow_config flow_second;
/* Scalable mode with a first stage of 4 levels and 2M, PASIDs of 10 bits. */
extern const struct flow_config flow_first;
/* The default with interrupt remapping: xAPIC only, no posting. */
extern const struct flow_config flow_xapic;
/* The default with 256 fault records in the second page of the window. */
extern const struct flow_config flow_records;

/* flow_default and flow_scalable with device TLBs; the latter with PRI. */
extern const struct flow_config flow_ats_legacy;
extern const struct flow_config flow_ats_scalable;
/* The same with CM: without an ATS user's help nobody forgets anything. */
extern const struct flow_config flow_ats_caching;
extern const struct flow_config flow_ats_scalable_caching;

/* flow_scalable with performance counters and enhanced commands, 8 KiB. */
extern const struct flow_config flow_perf;

#endif
