# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
# Sources of the engine, for the firmware, the native library and whoever else
# links it. It needs include/ and this folder on the include path.
ENGINE_SRCS := $(addprefix firmware/engine/, \
	vtd.c vtd_config.c vtd_rules.c drain.c event.c perf.c msg.c \
	reg_gcmd.c reg_inv.c reg_pmen.c \
	dma_miss.c dma_translated.c dma_context.c dma_scalable.c \
	dma_cache.c dma_tag.c \
	dma_walk.c dma_second.c dma_first.c dma_nested.c dma_locked.c \
	ats_request.c ats_users.c ats_inv.c ats_block.c ats_due.c prq.c \
	inv_queue.c inv_wait.c inv_error.c inv_desc.c inv_apply.c inv_event.c \
	flt_record.c flt_log.c flt_event.c \
	irq_request.c irq_table.c irq_post.c irq_cache.c \
	iova_tree.c iova_tree_find.c iova_index.c \
	notify.c notify_client.c notify_mark.c \
	shadow.c shadow_walk.c shadow_space.c)
