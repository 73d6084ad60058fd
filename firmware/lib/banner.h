/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#ifndef BANNER_H
#define BANNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vtd_config.h"

/*
 * Prints who this is: version, VT-d revision, what @config offers in words,
 * the gate's parameters from @caps (CAPS of vtd_gate.def) and how much memory
 * the pools take. @dropped: something is not offered as memory has no monitor.
 */
void banner(const struct vtd_config *config, uint64_t caps, size_t pools,
	    bool dropped);

#endif
