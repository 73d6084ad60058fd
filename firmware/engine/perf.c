/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "perf.h"

#include "event.h"
#include "gen/vtd_regs.h"
#include "trace.h"

/* Commands and status codes, 11.4.14.1 and 11.4.14.3. */
enum command {
	ENABLE_COUNTER = 0xf0,
	DISABLE_COUNTER = 0xf1,
	RESET_CONFIGURATION = 0xf2,
	RESET_COUNTERS = 0xf3,
	FREEZE = 0xf4,
	UNFREEZE = 0xf5,
};

enum status {
	SUCCESS = 0,
	UNDEFINED_COMMAND = 1,
	REFUSED = 16,
};

/* Groups whose events the gate cannot see. */
#define ENGINE_GROUPS (1U << 2 | 1U << 4)

static unsigned int config_at(unsigned int counter)
{
	return VTD_PERFCNTRCFG0 +
	       counter * (VTD_PERFCNTRCFG1 - VTD_PERFCNTRCFG0);
}

static uint64_t supported(struct vtd *v, unsigned int group)
{
	unsigned int stride = VTD_PERFEVNTCAP1 - VTD_PERFEVNTCAP0;

	if (group >= VTD_PERF_GROUPS)
		return 0;
	return port_reg_read64(v->port, VTD_PERFEVNTCAP0 + group * stride);
}

static void set_up(struct vtd *v, unsigned int counter, uint64_t rest)
{
	port_perf(v->port, GATE_PERF_COUNTER,
		  VTD_PUT(GATE_PERF_COUNTER_INDEX, counter) | rest);
}

/*
 * Has counter @counter count what @config says, if it is enabled and not
 * frozen; @more are bits of PERF_COUNTER.
 */
static void run(struct vtd *v, unsigned int counter, uint64_t config,
		uint64_t more)
{
	uint64_t events = VTD_GET(VTD_PERFCNTRCFG0_ES, config);
	uint64_t group = VTD_GET(VTD_PERFCNTRCFG0_EGI, config);

	if (config & VTD_PERFCNTRCFG0_EN && !(v->perf.frozen >> counter & 1))
		more |= GATE_PERF_COUNTER_ON;
	set_up(v, counter,
	       VTD_PUT(GATE_PERF_COUNTER_EVENTS, events) |
		       VTD_PUT(GATE_PERF_COUNTER_GROUP, group) | more);
}

static void run_all(struct vtd *v, uint64_t more)
{
	for (unsigned int i = 0; i < VTD_PERF_COUNTERS; i++)
		run(v, i, port_reg_read64(v->port, config_at(i)), more);
}

static void show_frozen(struct vtd *v, unsigned int frozen)
{
	v->perf.frozen = (uint8_t)frozen;
	port_reg_write64(v->port, VTD_PERFFRZSTS, frozen);
}

/* 10.3.2: all at once, which is what the gate's own switch is for. */
static void freeze(struct vtd *v)
{
	port_perf(v->port, GATE_PERF_FREEZE, 1);
	show_frozen(v, (1U << VTD_PERF_COUNTERS) - 1);
}

static void unfreeze(struct vtd *v)
{
	port_perf(v->port, GATE_PERF_FREEZE, 1);
	show_frozen(v, 0);
	run_all(v, 0);
	port_perf(v->port, GATE_PERF_FREEZE, 0);
}

/*
 * A counter that is disabled is no longer frozen (11.4.13.12), others still
 * are: these stand still one by one now.
 */
static void unfreeze_one(struct vtd *v, unsigned int counter)
{
	if (!(v->perf.frozen >> counter & 1))
		return;
	show_frozen(v, v->perf.frozen & ~(1U << counter));
	run_all(v, 0);
	port_perf(v->port, GATE_PERF_FREEZE, 0);
}

static void remember(struct vtd *v, unsigned int counter, bool on,
		     uint64_t config)
{
	uint8_t bit = (uint8_t)(1U << counter);
	unsigned int group = VTD_GET(VTD_PERFCNTRCFG0_EGI, config);

	v->counted &= (uint8_t)~bit;
	v->perf.interrupts &= (uint8_t)~bit;
	if (on && ENGINE_GROUPS >> group & 1)
		v->counted |= bit;
	if (on && config & VTD_PERFCNTRCFG0_IO)
		v->perf.interrupts |= bit;
}

static enum status enable(struct vtd *v, uint64_t counter)
{
	uint64_t config, events, group;

	if (counter >= VTD_PERF_COUNTERS)
		return REFUSED;
	config = port_reg_read64(v->port, config_at((unsigned int)counter));
	events = VTD_GET(VTD_PERFCNTRCFG0_ES, config);
	group = VTD_GET(VTD_PERFCNTRCFG0_EGI, config);
	if (!events || events & ~supported(v, (unsigned int)group))
		return REFUSED;
	port_reg_set32(v->port, config_at((unsigned int)counter),
		       VTD_PERFCNTRCFG0_EN);
	remember(v, (unsigned int)counter, true, config);
	run(v, (unsigned int)counter, config | VTD_PERFCNTRCFG0_EN, 0);
	return SUCCESS;
}

static enum status disable(struct vtd *v, uint64_t counter)
{
	if (counter >= VTD_PERF_COUNTERS)
		return REFUSED;
	set_up(v, (unsigned int)counter, 0);
	remember(v, (unsigned int)counter, false, 0);
	port_reg_clear32(v->port, config_at((unsigned int)counter),
			 VTD_PERFCNTRCFG0_EN);
	unfreeze_one(v, (unsigned int)counter);
	return SUCCESS;
}

static void reset_configuration(struct vtd *v)
{
	for (unsigned int i = 0; i < VTD_PERF_COUNTERS; i++) {
		set_up(v, i, 0);
		remember(v, i, false, 0);
		port_reg_write64(v->port, config_at(i), 0);
	}
	port_reg_write64(v->port, VTD_PERFOVFSTS, 0);
	show_frozen(v, 0);
	port_perf(v->port, GATE_PERF_FREEZE, 0);
}

static enum status execute(struct vtd *v, uint64_t ecmd)
{
	uint64_t operand = VTD_GET(VTD_ECMD_A, ecmd);

	if (!(v->config.ecap & VTD_ECAP_PMS))
		return UNDEFINED_COMMAND;
	switch (VTD_GET(VTD_ECMD_CMD, ecmd)) {
	case ENABLE_COUNTER:
		return enable(v, operand);
	case DISABLE_COUNTER:
		return disable(v, operand);
	case RESET_CONFIGURATION:
		reset_configuration(v);
		return SUCCESS;
	case RESET_COUNTERS:
		run_all(v, GATE_PERF_COUNTER_CLEAR);
		return SUCCESS;
	case FREEZE:
		freeze(v);
		return SUCCESS;
	case UNFREEZE:
		unfreeze(v);
		return SUCCESS;
	default:
		return UNDEFINED_COMMAND;
	}
}

/* No command of GCMD or PMEN is half done here, so none aborts this one. */
void perf_ecmd_written(struct vtd *v, uint64_t ecmd)
{
	uint64_t response = VTD_PUT(VTD_ECRSP_STATUS, execute(v, ecmd));

	trace(v, ECMD, ecmd, response, 0);
	port_reg_write64(v->port, VTD_ECRSP, response);
}

/* Only PIS going from 0 to 1 is an event. */
void perf_overflowed(struct vtd *v, uint32_t counters)
{
	bool was_set;

	trace(v, PERF_OVERFLOW, counters, v->perf.interrupts, 0);
	port_reg_set32(v->port, VTD_PERFOVFSTS, counters);
	if (!(counters & v->perf.interrupts))
		return;
	was_set = port_reg_read32(v->port, VTD_PERFINTRSTS) &
		  VTD_PERFINTRSTS_PIS;
	port_reg_set32(v->port, VTD_PERFINTRSTS, VTD_PERFINTRSTS_PIS);
	if (was_set)
		v->perf.quiet = true;
	else
		event_raise(v, VTD_PERFINTRCTL, &v->perf.held);
}

/*
 * The host may have cleared PIS between our look at it and our setting it. Then
 * PIS is 1 again without a message, and now is the time for it.
 */
void perf_status_cleared(struct vtd *v)
{
	bool set = port_reg_read32(v->port, VTD_PERFINTRSTS) &
		   VTD_PERFINTRSTS_PIS;

	if (set && v->perf.quiet)
		event_raise(v, VTD_PERFINTRCTL, &v->perf.held);
	else if (!set)
		event_withdraw(v, VTD_PERFINTRCTL, &v->perf.held);
	v->perf.quiet = false;
}

void perf_control_written(struct vtd *v, uint32_t control)
{
	event_control_written(v, VTD_PERFINTRCTL, control, &v->perf.held);
}
