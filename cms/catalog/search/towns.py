"""Where goods are, to find a town by the beginning of its name, with or without umlauts."""

from __future__ import annotations

import time
from collections import defaultdict
from threading import Lock

from cms.catalog.models import Listing
from cms.contract.words import folded

KEPT_SECONDS = 60
"""A town that is new is found a minute later: reading all of them anew for each question would cost too much."""

MOST = 400
"""Names in one question: below the databases' limits."""


class Towns:
    """The names of towns that stand in published listings, by how they are compared."""

    def __init__(self) -> None:
        self._reading = Lock()
        self._read_at: float | None = None
        self._names: dict[str, list[str]] = {}

    def beginning_with(self, text: str) -> tuple[str, ...]:
        """The stored names that begin like this; none for a text without letters."""
        start = folded(text)
        if not start:
            return ()
        names = [name for known, stored in self._known().items() if known.startswith(start) for name in stored]
        return tuple(sorted(names)[:MOST])

    def forget(self) -> None:
        """Read them anew next time."""
        self._read_at = None

    def _known(self) -> dict[str, list[str]]:
        with self._reading:
            now = time.monotonic()
            if self._read_at is None or now - self._read_at > KEPT_SECONDS:
                found: dict[str, list[str]] = defaultdict(list)
                for name in Listing.objects.filter(live=True).order_by().values_list("city", flat=True).distinct():
                    found[folded(name)].append(name)
                self._names, self._read_at = found, now
            return self._names


towns = Towns()
