/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */
/*
 * Saved states: the model, firmware memory and what was seen so far, in one
 * file. A file is good only for the very program and images that wrote it;
 * its key is the hash of all of them.
 */
#ifndef SIM_SNAPSHOT_H
#define SIM_SNAPSHOT_H

#include <cstdint>
#include <string>
#include <vector>

#include "fw_memory.h"
#include "model.h"

struct Snapshot {
	uint64_t cycle;
	std::vector<uint8_t> model, firmware;
	std::vector<MboxOp> log;
	std::string console;
};

/* The folder of the running program. */
std::string snapshot_program_folder();

/* Hash of the running program and @images. */
uint64_t snapshot_key(const Images &images);

/* A file name for the state in which the block with @pins is ready. */
std::string snapshot_name(const ConfigPins &pins);

/* False when there is none for @key, or it is cut short. */
bool snapshot_load(const std::string &path, uint64_t key, Snapshot *snap);

/* Replaces the file in one step, so that others may read meanwhile. */
void snapshot_store(const std::string &path, uint64_t key,
		    const Snapshot &snap);

#endif
