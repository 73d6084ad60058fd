/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * The block in this process (firmware/native) as a driver sees it: register
 * commands that are waited for, and an invalidation queue. Offsets and fields
 * are written down here once more, from chapter 11 of the specification, so
 * that a wrong row in the project's own tables does not go unseen.
 *
 * Every function that returns bool is false when the unit did not do what a
 * driver waits for (a command that never ends, a bus error).
 */
#ifndef TESTS_FUZZ_UNIT_H
#define TESTS_FUZZ_UNIT_H

#include "../../firmware/native/native.h"
#include "case.h"

#define UNIT_GCMD_TE    (UINT32_C(1) << 31)
#define UNIT_GCMD_SRTP  (UINT32_C(1) << 30)
#define UNIT_GCMD_QIE   (UINT32_C(1) << 26)
#define UNIT_GCMD_IRE   (UINT32_C(1) << 25)
#define UNIT_GCMD_SIRTP (UINT32_C(1) << 24)
#define UNIT_GCMD_CFI   (UINT32_C(1) << 23)

#define UNIT_FSTS_PFO (UINT32_C(1) << 0)
#define UNIT_FSTS_PPF (UINT32_C(1) << 1)
#define UNIT_FSTS_IQE (UINT32_C(1) << 4)

#define UNIT_MAX_RECORDS 8

/* Granularity of context (CIRG) and IOTLB (IIRG) invalidations. */
enum unit_scope {
	UNIT_GLOBAL = 1,
	UNIT_DOMAIN = 2,
	UNIT_SELECTIVE = 3, /* device or page */
};

/* A configuration to power on with. */
struct unit_model {
	const char *name;
	struct oracle_caps caps;
	bool cm;
	bool esrtps;
	bool pmr;        /* CAP.PLMR and CAP.PHMR */
	uint8_t records; /* fault records, 1 .. UNIT_MAX_RECORDS */
	uint8_t mamv;
	struct native_sizes sizes; /* of the gate; all 0: its defaults */
};

extern const struct unit_model unit_models[];
extern const unsigned int unit_models_count;

/*
 * unit_models[@number], or for greater numbers any configuration that the
 * specification allows, always the same one; valid until the next call.
 */
const struct unit_model *unit_model(unsigned int number);
#define UNIT_MODEL_ANY 1000u /* the first of those */

struct unit {
	struct native *native;
	const struct unit_model *model;
	uint32_t levels;     /* level bits of GCMD as last written */
	uint64_t queue;      /* IQA base */
	unsigned int slots;  /* in the queue */
	unsigned int stride; /* bytes of a descriptor */
	unsigned int tail;   /* slot to be written next */
	unsigned int record; /* FRCD index that the next fault takes */
};

bool unit_new(struct unit *u, const struct unit_model *model,
	      const struct native_host *host);
void unit_free(struct unit *u);

/* Reset as by the reset pin. */
void unit_restart(struct unit *u);

uint32_t unit_read32(struct unit *u, unsigned int off);
uint64_t unit_read64(struct unit *u, unsigned int off);
bool unit_write32(struct unit *u, unsigned int off, uint32_t value);
bool unit_write64(struct unit *u, unsigned int off, uint64_t value);

/* Lets the engine finish all it has to do. */
bool unit_settle(struct unit *u);

/* RTADDR and SRTP; the level bits stay as they are. */
bool unit_set_root(struct unit *u, uint64_t rtaddr);

/* IRTA and SIRTP, likewise. */
bool unit_set_interrupts(struct unit *u, uint64_t irta);

/* Sets or clears level bits of GCMD, one after the other. */
bool unit_level(struct unit *u, uint32_t bit, bool on);

/* The register interface of invalidation; only while the queue is off. */
bool unit_inv_context(struct unit *u, enum unit_scope scope, uint16_t did,
		      uint16_t sid, unsigned int fm);
bool unit_inv_iotlb(struct unit *u, enum unit_scope scope, uint16_t did,
		    uint64_t addr, unsigned int am, bool ih);

/*
 * Sets up a queue of one page at @base and turns it on; @wide: of 256-bit
 * descriptors, which scalable mode wants.
 */
bool unit_queue_on(struct unit *u, uint64_t base, bool wide);

/* Protected memory on (ranges as the registers have them) or off. */
bool unit_protect(struct unit *u, bool on, const uint64_t low[2],
		  const uint64_t high[2]);

uint32_t unit_fsts(struct unit *u);
void unit_record(struct unit *u, unsigned int index, uint64_t frcd[2]);
bool unit_clear_record(struct unit *u, unsigned int index);
bool unit_clear_fsts(struct unit *u, uint32_t bits);

#endif
