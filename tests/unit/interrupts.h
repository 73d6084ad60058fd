/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * A bench with interrupt remapping: a table of 256 entries and one posted
 * descriptor in guest memory, and a device that uses them.
 */
#ifndef TESTS_UNIT_INTERRUPTS_H
#define TESTS_UNIT_INTERRUPTS_H

#include "bench.h"

#define IRT         (MOCK_MEMORY_BASE + UINT64_C(0x110000))
#define IRT_ENTRIES 256U
#define DESCRIPTOR  (MOCK_MEMORY_BASE + UINT64_C(0x120040))

/* IRTA: S = 7. */
#define XAPIC  (IRT | 7)
#define X2APIC (IRT | 0x800 | 7)

/* bench_config() with IR, EIM, PI and MHMV. */
struct vtd_config interrupts_config(void);

/* cmocka set-up: interrupt remapping is on, in xAPIC mode, messages routed. */
int interrupts_setup(void **state);

/* A test that gets such a bench. */
#define INTERRUPTS(test)                                                       \
	cmocka_unit_test_setup_teardown(test, interrupts_setup, bench_teardown)

/* Power-on with @config, IRTA latched and IRES = 1. */
void interrupts_start(struct bench *b, const struct vtd_config *config,
		      uint64_t irta);

/* Sets and clears level bits of GCMD; worked. */
void host_switches(struct bench *b, uint32_t set, uint32_t clear);

/* IRTA is written and latched; worked. */
void host_sirtp(struct bench *b, uint64_t irta);

void host_entry(struct bench *b, unsigned int index, uint64_t lo, uint64_t hi);

/* An entry that posts @vector to DESCRIPTOR; @flags are bits of lo. */
void host_posts(struct bench *b, unsigned int index, unsigned int vector,
		uint64_t flags);

/* Address of a request in remappable format. */
uint32_t interrupt_addr(unsigned int handle, bool shv);

/* @sid sends interrupt @index, without subhandle. */
void device_signals(struct bench *b, uint16_t sid, unsigned int index);

/* The newest one was let through; or blocked, and record 0 says why. */
void assert_delivered(const struct bench *b);
void assert_interrupt_fault(const struct bench *b, enum vtd_fault reason,
			    unsigned int index);

/* Records, caches and calls are as after interrupts_start(). */
void interrupts_again(struct bench *b);

#endif
