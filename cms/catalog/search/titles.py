"""What all that is for sale is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.catalog.records import in_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 5_000


def titles_for_sale() -> Iterator[str]:
    """Each title, some thousands in one query: one left open would keep SQLite at the moment of its beginning."""
    last = 0
    while some := list(in_lists().filter(pk__gt=last).order_by("pk").values_list("pk", "title")[:_AT_ONCE]):
        last = some[-1][0]
        yield from (title for _, title in some)
