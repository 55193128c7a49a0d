"""What the stored blocks of many pages refer to, looked up together: one query for each kind of thing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cms.accounts.models import SellerProfile
from cms.catalog.models import Category, Listing
from cms.pages.addresses import existing_paths, is_internal, path_of
from cms.site.library import library_pictures
from cms.site.links import page_paths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.contract.records import PictureRecord

Stored = list[dict[str, Any]]
"""A stream of blocks as it is stored: `{"type": …, "value": …, "id": …}` each, choices by number."""

_KINDS = {
    "image": "image",
    "page": "page",
    "category": "category",
    "categories": "category",
    "seller": "seller",
    "listings": "listing",
}
"""Name of a block's field → what its numbers mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """What is there. A number or path that is missing here was deleted or is not public."""

    pictures: dict[int, PictureRecord] = field(default_factory=dict)
    page_paths: dict[int, str] = field(default_factory=dict)
    typed_paths: frozenset[str] = frozenset()
    category_paths: dict[int, str] = field(default_factory=dict)
    sellers: frozenset[int] = frozenset()
    listings: frozenset[int] = frozenset()


def references_of(streams: Iterable[Stored], *, image_ids: Iterable[int] = ()) -> References:
    """Look up all that these streams refer to, and these pictures of the library besides."""
    wanted: dict[str, set[Any]] = defaultdict(set)
    wanted["image"].update(image_ids)
    for stream in streams:
        _collect(stream, "", wanted)
    sellers = SellerProfile.objects.filter(pk__in=wanted["seller"], user__is_active=True)
    categories = Category.objects.filter(pk__in=wanted["category"]).values_list("pk", "slug_path")
    return References(
        pictures=library_pictures(wanted["image"]),
        page_paths=page_paths(wanted["page"]),
        typed_paths=existing_paths(wanted["path"]),
        category_paths={number: f"/category/{slug_path}" for number, slug_path in categories},
        sellers=frozenset(sellers.values_list("pk", flat=True)),
        listings=frozenset(Listing.objects.filter(pk__in=wanted["listing"]).values_list("pk", flat=True)),
    )


def typed_paths_of(streams: Iterable[Stored]) -> tuple[str, ...]:
    """The internal addresses that somebody typed into these streams, sorted."""
    wanted: dict[str, set[Any]] = defaultdict(set)
    for stream in streams:
        _collect(stream, "", wanted)
    return tuple(sorted(wanted["path"]))


def _collect(stored: Any, name: str, wanted: dict[str, set[Any]]) -> None:
    """Note each number below a field whose name says what it is; items of a list belong to the list's field."""
    if isinstance(stored, dict):
        for key, value in stored.items():
            _collect(value, name if key == "value" else key, wanted)
    elif isinstance(stored, list):
        for one in stored:
            _collect(one, name, wanted)
    elif isinstance(stored, int) and name in _KINDS:
        wanted[_KINDS[name]].add(stored)
    elif isinstance(stored, str) and name == "address" and is_internal(stored):
        wanted["path"].add(path_of(stored))
