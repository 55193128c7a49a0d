"""Proof that the served site is what a clean build makes: names, unpacked bytes and times compared, file by file."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

from sitegen.releases import RECEIPT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def differing(one: Path, other: Path) -> list[str]:
    """The paths that are not the same in both trees, sorted; the receipts are left out."""
    mine, theirs = set(_files(one)), set(_files(other))
    both = (name for name in mine & theirs if not _same(one / name, other / name))
    return sorted({*(mine ^ theirs), *both})


def _files(root: Path) -> Iterator[str]:
    for file in root.rglob("*"):
        if file.is_file() and file.name != RECEIPT:
            yield file.relative_to(root).as_posix()


def _same(one: Path, other: Path) -> bool:
    if int(one.stat().st_mtime) != int(other.stat().st_mtime):
        return False
    return _unpacked(one) == _unpacked(other)


def _unpacked(file: Path) -> bytes:
    body = file.read_bytes()
    if file.suffix != ".gz":
        return body
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return b"damaged: " + body
