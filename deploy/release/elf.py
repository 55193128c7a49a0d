"""Reads which versions of the C library a compiled file asks for: its tag is a promise, this is the proof."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

GLIBC = (2, 28)
"""Of AlmaLinux 8."""
_MAGIC = b"\x7fELF\x02\x01"
_VERNEED_SECTION = 0x6FFFFFFE
_SECTION = struct.Struct("<IIQQQQIIQQ")
_NEED = struct.Struct("<HHIII")
_NEEDED_VERSION = struct.Struct("<IHHII")


def asked_of_glibc(content: bytes) -> tuple[int, ...]:
    """The newest GLIBC_x.y among the symbols that this ELF file (64 bit, little end first) needs; () for none."""
    found = (re.fullmatch(rb"GLIBC_(\d+(?:\.\d+)*)", name) for name in _needed_versions(content))
    return max((tuple(int(part) for part in one[1].split(b".")) for one in found if one), default=())


def too_new_in(wheel: Path, *, newest: tuple[int, ...] = GLIBC) -> list[str]:
    """What in this wheel does not load with that C library."""
    complaints = []
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            with archive.open(name) as file:
                if file.read(len(_MAGIC)) != _MAGIC:
                    continue
            asked = asked_of_glibc(archive.read(name))
            if asked > newest:
                version = ".".join(map(str, asked))
                complaints.append(
                    f"{wheel.name}: {name} needs glibc {version}; the server has {newest[0]}.{newest[1]}."
                )
    return complaints


def _needed_versions(content: bytes) -> Iterator[bytes]:
    """The names in the section .gnu.version_r."""
    (table,) = struct.unpack_from("<Q", content, 0x28)
    size, count = struct.unpack_from("<HH", content, 0x3A)
    sections = [_SECTION.unpack_from(content, table + number * size) for number in range(count)]
    for _, kind, _, _, offset, _, link, entries, _, _ in sections:
        if kind != _VERNEED_SECTION:
            continue
        names = sections[link][4]
        place = offset
        for _ in range(entries):
            _, versions, _, first, following = _NEED.unpack_from(content, place)
            inner = place + first
            for _ in range(versions):
                _, _, _, name, step = _NEEDED_VERSION.unpack_from(content, inner)
                begin = names + name
                yield content[begin : content.index(b"\0", begin)]
                inner += step
            place += following
