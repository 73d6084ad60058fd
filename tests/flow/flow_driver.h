/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * What a driver does with the block: enable, map, invalidate and wait. Each
 * step ends as a driver's would, by polling, with a bound; a step that does
 * not end fails the scenario.
 */
#ifndef TESTS_FLOW_DRIVER_H
#define TESTS_FLOW_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "../lib/irte.h"
#include "../lib/scalable.h"
#include "../lib/tables.h"

struct driver {
	struct tables tables;
	bool scalable;      /* tables and queue are those of scalable mode */
	uint32_t gcmd;      /* level bits as last written */
	bool queued;        /* commands go by the queue */
	uint64_t queue;     /* base of the ring */
	unsigned int width; /* bytes of a descriptor, 16 or 32 */
	unsigned int entries;
	unsigned int tail; /* index of the next free entry */
	uint32_t sequence; /* of waits */
};

/* Messages that driver_event_messages() programs. */
#define FAULT_MESSAGE_ADDR UINT32_C(0xfee01000)
#define FAULT_MESSAGE_DATA UINT32_C(0x41)
#define INV_MESSAGE_ADDR   UINT32_C(0xfee02000)
#define INV_MESSAGE_DATA   UINT32_C(0x42)

/* Empty tables; nothing of the block is touched. */
void driver_init(struct driver *d);

/* The same in scalable mode, with 256-bit descriptors. */
void driver_init_scalable(struct driver *d);

/* All of it: root, queue (if the block has one), caches flushed, TE. */
void driver_start(struct driver *d);
/* The same after SID was attached to DID and IOVA mapped to PAGE_0, 4K, RW. */
void driver_start_mapped(struct driver *d);
/* Scalable mode: SID attached, its requests without PASID have no entry yet. */
void driver_start_scalable(struct driver *d);
/*
 * The same after IOVA was mapped to PAGE_0, 4K, for requests of SID without
 * PASID, whose PASID entry is @space then; by way of GUEST_0 when nested.
 */
void driver_start_space(struct driver *d, struct scalable_pasid *space,
			enum scalable_pgtt pgtt);
/* TE off, queue off. */
void driver_stop(struct driver *d);
/* 4, or 3 where the block knows no more. */
unsigned int driver_levels(void);

/* One step each, waited for. */
void driver_set_root(struct driver *d); /* RTADDR, SRTP */
void driver_enable_queue(struct driver *d, unsigned int qs);
void driver_disable_queue(struct driver *d);
void driver_translate(struct driver *d, bool on);
/* Writes GCMD with @bits changed as asked, does not wait. */
void driver_gcmd(struct driver *d, uint32_t set, uint32_t clear);

/* Programs both messages and unmasks both events. */
void driver_event_messages(void);

/*
 * Interrupt remapping with a table of 2^(@s + 1) entries at FLOW_IRT; then, by
 * driver_remap(), on or off. Each waited for.
 */
void driver_set_irt(struct driver *d, unsigned int s, bool x2apic);
void driver_remap(struct driver *d, bool on);
/* Both, with 256 entries, cache flushed. */
void driver_start_remapping(struct driver *d, bool x2apic);
/* Entry @index of the table; nothing is flushed. */
uint64_t driver_irte_slot(unsigned int index);
void driver_irte(unsigned int index, const struct irte *e);
void driver_irte_posted(unsigned int index, const struct irte *e, uint64_t pid);

/* Empty tables in place of the old ones, which stay as they are. */
void driver_new_tables(struct driver *d);

/* Tables; failures of the builder fail the scenario. Nothing is flushed. */
void driver_attach(struct driver *d, uint16_t sid, uint16_t did,
		   unsigned int levels);
void driver_map(struct driver *d, uint16_t sid, uint64_t iova, uint64_t pa,
		uint64_t size, unsigned int perm);
void driver_unmap(struct driver *d, uint16_t sid, uint64_t iova);
/* The context entry of @sid, and its second-stage entry of @level. */
uint64_t driver_context_slot(struct driver *d, uint16_t sid);
uint64_t driver_slot(struct driver *d, uint16_t sid, uint64_t iova,
		     unsigned int level);

/*
 * Scalable mode. A space is what a PASID entry says: empty trees of 4 levels
 * as @pgtt has them, walks that snoop where the block can. The first-stage
 * tables of a nested space lie FLOW_BIAS above where the host sees them, mapped
 * there by its second stage.
 */
#define FLOW_BIAS UINT64_C(0x200000000)
#define GUEST_0   UINT64_C(0x100000000) /* also 1G aligned */
struct scalable_pasid driver_space(struct driver *d, enum scalable_pgtt pgtt,
				   uint16_t did);
void driver_attach_scalable(struct driver *d, uint16_t sid);
void driver_bind(struct driver *d, uint16_t sid, uint32_t pasid,
		 const struct scalable_pasid *space);
void driver_tree_map(struct driver *d, const struct tables_tree *tree,
		     uint64_t iova, uint64_t pa, uint64_t size,
		     unsigned int perm);
void driver_tree_unmap(struct driver *d, const struct tables_tree *tree,
		       uint64_t iova);
uint64_t driver_tree_slot(struct driver *d, const struct tables_tree *tree,
			  uint64_t iova, unsigned int level);
uint64_t driver_scontext_slot(struct driver *d, uint16_t sid);
uint64_t driver_pasid_slot(struct driver *d, uint16_t sid, uint32_t pasid);

/*
 * Invalidations by queue or registers, complete on return. @am: log2 of the
 * pages; @ih: only leaf entries changed.
 */
void driver_inv_context(struct driver *d);
void driver_inv_context_domain(struct driver *d, uint16_t did);
void driver_inv_context_device(struct driver *d, uint16_t did, uint16_t sid,
			       unsigned int fm);
void driver_inv_iotlb(struct driver *d);
void driver_inv_iotlb_domain(struct driver *d, uint16_t did);
void driver_inv_iotlb_page(struct driver *d, uint16_t did, uint64_t addr,
			   unsigned int am, bool ih);
void driver_inv_pasid(struct driver *d);
void driver_inv_pasid_domain(struct driver *d, uint16_t did);
void driver_inv_pasid_one(struct driver *d, uint16_t did, uint32_t pasid);
void driver_inv_pasid_iotlb(struct driver *d, uint16_t did, uint32_t pasid);
void driver_inv_pasid_page(struct driver *d, uint16_t did, uint32_t pasid,
			   uint64_t addr, unsigned int am, bool ih);
void driver_inv_iec(struct driver *d);
/* 2^@im entries. */
void driver_inv_irte(struct driver *d, unsigned int index, unsigned int im);
/* Context, PASID cache in scalable mode, and IOTLB, global. */
void driver_inv_all(struct driver *d);

/*
 * With @bits of the word at @slot flipped and everything flushed, a read of
 * SID at IOVA is blocked with @reason; flipped back, it reads PAGE_0 without a
 * flush, as nothing that faults is cached (VT-d 6.1).
 */
void driver_expect_spoiled(struct driver *d, uint64_t slot, uint64_t bits,
			   unsigned int reason);
/* The same while accesses to @len bytes at @addr fail. */
void driver_expect_unreadable(struct driver *d, uint64_t addr, uint64_t len,
			      unsigned int reason);

#define EXPECT_SPOILED(d, slot, bits, reason)                                  \
	HERE(driver_expect_spoiled(d, slot, bits, reason))
#define EXPECT_UNREADABLE(d, addr, len, reason)                                \
	HERE(driver_expect_unreadable(d, addr, len, reason))

/* ---- Queue -------------------------------------------------------------- */

struct driver_desc {
	uint64_t lo, hi;
	uint64_t upper[2]; /* in a queue of 256 bits */
};

#define DESC_GLOBAL 1U
#define DESC_DOMAIN 2U
#define DESC_FINE   3U /* device or page */

struct driver_desc driver_desc_context(unsigned int g, uint16_t did,
				       uint16_t sid, unsigned int fm);
struct driver_desc driver_desc_iotlb(unsigned int g, uint16_t did,
				     uint64_t addr, unsigned int am, bool ih);
struct driver_desc driver_desc_pasid(unsigned int g, uint16_t did,
				     uint32_t pasid);
struct driver_desc driver_desc_pasid_iotlb(unsigned int g, uint16_t did,
					   uint32_t pasid, uint64_t addr,
					   unsigned int am, bool ih);
/* @one: the 2^@im entries at @index, else all. */
struct driver_desc driver_desc_iec(bool one, unsigned int index,
				   unsigned int im);
#define PASID_DOMAIN      0U /* granularities of a PASID-cache one */
#define PASID_ONE         1U
#define PASID_GLOBAL      3U
#define PASID_IOTLB_ALL   2U /* and of a P_IOTLB */
#define PASID_IOTLB_PAGES 3U
#define WAIT_IF           0x10U
#define WAIT_SW           0x20U
#define WAIT_FN           0x40U
struct driver_desc driver_desc_wait(unsigned int flags, uint64_t addr,
				    uint32_t data);

/* Puts @desc into the ring and the tail behind it; IQT is not written. */
void driver_queue(struct driver *d, struct driver_desc desc);
/* Writes IQT. */
void driver_kick(struct driver *d);
/* Queues a wait with status write, kicks, waits for the status. */
void driver_sync(struct driver *d);
/* Waits until IQH has reached IQT. */
void driver_drained(struct driver *d);

/*
 * The queue stops at its entry number @index with IQERCD.IQEI = @iqei (0: any).
 * driver_replace() then puts @desc there and clears FSTS.IQE, so the queue goes
 * on with it (VT-d 6.5.2.11).
 */
void driver_expect_error(unsigned int index, unsigned int iqei);
void driver_replace(struct driver *d, struct driver_desc desc);

#define EXPECT_QUEUE_ERROR(index, iqei) HERE(driver_expect_error(index, iqei))
/* IQERCD.IQEI (VT-d 11.4.9.9). */
#define IQEI_TAIL      1U
#define IQEI_FETCH     2U
#define IQEI_TYPE      3U
#define IQEI_RESERVED  4U
#define IQEI_WIDTH     5U
#define IQEI_ALIGNMENT 6U
#define IQEI_TTM       7U

/* ---- Performance counters, flow_driver_perf.c ---------------------------- */

#define PERF_ENABLE  0xf0U
#define PERF_DISABLE 0xf1U

/* An enhanced command, waited for; its status (VT-d 11.4.14.3). */
unsigned int driver_perf_command(unsigned int code, unsigned int operand);

/* Offsets of the value and the configuration of counter @n. */
unsigned int driver_perf_counter(unsigned int n);
unsigned int driver_perf_config(unsigned int n);

/* Counter @n counts @events of @group, from 0; not enabled yet. */
void driver_perf_configure(unsigned int n, unsigned int group, uint64_t events);

#endif
