/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * An engine in scalable mode, and its tables from the root to PASID entries
 * (9.2, 9.4, 9.5, 9.6), word by word, for tests that spoil one.
 */
#ifndef TESTS_UNIT_PASIDS_H
#define TESTS_UNIT_PASIDS_H

#include "bench.h"

/* The PASID that the source SID has besides RID_PASID. */
#define PASID     UINT32_C(0x1234)
#define RID_PASID UINT32_C(0x0056)

/* Flags of a request with PASID. */
#define WITH(pasid) (GATE_WORK0_SSIDV | VTD_PUT(GATE_WORK0_SSID, pasid))

/* Words of a PASID entry that are not 0. */
struct pasid_entry {
	uint64_t word[3];
};

/*
 * Power-on with every capability of scalable mode but those in @less of ECAP;
 * bits of @more as if they were built.
 */
void pasids_start(struct bench *b, uint64_t more, uint64_t less);

/* The root table latched for scalable mode, translation on; worked. */
void pasids_enable(struct bench *b);

/* Addresses of entries; tables on the way are made when there are none. */
uint64_t pasids_root_slot(const struct bench *b, uint16_t sid);
uint64_t pasids_context_slot(struct bench *b, uint16_t sid);
uint64_t pasids_directory_slot(struct bench *b, uint16_t sid, uint32_t pasid);
uint64_t pasids_slot(struct bench *b, uint16_t sid, uint32_t pasid);

/* Gives @sid a context: PASIDE, RID_PASID, a directory of the size of @pdts. */
void pasids_attach(struct bench *b, uint16_t sid, unsigned int pdts);

/* Stores @entry as the PASID entry of @sid and @pasid. */
void pasids_put(struct bench *b, uint16_t sid, uint32_t pasid,
		const struct pasid_entry *entry);

/* Entries of domain DID: pass-through, and a second stage from @root. */
struct pasid_entry pasids_pass(void);
struct pasid_entry pasids_second(uint64_t root, unsigned int levels);

/*
 * Tables of @levels on the way to the entry of a page at @addr, which is left
 * 0; @upper are the bits of the entries above. The root; in @leaf, the entry.
 */
uint64_t pasids_chain(struct bench *b, unsigned int levels, uint64_t addr,
		      uint64_t upper, uint64_t *leaf);

/* A second stage of @levels that maps the page at IOVA to PA; its root. */
uint64_t pasids_tree(struct bench *b, unsigned int levels);

#endif
