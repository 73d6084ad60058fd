/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The remapping unit behind BAR 0, with the guest's memory as host memory and
 * QEMU's local APIC as interrupt target. Which one it is the linker chooses:
 * the engine on its native platform (unit.c), or the Verilated SoC (../soc).
 */
#ifndef LINUX_UNIT_H
#define LINUX_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* As the host reads them. */
struct unit_caps {
	uint32_t ver;
	uint64_t cap;
	uint64_t ecap;
	/* Of the native unit; those of the SoC are built in. */
	unsigned int window_log2;
	unsigned int frcds;
	bool shadow; /* every endpoint may have one */
};

/*
 * From now on everything between engine and platform goes to this file, for
 * ../replay to run without a guest. False when it cannot be written.
 */
bool unit_record(const char *path);

/*
 * Cold start; an earlier unit is gone with all its state. False when the
 * capabilities contradict each other.
 */
bool unit_power_on(const struct unit_caps *caps);

/* Host accesses to the register window; false is a bus error. */
bool unit_read(unsigned int offset, unsigned int size, uint64_t *val);
bool unit_write(unsigned int offset, unsigned int size, uint64_t val);

/*
 * Lets the unit work for up to @limit turns of the engine's main loop, or as
 * many slices of time; returns how many it was busy.
 */
unsigned int unit_run(unsigned int limit);

/* DMA of source @sid; false when it was refused. */
bool unit_dma(uint16_t sid, uint64_t addr, void *data, unsigned int len,
	      bool write);

/* The same with an address that is the host's already (AT = 10b). */
bool unit_dma_translated(uint16_t sid, uint64_t addr, void *data,
			 unsigned int len, bool write);

/*
 * A message of a device, three words of vtd_gate.def; @request: on the stream
 * of translation requests. False when it is not taken now.
 */
bool unit_msg_send(const uint64_t *word, bool request);

/* Takes the next message to a device: how many words, 0 when there is none. */
#define UNIT_MSG_WORDS 9u
unsigned int unit_msg_take(uint64_t *word);

/* Lets cycles pass in which nothing else happens. */
void unit_pass_time(uint64_t cycles);

/*
 * Has a traffic generator write its pattern to @len bytes at @addr, or read
 * them and compare; a power of two of bytes, aligned. False when the unit has
 * no such device.
 */
struct stream_job {
	uint16_t sid;
	bool write;
	uint64_t addr;
	uint32_t len;
	uint32_t seed;
	/* What came of it. */
	uint32_t requests;
	uint32_t refused;
	uint32_t mismatches;
};

bool unit_stream(struct stream_job *stream);

/* Writes to the report what the unit counted, trace events among it. */
void unit_report(void);

#ifdef __cplusplus
}
#endif

#endif
