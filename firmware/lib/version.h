/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
#ifndef VERSION_H
#define VERSION_H

#define VERSION "0.1"

#endif
