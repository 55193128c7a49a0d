"""The cards of a whole build, in files that its processes share: each card is made once, whoever shows it.

A listing stands on its own page's neighbours and in some four lists; what one process has made is no good to the
others while it is in its memory, and all cards together are more than a process should keep. So each process appends
the cards it makes to a file of its own, and an index of rows of one size says by the listing's id where they are.
The files live as long as the build's other notes.
"""

from __future__ import annotations

import os
import pickle
from struct import Struct
from typing import TYPE_CHECKING

from markupsafe import Markup

from sitegen.cards import Card
from sitegen.errors import CannotWrite

if TYPE_CHECKING:
    from pathlib import Path

_ROW = Struct("<QQIII")
"""Digest, place in the file, length of the markups, length of what else there is, whose file: the process id."""


class CardShelf:
    """One build's cards, kept in `folder`. Made before the processes are forked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = self._opened("cards.index", os.O_RDWR | os.O_CREAT)
        self._files: dict[int, int] = {}
        self._end = 0
        self._process = 0

    def put(self, listing_id: int, card: Card) -> None:
        """Keep a card; a newer one takes its place. Raises CannotWrite."""
        markups = [one.encode("utf-8", "replace") for one in card.markups]
        body = b"".join(markups)
        rest = pickle.dumps(([len(one) for one in markups], card.picture), protocol=5)
        process = os.getpid()
        if process != self._process:
            self._process, self._end = process, 0
            self._files[process] = self._opened(f"cards-{process}", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        try:
            _write(self._files[process], body + rest, self._end)
            row = _ROW.pack(card.digest, self._end, len(body), len(rest), process)
            _write(self._index, row, listing_id * _ROW.size)
        except OSError as error:
            raise CannotWrite(f"{self._folder} could not be written: {error.strerror}") from error
        self._end += len(body) + len(rest)

    def get(self, listing_id: int) -> Card | None:
        """The card, None when nobody has made it yet."""
        row = os.pread(self._index, _ROW.size, listing_id * _ROW.size)
        if len(row) < _ROW.size:
            return None
        digest, place, length, more, process = _ROW.unpack(row)
        if not process:
            return None
        file = self._files.get(process)
        if file is None:
            file = self._files[process] = self._opened(f"cards-{process}", os.O_RDONLY)
        body = os.pread(file, length + more, place)
        lengths, picture = pickle.loads(body[length:])  # noqa: S301 (written by this build a moment ago)
        markups = []
        start = 0
        for one in lengths:
            markups.append(Markup(body[start : start + one].decode()))  # noqa: S704 (an escaping template has made it)
            start += one
        return Card(tuple(markups), digest, picture)

    def close(self) -> None:
        """Let go of the files."""
        for file in (self._index, *self._files.values()):
            os.close(file)
        self._files = {}

    def _opened(self, name: str, flags: int) -> int:
        try:
            return os.open(self._folder / name, flags | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise CannotWrite(f"{self._folder / name} could not be opened: {error.strerror}") from error


def _write(file: int, body: bytes, place: int) -> None:
    written = os.pwrite(file, body, place)
    while written < len(body):
        written += os.pwrite(file, body[written:], place + written)
