"""What people call the things that change: "Listing “Oak table”", "Appearance"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext, gettext_noop, ngettext
from wagtail.models import Page

from cms.accounts.language import grouped
from cms.accounts.models import SellerProfile
from cms.catalog.models import Category, Listing
from cms.changes.publications import Subject
from cms.contract.keys import Kind

_SETTINGS = {
    "appearance": gettext_noop("Appearance"),
    "general": gettext_noop("General settings"),
    "navigation": gettext_noop("Menus and footer"),
    "site": gettext_noop("The home page's place"),
}
_NOUNS: dict[str, str] = {
    Kind.LISTING: gettext_noop("Listing"),
    Kind.CATEGORY: gettext_noop("Category"),
    Kind.CATEGORY_LISTINGS: gettext_noop("Goods of category"),
    Kind.SELLER: gettext_noop("Seller"),
    Kind.SELLER_LISTINGS: gettext_noop("Goods of seller"),
    Kind.PAGE: gettext_noop("Page"),
    Kind.PICTURE: gettext_noop("A picture"),
    Kind.IMAGE: gettext_noop("An image of the library"),
    Kind.DOCUMENT: gettext_noop("A document"),
    Kind.REDIRECT: gettext_noop("A redirect"),
}
_ACTS = (
    gettext_noop("A suspension"),
    gettext_noop("An account that was closed"),
    gettext_noop("The import of a workbook"),
    gettext_noop("The undoing of an import"),
    gettext_noop("Deleting many at once"),
    gettext_noop("Unpublishing many at once"),
    gettext_noop("Everything: the shop was restored from a backup"),
    gettext_noop("Everything: the database was migrated"),
    gettext_noop("Everything: the publisher found triggers missing"),
)
_WITH_NAME = re.compile(rf"({'|'.join(_NOUNS.values())}) (?:“(.*)”|(\S+))", re.DOTALL)
_CHANGES = re.compile(r"([\d,]+) changes")


def title_of(subject: Subject) -> str:
    """At most one cheap query; what is gone is called by its number. In English, as it is stored: see `translated`."""
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


def translated(title: str) -> str:
    """A stored title in the language of who reads it. The publisher writes down one for everybody."""
    if title in _ACTS or title in _SETTINGS.values() or title in _NOUNS.values():
        return gettext(title)
    if found := _CHANGES.fullmatch(title):
        count = int(found[1].replace(",", ""))
        return ngettext("%(count)s change", "%(count)s changes", count) % {"count": grouped(count)}
    if found := _WITH_NAME.fullmatch(title):
        noun, name, number = gettext(found[1]), found[2], found[3]
        if name is None:
            return gettext("%(noun)s %(number)s") % {"noun": noun, "number": number}
        return gettext("%(noun)s “%(name)s”") % {"noun": noun, "name": name}
    return title


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
