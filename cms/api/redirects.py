"""The redirects of editors as one looks through them: where each leads, and whether that goes on."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from cms.accounts.records import with_page as sellers_with_page
from cms.catalog.models import CategorySlugHistory
from cms.catalog.records import with_page as listings_with_page
from cms.pages.written_links import ADDRESS, WrittenLink

if TYPE_CHECKING:
    from collections.abc import Collection

MODEL = "wagtailredirects.redirect"

_LISTING = re.compile(r"/listing/([0-9]{1,18})(?:-[^/]*)?\Z")
_SELLER = re.compile(r"/seller/([0-9]{1,9})(?:-[^/]*)?\Z")
_CATEGORY = "/category/"


class Redirects:
    """All of them, read once."""

    def __init__(self) -> None:
        rows = Redirect.objects.order_by("old_path", "pk").values_list(
            "pk", "old_path", "redirect_page_id", "redirect_link"
        )
        self._links = [_link(*row) for row in rows]
        self._targets = {one.title: one.target for one in self._links}

    def links(self) -> list[WrittenLink]:
        """Each as a link; its title is the old address."""
        return self._links

    def holds(self, link: WrittenLink) -> bool:
        """Whether this link is a redirect."""
        return link.model == MODEL

    def leads_on(self, path: str) -> bool:
        """Whether who asks for this address, which has no page, is led on to another one."""
        return Redirect.normalise_path(path) in self._targets or path in self._renamed

    def is_loop(self, path: str) -> bool:
        """Whether the redirect at this address comes back to it."""
        seen = set()
        here: int | str | None = Redirect.normalise_path(path)
        while isinstance(here, str) and here in self._targets:
            if here in seen:
                return True
            seen.add(here)
            target = self._targets[here]
            here = Redirect.normalise_path(target) if isinstance(target, str) and target.startswith("/") else None
        return False

    @cached_property
    def _renamed(self) -> Collection[str]:
        """Targets that are former addresses of goods, sellers and categories."""
        paths = [one for one in self._targets.values() if isinstance(one, str) and one.startswith("/")]
        listings = {path: int(match[1]) for path in paths if (match := _LISTING.match(path))}
        sellers = {path: int(match[1]) for path in paths if (match := _SELLER.match(path))}
        categories = {path: path.removeprefix(_CATEGORY) for path in paths if path.startswith(_CATEGORY)}
        goods = set(listings_with_page().filter(pk__in=listings.values()).values_list("pk", flat=True))
        people = set(sellers_with_page().filter(number__in=sellers.values()).values_list("number", flat=True))
        former = set(
            CategorySlugHistory.objects.filter(slug_path__in=categories.values()).values_list("slug_path", flat=True)
        )
        return {
            *(path for path, number in listings.items() if number in goods),
            *(path for path, number in sellers.items() if number in people),
            *(path for path, slugs in categories.items() if slugs in former),
        }


def _link(number: int, old_path: str, page_id: int | None, link: str) -> WrittenLink:
    own = settings.SITE_URL.rstrip("/")
    if link == own or link.startswith(f"{own}/"):
        link = link.removeprefix(own) or "/"
    return WrittenLink(
        model=MODEL,
        number=number,
        title=old_path,
        place=_("Redirect"),
        content_path="redirect_page" if page_id else "redirect_link",
        text="",
        kind="page" if page_id else ADDRESS,
        target=page_id or link,
    )
