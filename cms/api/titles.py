"""What people call the things that change: "Listing “Oak table”", "Appearance"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
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
    return titles_of([(subject.kind, subject.key)])[subject.kind, subject.key]


def titles_of(subjects: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The same for many, by kind and key: one cheap query for each kind."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for kind, key in subjects:
        if kind in _NAMES and key.isdecimal():
            numbers[kind].add(int(key))
    names = {kind: dict(_NAMES[kind](some)) for kind, some in numbers.items()}
    return {(kind, key): _title(kind, key, names.get(kind, {})) for kind, key in subjects}


def _title(kind: str, key: str, names: dict[int, str]) -> str:
    if kind == Kind.SETTING:
        return _SETTINGS.get(key, key.capitalize())
    if kind in {Kind.EVERYTHING, Kind.ACT}:
        return f"Everything: {key}" if kind == Kind.EVERYTHING else key.capitalize()
    noun = _NOUNS.get(kind, kind)
    if kind not in _NAMES:
        return noun
    name = names.get(int(key)) if key.isdecimal() else None
    return f"{noun} “{name}”" if name else f"{noun} {key}"


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


def _name(model: Any, field: str, *, key: str = "pk") -> Callable[[Collection[int]], Iterable[tuple[int, str]]]:
    return lambda numbers: model.objects.filter(**{f"{key}__in": numbers}).values_list(key, field)


_SELLER = _name(SellerProfile, "display_name", key="user")
_CATEGORY = _name(Category, "name")
_NAMES: dict[str, Callable[[Collection[int]], Iterable[tuple[int, str]]]] = {
    Kind.LISTING: _name(Listing, "title"),
    Kind.CATEGORY: _CATEGORY,
    Kind.CATEGORY_LISTINGS: _CATEGORY,
    Kind.SELLER: _SELLER,
    Kind.SELLER_LISTINGS: _SELLER,
    Kind.PAGE: _name(Page, "title"),
}
