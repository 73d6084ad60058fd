/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The firmware's trace ring, read behind its back from firmware memory as a
 * debugger on a board would read it.
 */
#ifndef SIM_TRACE_RING_H
#define SIM_TRACE_RING_H

#include "fw_memory.h"
#include "lockstep.h"

/*
 * Compares each record that has reached memory with the event of the same
 * number of the native engine. Returns how many were compared; a difference
 * is a failure of @board. Lines still in the core's cache are not seen.
 */
unsigned trace_ring_compare(FwMemory &memory, const LockStep &lock,
			    Scoreboard &board);

#endif
