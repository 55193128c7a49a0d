"""What an output read, as numbers: a fact says which thing, its digest what was seen of it.

A fact is a whole number: its kind above 48 bits, the thing's id below. Small enough to keep a million of them.
"""

from __future__ import annotations

from enum import IntEnum
from hashlib import blake2b

from sitegen.lists import ListKey

_ID_BITS = 48
_ID_MASK = (1 << _ID_BITS) - 1
_LIST_KINDS = ("all", "category", "seller")
_MOST_NEWEST = 256

ABSENT = 0
"""The digest of what is not there."""


class FactKind(IntEnum):
    """What the id of a fact means."""

    CARD = 1
    """A listing as lists show it."""
    FEED = 2
    """A listing as the feed shows it."""
    SELLER = 3
    """All that is shown of a seller."""
    LINEAGE = 4
    """A category with those above it: names and addresses."""
    CHILDREN = 5
    """The categories directly below one."""
    PAGE = 6
    """A page's whole record."""
    PAGE_PATH = 7
    IMAGE = 8
    DOCUMENT = 9
    PATH = 10
    """Whether there is something at an address that somebody typed; its text is kept beside."""
    COUNT = 11
    """How many members a list has."""
    NEWEST = 12
    """Which listings are the newest of a list."""
    ENTRY = 13
    """A listing's line in the sitemap."""
    STRUCTURE = 14
    """The addresses of all categories and pages."""
    SHARDS = 15
    """Which files the sitemap consists of."""
    SELLER_SIGN = 16
    """A seller as the pages of their listings show them."""


def fact(kind: FactKind, number: int) -> int:
    """The fact about one thing. Ids beyond 48 bits share facts with others, at the price of needless work."""
    return kind << _ID_BITS | number & _ID_MASK


def parts(of: int) -> tuple[FactKind, int]:
    """The kind and the id of a fact."""
    return FactKind(of >> _ID_BITS), of & _ID_MASK


def span(kind: FactKind) -> tuple[int, int]:
    """The lowest and the highest fact of a kind."""
    return kind << _ID_BITS, kind << _ID_BITS | _ID_MASK


def path_fact(path: str) -> int:
    """The fact about a typed address."""
    return fact(FactKind.PATH, int.from_bytes(blake2b(path.encode(), digest_size=6).digest(), "big"))


def count_fact(key: ListKey) -> int:
    """The fact about a list's length."""
    return fact(FactKind.COUNT, _number_of(key))


def newest_fact(key: ListKey, count: int) -> int:
    """The fact about a list's newest `count` members."""
    if not 0 <= count < _MOST_NEWEST:
        raise ValueError(f"{count} newest listings cannot be tracked")
    return fact(FactKind.NEWEST, _number_of(key) * _MOST_NEWEST + count)


def list_of(of: int) -> tuple[ListKey, int]:
    """The list of a COUNT (then the second is 0) or of a NEWEST fact, and how many."""
    kind, number = parts(of)
    count = 0
    if kind is FactKind.NEWEST:
        number, count = divmod(number, _MOST_NEWEST)
    list_id, code = divmod(number, len(_LIST_KINDS))
    return ListKey(_LIST_KINDS[code], list_id), count


def digest_of(value: object) -> int:
    """What was seen, in 48 bits; never ABSENT. `value` is None, or plain or frozen values with a stable repr."""
    if value is None:
        return ABSENT
    return int.from_bytes(blake2b(repr(value).encode(errors="replace"), digest_size=6).digest(), "big") or 1


def _number_of(key: ListKey) -> int:
    return key.id * len(_LIST_KINDS) + _LIST_KINDS.index(key.kind)
