"""Where an address without a file leads today: editors' redirects, old names, and what is gone for good."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.accounts.models import User
from cms.accounts.records import seller_records
from cms.accounts.records import with_page as sellers_with_page
from cms.api.lists import ALL, ListKey, taken_over_by
from cms.catalog.models import Category, CategorySlugHistory, Listing
from cms.catalog.records import with_page as listings_with_page
from cms.contract.addresses import LIST_PAGE_SEGMENT, in_language, language_of
from cms.pages.addresses import existing_paths
from cms.site.general import GeneralSettings
from cms.site.links import page_paths

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_HOPS = 10
"""Redirects that are followed for one answer; more can only be a loop in the making."""

_LISTING = re.compile(r"/listing/(?P<id>[0-9]{1,18})(?:-[^/]*)?")
_SELLER = re.compile(r"/seller/(?P<number>[0-9]{1,9})(?:-[^/]*)?")
_CATEGORY = re.compile(r"/category/(?P<slug_path>[a-z0-9_-]+(?:/[a-z0-9_-]+){0,9})")
_ALL_GOODS = re.compile(r"/listings")
_LIST_PAGE = re.compile(rf"(?P<front>/.+)/{LIST_PAGE_SEGMENT}/(?P<number>[0-9]{{1,12}})")


@dataclass(frozen=True, slots=True)
class Moved:
    """It is at `location` now: a path of the shop, or the absolute address of another site."""

    location: str
    permanent: bool = True


@dataclass(frozen=True, slots=True)
class Gone:
    """There was a page here, and there will be none again."""


Answer = Moved | Gone | None


def present_address(path: str, *, query: str = "") -> Answer:
    """What to answer for `path` (still escaped, as it was sent) when it has no file; None: not found.

    A chain of redirects is followed to its end, so that the shopper is sent once; a loop leads nowhere. An address
    in a further language leads where that in the shop's own does, in that language. At most a few short queries.
    """
    if "\0" in path or "%00" in path:
        return None
    code, plain = language_of(path)
    return _in_language(code, plain, query=query) if code else _followed(path, query=query)


def _in_language(code: str, path: str, *, query: str) -> Answer:
    answer = _followed(path, query=query)
    if code in GeneralSettings.load().languages[1:]:
        if isinstance(answer, Moved):
            return Moved(in_language(code, answer.location), permanent=answer.permanent)
        return answer
    # The shop does not speak this language, or no more: that may change.
    if isinstance(answer, Moved):
        return Moved(answer.location, permanent=False)
    return Moved(path, permanent=False) if answer is None and existing_paths([path]) else answer


def _followed(path: str, *, query: str) -> Answer:
    seen = {path}
    answer = _next(path, query=query)
    permanent = True
    for _ in range(MAX_HOPS):
        if not isinstance(answer, Moved):
            return answer
        permanent = permanent and answer.permanent
        if not answer.location.startswith("/"):
            return Moved(answer.location, permanent=permanent)
        target = answer.location.partition("#")[0].partition("?")[0]
        if target in seen:
            return None
        seen.add(target)
        following = _next(target)
        if following is None:
            return Moved(answer.location, permanent=permanent)
        answer = following
    return None


def _next(path: str, *, query: str = "") -> Answer:
    if _is_page(path):
        return None
    return _redirected(path, query=query) or _renamed(path)


def _is_page(path: str) -> bool:
    """Whether shoppers can see a page of the CMS there: then no redirect applies."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return False
    url_path = f"{site.root_page.url_path.rstrip('/')}{path.rstrip('/')}/"
    return bool(Page.objects.filter(url_path=url_path).live().public().exists())


def _redirected(path: str, *, query: str) -> Moved | None:
    """What an editor, or the renaming of a page, left behind. A redirect with the query in it goes first."""
    path = f"/{path.lstrip('/')}"  # With two slashes, what follows would be read as a host.
    wanted = [Redirect.normalise_path(f"{path}?{query}")] if query else []
    wanted.append(Redirect.normalise_path(path))
    found = {one.old_path: one for one in Redirect.objects.filter(old_path__in=wanted).order_by("-site_id", "pk")}
    for old_path in wanted:
        if old_path in found and (location := _target(found[old_path])):
            return Moved(location, permanent=found[old_path].is_permanent)
    return None


def _target(redirect: Redirect) -> str | None:
    if redirect.redirect_page_id is not None:
        return page_paths([redirect.redirect_page_id]).get(redirect.redirect_page_id)
    link: str = redirect.redirect_link
    own = settings.SITE_URL.rstrip("/")
    if link == own or link.startswith(f"{own}/"):
        link = link.removeprefix(own) or "/"
    # Two slashes would lead to another host without saying so.
    return link if link and not link.startswith("//") else None


def _renamed(path: str) -> Answer:
    match = _LIST_PAGE.fullmatch(path)
    answer = _list_page(match) if match else _present(path)
    return None if answer == Moved(path) else answer


def _list_page(match: re.Match[str]) -> Answer:
    """The page that has the goods of this one today: a name is given once, so the shopper finds them for good."""
    front = Moved(match["front"]) if _ALL_GOODS.fullmatch(match["front"]) else _present(match["front"])
    if not isinstance(front, Moved):
        return front
    key = _list_at(front.location)
    try:
        number = taken_over_by(*key, int(match["number"])) if key else None
    except LookupError:
        return None
    return front if number is None else Moved(f"{front.location}/{LIST_PAGE_SEGMENT}/{number}")


def _list_at(location: str) -> ListKey | None:
    """The list whose front page has this address."""
    if match := _CATEGORY.fullmatch(location):
        found = Category.objects.filter(slug_path=match["slug_path"])
        return next((("category", pk) for pk in found.values_list("pk", flat=True)), None)
    if match := _SELLER.fullmatch(location):
        people = User.objects.filter(number=int(match["number"]))
        return next((("seller", pk) for pk in people.values_list("pk", flat=True)), None)
    return ALL if _ALL_GOODS.fullmatch(location) else None


def _present(path: str) -> Answer:
    """The present address, which may be `path` itself, of what bears an id, a number or a path of slugs."""
    for pattern, look_up in _LOOK_UPS:
        if match := pattern.fullmatch(path):
            return look_up(match)
    return None


def _listing(match: re.Match[str]) -> Answer:
    slug = listings_with_page().filter(pk=int(match["id"])).values_list("slug", flat=True).first()
    if slug is not None:
        return Moved(f"/listing/{int(match['id'])}-{slug}")
    # A draft that nobody has seen yet is unknown, not gone.
    return Gone() if Listing.objects.filter(pk=int(match["id"]), published_at__isnull=False).exists() else None


def _seller(match: re.Match[str]) -> Answer:
    person = User.objects.filter(number=int(match["number"])).first()
    if person is None:
        return None
    if sellers_with_page().filter(pk=person.pk).exists():
        return Moved(seller_records([person.pk])[person.pk].path)
    return Gone() if hasattr(person, "seller_profile") else None


def _category(match: re.Match[str]) -> Answer:
    slug_path = match["slug_path"]
    if Category.objects.filter(slug_path=slug_path).exists():
        return Moved(f"/category/{slug_path}")
    # The nearest ancestor that was renamed; what stood below it still does.
    slugs = slug_path.split("/")
    for count in range(len(slugs), 0, -1):
        former = (
            CategorySlugHistory.objects.filter(slug_path="/".join(slugs[:count])).select_related("category").first()
        )
        if former is not None:
            present = "/".join((former.category.slug_path, *slugs[count:]))
            return Moved(f"/category/{present}") if Category.objects.filter(slug_path=present).exists() else None
    return None


_LOOK_UPS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Answer]], ...] = (
    (_LISTING, _listing),
    (_SELLER, _seller),
    (_CATEGORY, _category),
)
