/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * The groups of unit tests, one for each engine file, two for the order of
 * invalidation and one for a port that fails: GROUP(stem) runs stem_test.c,
 * whose function stem_tests() returns the number of failures.
 */
#ifndef TESTS_UNIT_GROUPS_H
#define TESTS_UNIT_GROUPS_H

#include "bench.h"

#define GROUPS(GROUP)                                                          \
	GROUP(ats_block)                                                       \
	GROUP(ats_due)                                                         \
	GROUP(ats_inv)                                                         \
	GROUP(ats_request)                                                     \
	GROUP(ats_scalable)                                                    \
	GROUP(ats_tlp)                                                         \
	GROUP(ats_users)                                                       \
	GROUP(dma_cache)                                                       \
	GROUP(dma_context)                                                     \
	GROUP(dma_first)                                                       \
	GROUP(dma_locked)                                                      \
	GROUP(dma_miss)                                                        \
	GROUP(dma_nested)                                                      \
	GROUP(dma_scalable)                                                    \
	GROUP(dma_second)                                                      \
	GROUP(dma_tag)                                                         \
	GROUP(dma_translated)                                                  \
	GROUP(dma_walk)                                                        \
	GROUP(drain)                                                           \
	GROUP(event)                                                           \
	GROUP(flt_event)                                                       \
	GROUP(flt_log)                                                         \
	GROUP(flt_record)                                                      \
	GROUP(inv_apply)                                                       \
	GROUP(inv_desc)                                                        \
	GROUP(inv_error)                                                       \
	GROUP(inv_event)                                                       \
	GROUP(inv_order)                                                       \
	GROUP(inv_queue)                                                       \
	GROUP(iova_index)                                                      \
	GROUP(iova_tree)                                                       \
	GROUP(iova_tree_find)                                                  \
	GROUP(inv_storm)                                                       \
	GROUP(inv_wait)                                                        \
	GROUP(irq_cache)                                                       \
	GROUP(irq_post)                                                        \
	GROUP(irq_request)                                                     \
	GROUP(irq_table)                                                       \
	GROUP(msg)                                                             \
	GROUP(notify)                                                          \
	GROUP(notify_client)                                                   \
	GROUP(notify_mark)                                                     \
	GROUP(perf)                                                            \
	GROUP(port_trouble)                                                    \
	GROUP(prq)                                                             \
	GROUP(reg_gcmd)                                                        \
	GROUP(reg_inv)                                                         \
	GROUP(reg_pmen)                                                        \
	GROUP(shadow)                                                          \
	GROUP(shadow_random)                                                   \
	GROUP(shadow_space)                                                    \
	GROUP(shadow_walk)                                                     \
	GROUP(vtd)                                                             \
	GROUP(vtd_config)                                                      \
	GROUP(vtd_rules)

#define DECLARE(stem) int stem##_tests(void);
GROUPS(DECLARE)
#undef DECLARE

/* A test that gets a powered-on struct bench. */
#define UNIT(test)                                                             \
	cmocka_unit_test_setup_teardown(test, bench_setup, bench_teardown)

#endif
