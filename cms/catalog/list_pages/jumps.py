"""The links from a page to pages far older, which make every page of a long list a few clicks away."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cms.catalog.list_pages.shelf import Bound, Jumps, Shelf

_SPAN = 10
"""Each step goes so many times as far as the one before."""


def jumps_of_new(shelf: Shelf, sealed: Sequence[Bound], *, without: Collection[int]) -> dict[int, Jumps]:
    """The jumps of neighbouring pages that are about to be sealed, oldest first. `without` are about to go."""
    if not sealed:
        return {}
    older = shelf.below(sealed[0].place, _SPAN + len(without))
    near = deque((page.number for page in reversed(older) if page.number not in without), maxlen=_SPAN)
    found: dict[int, Jumps] = {}
    known: dict[int, Jumps] = {}

    def jump(number: int, step: int) -> int | None:
        if number not in known:
            known[number] = found[number] if number in found else shelf.jumps([number]).get(number, {})
        target = known[number].get(step)
        return None if target in without else target

    for page in sealed:
        own: Jumps = {}
        target = near[0] if len(near) == _SPAN else None
        while target is not None:
            step = len(own) + 1
            own[step] = target
            for _ in range(_SPAN - 1):
                if target is not None:
                    target = jump(target, step)
        found[page.number] = own
        near.append(page.number)
    return found


def jumps_after(shelf: Shelf, retired: Sequence[Bound], younger: Sequence[Bound]) -> dict[int, Jumps]:
    """The new jumps of the pages that jumped to one of the retired: now to the page that has its goods.

    `younger` are the bounds, oldest first, of the pages that take them; beyond these it is the front.
    """
    if not retired:
        return {}
    gone = {page.number: page.place for page in retired}
    places = [page.place for page in younger]

    def taker(number: int) -> int | None:
        if number not in gone:
            return number
        at = bisect_left(places, gone[number])
        return younger[at].number if at < len(younger) else None

    found: dict[int, Jumps] = {}
    for number, jumps in shelf.jumping_to(list(gone)).items():
        if number in gone:
            continue
        kept: Jumps = {}
        for step, target in sorted(jumps.items()):
            now = taker(target)
            if now is not None and now != number and now not in kept.values():
                kept[step] = now
        found[number] = kept
    return found
