"""Reads one stream out of a compound file, the container of a true .xls (and of password-protected .xlsx)."""

from __future__ import annotations

import struct
from itertools import islice
from typing import TYPE_CHECKING

from cms.workbook.errors import WorkbookRefused, to_translate

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAMAGED = to_translate("The file is damaged: its table of contents does not hold together.")
_LAST_SECTOR = 0xFFFFFFFA  # From here on numbers are marks: free, end of chain, table.
_HEADER_SIZE = 512
_ENTRY_SIZE = 128
_HEADER_TABLE = 109


class Compound:
    """A compound file in memory. Every chain is followed at most as far as the file is long."""

    def __init__(self, content: bytes) -> None:
        """Raises WorkbookRefused when the table of contents cannot be read."""
        try:
            self._read_tables(content)
        except (struct.error, IndexError, ValueError) as error:
            raise WorkbookRefused(_DAMAGED) from error

    def _read_tables(self, content: bytes) -> None:
        self._content = content
        self._shift, self._mini_shift = struct.unpack_from("<HH", content, 30)
        if self._shift not in {9, 12} or self._mini_shift > self._shift:
            raise WorkbookRefused(_DAMAGED)
        directory, self._cutoff = struct.unpack_from("<L4xL", content, 48)
        mini_table, extra_table = struct.unpack_from("<L4xL", content, 60)
        self._sectors = len(content) >> self._shift
        self._table = self._allocation(extra_table)
        self._mini_table = _numbers(self._chained(mini_table))
        self.entries = dict(_entries(self._chained(directory)))
        self._mini = self._chained(self.entries["Root Entry"][0]) if "Root Entry" in self.entries else b""

    def _allocation(self, extra: int) -> tuple[int, ...]:
        parts = [one for one in struct.unpack_from(f"<{_HEADER_TABLE}L", self._content, 76) if one < _LAST_SECTOR]
        for _ in range(self._sectors):
            if extra >= _LAST_SECTOR:
                break
            *more, extra = _numbers(self._sector(extra))
            parts += [one for one in more if one < _LAST_SECTOR]
        if len(parts) > self._sectors:
            raise WorkbookRefused(_DAMAGED)
        return _numbers(b"".join(self._sector(one) for one in parts))

    def _sector(self, number: int) -> bytes:
        start = max(1 << self._shift, _HEADER_SIZE) + (number << self._shift)
        return self._content[start : start + (1 << self._shift)]

    def _chained(self, start: int) -> bytes:
        return b"".join(self._sector(one) for one in _follow(start, self._table, most=self._sectors))

    def stream(self, name: str) -> bytes:
        """The bytes of a stream by name, whatever its case. Raises KeyError when there is none."""
        start, size = self.entries[name.lower()]
        if size >= self._cutoff:
            return self._chained(start)[:size]
        step = 1 << self._mini_shift
        chain = _follow(start, self._mini_table, most=len(self._mini_table))
        return b"".join(self._mini[one * step : (one + 1) * step] for one in chain)[:size]


def _follow(start: int, table: tuple[int, ...], *, most: int) -> Iterator[int]:
    current, steps = start, 0
    while current < _LAST_SECTOR:
        steps += 1
        if steps > most or current >= len(table):
            raise WorkbookRefused(_DAMAGED)
        yield current
        current = table[current]


def _numbers(raw: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(raw) // 4}L", raw[: len(raw) // 4 * 4])


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    for offset in islice(range(0, len(directory) - _ENTRY_SIZE + 1, _ENTRY_SIZE), 10_000):
        length, kind = struct.unpack_from("<HB", directory, offset + 64)
        name = directory[offset : offset + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<LL", directory, offset + 116)
        if kind == 5:  # noqa: PLR2004 (the root: its stream holds all small ones)
            yield "Root Entry", (start, size)
        elif kind == 2:  # noqa: PLR2004 (a stream)
            yield name.lower(), (start, size)
