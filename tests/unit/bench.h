/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * One engine on the mock platform, with a host and devices that tests move by
 * hand: a host write stores, does what RTL does at the write, and queues its
 * event; a device's request is a MISS or INTR record. Nothing runs until
 * bench_turn().
 */
#ifndef TESTS_UNIT_BENCH_H
#define TESTS_UNIT_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "gen/vtd_faults.h"
#include "port_mock.h"
#include "tables.h"
#include "vtd.h"
#include "vtd_config.h"
#include "vtd_desc.h"

/* Where things lie in the mock's memory. */
#define BENCH_TABLES      MOCK_MEMORY_BASE
#define BENCH_TABLES_SIZE UINT64_C(0x100000)
#define BENCH_QUEUE       (MOCK_MEMORY_BASE + UINT64_C(0x100000))
#define BENCH_STATUS      (MOCK_MEMORY_BASE + UINT64_C(0x1f0000))
#define BENCH_NO_MEMORY   UINT64_C(0x7000000000) /* below 2^HAW, unreadable */

/* A device of bus 3, its domain, a page it may use and where that leads. */
#define SID  UINT16_C(0x0310)
#define DID  UINT16_C(5)
#define IOVA UINT64_C(0x40201000)
#define PA   UINT64_C(0x2345678000)

#define BENCH_HAW    40u
#define FEDATA_VALUE UINT32_C(0x00c1)
#define FEADDR_VALUE UINT32_C(0xfee01000)
#define IEDATA_VALUE UINT32_C(0x00d2)
#define IEADDR_VALUE UINT32_C(0xfee02000)

struct bench {
	struct vtd *v; /* on the heap, so that its ends are guarded */
	struct vtd_port m;
	struct tables t;
	struct vtd_config config;
};

/*
 * Every capability of legacy mode: widths 39, 48 and 57, superpages, PSI, 8
 * records, queue, pass-through, zero-length reads, abort mode; HAW 40.
 */
struct vtd_config bench_config(void);

/* cmocka set-up and tear-down: *state is a powered-on struct bench. */
int bench_setup(void **state);
int bench_teardown(void **state);

/* Power-on again with @config; vtd_init() must accept it. */
void bench_start(struct bench *b, const struct vtd_config *config);

/* One vtd_turn() within its rules; its result. */
bool bench_turn(struct bench *b);

/* Turns until there is nothing to do; fails after a generous number. */
void bench_run(struct bench *b);

/* ---- The host ---------------------------------------------------------- */

void host_gcmd(struct bench *b, uint32_t value);
void host_srtp(struct bench *b, uint64_t rtaddr);
void host_ccmd(struct bench *b, uint64_t value);
void host_iotlb(struct bench *b, uint64_t iotlb, uint64_t iva);
void host_iqt(struct bench *b, uint64_t value);
void host_fectl(struct bench *b, uint32_t value);
void host_iectl(struct bench *b, uint32_t value);
void host_clear_fsts(struct bench *b, uint32_t bits);
void host_clear_ics(struct bench *b);
void host_clear_record(struct bench *b, unsigned int index);

/* Root table latched, translation on, messages routed, IM = 0; all worked. */
void host_enables_translation(struct bench *b);

/* Queue of one page at BENCH_QUEUE, 128-bit descriptors, on; worked. */
void host_enables_queue(struct bench *b);

/* Puts a 128-bit descriptor in slot @index of that queue. */
void host_descriptor(struct bench *b, unsigned int index, uint64_t lo,
		     uint64_t hi);

/* IQT behind slot @index - 1. */
void host_tail(struct bench *b, unsigned int index);

uint64_t guest_load(const struct bench *b, uint64_t addr);
void guest_store(struct bench *b, uint64_t addr, uint64_t value);

/* ---- Devices ----------------------------------------------------------- */

/* WORK0 of a request of @sid in @slot; @flags are bits of WORK0. */
uint64_t bench_word0(uint16_t sid, unsigned int slot, uint64_t flags);

/* A MISS of @sid for @addr, in slot 1, worked in one turn. */
void device_asks(struct bench *b, uint16_t sid, uint64_t addr, uint64_t flags);

/* An INTR likewise. */
void device_interrupts(struct bench *b, uint16_t sid, uint32_t addr,
		       uint32_t data);

/* ACTION and ANSWER_PA of the newest answer to slot 1; fails without one. */
unsigned int bench_action(const struct bench *b);
uint64_t bench_pa(const struct bench *b);

/* The request was granted @pa in a page of 2^(12 + order), with @rw. */
void assert_granted(const struct bench *b, uint64_t pa, unsigned int order,
		    uint64_t rw);

/*
 * The request was blocked and record 0 holds @reason for it; the next record
 * is free. assert_blocked() alone: no claim about records.
 */
void assert_faulted(const struct bench *b, uint16_t sid, uint64_t addr,
		    enum vtd_fault reason);
void assert_blocked(const struct bench *b);
void assert_no_record(const struct bench *b);

#endif
