/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* The instance behind native.h; only for files of this folder. */
#ifndef NATIVE_INTERNAL_H
#define NATIVE_INTERNAL_H

#include "gate.h"
#include "msg_model.h"
#include "native.h"
#include "regwin.h"
#include "vtd.h"
#include "vtd_config.h"

/* Of work: events, requests, messages that are posted, those that are not. */
#define NATIVE_KINDS 4U

/* What the engine's port_*() work on. */
struct vtd_port {
	struct regwin regs;
	struct gate gate;
	struct msg_model msgs;
	struct native_host host;
	bool write_failed; /* STATUS.HM_WERR */
	bool ready;
	unsigned int last_kind; /* of work that was given out */
	uint64_t order;         /* random state, 0: kinds take turns */
};

struct native {
	struct vtd_port port;
	struct vtd vtd;
	struct vtd_config config;
	struct native_host host;
	struct native_sizes sizes;
};

#endif
