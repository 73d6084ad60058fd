/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * What VT-d revision 5.10 says must happen to one DMA request, worked out
 * from the tables as they are in memory at this moment: no caches, no
 * state, no source or constant shared with the engine. Whoever agrees with
 * this on random tables agrees with a second reading of the specification.
 *
 * The oracle answers for one request. Recording (overflow, compression of
 * records, which register) depends on history and is the caller's business;
 * oracle_frcd() gives the words a record of this fault must hold.
 *
 * Where the specification leaves an order open the oracle takes this one:
 * root (read, present, reserved), context (read, present, reserved, AW, TT),
 * address width, then per paging entry (read, permission, reserved), then
 * the output address. An atomic that lacks both permissions lacks write.
 *
 * Usable from C++.
 */
#ifndef TESTS_ORACLE_H
#define TESTS_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Capabilities that change an answer; field names as in CAP and ECAP. */
struct oracle_caps {
	uint8_t haw;   /* host address width in bits */
	uint8_t mgaw;  /* maximum guest address width in bits */
	uint8_t sagaw; /* as CAP.SAGAW: bit 1 39, 2 48, 3 57 bits */
	uint8_t sslps; /* as CAP.SSLPS: bit 0 2M, bit 1 1G */
	uint8_t nd;    /* as CAP.ND: domain ids have 4 + 2 * nd bits */
	bool zlr;      /* CAP.ZLR */
	bool pt;       /* ECAP.PT */
	bool dt;       /* ECAP.DT */
	bool sc;       /* ECAP.SC */
	bool adms;     /* ECAP.ADMS */
};

/* Fills @caps from the two registers; @haw is known only to the platform. */
void oracle_caps_from(struct oracle_caps *caps, uint64_t cap, uint64_t ecap,
		      unsigned int haw);

/*
 * Host memory. @read copies @len bytes (at most 16, naturally aligned) and
 * returns false when the access fails, as an unmapped address would.
 */
struct oracle_memory {
	void *ctx;
	bool (*read)(void *ctx, uint64_t addr, void *buf, size_t len);
};

/* What software has programmed. */
struct oracle_state {
	struct oracle_caps caps;
	struct oracle_memory memory;
	uint64_t rtaddr; /* RTADDR as latched by GCMD.SRTP */
	bool te;         /* GSTS.TES */
};

enum oracle_kind {
	ORACLE_READ,
	ORACLE_WRITE,
	ORACLE_ATOMIC,
};

struct oracle_request {
	uint64_t addr;
	uint32_t pasid;
	uint16_t sid;
	uint8_t kind; /* enum oracle_kind */
	bool has_pasid;
	bool translated;  /* AT = 10b */
	bool zero_length; /* a read that asks for no byte */
	bool dword;       /* a write of exactly one aligned DWORD */
};

enum oracle_outcome {
	ORACLE_PASS,      /* goes to memory at result.addr */
	ORACLE_INTERRUPT, /* is an interrupt request (3.15) */
	ORACLE_COMPLETE,  /* completes without any access (3.15) */
	ORACLE_FAULT,     /* blocked, result.reason tells why */
	ORACLE_REFUSE,    /* blocked on the wire, no fault recorded */
};

/* Fault reasons, chapter 7.1.3 table of conditions, legacy mode. */
enum oracle_reason {
	ORACLE_NO_FAULT = 0x00,
	ORACLE_LRT_2 = 0x01,
	ORACLE_LCT_2 = 0x02,
	ORACLE_LCT_4 = 0x03,
	ORACLE_LGN_1 = 0x04,
	ORACLE_LGN_2 = 0x05,
	ORACLE_LGN_3 = 0x06,
	ORACLE_LSS_1 = 0x07,
	ORACLE_LRT_1 = 0x08,
	ORACLE_LCT_1 = 0x09,
	ORACLE_LRT_3 = 0x0a,
	ORACLE_LCT_3 = 0x0b,
	ORACLE_LSS_2 = 0x0c,
	ORACLE_LCT_5 = 0x0d,
	ORACLE_LGN_4 = 0x0e,
	ORACLE_IR_RANGE = 0x29,
	ORACLE_RTA_1 = 0x30,
	ORACLE_RTA_2 = 0x31,
	ORACLE_RTA_4 = 0x33,
};

enum oracle_table {
	ORACLE_ROOT,
	ORACLE_CONTEXT,
	ORACLE_SECOND_STAGE,
};

/* One entry that the walk looked at. */
struct oracle_step {
	uint64_t addr;     /* where the entry lies */
	uint64_t value[2]; /* what it holds; [1] only root and context */
	uint8_t table;     /* enum oracle_table */
	uint8_t level;     /* paging level, 0 for root and context */
	bool read_failed;  /* nothing in value */
};

#define ORACLE_STEPS 7 /* root, context, five levels */

struct oracle_result {
	uint64_t addr;      /* host address of the first byte */
	uint64_t page_size; /* of the leaf; 0 if nothing was translated */
	uint8_t outcome;    /* enum oracle_outcome */
	uint8_t reason;     /* enum oracle_reason, as FRCD.FR */
	bool qualified;     /* FPD=1 would suppress the record */
	bool fpd;           /* FPD=1 was seen on the way */
	bool recorded;      /* fault that is to be recorded */
	bool may_read;      /* R over all levels; of no use on a fault */
	bool may_write;
	uint16_t did; /* domain of the context entry, once read */
	uint8_t steps;
	struct oracle_step step[ORACLE_STEPS];
};

/*
 * Handles @req, which must not cross a 4 KiB boundary (3.13 lets hardware
 * split such a request; the caller does it).
 */
void oracle_translate(const struct oracle_state *state,
		      const struct oracle_request *req,
		      struct oracle_result *res);

/*
 * The fault record that @res must leave (FRCD low, high), F set. Bits that
 * the specification leaves undefined for this reason are 0, and @mask has a
 * 1 for every bit that is defined.
 */
void oracle_frcd(const struct oracle_caps *caps,
		 const struct oracle_request *req,
		 const struct oracle_result *res, uint64_t frcd[2],
		 uint64_t mask[2]);

/* The condition's name and the condition in words, for any code; not NULL. */
const char *oracle_reason_name(unsigned int reason);
const char *oracle_reason_text(unsigned int reason);

/*
 * Writes what was asked, what happened and the walk that led there, one
 * line each, to @buf (always terminated, cut at @len). Returns the length.
 */
size_t oracle_describe(const struct oracle_request *req,
		       const struct oracle_result *res, char *buf, size_t len);

#ifdef __cplusplus
}
#endif

#endif
