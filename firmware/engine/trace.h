/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Every state change of the engine is one event of vtd_trace.def. */
#ifndef TRACE_H
#define TRACE_H

#include "gen/vtd_trace.h"
#include "vtd.h"

#define trace(v, event, a, b, c)                                               \
	port_trace((v)->port, VTD_TRACE_##event, a, b, c)

#endif
