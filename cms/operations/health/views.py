"""The admin's page of the database's health: how much there is, what was checked, and the buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.api import publishing
from cms.operations.health import runs, sizes
from cms.operations.models import MaintenanceRun

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

_SHOWN_TABLES = 12
_SHOWN_RUNS = 8

Kind = MaintenanceRun.Kind

EXPLAINED = {
    Kind.CHECK: gettext_lazy("Looks whether what must always be true still is: stock and orders, files, keys."),
    Kind.REBUILD: gettext_lazy("Renders every page into a new release and switches to it. Shoppers notice nothing."),
    Kind.VERIFY: gettext_lazy("Builds the site once more aside and compares every file with what is served."),
    Kind.REINDEX: gettext_lazy("For when the search misses something, as after changes past the shop."),
    Kind.PURGE: gettext_lazy(
        "Removes versions of pages and listings older than 90 days that are neither the newest nor live, expired "
        "sessions, and the history older than 400 days."
    ),
}


class HealthView(WagtailAdminTemplateMixin, TemplateView):
    """How the database is."""

    template_name = "operations/health.html"
    page_title = gettext_lazy("Health")
    header_icon = "circle-check"
    http_method_names = ("get", "head")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Superusers only."""
        _refuse_others(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        return [*self.breadcrumbs_items, {"url": reverse_lazy("health"), "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template shows."""
        runs.look_at_wishes()
        runs.close_lost(timezone.now())
        open_kinds = {one.kind for one in runs.open_runs()}
        last = MaintenanceRun.objects.filter(kind=Kind.CHECK, state=MaintenanceRun.State.DONE).first()
        tables = sizes.tables()
        return {
            **super().get_context_data(**kwargs),
            "acts": [(kind.value, kind.label, EXPLAINED[kind], kind.value in open_kinds) for kind in Kind],
            "progress": _progress() if open_kinds else "",
            "last_check": last,
            "checks": [
                {**one, "title": _(one["title"]), "mend": _(one["mend"])}
                for one in (last.result["checks"] if last else ())
            ],
            "size": sizes.database_size(),
            "tables": tables[:_SHOWN_TABLES],
            "more_tables": max(len(tables) - _SHOWN_TABLES, 0),
            "has_sizes": any(one.size for one in tables),
            "disks": sizes.disks(),
            "slow": sizes.slow_queries(),
            "runs": [
                (one, outcome(one)) for one in MaintenanceRun.objects.select_related("by").order_by("-pk")[:_SHOWN_RUNS]
            ],
        }


@require_POST
def act(request: HttpRequest, kind: str) -> HttpResponse:
    """Have something done."""
    _refuse_others(request)
    if kind not in Kind.values:
        raise Http404(kind)
    try:
        run = runs.ask(kind, by_id=request.user.pk, now=timezone.now())
    except runs.AlreadyAsked:
        messages.error(request, _("That is being done already. This page tells when it is ready."))
    else:
        log(run, "operations.maintenance", user=request.user, title=run.get_kind_display())
        messages.success(request, _("It was asked for. This page tells the result."))
    return redirect("health")


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """How far it is: `text`, empty when nothing is being done."""
    _refuse_others(request)
    runs.look_at_wishes()
    return JsonResponse({"text": _progress()})


def outcome(run: MaintenanceRun) -> str:
    """What came of a run, in words."""
    if run.error:
        return run.error
    in_words = _OUTCOMES.get(run.kind) if run.state == MaintenanceRun.State.DONE else None
    return in_words(run.result) if in_words else str(run.get_state_display())


def _of_check(result: dict[str, Any]) -> str:
    wrong = int(result.get("wrong", 0))
    if not wrong:
        return _("All is sound.")
    return ngettext("%(count)d thing is wrong.", "%(count)d things are wrong.", wrong) % {"count": wrong}


def _of_comparison(result: dict[str, Any]) -> str:
    differing = result.get("differing", [])
    if not differing:
        return _("The site equals a clean build.")
    return _("%(count)d files differ: %(names)s") % {"count": len(differing), "names": ", ".join(differing[:10])}


def _of_build(result: dict[str, Any]) -> str:
    numbers = {"outputs": result.get("outputs", 0), "seconds": result.get("seconds", 0)}
    return _("%(outputs)s pages in %(seconds)s s.") % numbers


_OUTCOMES: dict[str, Callable[[dict[str, Any]], str]] = {
    Kind.CHECK: _of_check,
    Kind.VERIFY: _of_comparison,
    Kind.REBUILD: _of_build,
}


def _progress() -> str:
    open_runs = runs.open_runs()
    if not open_runs:
        return ""
    standing = publishing.standing()
    words = ", ".join(str(one.get_kind_display()) for one in open_runs)
    if standing.total and any(one.wish for one in open_runs):
        return f"{words}: {standing.done} / {standing.total}"
    return f"{words} …"


def _refuse_others(request: HttpRequest) -> None:
    if not (request.user.is_active and request.user.is_superuser):
        raise PermissionDenied
