"""The admin's page of backups. Whoever has a backup has everybody's letters: superusers alone come in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.operations.backup import runs
from cms.operations.models import BackupRun, BackupSettings

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

_SHOWN_RUNS = 10


def may_see(request: HttpRequest) -> bool:
    """Whether somebody may handle backups."""
    return bool(request.user.is_active and request.user.is_superuser)


class BackupsView(WagtailAdminTemplateMixin, TemplateView):
    """What there is, how it goes, and the buttons."""

    template_name = "operations/backups.html"
    page_title = gettext_lazy("Backups")
    header_icon = "download"
    http_method_names = ("get", "head")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Superusers only."""
        _refuse_others(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        return [*self.breadcrumbs_items, {"url": reverse_lazy("backups"), "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        runs.close_lost(timezone.now())
        found = runs.listed()
        open_run = runs.open_run()
        return {
            **super().get_context_data(**kwargs),
            "backups": [(one, one.manifest and datetime.fromisoformat(one.manifest.made_at)) for one in found],
            "total": sum(one.size for one in found),
            "folder": runs.folder(),
            "open_run": open_run,
            "status_text": in_words(open_run) if open_run else "",
            "runs": BackupRun.objects.select_related("by")[:_SHOWN_RUNS],
            "times": BackupSettings.load(),
            "in_development": settings.CATALORO_ENV == "development",
        }


@never_cache
@require_safe
def status(request: HttpRequest) -> JsonResponse:
    """How far the run is that works now: `text`, empty when there is none."""
    _refuse_others(request)
    run = runs.open_run()
    return JsonResponse({"text": "" if run is None else in_words(run)})


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Have a backup made."""
    _refuse_others(request)
    try:
        run = runs.ask_for_backup(by_id=request.user.pk, now=timezone.now())
    except runs.RunConflict as conflict:
        messages.error(request, str(conflict))
    else:
        log(run, "operations.backup", user=request.user, title=run.file_name)
        messages.success(request, _("The backup is being made. This page tells how far it is."))
    return redirect("backups")


@require_POST
def verify(request: HttpRequest, name: str) -> HttpResponse:
    """Have a backup read and compared with its checksums."""
    _refuse_others(request)
    try:
        runs.ask_for_check(name, by_id=request.user.pk, now=timezone.now())
    except runs.RunConflict as conflict:
        messages.error(request, str(conflict))
    except FileNotFoundError:
        messages.error(request, _gone(name))
    else:
        messages.success(request, _("The backup is being checked. This page tells the result."))
    return redirect("backups")


@require_POST
def delete(request: HttpRequest, name: str) -> HttpResponse:
    """Delete a backup; the page asked before."""
    _refuse_others(request)
    try:
        runs.delete_backup(name)
    except FileNotFoundError:
        messages.error(request, _gone(name))
    else:
        log(request.user, "operations.delete_backup", user=request.user, title=name)
        messages.success(request, _("%(name)s is deleted.") % {"name": name})
    return redirect("backups")


@never_cache
@require_safe
def download(request: HttpRequest, name: str) -> FileResponse:
    """The file itself."""
    _refuse_others(request)
    try:
        file = runs.file_named(name)
    except FileNotFoundError:
        raise Http404(name) from None
    log(request.user, "operations.download_backup", user=request.user, title=name)
    return FileResponse(file.open("rb"), as_attachment=True, filename=name)


def in_words(run: BackupRun) -> str:
    """How far a run is."""
    if run.state == BackupRun.State.WAITING:
        return _("%(what)s %(name)s: waits for its turn") % {"what": run.get_kind_display(), "name": run.file_name}
    so_far = f"{run.phase}, {run.done} / {run.total}" if run.total > 1 else run.phase
    return f"{run.get_kind_display()} {run.file_name}: {so_far}".rstrip(": ")


def _refuse_others(request: HttpRequest) -> None:
    if not may_see(request):
        raise PermissionDenied


def _gone(name: str) -> str:
    safe = re.sub(r"[^\w.-]", "", name)[:80]
    return _("There is no backup %(name)s any more.") % {"name": safe}
