"""The bounds of lists as rows, and the goods of a list as the catalogue has them."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from cms.catalog.list_pages import bounds
from cms.catalog.list_pages.goods import goods
from cms.catalog.list_pages.shelf import Bound, Cut, Jumps, Overtaken
from cms.catalog.models import ListHead, ListJump, ListPage, ListStamp

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cms.contract.records import Place

_Row = TypeVar("_Row", bound=Model)
_STREAMED = 2_000
_NAMED_AT_ONCE = 500
_ONLY = 1
"""The key of the one row with the stamp."""


def present_stamp() -> int:
    """How often bounds were written."""
    value = ListStamp.objects.filter(pk=_ONLY).values_list("value", flat=True).first()
    return value or 0


def drop(kind: str, of: int) -> None:
    """Forget a list that no longer exists, with its names."""
    with transaction.atomic():
        for model in (ListHead, ListPage, ListJump):
            QuerySet(model).filter(kind=kind, list_id=of).delete()


class DatabaseShelf:
    """One list in the database."""

    def __init__(self, kind: str, of: int) -> None:
        self.kind = kind
        self.list_id = of

    def goods(self, after: Place | None, upto: Place | None) -> Iterator[Place]:
        """As Shelf.goods."""
        return goods(self.kind, self.list_id, after, upto)

    def bounds(self) -> list[Bound]:
        """As Shelf.bounds."""
        return bounds.all_of(self.kind, self.list_id)

    def bound(self, number: int) -> Bound | None:
        """As Shelf.bound."""
        return next(iter(bounds.named(self.kind, self.list_id, number)), None)

    def below(self, place: Place | None, count: int) -> list[Bound]:
        """As Shelf.below."""
        return bounds.below(self.kind, self.list_id, place, count)

    def reaching(self, place: Place, count: int) -> list[Bound]:
        """As Shelf.reaching."""
        return bounds.reaching(self.kind, self.list_id, place, count)

    def jumps(self, numbers: Collection[int]) -> dict[int, Jumps]:
        """As Shelf.jumps."""
        found: dict[int, Jumps] = defaultdict(dict)
        for some in _in_parts(numbers):
            rows = self._of(ListJump).filter(number__in=some).order_by("number", "step")
            for number, step, target in rows.values_list("number", "step", "target"):
                found[number][step] = target
        return dict(found)

    def jumping_to(self, numbers: Collection[int]) -> dict[int, Jumps]:
        """As Shelf.jumping_to."""
        pages: set[int] = set()
        for some in _in_parts(numbers):
            pages.update(self._of(ListJump).filter(target__in=some).values_list("number", flat=True))
        return self.jumps(pages)

    def last_number(self) -> int:
        """As Shelf.last_number."""
        return self._of(ListHead).values_list("last_number", flat=True).first() or 0

    def stamp(self) -> int:
        """As Shelf.stamp."""
        return present_stamp()

    @contextmanager
    def writing(self, *, seen: int) -> Iterator[int]:
        """As Shelf.writing."""
        ListStamp.objects.get_or_create(pk=_ONLY)
        with transaction.atomic():
            if not ListStamp.objects.filter(pk=_ONLY, value=seen).update(value=seen + 1):
                raise Overtaken
            yield seen + 1

    def write(self, cut: Cut, *, stamp: int) -> None:
        """As Shelf.write."""
        for some in _in_parts(cut.retired):
            self._of(ListPage).filter(number__in=some).update(live=False, stamp=stamp)
            self._of(ListJump).filter(number__in=some).delete()
        ListPage.objects.bulk_create(
            ListPage(
                kind=self.kind,
                list_id=self.list_id,
                number=page.number,
                upto_published_at=page.place[0],
                upto_id=page.place[1],
                stamp=stamp,
            )
            for page in cut.sealed
        )
        for some in _in_parts(cut.moved):
            self._of(ListPage).filter(number__in=some).update(stamp=stamp)
        self._write_jumps(cut)
        self._write_head(cut, stamp)

    def _write_jumps(self, cut: Cut) -> None:
        new = {page.number for page in cut.sealed}
        for some in _in_parts(cut.jumps.keys() - new):
            self._of(ListJump).filter(number__in=some).delete()
        ListJump.objects.bulk_create(
            ListJump(kind=self.kind, list_id=self.list_id, number=number, step=step, target=target)
            for number, jumps in cut.jumps.items()
            for step, target in jumps.items()
        )

    def _write_head(self, cut: Cut, stamp: int) -> None:
        last = max((page.number for page in cut.sealed), default=None)
        if last is None and not cut.front_moved:
            return
        head, _ = ListHead.objects.get_or_create(kind=self.kind, list_id=self.list_id)
        head.last_number = last or head.last_number
        head.stamp = stamp if cut.front_moved else head.stamp
        head.save()

    def _of(self, model: type[_Row]) -> QuerySet[_Row]:
        return QuerySet(model).filter(kind=self.kind, list_id=self.list_id)


def place_of_page(kind: str, of: int, number: int) -> Place | None:
    """The upper bound that a sealed page has or had; None for a name that was never given."""
    rows = ListPage.objects.filter(kind=kind, list_id=of, number=number)
    return rows.values_list("upto_published_at", "upto_id").first()


def changed_since(stamp: int) -> Iterator[tuple[str, int, int | None]]:
    """Pages, live or not, and fronts with a younger stamp: kind and id of the list, name of the page."""
    yield from ListPage.objects.filter(stamp__gt=stamp).values_list("kind", "list_id", "number").order_by("id")
    for kind, of in ListHead.objects.filter(stamp__gt=stamp).values_list("kind", "list_id").order_by("id"):
        yield kind, of, None


def known_lists() -> set[tuple[str, int]]:
    """The lists that have rows."""
    return set(ListHead.objects.values_list("kind", "list_id"))


def beyond(when: str, key: str, place: Place, relation: str) -> Q:
    """(when, key) is lt, lte, gt or gte `place`. What compares the time alone lets an index serve."""
    outer, inner = f"{relation[:2]}e", relation[:2]
    return Q((f"{when}__{outer}", place[0])) & (Q((f"{when}__{inner}", place[0])) | Q((f"{key}__{relation}", place[1])))


def _in_parts(numbers: Collection[int]) -> Iterator[list[int]]:
    some = sorted(numbers)
    for start in range(0, len(some), _NAMED_AT_ONCE):
        yield some[start : start + _NAMED_AT_ONCE]
