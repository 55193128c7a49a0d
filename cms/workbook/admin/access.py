"""Who may import and export: superusers alone, for a workbook changes anything and holds everybody's address."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase


def may_import(request: HttpRequest) -> bool:
    """Whether somebody may import, see what others imported, and export."""
    return bool(request.user.is_active and request.user.is_superuser)


def refuse_others(request: HttpRequest) -> None:
    """Raise PermissionDenied for whoever may not."""
    if not may_import(request):
        raise PermissionDenied


def for_importers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view that only they get to see."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refuse_others(request)
        return view(request, *args, **kwargs)

    return checked


class ForImporters:
    """A class-based view that only they get to see."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Superusers only."""
        refuse_others(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # Of the view that this is mixed into.
