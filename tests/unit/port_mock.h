/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * A platform for unit tests: every port_*() of vtd_port.h, as a recorder with
 * an answer for each question.
 *
 * Calls are of two kinds. *Effects* change something outside the engine or
 * cost a bus access: host reads and writes, register writes, answers,
 * invalidations, modes. *Queries* (next work, register reads, STATUS) only
 * look, and are answered from the mock's own memory, registers and gate.
 *
 * A test lists the effects it expects, in order, with EXPECT_*(). From the
 * first EXPECT_*() until mock_done() every effect must be the next one of the
 * list; one that is not, or is missing, fails the test with what was expected
 * and what came, spelled out by field names.
 *
 * With or without a list, each call is checked against what vtd_port.h and
 * vtd_gate.def demand of the engine (mock_rules.c): alignment, undefined
 * bits, one answer a request, no reuse of a tag before its sweep, and an upper
 * bound of calls a turn. A broken rule fails the test.
 */
#ifndef TESTS_UNIT_PORT_MOCK_H
#define TESTS_UNIT_PORT_MOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gen/vtd_gate.h"
#include "gen/vtd_regs.h"
#include "gen/vtd_trace.h"
#include "vtd_port.h"

#define MOCK_MEMORY_BASE UINT64_C(0x100000)
#define MOCK_MEMORY_SIZE UINT64_C(0x200000)
#define MOCK_WINDOW_SIZE 0x4000u
#define MOCK_RECORDS     8u
#define MOCK_TAG_BITS    5u /* few, so that tests run out of them */
#define MOCK_FOREVER     (~0u)

enum {
	MOCK_CALLS = 8192,
	MOCK_EXPECTED = 256,
	MOCK_WORK = 64,
	MOCK_SLOTS = 256,
	MOCK_MSG_WORDS = 9,
	MOCK_MSG_FREE = 64,
	MOCK_TAGS = 1 << MOCK_TAG_BITS,
	MOCK_MOST_TAGS = 1024,
	/*
	 * Calls of any kind that one vtd_turn() may make. A faulting 5-level
	 * walk makes some 40 (7 reads, 9 FAULT_STEPs, record, event), ending
	 * the tags of a domain two for each of at most VTD_DOMAIN_TAGS. Five
	 * levels nested in five are walked twice at most, 40 reads each (5 for
	 * and 1 of each level, 5 for the page, which is looked at twice); and
	 * 35 entries are updated, with a trace event each.
	 */
	MOCK_TURN_CALLS = 64 + 2 * 16 + 2 * 40 + 2 * 35,
};

enum mock_op {
	MOCK_HOST_READ,    /* a: address, b: words */
	MOCK_HOST_WRITE32, /* a: address, b: value */
	MOCK_REG_WRITE32,  /* a: offset, b: value */
	MOCK_REG_WRITE64,  /* a: offset, b: value */
	MOCK_REG_SET32,    /* a: offset, b: mask */
	MOCK_REG_CLEAR32,  /* a: offset, b: mask */
	MOCK_ANSWER,       /* a: ANSWER, b: ANSWER_PA (GRANT only) */
	MOCK_INVALIDATE,   /* a: INV, b: INV_ADDR (PAGE only) */
	MOCK_MODE,         /* a: MODE */
	MOCK_HOST_UPDATE,  /* a: address, b: expected, c: desired */
	MOCK_PROTECT,      /* a: 1 high region, b: base, c: limit */
	MOCK_PERF,         /* a: word's offset, b: value */
	MOCK_MSG,          /* a: head, b c d: the words behind it */
	MOCK_TIMER,        /* a: cycles */
	MOCK_HOST_WRITE64, /* a: address, b: value */
	MOCK_TRACE,        /* a: event, b c d: arguments */
	/* queries, recorded for the bound only */
	MOCK_NEXT_WORK,
	MOCK_REG_READ,
	MOCK_STATUS,
};

struct mock_call {
	enum mock_op op;
	uint64_t a, b, c, d;
	const char *file; /* where it was expected */
	int line;
};

enum mock_tag {
	MOCK_TAG_FREE, /* never used, or swept since */
	MOCK_TAG_LIVE,
	MOCK_TAG_DEAD,  /* retired; entries may still name it */
	MOCK_TAG_SWEPT, /* dead when the running sweep began */
};

enum mock_slot {
	MOCK_SLOT_FREE,
	MOCK_SLOT_MISS, /* taken by the engine, not answered */
	MOCK_SLOT_INTR,
};

struct vtd_port {
	uint8_t memory[MOCK_MEMORY_SIZE]; /* guest, at MOCK_MEMORY_BASE */
	uint8_t window[MOCK_WINDOW_SIZE];
	bool ppf; /* FSTS.PPF when FRI was looked at last */
	struct vtd_work work[MOCK_WORK];
	unsigned int work_head, work_count;

	/* What goes wrong: set by the test at any time. */
	unsigned int fail_read;   /* n-th host read from now fails; 0 none */
	bool fail_on;             /* and so do all after it */
	unsigned int fail_write;  /* n-th host write from now; 0 none */
	unsigned int fail_update; /* n-th locked update from now; 0 none */
	unsigned int lose_update; /* so many updates find another writer */
	unsigned int drain_polls; /* STATUS reads until a drain ends */
	unsigned int sweep_polls;
	uint64_t status_extra; /* bits ORed into STATUS */
	unsigned int msg_free; /* STATUS.MSG_FREE at the start of a turn */

	bool refuse_pass; /* MODE.PASS ends in BLOCK, see vtd_gate.def */

	/*
	 * Called after each call has had its effect: what the host does at
	 * that very moment. May change registers and queue work.
	 */
	void (*meanwhile)(struct vtd_port *m, const struct mock_call *call);

	/* Gate. */
	unsigned int draining, sweeping; /* STATUS reads left */
	uint64_t mode;
	bool write_error;
	enum mock_tag tags[MOCK_MOST_TAGS];
	unsigned int num_tags; /* of this gate */
	enum mock_slot slots[MOCK_SLOTS];
	uint64_t asked[MOCK_SLOTS]; /* WORK0 of each taken request */

	/* Messages: room left in this turn, and the newest one whole. */
	unsigned int msg_left;
	unsigned int msg_count;
	uint64_t msg[MOCK_MSG_WORDS];

	/* Recorder. */
	struct mock_call calls[MOCK_CALLS];
	unsigned int call_count;
	unsigned int turn_calls; /* since mock_turn_begins() */
	bool in_turn;
	unsigned int reads;      /* host reads since mock_reset() */
	unsigned int most_calls; /* in one turn since mock_reset() */

	/* List of expected effects, and of expected trace events. */
	struct mock_call expected[MOCK_EXPECTED];
	unsigned int expected_count, expected_next;
	bool strict;
};

/* Power-on of a gate with 2^@tag_bits tags: registers at their reset values. */
void mock_reset(struct vtd_port *m, unsigned int tag_bits);

/* Queues a unit of work. */
void mock_work(struct vtd_port *m, uint64_t word0, uint64_t word1,
	       uint64_t word2);

/*
 * Around each vtd_turn(): starts the count of calls that MOCK_TURN_CALLS
 * bounds; checks that whatever was taken is answered, as a walk never outlives
 * its turn.
 */
void mock_turn_begins(struct vtd_port *m);
void mock_turn_ends(struct vtd_port *m);

/* Register window as storage, without side effects. */
uint64_t mock_reg(const struct vtd_port *m, unsigned int offset);
void mock_set_reg(struct vtd_port *m, unsigned int offset, uint64_t value);

/* Offset of FRCDH of record @index: where CAP, as set in the window, says. */
unsigned int mock_frcdh(const struct vtd_port *m, unsigned int index);

/* The recorded answer to @slot, or NULL: the newest one. */
const struct mock_call *mock_answer(const struct vtd_port *m,
				    unsigned int slot);

/* How many calls of @op with first argument @a were made since reset. */
unsigned int mock_count(const struct vtd_port *m, enum mock_op op, uint64_t a);

/* How many trace events @event were reported since reset. */
unsigned int mock_traces(const struct vtd_port *m, unsigned int event);

/* Forgets the calls recorded so far, not the state they led to. */
void mock_forget(struct vtd_port *m);

void mock_expect(struct vtd_port *m, struct mock_call call);

/* From here until mock_done() nothing but what is listed may happen. */
void mock_expect_nothing(struct vtd_port *m);

/* Fails unless the whole list has come; then calls are free again. */
void mock_done(struct vtd_port *m);

#define MOCK_EXPECT(m, ...)                                                    \
	mock_expect(m, (struct mock_call){ __VA_ARGS__, .file = __FILE__,      \
					   .line = __LINE__ })

#define EXPECT_HOST_READ(m, address, words)                                    \
	MOCK_EXPECT(m, .op = MOCK_HOST_READ, .a = (address), .b = (words))
/* A read that covers @address, as large as it likes. */
#define EXPECT_FETCH(m, address)                                               \
	MOCK_EXPECT(m, .op = MOCK_HOST_READ, .a = (address), .b = 0)
#define EXPECT_HOST_WRITE32(m, address, value)                                 \
	MOCK_EXPECT(m, .op = MOCK_HOST_WRITE32, .a = (address), .b = (value))
#define EXPECT_REG_WRITE32(m, offset, value)                                   \
	MOCK_EXPECT(m, .op = MOCK_REG_WRITE32, .a = (offset), .b = (value))
#define EXPECT_REG_WRITE64(m, offset, value)                                   \
	MOCK_EXPECT(m, .op = MOCK_REG_WRITE64, .a = (offset), .b = (value))
#define EXPECT_REG_SET32(m, offset, mask)                                      \
	MOCK_EXPECT(m, .op = MOCK_REG_SET32, .a = (offset), .b = (mask))
#define EXPECT_REG_CLEAR32(m, offset, mask)                                    \
	MOCK_EXPECT(m, .op = MOCK_REG_CLEAR32, .a = (offset), .b = (mask))
#define EXPECT_ANSWER(m, answer, pa)                                           \
	MOCK_EXPECT(m, .op = MOCK_ANSWER, .a = (answer), .b = (pa))
#define EXPECT_INVALIDATE(m, inv, addr)                                        \
	MOCK_EXPECT(m, .op = MOCK_INVALIDATE, .a = (inv), .b = (addr))
#define EXPECT_MODE(m, word) MOCK_EXPECT(m, .op = MOCK_MODE, .a = (word))
#define EXPECT_HOST_UPDATE(m, address, from, to)                               \
	MOCK_EXPECT(m, .op = MOCK_HOST_UPDATE, .a = (address), .b = (from),    \
		    .c = (to))
#define EXPECT_HOST_WRITE64(m, address, value)                                 \
	MOCK_EXPECT(m, .op = MOCK_HOST_WRITE64, .a = (address), .b = (value))
#define EXPECT_MSG(m, head, word1, word2, word3)                               \
	MOCK_EXPECT(m, .op = MOCK_MSG, .a = (head), .b = (word1),              \
		    .c = (word2), .d = (word3))
#define EXPECT_TIMER(m, cycles) MOCK_EXPECT(m, .op = MOCK_TIMER, .a = (cycles))
#define EXPECT_PERF(m, word, value)                                            \
	MOCK_EXPECT(m, .op = MOCK_PERF, .a = (word), .b = (value))
#define EXPECT_PROTECT(m, high, base, limit)                                   \
	MOCK_EXPECT(m, .op = MOCK_PROTECT, .a = (high), .b = (base),           \
		    .c = (limit))

/*
 * Between the files of the mock.
 */

/* Checks @call against the contract, and follows what it does to the gate. */
void mock_rules(struct vtd_port *m, const struct mock_call *call);

/* The engine took a record with @word0; STATUS has shown SWEEPING = 0. */
void mock_taken(struct vtd_port *m, uint64_t word0);
void mock_swept(struct vtd_port *m);

/* Fails the test: @format, then the last calls made. Does not return. */
void mock_fail(const struct vtd_port *m, const char *format, ...)
	__attribute__((noreturn, format(printf, 2, 3)));

/* @call in words, as "answer SLOT=3 ACTION=GRANT ...". */
void mock_text(const struct mock_call *call, char *text, size_t size);

#endif
