/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * A bench with devices that have TLBs (ATS) and ask for pages (PRI): scalable
 * mode, a queue of 256-bit descriptors, and the messages of one device after
 * the other. Devices answer only when the test has them answer.
 */
#ifndef TESTS_UNIT_DEVICES_H
#define TESTS_UNIT_DEVICES_H

#include "pasids.h"

#define STATUS_DATA UINT32_C(0x600d1)
#define WAIT_SW                                                                \
	(VTD_DESC_WAIT | VTD_WAIT_DESC_LO_SW |                                 \
	 VTD_PUT(VTD_WAIT_DESC_LO_DATA, STATUS_DATA))

/* Every address there is, as an invalidation request has it. */
#define WHOLE UINT64_C(0x7ffffffffffff800)

/* Capabilities of the bench, those of pasids_start() and these. */
#define DEVICES_ECAP                                                           \
	(VTD_ECAP_DT | VTD_ECAP_PRS | VTD_ECAP_PDS | VTD_ECAP_SMS | VTD_ECAP_IR)

/* cmocka set-up: translation and the queue are on, messages routed. */
int devices_setup(void **state);

#define DEVICES(test)                                                          \
	cmocka_unit_test_setup_teardown(test, devices_setup, bench_teardown)

/* Power-on again, with @more of ECAP and without @less. */
void devices_start(struct bench *b, uint64_t more, uint64_t less);

/* A 256-bit descriptor in slot @index of the queue; IQT behind the last one. */
void host_wide(struct bench *b, unsigned int index, uint64_t lo, uint64_t hi);
void host_wide_tail(struct bench *b, unsigned int index);

/* The low half of a device-TLB descriptor of @sid, for @mip at a time. */
uint64_t device_tlb_lo(uint16_t sid, unsigned int mip);

/* The same with @pasid. */
uint64_t pasid_device_tlb_lo(uint16_t sid, uint32_t pasid, unsigned int mip);

/* One such descriptor for @range (as a request has it), worked; the tail. */
void host_invalidates(struct bench *b, uint16_t sid, uint64_t range);

/* The head of an INV_REQ number @itag to @sid; @pasid as WITH() has it. */
uint64_t inv_req(uint16_t sid, unsigned int itag, uint64_t pasid);

/* INV_DONE of @sid for the ITags @itags, CC as in the message; worked. */
void device_completes(struct bench *b, uint16_t sid, uint32_t itags,
		      unsigned int cc);

/* @n ticks of the timer, each worked. */
void ticks(struct bench *b, unsigned int n);

/* PAGE_REQ of @sid: bits of the second word, flags of the head; worked. */
void device_pages(struct bench *b, uint16_t sid, uint64_t flags,
		  uint64_t word1);

bool status_written(const struct bench *b);

#endif
