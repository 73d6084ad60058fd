/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The register window as vtd_regwin.sv has it: storage, access masks and
 * triggers of vtd_regs.def, the effects that happen at the write itself, and
 * the queue of events for the engine (merging as in enum EVENT of
 * vtd_gate.def).
 */
#ifndef REGWIN_H
#define REGWIN_H

#include <stdbool.h>
#include <stdint.h>

#include "vtd_config.h"
#include "vtd_port.h"

#define REGWIN_WORDS  (16384U / 8) /* of the largest window */
#define REGWIN_EVENTS 17U          /* enum EVENT */

/* What an event carries; every later write merges into it. */
struct regwin_event {
	bool queued;
	uint32_t value;
	uint64_t word1, word2;
};

/* What counts, as last written to PERF_COUNTER of each. */
struct regwin_perf {
	uint64_t what[VTD_PERF_COUNTERS];
	bool frozen;
};

struct regwin {
	uint64_t word[REGWIN_WORDS];
	uint64_t rw[REGWIN_WORDS];
	uint64_t w1c[REGWIN_WORDS];
	uint64_t wo[REGWIN_WORDS];
	uint64_t absent[REGWIN_WORDS];  /* reads 0, ignores writes */
	uint64_t trigger[REGWIN_WORDS]; /* bits whose write raises @kind */
	uint8_t kind[REGWIN_WORDS];     /* enum EVENT */
	unsigned int size;              /* bytes */
	unsigned int nfr;               /* CAP.NFR: fault records - 1 */
	unsigned int frcd;              /* offset of the first one */
	unsigned int iva;               /* offset of IVA; IOTLB follows */
	struct regwin_perf perf;
	bool te_off; /* newest host GCMD had TE = 0 */
	bool dead;   /* FSTS.IQE is held, no more events */
	struct regwin_event event[REGWIN_EVENTS];
	uint8_t queue[REGWIN_EVENTS]; /* in order of the first write */
	unsigned int queued;
};

/*
 * Reset with the pins of @config, which is consistent (vtd_config_error()).
 * FRCD lies where CAP.FRO says, IVA and IOTLB where ECAP.IRO does.
 */
void regwin_reset(struct regwin *r, const struct vtd_config *config);

/* Host access; 0, or -1 for a bus error, which changes nothing. */
int regwin_write(struct regwin *r, unsigned int off, unsigned int len,
		 uint64_t value);
int regwin_read(const struct regwin *r, unsigned int off, unsigned int len,
		uint64_t *value);

/* Event @kind, which no host write raised, with the bits @value. */
void regwin_raise(struct regwin *r, unsigned int kind, uint32_t value);

/* perf_model.c: an event of PERFEVNTCAP happened; a PERF_* word. */
void regwin_count(struct regwin *r, unsigned int group, unsigned int event);
void regwin_perf(struct regwin *r, unsigned int word, uint64_t value);

/* Takes the oldest event; false when there is none. */
bool regwin_next_event(struct regwin *r, struct vtd_work *work);

/* The watchdog expired: events are discarded, FSTS.IQE is held. */
void regwin_die(struct regwin *r);

/*
 * The engine's raw port: changes the bits of @mask (in the 64-bit word that
 * holds @off, already shifted into place) to those of @value.
 */
void regwin_raw(struct regwin *r, unsigned int off, uint64_t mask,
		uint64_t value);

#endif
