/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The platform's side of vtd_port.h on the SoC (hal_port.c), and what the main
 * loop does with the mailbox beside it (hal_gate.c).
 *
 * What a lock-step checker sees on the mailbox between the engine's own
 * accesses: reads of CAPS, VER, CAP and ECAP before vtd_init(), maybe HM_READX
 * with HM_DATA and HM_XRESULT, and writes of CAP and ECAP; the write of READY,
 * and the kick, which is always the three accesses STATUS (read), KICK,
 * HM_PING in a row, between two turns. port_next_work() reads WORK0; then
 * WORK1 for MISS, INTR, REPORT, MSG and the events GCMD, CCMD, IOTLB and ECMD;
 * then WORK2 for the events GCMD and IOTLB and the message CLIENT_HELLO.
 * port_host_read() writes HM_READ, loads its words in order and reads STATUS
 * after the last only if one of them was all ones.
 */
#ifndef HAL_GATE_H
#define HAL_GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "vtd_config.h"

struct vtd_port {
	/* STATUS bits that reading cleared before the engine saw them. */
	uint64_t status_kept;
};

/*
 * Checks that the mailbox answers and is one this firmware can work with, and
 * starts the first ping. Returns 0, or a negative value when it is not.
 */
__attribute__((warn_unused_result)) int hal_gate_init(struct vtd_port *port);

/*
 * Reads the configuration pins, as the window shows them; what they do not say
 * comes from soc_map.def. Returns 0, or a negative value when they contradict
 * each other.
 */
__attribute__((warn_unused_result)) int
hal_gate_config(struct vtd_config *config);

/*
 * Whether host memory has a monitor for locked accesses: tries an exclusive
 * read, so HM_PING has to have worked. False too if that fails.
 */
bool hal_gate_has_monitor(void);

/* Shows the host CAP and ECAP of @config in place of the pins. */
void hal_gate_show(const struct vtd_config *config);

/* CAPS of vtd_gate.def. */
uint64_t hal_gate_caps(void);

/* Tells host and devices that the engine answers; starts the watchdog. */
void hal_gate_ready(void);

/*
 * Feeds the watchdog for the ping of the last call, and starts the next one:
 * so a kick counts only after mailbox and table port both made a round trip.
 */
void hal_gate_kick(struct vtd_port *port);

#endif
