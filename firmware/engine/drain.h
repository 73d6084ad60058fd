/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Waiting for requests that the gate let through before now. One drain serves
 * all who wait: a new one makes the gate's end include everything up to it.
 */
#ifndef DRAIN_H
#define DRAIN_H

#include "vtd.h"

/*
 * Starts a drain for @who (one bit of enum vtd_pending). Returns true when it
 * is over at once. Otherwise @who gets its pending bit back at the end, and
 * loses it until then.
 */
VTD_MUST_CHECK bool drain_start(struct vtd *v, unsigned int who);

/* One poll. Gives up for good after VTD_POLL_LIMIT of them. */
void drain_step(struct vtd *v);

/* Reads STATUS, and traces what reading it clears: HM_WERR. */
uint64_t drain_status(struct vtd *v);

/* Blocks the gate and ends the engine: nothing is let through any more. */
void drain_give_up(struct vtd *v, enum vtd_fatal reason);

#endif
