# SPDX-License-Identifier: Apache-2.0
# Copyright The Portcullis authors
"""Takes single files out of a wheel: unpack.py WHEEL DEST MEMBER...

Each lands in DEST under its base name. A wheel is a zip archive.
"""

import pathlib
import sys
import zipfile


def main(wheel, dest, *members):
    dest = pathlib.Path(dest)
    dest.mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        for member in members:
            data = archive.read(member)
            (dest / pathlib.PurePosixPath(member).name).write_bytes(data)


if __name__ == "__main__":
    main(*sys.argv[1:])
