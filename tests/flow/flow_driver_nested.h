/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Nested translation whose first-stage tables can be taken away one by one:
 * which second-stage entry they are found through.
 */
#ifndef FLOW_DRIVER_NESTED_H
#define FLOW_DRIVER_NESTED_H

#include "flow.h"

/*
 * Translation on for SID: IOVA by the first stage to GUEST_0, by the second to
 * PAGE_0. The root of the first stage is behind one 2 MiB page of the second,
 * all of its other tables are behind another.
 */
void driver_start_behind(struct driver *d, struct scalable_pasid *space);

/* Address of the entry that maps the root, and the tables below it. */
uint64_t driver_root_cover(struct driver *d, struct scalable_pasid *space);
uint64_t driver_table_cover(struct driver *d, struct scalable_pasid *space);

#endif
