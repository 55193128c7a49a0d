"""Which photos the pages of the kept releases show: read from the files themselves, since a state may be missing."""

from __future__ import annotations

import gzip
import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_NAME = re.compile(rb"/photos/[0-9a-f]{2}/([0-9a-f]{32})-")
_WITH_PHOTOS = (".html", ".xml", ".webmanifest", ".css")


def shown_photos(build_dir: Path, wanted: Collection[str]) -> set[str]:
    """Those of these hashes that a file of a release, or a shared style, names.

    Raises OSError, EOFError and zlib.error for a file that cannot be read: what it names is not known then.
    """
    missing = {one.encode() for one in wanted}
    found = set[bytes]()
    for body in _bodies(build_dir) if missing else ():
        named = missing.intersection(_NAME.findall(body))
        found |= named
        missing -= named
        if not missing:
            break
    return {one.decode() for one in found}


def _bodies(build_dir: Path) -> Iterator[bytes]:
    seen = set[tuple[int, int]]()
    for folder in ("releases", "assets"):
        for root, _, names in os.walk(build_dir / folder):
            for name in names:
                if not name.removesuffix(".gz").endswith(_WITH_PHOTOS):
                    continue
                try:
                    with open(os.path.join(root, name), "rb") as file:  # noqa: PTH118, PTH123 (a million of them)
                        facts = os.fstat(file.fileno())
                        if (facts.st_dev, facts.st_ino) in seen:  # Releases share what did not change.
                            continue
                        seen.add((facts.st_dev, facts.st_ino))
                        body = file.read()
                except FileNotFoundError:  # Removed just now, with its release or its page.
                    continue
                yield gzip.decompress(body) if name.endswith(".gz") else body
