/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Words of interrupt remapping, as a driver makes them: entries of the
 * interrupt table (VT-d 9.9, 9.10), posted-interrupt descriptors (9.11), and
 * what a device writes to raise an interrupt (5.1). Pure functions.
 */
#ifndef TESTS_LIB_IRTE_H
#define TESTS_LIB_IRTE_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* IRTE.SVT */
#define IRTE_SVT_NONE 0u
#define IRTE_SVT_SID  1u
#define IRTE_SVT_BUS  2u

struct irte {
	uint8_t vector;
	uint32_t dest; /* APIC id */
	bool x2apic;   /* EIME: the id is 32 bits wide */
	uint8_t mode;  /* DLM: 0 fixed, 1 lowest priority, 2 SMI, 4 NMI, ... */
	bool logical, hint, level; /* DM, RH, TM */
	bool fpd;
	uint16_t sid;
	uint8_t svt, sq;
	bool urgent; /* posted only */
};

/* A present entry that remaps (IM = 0), and one that posts (IM = 1). */
void irte_remapped(const struct irte *e, uint64_t words[2]);
void irte_posted(const struct irte *e, uint64_t descriptor, uint64_t words[2]);

/* Bits of the descriptor's word 4; words 0 to 3 are PIR. */
#define IRTE_PID_ON UINT64_C(1)
#define IRTE_PID_SN UINT64_C(2)
uint64_t irte_pid_word(uint8_t vector, uint32_t dest, bool x2apic);

/*
 * Address of a remappable request without subhandle; with SHV the data's low
 * 16 bits are added to @handle.
 */
uint32_t irte_request(uint16_t handle, bool shv);

/* The message that leaves for @e (5.1.4); also a notification's (5.2.3). */
uint64_t irte_message_addr(const struct irte *e);
uint32_t irte_message_data(const struct irte *e);

#ifdef __cplusplus
}
#endif

#endif
