"""The links of editors that lead nowhere, or to other sites: told by the look-ups that pages are built with.

Nothing is asked of other sites: their addresses are listed, for a person to try.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.accounts.models import SellerProfile
from cms.api.redirects import Redirects
from cms.catalog.models import Category, Listing
from cms.catalog.records import in_lists
from cms.pages.addresses import existing_paths, is_internal, path_of
from cms.pages.written_links import ADDRESS, WrittenLink, written_links
from cms.pictures.models import ShopImage
from cms.site.library import library_pictures
from cms.site.links import page_paths
from cms.site.models import Appearance, GeneralSettings


class Lead(StrEnum):
    """Where a link leads that somebody should look at."""

    NOWHERE = "nowhere"
    UNUSED = "unused"
    """A redirect at an address that has a page."""
    ELSEWHERE = "elsewhere"
    """To another site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFinding:
    """A link to look at: where it is written, where it leads in words, and what is wrong; nothing about other sites."""

    link: WrittenLink
    lead: Lead
    target: str
    why: str


def link_findings() -> list[LinkFinding]:
    """Those that lead nowhere first, then what is unused, then other sites; each in the order of pages and places.

    The number of queries grows with the pages in steps of hundreds only, and not with listings at all.
    """
    redirects = Redirects()
    links = [*written_links(), *_in_settings(), *redirects.links()]
    wanted: dict[str, set[Any]] = defaultdict(set)
    for one in links:
        wanted[one.kind].add(one.target)
    inside = {address for address in wanted.pop(ADDRESS, set()) if is_internal(address)}
    there = {kind: _LOOK_UPS[kind].there(numbers) for kind, numbers in wanted.items() if kind in _LOOK_UPS}
    paths = existing_paths({path_of(address) for address in inside})
    missing = {kind: wanted[kind] - set(found) for kind, found in there.items()}
    names = {kind: dict(_LOOK_UPS[kind].names(numbers)) for kind, numbers in missing.items() if numbers}
    found = [
        *(one for one in (_judged(link, there, paths, names, redirects) for link in links) if one is not None),
        *_unused(redirects),
    ]
    order = list(Lead)
    return sorted(found, key=lambda one: order.index(one.lead))


def _judged(
    link: WrittenLink,
    there: dict[str, Collection[int]],
    paths: Collection[str],
    names: dict[str, dict[int, str]],
    redirects: Redirects,
) -> LinkFinding | None:
    if link.kind == ADDRESS:
        return _judged_address(link, str(link.target), paths, redirects)
    if link.kind not in there or link.target in there[link.kind]:
        return None
    look_up = _LOOK_UPS[link.kind]
    name = names[link.kind].get(int(link.target))
    why = str(look_up.gone if name is None else look_up.hidden)
    target = name or _("number %(number)s") % {"number": link.target}
    return LinkFinding(link=link, lead=Lead.NOWHERE, target=target, why=why)


def _judged_address(
    link: WrittenLink, address: str, paths: Collection[str], redirects: Redirects
) -> LinkFinding | None:
    if not address:
        return LinkFinding(link=link, lead=Lead.NOWHERE, target="", why=_("Choose a page or write an address."))
    if not is_internal(address):
        return LinkFinding(link=link, lead=Lead.ELSEWHERE, target=address, why="")
    path = path_of(address)
    if path in paths:
        return None
    is_redirect = redirects.holds(link)
    if redirects.leads_on(path):
        if is_redirect and not redirects.is_loop(path):
            return None
        why = (
            _("This redirect leads back to itself, by way of others.")
            if is_redirect
            else _("A redirect leads on from there, but pages link to what is there only: write its present address.")
        )
    else:
        why = _("There is nothing at this address now: look for a typing error, or publish that page first.")
    return LinkFinding(link=link, lead=Lead.NOWHERE, target=address, why=why)


def _unused(redirects: Redirects) -> Iterator[LinkFinding]:
    old = {link.title: link for link in redirects.links()}
    taken = existing_paths(path for path in old if "?" not in path)
    for path in sorted(taken):
        why = _("A page has this address, and so this redirect is never used. Remove one of them.")
        yield LinkFinding(link=old[path], lead=Lead.UNUSED, target=str(old[path].target), why=why)


def _in_settings() -> Iterator[WrittenLink]:
    look, general = Appearance.load(), GeneralSettings.load()
    for holder, name in (
        (look, "hero_button_page"),
        (look, "hero_button_address"),
        (general, "imprint_page"),
    ):
        meta = holder._meta  # noqa: SLF001 (Django's public name)
        field = meta.get_field(name)
        target = getattr(holder, field.attname)
        if target:
            yield WrittenLink(
                model=meta.label_lower,
                number=holder.pk,
                title=str(capfirst(meta.verbose_name)),
                place=str(capfirst(field.verbose_name)),
                content_path=name,
                text=look.hero_button_label if holder is look else "",
                kind="page" if field.is_relation else ADDRESS,
                target=target,
            )


@dataclass(frozen=True, slots=True)
class _LookUp:
    """`there` are the numbers that pages show, `names` those of the others that exist; and what to say of both."""

    there: Callable[[Iterable[int]], Collection[int]]
    names: Callable[[Iterable[int]], Iterable[tuple[int, str]]]
    gone: Any
    hidden: Any


def _numbers(rows: Any) -> Callable[[Iterable[int]], Collection[int]]:
    return lambda numbers: set(rows().filter(pk__in=numbers).values_list("pk", flat=True))


def _names(model: Any, field: str) -> Callable[[Iterable[int]], Iterable[tuple[int, str]]]:
    return lambda numbers: model.objects.filter(pk__in=numbers).values_list("pk", field)


_LOOK_UPS = {
    "page": _LookUp(
        page_paths,
        _names(Page, "title"),
        gettext_lazy("This page was deleted: choose another one."),
        gettext_lazy("This page is not published: publish it, or choose another one."),
    ),
    "category": _LookUp(
        _numbers(lambda: Category.objects),
        _names(Category, "name"),
        gettext_lazy("This category was deleted: choose another one."),
        "",
    ),
    "sellerprofile": _LookUp(
        _numbers(lambda: SellerProfile.objects.filter(user__is_active=True)),
        _names(SellerProfile, "display_name"),
        gettext_lazy("This seller was deleted: choose another one."),
        gettext_lazy("This seller is suspended, and shows nothing until that is over."),
    ),
    "listing": _LookUp(
        _numbers(in_lists),
        _names(Listing, "title"),
        gettext_lazy("This listing was deleted: choose another one."),
        gettext_lazy("This listing is not for sale now, and is left out: choose another one."),
    ),
    "shopimage": _LookUp(
        library_pictures,
        _names(ShopImage, "title"),
        gettext_lazy("This picture was deleted: choose another one."),
        gettext_lazy("This picture is not ready yet. If it stays so, upload it again."),
    ),
    "document": _LookUp(
        _numbers(lambda: get_document_model().objects),
        _names(get_document_model(), "title"),
        gettext_lazy("This document was deleted: choose another one."),
        "",
    ),
}
