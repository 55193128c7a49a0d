"""What must always be true of the stored data, and who says so: each check names the rows for which it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

SHOWN = 20
"""Examples that are told of each check; all are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """`find` yields one sentence for each thing that is wrong; `mend` says what to do about them."""

    name: str
    title: str
    mend: str
    find: Callable[[], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: how many, and the first of them."""

    check: Check
    count: int
    examples: tuple[str, ...] = field(default=())


Holder = Callable[[], dict[int, int]]
"""How many pieces of which listing somebody holds: listing → pieces."""

_checks: list[Check] = []
_holders: list[Holder] = []


def register(check: Check) -> None:
    """Have something checked with the rest. Called when an application is ready."""
    if check.name not in {one.name for one in _checks}:
        _checks.append(check)


def register_holder(holder: Holder) -> None:
    """Tell who holds stock: what listings have reserved must be the sum over all holders."""
    if holder not in _holders:
        _holders.append(holder)


def held_stock() -> dict[int, int]:
    """What all holders hold: listing → pieces."""
    total: dict[int, int] = {}
    for holder in _holders:
        for listing_id, pieces in holder().items():
            total[listing_id] = total.get(listing_id, 0) + pieces
    return total


def checks() -> tuple[Check, ...]:
    """All that are registered."""
    return tuple(_checks)


def run(check: Check) -> Finding:
    """Do one check."""
    found = check.find()
    examples = tuple(islice(found, SHOWN))
    return Finding(check, len(examples) + sum(1 for _ in found), examples)
