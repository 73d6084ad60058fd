# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
# Everything built from firmware/: the image for the core, the native library.

-include firmware/native/native.mk
