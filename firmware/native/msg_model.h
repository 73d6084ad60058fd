/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Messages and the timer as vtd_msg.sv has them: two streams of messages from
 * devices, the words of MSG_OUT until a device takes them, and the limit for
 * one that does not. Native users see it through native.h.
 */
#ifndef MSG_MODEL_H
#define MSG_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "native.h"
#include "vtd_port.h"

#define MSG_MODEL_DEPTH 16U /* messages that each stream takes */
#define MSG_MODEL_OUT   64U /* words of MSG_OUT */
/* Cycles that a device may leave a message: StallCycles of vtd_iommu.sv. */
#define MSG_MODEL_STALL 100000U

enum msg_model_stream {
	MSG_MODEL_POSTED,
	MSG_MODEL_REQUESTS,
	MSG_MODEL_STREAMS
};

/* Messages of devices that the engine has not taken, oldest first. */
struct msg_model_queue {
	struct vtd_work work[MSG_MODEL_DEPTH];
	unsigned int used;
};

struct msg_model {
	struct msg_model_queue up[MSG_MODEL_STREAMS];
	uint64_t out[MSG_MODEL_OUT]; /* oldest first */
	unsigned int used;           /* words of it */
	uint64_t waited;             /* cycles, for the oldest to be taken */
	uint64_t timer;              /* cycles until it is over; 0: off */
};

void msg_model_reset(struct msg_model *m);

/* A message of a device; false when the stream takes no more. */
bool msg_model_put(struct msg_model *m, enum msg_model_stream stream,
		   const struct vtd_work *message);

/* Takes the oldest of @stream if there is room to answer it; false: none. */
bool msg_model_next_work(struct msg_model *m, enum msg_model_stream stream,
			 struct vtd_work *work);

/* The words of MSG_OUT; a message that breaks the contract ends the process. */
void msg_model_send(struct msg_model *m, const uint64_t *words,
		    unsigned int count);

/* STATUS.MSG_FREE. */
unsigned int msg_model_free(const struct msg_model *m);

/* The oldest message that goes out; false: none. drop() takes it away. */
bool msg_model_oldest(const struct msg_model *m, struct native_msg *message);
void msg_model_drop(struct msg_model *m);

/*
 * Lets @cycles pass, or as many as there are until something happens, and
 * returns how many that were. *@rang: the timer is over. *@stalled: the oldest
 * message was left too long; the caller drops it.
 */
uint64_t msg_model_pass(struct msg_model *m, uint64_t cycles, bool *rang,
			bool *stalled);

#endif
