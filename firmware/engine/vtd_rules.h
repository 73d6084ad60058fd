/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* Which capabilities are nothing without others (11.4.2, 11.4.3). */
#ifndef VTD_RULES_H
#define VTD_RULES_H

#include "vtd_config.h"

/* The first rule that CAP and ECAP break, as a sentence, or NULL. */
const char *vtd_rules_error(const struct vtd_config *config);

/* Clears whatever has lost what it needs, until no such rule is broken. */
void vtd_rules_settle(struct vtd_config *config);

#endif
