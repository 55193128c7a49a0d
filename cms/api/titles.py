"""What people call the things that change: "Listing “Oak table”", "Appearance"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from cms.accounts.models import SellerProfile
from cms.catalog.models import Category, Listing
from cms.changes.publications import Subject
from cms.contract.keys import Kind

_SETTINGS = {
    "appearance": "Appearance",
    "general": "General settings",
    "navigation": "Menus and footer",
    "site": "The home page's place",
}
_NOUNS: dict[str, str] = {
    Kind.LISTING: "Listing",
    Kind.CATEGORY: "Category",
    Kind.CATEGORY_LISTINGS: "Goods of category",
    Kind.SELLER: "Seller",
    Kind.SELLER_LISTINGS: "Goods of seller",
    Kind.PAGE: "Page",
    Kind.PICTURE: "A picture",
    Kind.IMAGE: "An image of the library",
    Kind.DOCUMENT: "A document",
    Kind.REDIRECT: "A redirect",
}


def title_of(subject: Subject) -> str:
    """At most one cheap query; what is gone is called by its number."""
    if not subject.kind:
        return f"{subject.things:,} changes"
    if subject.kind == Kind.SETTING:
        return _SETTINGS.get(subject.key, subject.key.capitalize())
    if subject.kind in {Kind.EVERYTHING, Kind.ACT}:
        return f"Everything: {subject.key}" if subject.kind == Kind.EVERYTHING else subject.key.capitalize()
    noun = _NOUNS.get(subject.kind, subject.kind)
    if subject.kind not in _NAMES:
        return noun
    name = _NAMES[subject.kind](int(subject.key)) if subject.key.isdecimal() else None
    return f"{noun} “{name}”" if name else f"{noun} {subject.key}"


def _name(model: Any, field: str, *, key: str = "pk") -> Callable[[int], str | None]:
    return lambda number: model.objects.filter(**{key: number}).values_list(field, flat=True).first()


_SELLER = _name(SellerProfile, "display_name", key="user")
_CATEGORY = _name(Category, "name")
_NAMES: dict[str, Callable[[int], str | None]] = {
    Kind.LISTING: _name(Listing, "title"),
    Kind.CATEGORY: _CATEGORY,
    Kind.CATEGORY_LISTINGS: _CATEGORY,
    Kind.SELLER: _SELLER,
    Kind.SELLER_LISTINGS: _SELLER,
    Kind.PAGE: _name(Page, "title"),
}
