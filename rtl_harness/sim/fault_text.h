/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* A fault in words, with the table walk that led to it. */
#ifndef SIM_FAULT_TEXT_H
#define SIM_FAULT_TEXT_H

#include <string>

#include "lockstep.h"

/* Several lines; the first says who did what and why it was refused. */
std::string fault_text(const FaultSeen &fault);

#endif
