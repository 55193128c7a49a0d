"""What the admin's pages ask about the publisher, and what they ask it for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from cms.api import publishing
from cms.panel import sentences

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

JUST_NOW = timedelta(seconds=20)
"""What was changed longer ago is no news on a page that opens."""


@never_cache
@require_safe
def status(request: HttpRequest) -> JsonResponse:
    """What became of the newest change: `state` is idle, waiting, live or failed, `text` says it in words.

    `since` (milliseconds) and `seen` (a number) are to be sent with the next question: what was told is not told again.
    """
    since = _since(request)
    seen = _number(request, "seen")
    state, text, seen = _newest(since, seen)
    return JsonResponse({"state": state, "text": text, "since": int(since.timestamp() * 1000), "seen": seen})


@require_POST
def remove_held(request: HttpRequest) -> HttpResponse:
    """Ask the publisher to remove what it holds back."""
    if not may_remove(request):
        raise PermissionDenied
    import_string(settings.REMOVAL_OF_HELD)()
    messages.success(request, _("The publisher was asked to remove the pages that it held back."))
    return redirect("wagtailadmin_home")


def may_remove(request: HttpRequest) -> bool:
    """Whether somebody may decide about so many pages at once."""
    return bool(request.user.is_active and request.user.is_superuser)


def _newest(since: datetime, seen: int) -> tuple[str, str, int]:
    # What waits is read first: what goes live in between is then told with the next question.
    waiting = publishing.newest_waiting(since=since)
    outcome = publishing.newest_outcome(since=since)
    if waiting is not None and (outcome is None or waiting > outcome.queued_at):
        standing = publishing.standing()
        if standing.trouble:
            return "failed", sentences.of_standing(standing), seen
        return "waiting", sentences.of_work(standing) or _now("Going live …"), seen
    if outcome is None:
        return "idle", "", seen
    if not outcome.is_live:
        return "failed", sentences.of_failure(outcome), seen
    if outcome.number > seen:
        return "live", sentences.of_live(outcome), outcome.number
    return "idle", "", seen


def _since(request: HttpRequest) -> datetime:
    try:
        return datetime.fromtimestamp(_number(request, "since") / 1000, tz=UTC) if "since" in request.GET else _recent()
    except (OverflowError, OSError, ValueError):
        return _recent()


def _recent() -> datetime:
    return timezone.now() - JUST_NOW


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 (what a database holds)
