"""Files of a log on the disk: what they are called after rotation, and reading them from any place."""

from __future__ import annotations

import errno
import gzip
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from stat import S_ISREG
from typing import Any, BinaryIO

HEAD = 4096
_AT_ONCE = 1 << 20
_GZIP = b"\x1f\x8b"
_DAMAGED = (EOFError, OSError, zlib.error)


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it was found. `place` stays with a file that is renamed; `state` changes with its content."""

    path: Path
    place: str
    size: int
    modified: int

    @property
    def state(self) -> str:
        """Place, size and time."""
        return f"{self.place}:{self.size}:{self.modified}"


def find(path: Path) -> Found | None:
    """The file at this path, if there is one. Raises OSError where it cannot be looked at."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    return _found(path, facts) if S_ISREG(facts.st_mode) else None


def must_find(path: Path) -> Found:
    """The file at this path. Raises OSError when there is none."""
    found = find(path)
    if found is None:
        code = errno.EINVAL if path.exists() else errno.ENOENT
        raise OSError(code, "it is no file" if path.exists() else os.strerror(code), str(path))
    return found


def found_open(path: Path, file: BinaryIO) -> Found:
    """A file that is held open, whatever its name is now."""
    return _found(path, os.fstat(file.fileno()))


def _found(path: Path, facts: os.stat_result) -> Found:
    return Found(path, f"{facts.st_dev}:{facts.st_ino}", facts.st_size, facts.st_mtime_ns)


def rotated(path: Path) -> list[Found]:
    """What the log was called before: `access.log.1`, `access.log-20261129.gz`, the oldest first."""
    found = [
        one
        for name in os.listdir(path.parent)  # noqa: PTH208 (each second)
        if name.startswith((f"{path.name}.", f"{path.name}-")) and (one := find(path.parent / name))
    ]
    # Of a file and the gzip that is being made of it, the file itself goes first.
    return sorted(found, key=lambda one: (one.modified, one.path.suffix == ".gz", one.path.name))


class Reader:
    """The content of one file, unpacked, from wherever it is asked for."""

    def __init__(self, raw: BinaryIO) -> None:
        raw.seek(0)
        self.is_packed = raw.read(2) == _GZIP
        raw.seek(0)
        self._file: Any = raw
        if self.is_packed:
            self._file = gzip.GzipFile(fileobj=raw)
        self._read: Callable[[int], bytes] = self._file.read1 if self.is_packed else self._file.read
        self.is_damaged = False
        self._position = 0

    def head(self, size: int) -> bytes:
        """The first bytes, at most so many."""
        return self.read(0, size)

    def read(self, offset: int, size: int) -> bytes:
        """So many bytes from there, fewer at the end. What is damaged ends where the damage begins."""
        blocks = []
        try:
            if offset != self._position or not self.is_packed:
                self._file.seek(offset)
            while size > 0 and (block := self._read(min(size, _AT_ONCE))):
                blocks.append(block)
                size -= len(block)
        except _DAMAGED:
            self.is_damaged = True
            self._position = -1
        else:
            self._position = offset + sum(map(len, blocks))
        return b"".join(blocks)


@contextmanager
def reading(found: Found, held: BinaryIO | None = None) -> Iterator[Reader]:
    """Open a file, unless it is held open. Raises OSError."""
    if held is not None:
        yield Reader(held)
        return
    with found.path.open("rb") as raw:
        yield Reader(raw)


def digest(head: bytes) -> str:
    """By which a file is known again."""
    return blake2b(head, digest_size=16).hexdigest()
