/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Translation requests, for tests of ATS: what a device asks, and what PCIe
 * says that it is answered.
 */
#ifndef TESTS_UNIT_REQUESTS_H
#define TESTS_UNIT_REQUESTS_H

#include "pasids.h"

/* Bits of a translation: PCIe Base, 10.2.3. */
#define R    UINT64_C(0x001)
#define W    UINT64_C(0x002)
#define U    UINT64_C(0x004)
#define PRIV UINT64_C(0x010)
#define N    UINT64_C(0x400)
#define S    UINT64_C(0x800)

/* The low bits of an address that say 2 MiB and 1 GiB, S set. */
#define SIZE_2M (UINT64_C(0x000ff000) | S)
#define SIZE_1G (UINT64_C(0x1ffff000) | S)

/* What WORK1 asks for besides the address. */
#define WANT(count) ((count)-1u)
#define NW          GATE_WORK1_ATS_NW

/*
 * Power-on in legacy mode with ATS and snoop control, @more of ECAP and @cap of
 * CAP; SID has TT=01 in domain DID, tables of 4 levels; translation is on.
 */
void requests_legacy(struct bench *b, uint64_t more, uint64_t cap);

/* TT of the context entry of SID. */
void requests_type(struct bench *b, unsigned int tt);

/*
 * The same in scalable mode, with DTE: SID goes by @entry with PASID and
 * without. @less of ECAP is left out.
 */
void requests_scalable(struct bench *b, const struct pasid_entry *entry,
		       uint64_t less);

/* ATS_REQ number 0x5a of SID, answered in one turn. */
void requests_ask(struct bench *b, uint64_t flags, uint64_t addr, uint64_t low);

/* The answer: a status without translations, or one with so many. */
void requests_status(const struct bench *b, unsigned int status);
void requests_count(const struct bench *b, unsigned int count);

/* One translation, which is @word; no fault was recorded. */
void requests_one(const struct bench *b, uint64_t word);

/* A status and record 0, of a read with AT = 01. */
void requests_fault(const struct bench *b, unsigned int status,
		    enum vtd_fault fault);

#endif
