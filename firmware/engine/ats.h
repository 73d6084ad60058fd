/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Address Translation Services: what devices with TLBs of their own ask for
 * (4.2), and what they have to forget (6.5.2.5).
 */
#ifndef ATS_H
#define ATS_H

#include "vtd.h"

/* ---- ats_request.c ------------------------------------------------------ */

/* Answers one ATS_REQ with an ATS_CPL, and reports the fault if it has one. */
void ats_request(struct vtd *v, const struct vtd_work *work);

#endif
