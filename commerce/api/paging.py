"""Pages of lists: how much there is, and where the neighbours are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from commerce.api.given import PageAsked


def paged(
    request: HttpRequest, response: HttpResponse, asked: PageAsked, items: Sequence[Any], total: int
) -> dict[str, Any]:
    """The values of a Page; the header goes onto the response."""
    last = max(-(-total // asked.per_page), 1)
    numbers = {"first": 1, "prev": asked.page - 1, "next": asked.page + 1, "last": last}
    links = [f'<{_address(request, number)}>; rel="{name}"' for name, number in numbers.items() if 1 <= number <= last]
    response["Link"] = ", ".join(links)
    return {"items": list(items), "page": asked.page, "per_page": asked.per_page, "total": total}


def part_of(rows: Any, asked: PageAsked) -> Any:
    """The rows of this page."""
    return rows[(asked.page - 1) * asked.per_page : asked.page * asked.per_page]


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
