"""Why somebody cannot wait for a listing. The texts are plain words, in the language of the shop."""

from __future__ import annotations


class WaitingError(Exception):
    """Somebody cannot wait for this; `str()` says why."""


class FreeNow(WaitingError):
    """There is nothing to wait for: something is free at this moment."""


class ListingOver(WaitingError):
    """The listing is no longer for sale."""


class CannotWait(WaitingError):
    """The person cannot wait: their own listing, no confirmed address, too many lists."""
