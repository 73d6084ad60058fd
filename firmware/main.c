/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "banner.h"
#include "hal_cache.h"
#include "hal_console.h"
#include "hal_gate.h"
#include "hal_stop.h"
#include "hal_time.h"
#include "hal_trace.h"
#include "print.h"
#include "vtd.h"

/*
 * Turns between two kicks. Even turns of the longest kind (9,000 cycles) stay
 * far inside the watchdog's time, and idle ones make the kick's cost vanish.
 */
#define KICK_TURNS 128U

/*
 * Idle turns in a row before trace records are pushed to memory: a push takes
 * as long as two turns and would meet the next miss of a running device.
 */
#define TRACE_QUIET 64U

static struct vtd engine;
static HAL_HOT_DATA struct vtd_port port;

/*
 * Without a monitor in front of host memory its updates could not be locked:
 * then what needs them is not promised.
 */
static bool drop_locked(struct vtd_config *config)
{
	struct vtd_config without = *config;

	if (!vtd_config_drop_locked(&without) || hal_gate_has_monitor())
		return false;
	*config = without;
	hal_gate_show(config);
	return true;
}

static __attribute__((noinline)) void start(void)
{
	struct vtd_config config;
	bool dropped;
	int err;

	hal_trace_init();
	err = hal_gate_init(&port);
	if (err)
		hal_stop("mailbox", hal_gate_caps(), 0, 0);
	err = hal_gate_config(&config);
	dropped = drop_locked(&config);
	banner(&config, hal_gate_caps(), sizeof(engine), dropped);
	if (err)
		hal_stop(vtd_config_error(&config), config.cap, config.ecap,
			 config.ver);
	err = vtd_init(&engine, &port, &config);
	if (err)
		hal_stop("engine refuses configuration", config.cap,
			 config.ecap, config.ver);
	hal_console_start_ring();
	vtd_start(&engine);
	hal_gate_ready();
	print("ready at cycle %lu\n", hal_time_cycles());
}

VTD_HOT static void idle(unsigned int quiet)
{
	if (!hal_console_step() && quiet > TRACE_QUIET)
		hal_trace_step();
}

VTD_HOT int main(void)
{
	unsigned int turns = 0, quiet = 0;

	start();
	for (;;) {
		quiet = vtd_turn(&engine) ? 0 : quiet + 1;
		if (quiet)
			idle(quiet);
		if (++turns % KICK_TURNS == 0 && vtd_alive(&engine))
			hal_gate_kick(&port);
	}
}
