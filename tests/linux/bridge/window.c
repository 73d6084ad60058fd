/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#include "window.h"

#include <inttypes.h>
#include <stdlib.h>

#include "caching.h"
#include "gen/vtd_regs.h"
#include "guest_ram.h"
#include "report.h"

/* More than a full queue of 2^15 descriptors can need. */
#define SETTLE_TURNS (1u << 20)

static struct window_config config;

static enum {
	POWER_KEPT,
	POWER_CUT_ARMED,
	POWER_CUT_ASLEEP, /* translation is off, registers are being saved */
} power;

static bool break_queue;

static uint64_t settle_limit_hits;

/* Devices are heard this often while the engine works or waits for them. */
#define ROUND_TURNS  256u
#define QUIET_ROUNDS (SETTLE_TURNS / ROUND_TURNS)

static void settle(void)
{
	unsigned int quiet = 0;
	bool busy = true;

	while (busy && quiet < QUIET_ROUNDS) {
		bool works = unit_run(ROUND_TURNS) == ROUND_TURNS;
		bool said = caching_step();

		busy = works || said;
		quiet = said ? 0 : quiet + 1;
	}
	if (busy)
		report_line("PROBLEM engine still busy after %u turns, %u",
			    SETTLE_TURNS, (unsigned int)++settle_limit_hits);
}

static bool one_turn(void)
{
	bool busy = unit_run(1);

	return caching_step() || busy;
}

static void after_access(void)
{
	if (config.lag)
		one_turn();
	else
		settle();
}

void window_let_devices_work(void)
{
	after_access();
}

static void cold_start(void)
{
	if (!unit_power_on(&config.caps))
		abort();
	caching_reset();
	settle();
}

bool window_init(const struct window_config *from)
{
	config = *from;
	if (!unit_power_on(&config.caps))
		return false;
	caching_reset();
	settle();
	return true;
}

void window_reset(void)
{
	cold_start();
}

void window_arm_power_cut(void)
{
	power = POWER_CUT_ARMED;
}

void window_arm_broken_queue(void)
{
	break_queue = true;
}

/* Bits 3:0 are a descriptor's type; with all of them set it is none. */
static void watch_queue(void)
{
	uint64_t iqa = 0;
	uint64_t iqh = 0;
	uint32_t *head;

	if (!break_queue || !unit_read(VTD_IQA, 8, &iqa) ||
	    !unit_read(VTD_IQH, 8, &iqh))
		return;
	head = guest_ram_at((iqa & ~UINT64_C(0xfff)) + iqh, sizeof(*head));
	if (!head)
		return;
	*head |= 0xf;
	break_queue = false;
	report_line("descriptor at %" PRIx64 " broken", iqh);
}

static void watch_command(uint64_t val)
{
	if (power == POWER_CUT_ARMED && !(val & VTD_GCMD_TE))
		power = POWER_CUT_ASLEEP;
}

static void watch_saving(unsigned int offset)
{
	if (power != POWER_CUT_ASLEEP || offset != VTD_FEUADDR)
		return;
	power = POWER_KEPT;
	report_line("power cut");
	cold_start();
}

uint64_t window_read(unsigned int offset, unsigned int size)
{
	uint64_t val = 0;

	if (!unit_read(offset, size, &val)) {
		val = UINT64_MAX;
		report_line("PROBLEM read %03x.%u refused", offset, size);
	}
	report_read(offset, size, val);
	watch_saving(offset);
	after_access();
	return val;
}

void window_write(unsigned int offset, unsigned int size, uint64_t val)
{
	report_write(offset, size, val);
	if (offset == VTD_IQT)
		watch_queue();
	if (!unit_write(offset, size, val))
		report_line("PROBLEM write %03x.%u refused", offset, size);
	if (offset == VTD_GCMD)
		watch_command(val);
	after_access();
}

bool window_idle_turn(void)
{
	if (config.lag && one_turn())
		return true;
	if (!caching_wait())
		return false;
	after_access();
	return true;
}

bool window_fault_pending(void)
{
	uint64_t fsts = 0;

	return unit_read(VTD_FSTS, 4, &fsts) && (fsts & VTD_FSTS_PPF);
}
