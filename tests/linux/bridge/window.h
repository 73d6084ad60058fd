/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * BAR 0 as the guest sees it: guest accesses become register accesses, and the
 * lag between a write and its effect is chosen here.
 */
#ifndef LINUX_WINDOW_H
#define LINUX_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "unit.h"

struct window_config {
	struct unit_caps caps;
	/*
	 * Off: a write is answered when its effect is complete. On: the engine
	 * gets one turn for each guest access and each idle moment, so the
	 * effects trail behind.
	 */
	bool lag;
};

/* Powers the unit on; false when the capabilities contradict. */
bool window_init(const struct window_config *config);

uint64_t window_read(unsigned int offset, unsigned int size);
void window_write(unsigned int offset, unsigned int size, uint64_t val);

/* Lets a lagging engine work between accesses; false when it was idle. */
bool window_idle_turn(void);

/* The same for devices that have something to say or to be told. */
void window_let_devices_work(void);

/* FSTS.PPF, without an access of the guest. */
bool window_fault_pending(void);

/* PCI reset: the unit starts cold again. */
void window_reset(void);

/*
 * Arms BOX_CMD_POWER_CUT: once the driver has turned translation off and read
 * the last of the registers it saves over suspend, the unit starts cold.
 */
void window_arm_power_cut(void);

/*
 * Arms BOX_CMD_BREAK_QUEUE: at the next write of IQT the descriptor at the head
 * gets a type that there is not.
 */
void window_arm_broken_queue(void);

#endif
