"""What a source says of the whole catalogue: read once, and shared by the processes of a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.lists import ALL, ListKey

if TYPE_CHECKING:
    from sitegen.source import Source


class SourceMemory:
    """The memory that a source itself fills."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._counts: dict[ListKey, int] | None = None
        self._shards: list[int] | None = None
        self._seller_shards: list[int] | None = None

    def load(self) -> SourceMemory:
        """Read everything now, before processes are forked."""
        self.count(ALL)
        self.shards()
        self.seller_shards()
        return self

    def count(self, key: ListKey) -> int:
        """How many members a list has."""
        if self._counts is None:
            self._counts = self._source.counts()
        return self._counts.get(key, 0)

    def shards(self) -> list[int]:
        """The shards of listings."""
        if self._shards is None:
            self._shards = list(self._source.shards())
        return self._shards

    def seller_shards(self) -> list[int]:
        """The shards of sellers: those with something in lists, by the thousand."""
        if self._seller_shards is None:
            self.count(ALL)
            self._seller_shards = sorted({key.id // 1000 for key in self._counts or () if key.kind == "seller"})
        return self._seller_shards
