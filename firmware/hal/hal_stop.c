/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "hal_stop.h"

#include "hal_console.h"
#include "hal_trace.h"
#include "print.h"

void hal_stop(const char *why, unsigned long a, unsigned long b,
	      unsigned long c)
{
	print("stop: %s %lx %lx %lx\n", why, a, b, c);
	for (;;) {
		hal_console_step();
		hal_trace_step();
	}
}
