/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The engine's state, all of it. Entries: vtd_port.h (vtd_init, vtd_start,
 * vtd_turn, vtd_alive). Users need sizeof(struct vtd) and nothing inside; it
 * may lie in .bss. Files of the engine share it; each part below names the
 * file that owns it, others only read it.
 */
#ifndef VTD_H
#define VTD_H

#include "iova_tree.h"
#include "vtd_config.h"
#include "vtd_port.h"
#include "vtd_tables.h"
#include "vtd_types.h"

/*
 * What waits for a turn; bits of vtd.pending. One that waits for a drain has
 * its bit in vtd.drain.waiting instead.
 */
enum vtd_pending {
	VTD_PENDING_DRAIN = 1U << 0, /* poll the drain */
	VTD_PENDING_GCMD = 1U << 1,  /* a command of GCMD */
	VTD_PENDING_IOTLB = 1U
			    << 2, /* completion of an IOTLB register command */
	VTD_PENDING_QUEUE = 1U << 3,  /* a descriptor, or the end of a wait */
	VTD_PENDING_SWEEP = 1U << 4,  /* poll the sweep */
	VTD_PENDING_FAULT = 1U << 5,  /* find out whether an event is due */
	VTD_PENDING_PMEN = 1U << 6,   /* completion of a PMEN command */
	VTD_PENDING_NOTIFY = 1U << 7, /* tell a client, compare a shadow */
};

/* Why the engine gave up; argument of the trace event FATAL. */
enum vtd_fatal {
	VTD_FATAL_CONFIG = 1,
	VTD_FATAL_DRAIN = 2,
	VTD_FATAL_SWEEP = 3,
};

/* drain.c */
struct vtd_drain {
	uint8_t waiting; /* enum vtd_pending of those who wait for its end */
	uint32_t polls;
};

/* Bits of vtd_space.flags. */
enum vtd_space_flags {
	VTD_SPACE_SCALABLE = 1U << 0, /* faults are those of scalable mode */
	VTD_SPACE_PRIV = 1U << 1, /* supervisor requests, which have rights */
	VTD_SPACE_WPE = 1U << 2,  /* of their own in a first stage */
	VTD_SPACE_EAFE = 1U << 3,
	VTD_SPACE_SSADE = 1U << 4,
	VTD_SPACE_SNOOP = 1U << 5, /* walks snoop: SMPWCS and PWSNP */
};

/*
 * What tables say about one address space, or one pass-through domain. Two are
 * the same when all of it is; so whoever fills one zeroes it first.
 */
struct vtd_space {
	uint64_t fs_root; /* FSPTPTR; a guest address when nested */
	uint64_t ss_root; /* SSPTPTR */
	uint32_t pasid;   /* where a first stage takes part; else 0 */
	uint16_t did;
	uint8_t fs_levels; /* 0: no first stage */
	uint8_t ss_levels; /* 0: no second stage; neither: pass-through */
	uint8_t width;     /* bits of an input address */
	uint8_t ss_width;  /* nested: bits of what the first stage puts out */
	uint8_t flags;     /* enum vtd_space_flags */
	uint8_t zero[5];
};

static inline bool vtd_space_passes(const struct vtd_space *space)
{
	return !space->fs_levels && !space->ss_levels;
}

/* What else those entries say; no two spaces differ by it. */
enum vtd_traits {
	VTD_TRAIT_ATS = 1U << 0,   /* TT=01, DTE: the source may use ATS */
	VTD_TRAIT_PGSNP = 1U << 1, /* its accesses snoop */
};

/*
 * dma_context.c, dma_cache.c. What the entries of a source (and PASID) say that
 * are present and legal, as they were read; never anything else.
 */
struct vtd_context {
	uint64_t key;    /* who: see dma_cache.c */
	uint64_t epoch;  /* valid while it is vtd.epoch; 0 is none */
	uint64_t serial; /* of the tag, when it was bound */
	uint16_t tag;
	bool fpd;
	uint8_t traits; /* enum vtd_traits */
	uint8_t zero[4];
	struct vtd_space space;
};

/* dma_cache.c. Where the table of one region of an address space lies. */
struct vtd_table {
	uint64_t tables; /* of the tag, when it was filled; 0 is no entry */
	uint64_t region;
	uint64_t table; /* address | permissions of all levels above */
	uint64_t spare; /* makes the entry a power of two */
};

struct vtd_cache {
	struct vtd_context context[VTD_CONTEXTS];
	struct vtd_table leaf[VTD_LEAF_TABLES];
	struct vtd_table upper[3][VTD_UPPER_TABLES]; /* levels 2, 3, 4 */
};

/* dma_tag.c. One address space, or one pass-through domain. */
enum vtd_tag_state {
	VTD_TAG_FREE,
	VTD_TAG_LIVE,
	VTD_TAG_DEAD,     /* the gate may still hold entries of it */
	VTD_TAG_SWEEPING, /* a sweep that covers it is running */
};

struct vtd_tag {
	uint64_t serial; /* names this use of the tag; 0 while not live */
	uint64_t tables; /* names its paging-structure cache entries */
	uint16_t next;   /* in its bucket, or in the free list */
	uint8_t state;   /* enum vtd_tag_state */
	uint8_t zero;
	/* The template of leaves for the short way (dma_walk.h), or zeros. */
	uint16_t read;
	uint16_t write;
	uint64_t clear;
	struct vtd_space space;
};

struct vtd_tags {
	uint16_t bucket[VTD_TAG_BUCKETS];
	struct vtd_tag tag[VTD_TAGS];
	uint16_t prev[VTD_TAGS];      /* in its bucket, of a tag that is live */
	uint16_t hint[VTD_TAG_HINTS]; /* the tag that had such a space last */
	uint64_t last_serial; /* what names tags and tables: never used twice */
	uint16_t free;        /* first of the free list */
	uint16_t limit;       /* tags that gate and pool both have */
	uint16_t top;         /* one above the highest tag ever used */
	uint16_t num_free;
	uint16_t num_dead;
	uint16_t clock; /* next candidate for eviction */
	uint32_t polls; /* of the running sweep */
	bool sweeping;
};

/*
 * dma_walk.c, dma_first.c. Reserved bits of an entry that maps a page, by its
 * level; index 0: of one that leads to a table.
 */
struct vtd_walk_masks {
	uint64_t second[VTD_SS_LEVELS + 1];
	uint64_t first[VTD_SS_LEVELS + 1];
};

/* dma_scalable.c. Reserved bits of the words that have others. */
struct vtd_scalable_masks {
	uint64_t context[2];
	uint64_t pasid[3];
};

/* inv_queue.c, inv_wait.c */
struct vtd_queue {
	uint64_t base;
	uint32_t head;
	uint32_t tail;
	uint32_t size; /* bytes */
	uint8_t width; /* bytes of a descriptor: 16 or 32 */
	bool enabled;
	uint8_t stopped;   /* FSTS.IQE, ITE as long as they hold it up */
	bool waiting;      /* the wait in wait[] waits for devices, */
	bool draining;     /* or, when they are done, for a drain */
	bool drain_due;    /* something was invalidated since the last drain */
	bool pages_asked;  /* PD of that wait: ahead counts since then */
	uint8_t ahead;     /* messages that may have come before it */
	uint16_t polls;    /* for them */
	uint8_t unseen;    /* descriptors done that IQH does not show */
	uint32_t line_at;  /* queue offset of line[], */
	uint32_t line_end; /* and of the first descriptor not in it */
	uint64_t line[8];
	uint64_t wait[2];
};

/* ats_inv.c. An ITag, which is its number, and what was asked with it. */
enum vtd_itag_state {
	VTD_ITAG_FREE,
	VTD_ITAG_PENDING,
	VTD_ITAG_LATE, /* timed out: not given out before its answer came */
};

struct vtd_itag {
	uint64_t range; /* as the request has it: address, S, G */
	uint64_t pasid; /* SSIDV and SSID as a head has them; or 0 */
	uint16_t sid;
	uint16_t owner; /* whose requests are counted together */
	uint8_t state;  /* enum vtd_itag_state */
	uint8_t count;  /* completions that came */
	uint8_t ticks;  /* that it has waited */
};

/*
 * ats_block.c. A source that did not answer, and what it may hold since: of
 * requests without PASID, and of those with it.
 */
struct vtd_ats_owed {
	uint64_t range; /* as in struct vtd_itag */
	uint64_t pasid;
	bool any;
};

struct vtd_ats_blocked {
	struct vtd_ats_owed owed[2]; /* [1]: with PASID */
	uint16_t sid;
	bool used;
};

/* ats_users.c. CAP.CM: who was given translations. */
struct vtd_ats_user {
	uint64_t pasid; /* SSIDV and SSID as a head has them; or 0 */
	uint16_t sid;
	uint16_t did;
	bool used;
	uint8_t leaving; /* ITag that ends them, and 1; 0: none does */
};

/* ats_due.c. What a device-TLB descriptor said last of its source. */
struct vtd_ats_limit {
	uint16_t sid;
	uint16_t owner;
	uint8_t mip;
	bool known;
};

struct vtd_ats {
	struct vtd_ats_user user[VTD_DEVICE_TLB_USERS];
	struct vtd_itag itag[VTD_DEVICE_TLB_PENDING];
	struct vtd_ats_blocked blocked[VTD_ATS_BLOCKED];
	struct vtd_ats_limit limit[VTD_ATS_LIMITS];
	uint64_t due;    /* users who are to be told, a bit each */
	uint8_t pending; /* ITags that are */
	bool blocks_all; /* more sources than blocked[] has room for */
};

/* prq.c */
struct vtd_prq {
	bool held;  /* PECTL.IP */
	bool quiet; /* PRS was set without a message: it was set before */
};

/* inv_event.c */
struct vtd_inv_event {
	bool held;  /* IECTL.IP */
	bool quiet; /* IWC was set without a message: it was set before */
};

/* flt_log.c, flt_event.c */
struct vtd_fault_log {
	uint32_t who[VTD_FRCD_MAX]; /* source of each, if it can be pending */
	uint16_t at;                /* offset of FRCD[0] */
	uint16_t count;             /* CAP.NFR + 1 */
	uint16_t next;   /* to be written, behind the newest in the ring */
	uint16_t oldest; /* that can be pending, */
	uint16_t used;   /* and from there to next; 0: none can be */
	uint16_t older;  /* of those: how many before the one in doubt */
	bool doubt;      /* whether an event is due for one is not known yet */
	bool restart;    /* asked for while in doubt */
	bool held;       /* FECTL.IP */
};

/* perf.c; a bit for each counter */
struct vtd_perf {
	uint8_t interrupts; /* PERFCNTRCFG.IO of those that are enabled */
	uint8_t frozen;     /* PERFFRZSTS */
	bool held;          /* PERFINTRCTL.IP */
	bool quiet; /* PIS was set without a message: it was set before */
};

/* reg_gcmd.c */
struct vtd_gcmd {
	uint64_t rtaddr;      /* RTADDR at the newest SRTP */
	uint64_t irta;        /* IRTA at the newest SIRTP */
	uint32_t next;        /* command to be carried out, while waiting */
	uint32_t gsts;        /* TES, QIES, IRES and CFIS */
	uint32_t shown_after; /* GSTS bits that change when the drain is over */
	bool waiting;
	bool drained; /* or the drain is running */
};

/* reg_pmen.c */
struct vtd_pmen {
	bool on; /* EPM as written last */
	bool draining;
	bool again; /* written anew meanwhile */
};

/* reg_inv.c */
struct vtd_iotlb {
	uint16_t at;     /* offset of the register: ECAP.IRO */
	uint32_t result; /* high half of IOTLB, for when the drain is over */
	bool draining;   /* or waiting for devices, until told */
	bool told;
	bool again; /* a further command came meanwhile */
};

/* irq_cache.c. An entry that is present and legal, as it was read. */
struct vtd_irte {
	uint64_t epoch; /* valid while it is vtd_irq.epoch; 0 is none */
	uint64_t index;
	uint64_t entry[2];
};

/* irq_table.c */
struct vtd_irq {
	uint64_t epoch;   /* of valid cache entries; never 0 */
	uint64_t table;   /* IRTA as latched */
	uint32_t entries; /* of the table */
	bool eime;        /* 32-bit destinations, as latched */
	bool on;          /* IRES */
	bool compat;      /* CFIS */
	struct vtd_irte cache[VTD_IRTES];
};

/* notify.c */
enum vtd_client_state {
	VTD_CLIENT_FREE,
	VTD_CLIENT_SYNC,   /* is being told; blocked until it knows all */
	VTD_CLIENT_READY,  /* knows all, but for what is due */
	VTD_CLIENT_LOSING, /* CLIENT_LOST is not acknowledged; blocked */
	VTD_CLIENT_LOST,   /* has nothing; blocked */
};

/* Why a client is lost; argument of the trace event CLIENT_LOST. */
enum vtd_client_why {
	VTD_CLIENT_REFUSED = 1, /* it said that it could not do it */
	VTD_CLIENT_TIMEOUT = 2,
	VTD_CLIENT_BAD_ACK = 3, /* of nothing that it was sent */
	VTD_CLIENT_POOL = 4,    /* no node is left for its mappings */
	VTD_CLIENT_STAGE = 5,   /* a first stage takes part now */
	VTD_CLIENT_RACE = 6,    /* the guest's tables do not hold still */
};

/* Addresses, both ends included. */
struct vtd_range {
	uint64_t first;
	uint64_t last;
};

/* What stands behind the addresses of a client (shadow_space.c). */
enum vtd_client_space {
	VTD_CLIENT_NOTHING, /* no entry, or none that is legal */
	VTD_CLIENT_TABLES,  /* a second stage */
	VTD_CLIENT_PASSES,  /* pass-through, or TE = 0 */
	VTD_CLIENT_STAGED,  /* a first stage takes part */
};

/* The table that the differ was in last; no longer after a mark. */
struct vtd_shadow_way {
	uint64_t first; /* of the addresses that the table is for */
	uint64_t table;
	uint64_t above; /* VTD_SS_RW of all levels above */
	uint8_t level;  /* 0: begin at the root */
};

struct vtd_client {
	uint64_t who;    /* SID, SSIDV, SSID as WORK0 has them */
	uint8_t kinds;   /* enum CLIENT_KIND */
	uint8_t state;   /* enum vtd_client_state */
	uint8_t space;   /* enum vtd_client_space; of caching clients too */
	uint8_t why;     /* enum vtd_client_why, while lost */
	uint8_t number;  /* of the next message */
	uint8_t waiting; /* messages that are not acknowledged */
	uint8_t ticks;   /* since the last acknowledgement */
	uint8_t dirties;
	bool owes_lost;    /* CLIENT_LOST is not sent yet */
	bool retry;        /* lost, and something happened since */
	bool resolve;      /* its entries may have changed */
	bool running;      /* the differ is in todo */
	uint16_t backs;    /* times that the differ went back in this run */
	uint32_t wanted;   /* nodes that were not enough */
	uint32_t unacked;  /* messages, by their number modulo 32 */
	uint32_t forgiven; /* those that nobody waits for any more */
	struct vtd_range range;
	struct vtd_range todo; /* what is left of the run */
	struct vtd_range dirty[VTD_CLIENT_DIRTY];
	struct vtd_shadow_way way;
	struct vtd_context context;
	struct iova_tree tree; /* what a shadow client was told */
};

struct vtd_notify {
	uint8_t turn;    /* the client that was served last */
	uint8_t waiting; /* enum vtd_pending of those who wait for clients */
	struct vtd_context pass; /* of the DMA of shadow clients */
	struct vtd_client client[VTD_CLIENTS];
	struct iova_pool pool;
	struct iova_branch branch[VTD_SHADOW_NODES + 1];
	struct iova_node node[VTD_SHADOW_NODES + 1];
};

struct vtd {
	/* What every miss reads, in as few cache lines as can be. */
	struct vtd_port *port;
	uint8_t pending; /* enum vtd_pending */
	uint8_t last;    /* the one that had its turn last */
	uint8_t streak;  /* records since pending work had a turn */
	bool dead;
	bool te;         /* in force in the gate and for walks (reg_gcmd.c) */
	uint8_t ttm;     /* enum vtd_ttm as latched (reg_gcmd.c) */
	uint8_t counted; /* counters of what only the engine sees (perf.c) */
	uint8_t clients; /* bit n: client n is registered (notify.c) */
	uint64_t epoch;  /* of valid contexts (dma_cache.c); never 0 */
	struct vtd_walk_masks rsvd;
	uint64_t root; /* root table as latched (reg_gcmd.c) */
	struct vtd_cache cache;
	struct vtd_tags tags;

	/* The configuration, and what it says as masks (vtd.c). */
	struct vtd_config config;
	uint64_t beyond_haw;
	uint64_t beyond_mgaw;
	uint64_t beyond_agaw; /* of the widest one */
	uint64_t context_hi_rsvd;
	struct vtd_scalable_masks scalable;
	uint16_t did_mask;
	bool zlr;

	struct vtd_drain drain;
	struct vtd_gcmd gcmd;
	struct vtd_iotlb iotlb;
	struct vtd_pmen pmen;
	struct vtd_queue queue;
	struct vtd_inv_event inv_event;
	struct vtd_fault_log faults;
	struct vtd_perf perf;
	struct vtd_irq irq;
	struct vtd_ats ats;
	struct vtd_notify notify;
	struct vtd_prq prq;
	bool ticking; /* EVENT_TIMER will come (msg.c) */
};

/* None of them straddles a cache line if the whole begins at one. */
_Static_assert(sizeof(struct vtd_space) == 32, "no bytes between");
_Static_assert(VTD_CLIENTS <= 8, "clients are bits of a byte");
_Static_assert(sizeof(struct vtd_context) == 64, "a power of two");
_Static_assert(sizeof(struct vtd_table) == 32, "a power of two");
_Static_assert(sizeof(struct vtd_tag) == 64, "a power of two");
_Static_assert(offsetof(struct vtd, tags) % 32 == 0, "on a line");
_Static_assert(offsetof(struct vtd, cache) % 32 == 0, "on a line");

#endif
