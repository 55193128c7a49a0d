"""`/api/me`: who is here and how much waits for them, for scripts of static pages that know the hint cookie."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpRequest

_counters: dict[str, Callable[[HttpRequest], int]] = {}


def count_as(name: str, counter: Callable[[HttpRequest], int]) -> None:
    """Let something be counted in the header: cart, favourites, messages. Called when an application is ready."""
    _counters[name] = counter


@require_safe
def me(request: HttpRequest) -> JsonResponse:
    """`name` is empty for a guest; `counts` has what is not zero."""
    counts = {name: counter(request) for name, counter in _counters.items()}
    name = request.user.name if request.user.is_authenticated else ""
    return JsonResponse({"name": name, "counts": {one: count for one, count in counts.items() if count}})
