"""Two answers for whoever watches the shop: whether the app lives, and whether it can serve."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from cms.api import publishing
from commerce import release

if TYPE_CHECKING:
    from pathlib import Path

LEAST_FREE_BYTES = 200 * 1024 * 1024
"""Below this, a build or an upload may fail half-way."""


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 (a view)
    """200 as long as the app answers at all; and which version, started with which configuration, it is."""
    known = {"version": settings.CATALORO_VERSION, "configuration": settings.CONFIGURATION_FINGERPRINT}
    return JsonResponse({"status": "ok", **known})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 (a view)
    """200 when everything needed is there, else 503; `checks` says what is not."""
    now = datetime.now(tz=UTC)
    checks = {**_database(now), "build": _build(now), "disk": _disk()}
    ready = all(check["ok"] for check in checks.values())
    return JsonResponse({"status": "ok" if ready else "failing", "checks": checks}, status=200 if ready else 503)


def _database(now: datetime) -> dict[str, dict[str, Any]]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        publisher = _publisher(now)
        waiting = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    except DatabaseError:
        return {"database": {"ok": False}, "tasks": {"ok": False}, "publisher": {"ok": False}}
    age = int((now - waiting).total_seconds()) if waiting else 0
    tasks = {"ok": True, "oldest_waiting_seconds": max(age, 0)}
    return {"database": {"ok": True}, "tasks": tasks, "publisher": publisher}


def _publisher(now: datetime) -> dict[str, Any]:
    """Not well when a change waits for too long, or when removals wait for a person."""
    standing = publishing.standing(now=now)
    return {
        "ok": not (standing.is_late or standing.held),
        "oldest_waiting_seconds": standing.oldest,
        "failing": standing.failing,
        "held_removals": standing.held,
        "heard_seconds_ago": standing.heard,
    }


def _build(now: datetime) -> dict[str, Any]:
    """Whether there is a release, and how long ago it was made."""
    try:
        facts = json.loads(release.read("build.json") or b"")
        made = datetime.fromisoformat(facts["built_at"])
    except (ValueError, LookupError, TypeError):
        return {"ok": False}
    return {"ok": True, "release": facts["release"], "age_seconds": max(int((now - made).total_seconds()), 0)}


def _disk() -> dict[str, Any]:
    free = min((_free(folder) for folder in (settings.DATA_DIR, settings.BUILD_DIR, settings.MEDIA_DIR)), default=0)
    return {"ok": free >= LEAST_FREE_BYTES, "free_megabytes": free // (1024 * 1024)}


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0
