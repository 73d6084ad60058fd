/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

/*
 * What VT-d revision 5.10 says must happen to one DMA request or interrupt,
 * worked out from the tables as they are in memory at this moment: no caches,
 * no state, no source or constant shared with the engine. Whoever agrees with
 * this on random tables agrees with a second reading of the specification.
 *
 * The oracle answers for one request. Recording (overflow, compression of
 * records, which register) depends on history and is the caller's business;
 * oracle_frcd() gives the words a record of this fault must hold.
 *
 * Legacy mode has one order of checks: root (read, present, reserved), context
 * (read, present, reserved, AW, TT), address width, then per paging entry
 * (read, permission, reserved), then the output address. An atomic that lacks
 * both permissions lacks write. Elsewhere the specification leaves some orders
 * and a few meanings open: enum oracle_question lists them all. A request that
 * meets such a question has several right answers; oracle_translate() gives
 * the one for oracle_state.choices, oracle_accepts() looks through all.
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
	bool nwfs;     /* ECAP.NWFS */
	bool prs;      /* ECAP.PRS */
	bool sc;       /* ECAP.SC */
	bool adms;     /* ECAP.ADMS */
	bool smts;     /* ECAP.SMTS and so on: scalable mode */
	bool fsts;
	bool ssts;
	bool nest;
	bool pasid;
	bool rps;
	bool rprivs;
	bool srs;
	bool ssads;
	bool eafs;
	bool smpwcs;
	bool fs1gp;  /* CAP.FS1GP */
	bool fs5lp;  /* CAP.FS5LP */
	uint8_t pss; /* as ECAP.PSS: PASIDs have pss + 1 bits */
	bool ir;     /* ECAP.IR and so on: interrupts */
	bool eim;
	bool eimer;
	bool irreq;
	bool pi; /* CAP.PI */
};

/* Fills @caps from the two registers; @haw is known only to the platform. */
void oracle_caps_from(struct oracle_caps *caps, uint64_t cap, uint64_t ecap,
		      unsigned int haw);

/*
 * Host memory. @read copies @len bytes (8, 16, 32 or 64, naturally aligned) and
 * returns false when the access fails, as an unmapped address would. @locked
 * tells whether a locked update of the 8 bytes at @addr succeeds; NULL: always.
 */
struct oracle_memory {
	void *ctx;
	bool (*read)(void *ctx, uint64_t addr, void *buf, size_t len);
	bool (*locked)(void *ctx, uint64_t addr);
};

/* A protected memory range, both ends included; empty if limit < base. */
struct oracle_range {
	uint64_t base;
	uint64_t limit;
};

/* What software has programmed. */
struct oracle_state {
	struct oracle_caps caps;
	struct oracle_memory memory;
	uint64_t rtaddr;            /* RTADDR as latched by GCMD.SRTP */
	bool te;                    /* GSTS.TES */
	bool pmr_on;                /* PMEN.PRS */
	bool ire;                   /* GSTS.IRES */
	bool cfi;                   /* GSTS.CFIS */
	uint64_t irta;              /* IRTA as latched by GCMD.SIRTP */
	struct oracle_range pmr[2]; /* low and high */
	uint32_t choices;           /* bit n: the other answer to question n */
};

/*
 * What the specification leaves open. The first answer is that of bit n clear
 * in oracle_state.choices.
 */
enum oracle_question {
	/* SGN.10 before any table is read | after the context entry. */
	ORACLE_Q_PSS,
	/* Execute request (SPT.5) after the PASID entry | before it is read. */
	ORACLE_Q_ER,
	/* RPS = 0: PASID 0 in a request is not RID_PASID | it is (SCT.9). */
	ORACLE_Q_RID_ZERO,
	/* Bits of a pointer beyond HAW that its PGTT does not use: reserved |
	 * ignored. */
	ORACLE_Q_POINTER,
	/* FSPM without a first stage: ignored | must be legal (SPT.4.3). */
	ORACLE_Q_FSPM,
	/* SPT.6 before | after the check of the input address. */
	ORACLE_Q_SRE,
	/* Same second-stage entry: permission before | after reserved bits. */
	ORACLE_Q_SS_ORDER,
	/* Lack of permission in a second stage: at once | at the leaf. */
	ORACLE_Q_SS_LATE,
	/* The same two for a first stage, */
	ORACLE_Q_FS_ORDER,
	ORACLE_Q_FS_LATE,
	/* and nested: at the leaf | after the page's own second stage. */
	ORACLE_Q_FS_LAST,
	/* SGN.2 before | after SGN.6 when both show at the same place. */
	ORACLE_Q_FS_WHICH,
	/* SFS.3 before | after SFS.5. */
	ORACLE_Q_FS_WIDTH,
	/* A, EA, D are set entry by entry | once the walk is through. */
	ORACLE_Q_UPDATE_LATE,
	/* SFS.8 before | after SFS.9. */
	ORACLE_Q_UPDATE_WHICH,
	/* SSADE: reading a first-stage entry leaves D of the second-stage
	 * leaf | sets it, as a CPU's tables do. */
	ORACLE_Q_FS_READ_DIRTIES,
	/* SSADE: W missing for a read of a first-stage entry is SFS.6/7 |
	 * SFS.8. */
	ORACLE_Q_FS_READ_WRITE,
	/* A zero-length read of protected memory: blocked | not, as it reads
	 * nothing. */
	ORACLE_Q_PROTECTED,
	/* Reserved bits of an IRTE (24h) before | after its source (26h). */
	ORACLE_Q_IRTE_ORDER,
	/* SVT = 11b: no source is allowed (26h) | reserved bits (24h). */
	ORACLE_Q_SVT,
	/* A reserved delivery mode, NDST bits that xAPIC mode does not use:
	 * refused | taken as they come. */
	ORACLE_Q_DLM,
	ORACLE_Q_NDST,
	ORACLE_QUESTIONS,
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
	bool translation; /* AT = 01b; use oracle_ats() */
	bool zero_length; /* a read that asks for no byte */
	bool dword;       /* a write of exactly one aligned DWORD */
	bool priv;        /* PR: privileged mode requested, with PASID only */
	bool exec;        /* ER: a read that asks to execute, likewise */
};

enum oracle_outcome {
	ORACLE_PASS,      /* goes to memory at result.addr */
	ORACLE_INTERRUPT, /* is an interrupt request (3.15) */
	ORACLE_COMPLETE,  /* completes without any access (3.15) */
	ORACLE_FAULT,     /* blocked, result.reason tells why */
	ORACLE_REFUSE,    /* blocked on the wire, no fault recorded */
};

/* Fault reasons: tables of conditions of 7.1.3 and 5.1.4.1. */
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
	ORACLE_IR_RESERVED = 0x20,
	ORACLE_IR_INDEX = 0x21,
	ORACLE_IR_ABSENT = 0x22,
	ORACLE_IR_UNREADABLE = 0x23,
	ORACLE_IR_ENTRY = 0x24,
	ORACLE_IR_COMPAT = 0x25,
	ORACLE_IR_SOURCE = 0x26,
	ORACLE_IR_PID_ACCESS = 0x27,
	ORACLE_IR_PID_RESERVED = 0x28,
	ORACLE_IR_RANGE = 0x29,
	ORACLE_IR_EIME = 0x2a,
	ORACLE_IR_OFF = 0x2b,
	ORACLE_RTA_1 = 0x30,
	ORACLE_RTA_2 = 0x31,
	ORACLE_RTA_4 = 0x33,
	ORACLE_SRT_1 = 0x38,
	ORACLE_SRT_2 = 0x39,
	ORACLE_SRT_3 = 0x3a,
	ORACLE_SCT_1 = 0x40,
	ORACLE_SCT_2 = 0x41,
	ORACLE_SCT_3 = 0x42,
	ORACLE_SCT_4 = 0x43,
	ORACLE_SCT_5 = 0x44,
	ORACLE_SCT_6 = 0x45,
	ORACLE_SCT_7 = 0x46,
	ORACLE_SCT_9 = 0x48,
	ORACLE_SCT_10 = 0x49,
	ORACLE_SPD_1 = 0x50,
	ORACLE_SPD_2 = 0x51,
	ORACLE_SPD_3 = 0x52,
	ORACLE_SPT_1 = 0x58,
	ORACLE_SPT_2 = 0x59,
	ORACLE_SPT_3 = 0x5a,
	ORACLE_SPT_4 = 0x5b,
	ORACLE_SPT_5 = 0x5c,
	ORACLE_SPT_6 = 0x5d,
	ORACLE_SFS_1 = 0x70,
	ORACLE_SFS_2 = 0x71,
	ORACLE_SFS_3 = 0x72,
	ORACLE_SFS_4 = 0x73,
	ORACLE_SFS_5 = 0x74,
	ORACLE_SFS_6 = 0x75,
	ORACLE_SFS_7 = 0x76,
	ORACLE_SFS_8 = 0x77,
	ORACLE_SSS_1 = 0x78,
	ORACLE_SSS_2 = 0x79,
	ORACLE_SSS_3 = 0x7a,
	ORACLE_SSS_4 = 0x7b,
	ORACLE_SSS_5 = 0x7c,
	ORACLE_SSS_6 = 0x7d,
	ORACLE_SGN_1 = 0x80,
	ORACLE_SGN_2 = 0x81,
	ORACLE_SGN_4 = 0x83,
	ORACLE_SGN_5 = 0x84,
	ORACLE_SGN_6 = 0x85,
	ORACLE_SGN_7 = 0x86,
	ORACLE_SGN_8 = 0x87,
	ORACLE_SGN_10 = 0x89,
	ORACLE_SFS_9 = 0x90,
	ORACLE_SFS_10 = 0x91,
};

enum oracle_table {
	ORACLE_ROOT,
	ORACLE_CONTEXT,
	ORACLE_SECOND_STAGE,
	ORACLE_SCALABLE_ROOT,
	ORACLE_SCALABLE_CONTEXT,
	ORACLE_PASID_DIRECTORY,
	ORACLE_PASID_ENTRY,
	ORACLE_FIRST_STAGE,
	ORACLE_IRTE,
	ORACLE_PID,
};

/* One entry that the walk looked at. */
struct oracle_step {
	uint64_t addr;     /* where the entry lies */
	uint64_t value[3]; /* what it holds, its first 24 bytes */
	/*
	 * A, EA, D bits that must be set in it, and those that may be, once the
	 * request is over; everything else must be as it was.
	 */
	uint64_t must;
	uint64_t may;
	uint8_t table;    /* enum oracle_table */
	uint8_t level;    /* paging level, 0 for other tables */
	bool read_failed; /* nothing in value */
};

/* Four tables, five first-stage levels with five second-stage ones each, and
 * those of the page. */
#define ORACLE_STEPS 40

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
	uint16_t did; /* domain of the context or PASID entry, once read */
	uint8_t pgtt; /* of the PASID entry, once read; else 0 */
	uint8_t steps;
	uint32_t asked; /* questions that were met, as bits */
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
 * Looks through all right answers to @req for one that @same finds to be what
 * was seen. True if there is one; it is then in *@res. Else *@res is that of
 * oracle_translate().
 */
typedef bool oracle_same(void *ctx, const struct oracle_result *res);
bool oracle_accepts(const struct oracle_state *state,
		    const struct oracle_request *req, oracle_same *same,
		    void *ctx, struct oracle_result *res);

/* What a translation request is answered with. */
enum oracle_ats_status {
	ORACLE_ATS_SUCCESS = 0, /* one translation, word of the result */
	ORACLE_ATS_UR = 1,
	ORACLE_ATS_CA = 4,
};

struct oracle_ats {
	uint8_t status; /* enum oracle_ats_status, as in a completion */
	/* R, W, U, Priv and N of the translation, bit 11:0 but for S. */
	uint16_t bits;
	uint64_t addr;      /* host address of the request's page */
	uint64_t page_size; /* that the tables give; 0 without R and W */
	bool recorded;      /* a fault that is to be recorded */
	uint32_t asked;     /* questions that were met, as bits */
	/* As a read, as a write (not for NW): steps say what gets marked. */
	struct oracle_result read, write;
	const struct oracle_result *fault; /* that decided, or NULL */
};

/*
 * Handles the translation request @req, whose kind does not matter, with the NW
 * flag @no_write (4.2.3). Every right answer is one for some choices.
 */
void oracle_ats(const struct oracle_state *state,
		const struct oracle_request *req, bool no_write,
		struct oracle_ats *res);

/* What becomes of an interrupt request (ORACLE_INTERRUPT). */
enum oracle_interrupt_outcome {
	ORACLE_SENT,     /* as the message in the result */
	ORACLE_POSTED,   /* into the descriptor; a message too if notify */
	ORACLE_IR_FAULT, /* blocked, result.reason tells why */
};

struct oracle_message {
	uint64_t addr;
	uint32_t data;
	uint32_t data_mask; /* bits of data that are defined */
};

struct oracle_interrupt {
	uint8_t outcome; /* enum oracle_interrupt_outcome */
	uint8_t reason;  /* enum oracle_reason, as FRCD.FR */
	bool recorded;   /* fault that is to be recorded */
	bool bypassed;   /* compatibility format, sent as it came */
	bool notify;     /* POSTED: the message is sent */
	uint8_t vector;  /* POSTED: PIR bit that gets set */
	bool on;         /* POSTED: ON gets set */
	bool has_index;  /* a fault: FRCD.FI holds the index */
	uint16_t index;  /* of the IRTE, once known */
	uint64_t pid;    /* POSTED: address of the descriptor */
	struct oracle_message message;
	uint32_t asked;
	uint8_t steps; /* IRTE, then descriptor */
	struct oracle_step step[2];
};

/* Handles the message @addr, @data (4 bytes in FEEx_xxxxh) of @sid. */
void oracle_interrupt(const struct oracle_state *state, uint16_t sid,
		      uint64_t addr, uint32_t data,
		      struct oracle_interrupt *res);

/* As oracle_accepts(). */
typedef bool oracle_interrupt_same(void *ctx,
				   const struct oracle_interrupt *res);
bool oracle_interrupt_accepts(const struct oracle_state *state, uint16_t sid,
			      uint64_t addr, uint32_t data,
			      oracle_interrupt_same *same, void *ctx,
			      struct oracle_interrupt *res);

/* The fault record that a blocked interrupt must leave; as oracle_frcd(). */
void oracle_interrupt_frcd(uint16_t sid, const struct oracle_interrupt *res,
			   uint64_t frcd[2], uint64_t mask[2]);

/*
 * The fault record that @res must leave (FRCD low, high), F set. Bits that
 * the specification leaves undefined for this reason are 0, and @mask has a
 * 1 for every bit that is defined.
 */
void oracle_frcd(const struct oracle_caps *caps,
		 const struct oracle_request *req,
		 const struct oracle_result *res, uint64_t frcd[2],
		 uint64_t mask[2]);

/* True if FPD=1 suppresses records of @reason. */
bool oracle_reason_qualified(unsigned int reason);

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
