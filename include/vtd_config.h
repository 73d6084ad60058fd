/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What the engine is told at start, and the sizes of its fixed pools.
 *
 * Capabilities are run-time configuration in VT-d's own form: VER, CAP and
 * ECAP as the host will read them. Platforms take them from the pins (SoC) or
 * from their user (native); what cannot work together is refused by
 * vtd_init(), and vtd_config_error() says why.
 */
#ifndef VTD_CONFIG_H
#define VTD_CONFIG_H

#include "vtd_types.h"

/* Clients with a shadow of an address space. */
#define VTD_SHADOW_CLIENTS 4U

struct vtd_config {
	uint64_t cap;
	uint64_t ecap;
	uint32_t ver;
	uint8_t haw;         /* host address width in bits; 32 to 52 */
	uint8_t tag_bits;    /* CAPS.TAG_BITS of the gate; at least 1 */
	uint8_t window_log2; /* bytes of the register window; 12 to 14 */
	uint16_t frcds;      /* fault recording registers there are, 1 to 256 */
	/* Cycles that a device has for a device-TLB invalidation, or an ack. */
	uint64_t device_timeout;
	/* Sources that may register as shadow clients (CAP.CM). */
	uint16_t shadow_sid[VTD_SHADOW_CLIENTS];
	uint8_t shadow_sids; /* how many of them; 0 by default */
};

/*
 * Sets of vtd_caps.toml: the SoC as it is built by default; legacy mode alone,
 * in a window of 4 KiB; everything there is, in one of 16 KiB; and the default
 * one with CAP.CM.
 */
struct vtd_config vtd_config_default(void);
struct vtd_config vtd_config_legacy(void);
struct vtd_config vtd_config_full(void);
struct vtd_config vtd_config_caching(void);

/*
 * Fills @config from the three registers. HAW becomes the width of MGAW (at
 * most 52), tag_bits VTD_TAG_BITS, the window 4 KiB with VTD_FRCD_DEFAULT fault
 * records, device_timeout VTD_DEVICE_TIMEOUT, no source may have a shadow;
 * callers that know better overwrite them.
 */
void vtd_config_set(struct vtd_config *config, uint32_t ver, uint64_t cap,
		    uint64_t ecap);

/*
 * The same for callers that do not. Returns 0, or a negative value when the
 * capabilities contradict each other; *@config is filled in either case, for
 * vtd_config_error().
 */
VTD_MUST_CHECK int vtd_config_from_caps(struct vtd_config *config, uint32_t ver,
					uint64_t cap, uint64_t ecap);

/*
 * Takes out of CAP and ECAP what needs locked updates of host memory: first
 * stage and nested translation, second-stage accessed and dirty bits, posted
 * interrupts; and what is nothing without them. For a memory without a monitor
 * for them. Returns true if something was taken out.
 */
bool vtd_config_drop_locked(struct vtd_config *config);

/*
 * The first rule that @config breaks, as a sentence, or NULL when it is
 * consistent and everything it promises is there.
 */
const char *vtd_config_error(const struct vtd_config *config);

static inline uint32_t vtd_config_ver(const struct vtd_config *config)
{
	return config->ver;
}

static inline uint64_t vtd_config_cap(const struct vtd_config *config)
{
	return config->cap;
}

static inline uint64_t vtd_config_ecap(const struct vtd_config *config)
{
	return config->ecap;
}

/* ---- Pools ------------------------------------------------------------- */

/* Width of the gate's tags unless the platform says otherwise. */
#define VTD_TAG_BITS 6U
/* Address spaces known to the gate at a time; more of them take turns. */
#define VTD_TAGS 256U
/* Tags of one domain that are invalidated one by one; more go with all. */
#define VTD_DOMAIN_TAGS 16U
/* Dead tags that are worth a sweep of the gate. */
#define VTD_SWEEP_DEAD 4U
/* Chains of tags by domain id. A power of two. */
#define VTD_TAG_BUCKETS 64U
/* Tags that are looked at in such a chain; where more are, more is done. */
#define VTD_TAG_CHAIN 64U
/* Tags by all that tells spaces apart, direct mapped. A power of two. */
#define VTD_TAG_HINTS 256U

/* Context cache, by source id, direct mapped. A power of two. */
#define VTD_CONTEXTS 256U

/*
 * Paging-structure cache, direct mapped, one table for each level a paging
 * structure can be found at: level 1 (leaf tables) first. Powers of two.
 */
#define VTD_LEAF_TABLES  256U
#define VTD_UPPER_TABLES 64U

/* Fault recording registers: most there can be, and unless told otherwise. */
#define VTD_FRCD_MAX     256U
#define VTD_FRCD_DEFAULT 8U

/* Performance counters and groups of events, as vtd_regs.def has them. */
#define VTD_PERF_COUNTERS 4U
#define VTD_PERF_GROUPS   5U

/* Interrupt-entry cache, by index, direct mapped. A power of two. */
#define VTD_IRTES 64U

/* Attempts at a locked update that others keep winning; then it failed. */
#define VTD_LOCKED_TRIES 8U

/* Invalidations of device TLBs that wait for their completion, all sources. */
#define VTD_DEVICE_TLB_PENDING 32U
/* Sources that did not answer one, known by name; more block all of them. */
#define VTD_ATS_BLOCKED 8U
/* CAP.CM: {source, DID, PASID} that were given translations by ATS. */
#define VTD_DEVICE_TLB_USERS 64U
/* Sources whose limits are remembered, direct mapped. A power of two. */
#define VTD_ATS_LIMITS 16U

/* Clients that are told of changes. */
#define VTD_CLIENTS 8U
/* Ranges of each that are kept apart until it has been told. */
#define VTD_CLIENT_DIRTY 4U
/* Messages that a client may owe an answer to; a power of two, 16 at most. */
#define VTD_CLIENT_WINDOW 8U
/* Mappings that shadow clients are told of, all together (48 bytes each). */
#ifndef VTD_SHADOW_NODES
#define VTD_SHADOW_NODES 4096U
#endif

/* Cycles: short for PCIe, which gives devices a minute; right for tests. */
#define VTD_DEVICE_TIMEOUT (UINT64_C(1) << 18)

/* ---- Bounds ------------------------------------------------------------ */

/*
 * Polls of STATUS that a drain or a sweep may take before the engine gives
 * up for good. A turn is some 60 cycles at least, so this is seconds on a
 * board: far beyond any memory that still answers.
 */
#define VTD_POLL_LIMIT (1U << 18)

/* Records taken in a row before pending work gets one turn. */
#define VTD_STREAK 4U

/*
 * What the differ does in a turn: entries it looks at, words of tables that it
 * reads (a read counts as 3 more); or one message.
 */
#define VTD_DIFFER_LOOKS 16U
#define VTD_DIFFER_WORDS 64U
/*
 * Times that one run of it may go back for a mapping that begins earlier. More
 * of them come only from tables that are changed while they are read.
 */
#define VTD_DIFFER_BACKS 64U

/* Messages that a gate may hold which it has not handed over yet. */
#define VTD_MSG_HELD 32U
/* Polls of a wait for them, with records of others before each. */
#define VTD_MSG_POLLS 4096U

/* Descriptors processed before the host sees IQH move. */
#define VTD_IQH_BATCH 16U

#endif
