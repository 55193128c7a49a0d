"""The page of exports: what to write, what was written, and the empty workbook to begin with."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.workbook.admin import words
from cms.workbook.admin.access import ForImporters, for_importers
from cms.workbook.admin.forms import ExportForm
from cms.workbook.empty import LANGUAGES, write_empty_workbook
from cms.workbook.models import OPEN_STATES, ExportRun
from cms.workbook.runs import exports, folders

if TYPE_CHECKING:
    from django.http import HttpRequest

_SHOWN = 20


class ExportsView(ForImporters, WagtailAdminTemplateMixin, FormView[ExportForm]):
    """The form, and the files."""

    template_name = "workbook/exports.html"
    form_class = ExportForm
    http_method_names = ("get", "head", "post")
    page_title = gettext_lazy("Export")
    header_icon = "download"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what was written lately."""
        runs = list(ExportRun.objects.select_related("by")[:_SHOWN])
        return {
            **super().get_context_data(**kwargs),
            "runs": [(run, words.of_export(run)) for run in runs],
            "progress": _progress(),
            "languages": LANGUAGES,
        }

    def form_valid(self, form: ExportForm) -> HttpResponse:
        """Have it written."""
        run = exports.ask_for_export(
            sheets=form.cleaned_data["sheets"], only=form.only(), by_id=int(self.request.user.pk or 0)
        )
        log(run, "workbook.export", user=self.request.user, title=run.file_name)
        messages.success(self.request, _("It is being written. This page tells when it is ready."))
        return redirect("exports")

    def form_invalid(self, form: ExportForm) -> HttpResponse:
        """Say it, and that it was a mistake."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _progress() -> str:
    waiting = ExportRun.objects.filter(state__in=OPEN_STATES).count()
    return _("An export is being written …") if waiting else ""


@never_cache
@require_safe
@for_importers
def status(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 (asked of by @for_importers)
    """`text`, empty when nothing is being written."""
    return JsonResponse({"text": _progress()})


@never_cache
@require_safe
@for_importers
def download(request: HttpRequest, number: int) -> FileResponse:
    """The file."""
    run = get_object_or_404(ExportRun, pk=number)
    file = folders.export_file(run.pk)
    if run.state != run.State.READY or not file.exists():
        raise Http404
    log(run, "workbook.download", user=request.user, title=run.file_name)
    return FileResponse(file.open("rb"), as_attachment=True, filename=run.file_name)


@require_safe
@for_importers
def empty(request: HttpRequest, language: str) -> FileResponse:  # noqa: ARG001 (as above)
    """The empty workbook, with its words in one language."""
    if language not in dict(LANGUAGES):
        raise Http404
    with tempfile.TemporaryDirectory() as folder, translation.override(language):
        path = Path(folder) / "empty.xlsx"
        write_empty_workbook(path)
        content = io.BytesIO(path.read_bytes())
        return FileResponse(content, as_attachment=True, filename=f"cataloro-empty-{language}.xlsx")
