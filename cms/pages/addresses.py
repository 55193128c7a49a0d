"""Which addresses that people typed have something behind them today, many in a few queries.

A page must not link to nothing: a link is refused when it is written, and left out when its target goes later.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.accounts.records import seller_records
from cms.accounts.records import with_page as sellers_with_page
from cms.catalog.models import Category
from cms.catalog.records import with_page as listings_with_page
from cms.contract.addresses import APP_PATHS, STATIC_FILES
from cms.site.links import HOME_DEPTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_ALWAYS = frozenset(("/", "/listings", *(f"/{name}" for name in STATIC_FILES)))
_NUMBERED = re.compile(r"/(?:listing|seller)/([0-9]{1,18})-[a-z0-9-]+\Z")


def path_of(address: str) -> str:
    """The path of an internal address, without what follows `?` or `#`."""
    return address.partition("#")[0].partition("?")[0]


def check_leads_somewhere(address: str) -> None:
    """Raise ValidationError, in words, for an internal address with nothing behind it."""
    if is_internal(address) and not existing_paths([path_of(address)]):
        raise ValidationError(
            _("There is nothing at %(path)s now: look for a typing error, or publish that page first."),
            code="nothing_there",
            params={"path": path_of(address)},
        )


def is_internal(address: str) -> bool:
    """Whether an address as it is stored leads to a page of this shop."""
    return address.startswith("/")


def existing_paths(paths: Iterable[str]) -> frozenset[str]:
    """Those of these paths that have a page, a file or a view. Pages of lists (`…/page/2`) come and go: never."""
    asked = set(paths)
    found = {path for path in asked if path in _ALWAYS or _first(path) in APP_PATHS}
    by_kind: dict[str, set[str]] = defaultdict(set)
    for path in asked - found:
        by_kind[_first(path) if _first(path) in _LOOK_UPS else ""].add(path)
    for kind, some in by_kind.items():
        found |= some.intersection(_LOOK_UPS[kind](some))
    return frozenset(found)


def _first(path: str) -> str:
    return path.split("/")[1]


def _categories(paths: set[str]) -> Iterator[str]:
    wanted = [path.removeprefix("/category/") for path in paths]
    for slug_path in Category.objects.filter(slug_path__in=wanted).values_list("slug_path", flat=True):
        yield f"/category/{slug_path}"


def _listings(paths: set[str]) -> Iterator[str]:
    for number, slug in listings_with_page().filter(pk__in=_numbers(paths)).values_list("pk", "slug"):
        yield f"/listing/{number}-{slug}"


def _sellers(paths: set[str]) -> Iterator[str]:
    people = sellers_with_page().filter(number__in=_numbers(paths)).values_list("pk", flat=True)
    for record in seller_records(people).values():
        yield record.path


def _pages(paths: set[str]) -> Iterator[str]:
    home = Page.objects.filter(depth=HOME_DEPTH).order_by("path").values_list("url_path", flat=True).first() or ""
    wanted = {f"{home.rstrip('/')}{path}/": path for path in paths}
    shown = Page.objects.filter(url_path__in=wanted).live().public() if wanted else Page.objects.none()
    for url_path in shown.values_list("url_path", flat=True):
        yield wanted[url_path]


def _numbers(paths: set[str]) -> list[int]:
    return [int(match[1]) for match in map(_NUMBERED.match, paths) if match]


_LOOK_UPS: dict[str, Callable[[set[str]], Iterator[str]]] = {
    "": _pages,
    "category": _categories,
    "listing": _listings,
    "seller": _sellers,
}
