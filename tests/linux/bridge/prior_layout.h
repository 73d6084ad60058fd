/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/* What the guest's test program may know of the previous system. */
#ifndef LINUX_PRIOR_LAYOUT_H
#define LINUX_PRIOR_LAYOUT_H

#define PRIOR_IOVA 0x5a000000u
#define PRIOR_BYTE 0x5a

#endif
