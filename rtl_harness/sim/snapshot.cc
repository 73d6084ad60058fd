/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright The Portcullis authors */

#include "snapshot.h"

#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

static std::string program()
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path));

	return n > 0 ? std::string(path, n) : "";
}

std::string snapshot_program_folder()
{
	std::string path = program();

	return path.substr(0, path.rfind('/'));
}

/* Eight bytes at a time: the program has tens of megabytes. */
static uint64_t hash(uint64_t h, const std::vector<uint8_t> &bytes)
{
	for (size_t i = 0; i < bytes.size(); i += 8) {
		uint64_t word = 0;

		memcpy(&word, &bytes[i], std::min<size_t>(8, bytes.size() - i));
		h = (h ^ word) * 0x9fb21c651e98df25u;
		h ^= h >> 29;
	}
	return h ^ bytes.size();
}

static std::vector<uint8_t> slurp(const std::string &path)
{
	std::ifstream in(path, std::ios::binary);

	return { std::istreambuf_iterator<char>(in), {} };
}

uint64_t snapshot_key(const Images &images)
{
	uint64_t h = hash(1, slurp(program()));

	h = hash(h, slurp(images.boot_rom));
	h = hash(h, images.opensbi);
	h = hash(h, images.firmware);
	return hash(h, images.fdt);
}

std::string snapshot_name(const ConfigPins &pins)
{
	char name[80];

	snprintf(name, sizeof(name),
		 "ready-%" PRIx32 "-%" PRIx64 "-%" PRIx64 "-%u", pins.ver,
		 pins.cap, pins.ecap, pins.haw);
	/* Programs that share the folder do not share states. */
	return program().substr(program().rfind('/') + 1) + "-" + name;
}

template <class T>
static void put(FILE *f, const T &bytes)
{
	uint64_t n = bytes.size() * sizeof(bytes[0]);

	fwrite(&n, sizeof(n), 1, f);
	fwrite(bytes.data(), 1, n, f);
}

template <class T>
static bool get(FILE *f, T *bytes)
{
	static constexpr uint64_t kMost = 64 << 20;
	uint64_t n;

	if (fread(&n, sizeof(n), 1, f) != 1 || n > kMost)
		return false;
	bytes->resize(n / sizeof((*bytes)[0]));
	return fread(&(*bytes)[0], 1, n, f) == n;
}

bool snapshot_load(const std::string &path, uint64_t key, Snapshot *s)
{
	FILE *f = fopen(path.c_str(), "rb");
	uint64_t found;

	if (!f)
		return false;
	bool ok = fread(&found, sizeof(found), 1, f) == 1 && found == key &&
		  fread(&s->cycle, sizeof(s->cycle), 1, f) == 1 &&
		  get(f, &s->model) && get(f, &s->firmware) &&
		  get(f, &s->log) && get(f, &s->console);
	fclose(f);
	return ok;
}

void snapshot_store(const std::string &path, uint64_t key, const Snapshot &s)
{
	std::string part = path + "." + std::to_string(getpid());

	mkdir(path.substr(0, path.rfind('/')).c_str(), 0777);
	FILE *f = fopen(part.c_str(), "wb");
	if (!f) {
		perror(part.c_str());
		return;
	}
	fwrite(&key, sizeof(key), 1, f);
	fwrite(&s.cycle, sizeof(s.cycle), 1, f);
	put(f, s.model);
	put(f, s.firmware);
	put(f, s.log);
	put(f, s.console);
	bool ok = !ferror(f);
	if (fclose(f) || !ok || rename(part.c_str(), path.c_str()))
		perror(path.c_str());
}
