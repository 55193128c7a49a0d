"""The page of the search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.contract.records import Condition
from commerce import catalog
from commerce.catalog import Order
from commerce.search.asked import asked_by
from commerce.search.found import found_by
from commerce.search.searched import count_search
from commerce.search.suggesting import suggestions

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.contract.records import ListingRecord

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of what was found."""

    listings: tuple[ListingRecord, ...]
    total: int
    number: int
    pages: int
    asked_for: int

    @property
    def is_beyond(self) -> bool:
        """Whether a page was asked for that does not exist, and the last one is shown."""
        return self.asked_for > self.pages


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is for sale and fits, with the form that asks for it."""
    categories = catalog.categories()
    asked = asked_by(request.GET, categories)
    listings, total = found_by(asked, page=asked.page, size=PAGE_SIZE)
    pages = max(-(-total // PAGE_SIZE), 1)
    page = Page(
        listings=tuple(listings),
        total=total,
        number=min(asked.page, pages),
        pages=pages,
        asked_for=asked.page,
    )
    if request.method == "GET" and asked.page == 1 and asked.wish.words:
        count_search(asked.values["q"], found=None if asked.narrowed_by else total)
    context = {
        "title": "Search",
        "asked": asked,
        "page": page,
        "categories": categories,
        "suggestions": suggestions(asked, total, categories),
        "conditions": tuple(Condition),
        "order": asked.wish.order,
        "orders": tuple(one for one in Order if asked.wish.words or one is not Order.RELEVANCE),
    }
    return render(request, "search/search.html", context)
