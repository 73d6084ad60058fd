/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Devices with TLBs of their own and clients with shadows in scenarios: who
 * they are, time that passes for them too, and what a driver does with them:
 * descriptors for device TLBs and pages, the page-request queue.
 */
#ifndef TESTS_FLOW_DRIVER_MSG_H
#define TESTS_FLOW_DRIVER_MSG_H

#include "../lib/device_tlb.h"
#include "../lib/shadow_client.h"
#include "flow_driver.h"

/* ---- Devices ------------------------------------------------------------ */

/*
 * Makes @d or @c a device with @sid and routes messages to it until the next
 * power-on; at most 8 of them. The object stays the scenario's, and lasts.
 */
void flow_device_tlb(struct device_tlb *d, uint16_t sid);
void flow_client(struct shadow_client *c, uint16_t sid);
/* Messages to sources that are no devices, since power-on. */
unsigned int flow_strays(void);

/*
 * Time passes, and devices move: what comes to them they get, what they owe
 * they send. All waits of scenarios go by this.
 */
void flow_run(unsigned int steps);
/* At least @cycles. */
void flow_pass_time(uint64_t cycles);
/* Until neither they nor the block have anything to do; false: they always. */
bool flow_devices_settle(void);

/* Nobody is a device any more. */
void flow_devices_forget(void);

/* As whom a device asks, as flow_with_pasid() says. */
struct device_tlb_who flow_who(void);

/* ---- Translation requests ------------------------------------------------ */

/* Asks for @count translations and waits for the answer. */
struct device_tlb_request flow_ats(struct device_tlb *d, uint64_t addr,
				   unsigned int count, bool no_write);

/*
 * The answer to a request for one page is @status without data; or the one
 * word @word, as PCIe ATS has it. Nothing is recorded, or @reason, cleared.
 */
void flow_expect_ats_status(struct device_tlb *d, uint64_t addr,
			    unsigned int status, unsigned int reason);
void flow_expect_ats(struct device_tlb *d, uint64_t addr, bool no_write,
		     uint64_t word);

#define EXPECT_ATS(d, addr, word)    HERE(flow_expect_ats(d, addr, false, word))
#define EXPECT_ATS_NW(d, addr, word) HERE(flow_expect_ats(d, addr, true, word))
#define EXPECT_ATS_UR(d, addr, reason)                                         \
	HERE(flow_expect_ats_status(d, addr, GATE_ATS_STATUS_UR, reason))
#define EXPECT_ATS_CA(d, addr, reason)                                         \
	HERE(flow_expect_ats_status(d, addr, GATE_ATS_STATUS_CA, reason))

/* Bits of a translation, and a word for a page of @size bytes at @pa. */
#define ATS_R    UINT64_C(0x01)
#define ATS_W    UINT64_C(0x02)
#define ATS_RW   UINT64_C(0x03)
#define ATS_U    UINT64_C(0x04)
#define ATS_PRIV UINT64_C(0x10)
#define ATS_N    UINT64_C(0x400)
#define ATS_S    UINT64_C(0x800)
uint64_t flow_ats_word(uint64_t pa, uint64_t size, uint64_t bits);

/* Success without permission: recoverable, nothing recorded (VT-d 4.2.2). */
void flow_expect_ats_none(struct device_tlb *d, uint64_t addr);
#define EXPECT_ATS_NONE(d, addr) HERE(flow_expect_ats_none(d, addr))

/* A translated access of @d at @pa passes, or is blocked with @reason. */
struct flow_dma flow_translated(uint16_t sid, enum flow_kind kind, uint64_t pa,
				void *data);
void flow_expect_translated(uint16_t sid, uint64_t pa);
void flow_expect_no_translated(uint16_t sid, enum flow_kind kind, uint64_t pa,
			       unsigned int reason);
#define EXPECT_TRANSLATED(sid, pa) HERE(flow_expect_translated(sid, pa))
#define EXPECT_NO_TRANSLATED(sid, kind, pa, reason)                            \
	HERE(flow_expect_no_translated(sid, kind, pa, reason))

/* ---- Descriptors --------------------------------------------------------- */

#define WAIT_PD 0x80U

/* @size: bytes, a power of two from 4096 on; 0: everything. */
struct driver_desc driver_desc_device_tlb(uint16_t sid, unsigned int mip,
					  uint64_t addr, uint64_t size);
/* @gi: whatever PASID. */
struct driver_desc driver_desc_pasid_device_tlb(uint16_t sid, uint32_t pasid,
						unsigned int mip, bool gi,
						uint64_t addr, uint64_t size);
/* @pasid_valid: PP. */
struct driver_desc driver_desc_page_response(uint16_t sid, bool pasid_valid,
					     uint32_t pasid, unsigned int prgi,
					     unsigned int code);
void driver_inv_device_tlb(struct driver *d, uint16_t sid, uint64_t addr,
			   uint64_t size);

/* A legacy context entry that lets @sid use ATS: TT = 01 (VT-d 9.3). */
void driver_allow_ats(struct driver *d, uint16_t sid);
/* A scalable one: DTE (and PRE, when @pages) (VT-d 9.4). */
void driver_allow_ats_scalable(struct driver *d, uint16_t sid, bool pages);

/* ---- Page requests ------------------------------------------------------- */

#define FLOW_PRQ          UINT64_C(0x24000000)
#define PAGE_MESSAGE_ADDR UINT32_C(0xfee03000)
#define PAGE_MESSAGE_DATA UINT32_C(0x43)

/* A queue of 2^@pqs pages at FLOW_PRQ, empty, its event unmasked. */
void driver_start_pages(unsigned int pqs);

/* The oldest descriptor of it: four words; false: it is empty. */
struct flow_page {
	uint64_t word[4];
};
bool driver_take_page(struct flow_page *page);
void driver_wait_page(struct flow_page *page);

#endif
