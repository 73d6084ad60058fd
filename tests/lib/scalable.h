/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Scalable-mode tables above the paging structures, on top of tables.h: root
 * entries in halves, context entries of 32 bytes, PASID directories and
 * tables (VT-d 9.2, 9.4 to 9.6). The root table is that of struct tables.
 *
 * As there, nothing is remembered on the side, and a test that wants a bad
 * bit asks for the address of the word. Functions that return int give 0 or
 * TABLES_ERR_*; those that return an address give 0 when memory is used up.
 */
#ifndef TESTS_LIB_SCALABLE_H
#define TESTS_LIB_SCALABLE_H

#include "tables.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Words of a context entry and of a PASID entry. */
#define SCALABLE_CONTEXT_WORDS 4u
#define SCALABLE_PASID_WORDS   8u

enum scalable_pgtt {
	SCALABLE_FIRST = 1,
	SCALABLE_SECOND = 2,
	SCALABLE_NESTED = 3,
	SCALABLE_PASS = 4,
};

/* Flags of a PASID entry, as scalable_pasid.flags has them. */
#define SCALABLE_FPD   0x01u
#define SCALABLE_SSADE 0x02u
#define SCALABLE_PWSNP 0x04u
#define SCALABLE_PGSNP 0x08u
#define SCALABLE_SRE   0x10u
#define SCALABLE_WPE   0x20u
#define SCALABLE_EAFE  0x40u

/* What a PASID entry says. A tree with no levels is none. */
struct scalable_pasid {
	enum scalable_pgtt pgtt;
	uint16_t did;
	unsigned int flags;        /* SCALABLE_* */
	struct tables_tree fs, ss; /* FSPTPTR with the bias of its tree */
};

/* The eight words of a present entry. */
void scalable_pasid_words(const struct scalable_pasid *p,
			  uint64_t words[SCALABLE_PASID_WORDS]);

/* The half of the root entry for @sid (one word), and its context entry. */
uint64_t scalable_root_slot(const struct tables *t, uint16_t sid);
uint64_t scalable_context_slot(struct tables *t, uint16_t sid);

/*
 * Gives @sid a present context entry with PASIDE as asked, RID_PASID 0, and an
 * empty PASID directory of 2^(@pdts + 7) entries.
 */
int scalable_attach(struct tables *t, uint16_t sid, unsigned int pdts,
		    bool paside);

/*
 * The directory entry of {@sid, @pasid} (one word) and its PASID entry, whose
 * table is made if there is none. The context entry must be present.
 */
uint64_t scalable_dir_slot(struct tables *t, uint16_t sid, uint32_t pasid);
uint64_t scalable_pasid_slot(struct tables *t, uint16_t sid, uint32_t pasid);

/* Writes the PASID entry of {@sid, @pasid}, its first word last. */
int scalable_bind(struct tables *t, uint16_t sid, uint32_t pasid,
		  const struct scalable_pasid *p);

#ifdef __cplusplus
}
#endif

#endif
