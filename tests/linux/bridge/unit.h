/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The remapping unit behind BAR 0: the engine on its native platform, with the
 * guest's memory as host memory and QEMU's local APIC as interrupt target.
 */
#ifndef LINUX_UNIT_H
#define LINUX_UNIT_H

#include <stdbool.h>
#include <stdint.h>

/* Changes to the default capabilities: bits of the masks take the values. */
struct unit_caps {
	uint64_t cap_mask;
	uint64_t cap;
	uint64_t ecap_mask;
	uint64_t ecap;
};

/*
 * Cold start; an earlier unit is gone with all its state. False when the
 * capabilities contradict each other.
 */
bool unit_power_on(const struct unit_caps *caps);

/* Host accesses to the register window; false is a bus error. */
bool unit_read(unsigned int offset, unsigned int size, uint64_t *val);
bool unit_write(unsigned int offset, unsigned int size, uint64_t val);

/* Up to @limit turns of the engine's main loop; returns how many had work. */
unsigned int unit_run(unsigned int limit);

/* DMA of source @sid; false when it was refused. */
bool unit_dma(uint16_t sid, uint64_t addr, void *data, unsigned int len,
	      bool write);

/* Writes to the report how often the engine reported each trace event. */
void unit_report(void);

#endif
