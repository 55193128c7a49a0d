"""The wizard: a file is sent, its columns are said, what it would do is looked at; then it is done, perhaps undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.workbook.admin import words
from cms.workbook.admin.access import ForImporters, for_importers
from cms.workbook.admin.forms import UploadForm
from cms.workbook.admin.mapping import MappingPage
from cms.workbook.admin.shown_rows import PER_PAGE, shown
from cms.workbook.errors import WorkbookError
from cms.workbook.models import ImportRun
from cms.workbook.reading.limits import LIMITS, MIB
from cms.workbook.runs import folders, imports
from cms.workbook.runs.bundles import MOST_BYTES
from cms.workbook.runs.differences import KINDS, Differences
from cms.workbook.runs.steps import REPORT

if TYPE_CHECKING:
    from django.http import HttpRequest

Step, State = ImportRun.Step, ImportRun.State
_NOT_NOW = gettext_lazy(
    "That is not possible now: somebody else, or the shop itself, was faster. Look at the page again."
)

KIND_NAMES = {
    "refused": gettext_lazy("Refused"),
    "updated": gettext_lazy("Changed"),
    "created": gettext_lazy("New"),
    "unchanged": gettext_lazy("As it is"),
}


def _address(run: ImportRun) -> str:
    return reverse("import", args=[run.pk])


class ImportsView(ForImporters, IndexView):
    """The history: who sent what, and what came of it."""

    model = ImportRun
    page_title = gettext_lazy("Import")
    header_icon = "upload"
    index_url_name = "imports"
    add_url_name = "import_new"
    add_item_label = gettext_lazy("Import a workbook")
    paginate_by = 20
    default_ordering = "-pk"

    columns = (
        TitleColumn("file_name", label=gettext_lazy("File"), url_name="import", get_url=_address),
        Column("state", label=gettext_lazy("State"), accessor=words.of_state),
        Column("counts", label=gettext_lazy("Rows"), accessor=words.of_counts),
        Column("by", label=gettext_lazy("By")),
        DateColumn("created_at", label=gettext_lazy("Sent")),
    )

    def get_base_queryset(self) -> Any:
        """With the people, who are named in each row."""
        return super().get_base_queryset().select_related("by")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class UploadView(ForImporters, WagtailAdminTemplateMixin, FormView[UploadForm]):
    """The first page."""

    template_name = "workbook/upload.html"
    form_class = UploadForm
    http_method_names = ("get", "head", "post")
    page_title = gettext_lazy("Import a workbook")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, history, here."""
        history = {"url": reverse("imports"), "label": _("Import")}
        return [*self.breadcrumbs_items, history, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the limits."""
        limits = {"most_mb": LIMITS.file_bytes // MIB, "most_zip_mb": MOST_BYTES // MIB}
        return {**super().get_context_data(**kwargs), **limits}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Keep the file, and have it read."""
        file = form.cleaned_data["file"]
        try:
            run = imports.receive(file.name, file.chunks(), by_id=int(self.request.user.pk or 0))
        except OSError:
            form.add_error("file", _("The file cannot be kept: the disk may be full. Nothing was done."))
            return self.form_invalid(form)
        log(run, "workbook.import", user=self.request.user, title=run.file_name)
        return redirect("import", run.pk)

    def form_invalid(self, form: UploadForm) -> HttpResponse:
        """Say it, and that it was a mistake."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ImportView(ForImporters, WagtailAdminTemplateMixin, TemplateView):
    """One import, as far as it is: progress, columns, differences, result."""

    template_name = "workbook/import.html"
    header_icon = "upload"
    http_method_names = ("get", "head")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find it."""
        super().setup(request, *args, **kwargs)
        self.run = ImportRun.objects.select_related("by").filter(pk=kwargs["number"]).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        if self.run is None:
            raise Http404
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_page_title(self) -> str:
        """The file's name."""
        return str(self.run)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, history, here."""
        history = {"url": reverse("imports"), "label": _("Import")}
        return [*self.breadcrumbs_items, history, {"url": "", "label": str(self.run)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What this state of it needs."""
        run = self.run
        assert run is not None  # noqa: S101 (see get())
        context = {
            **super().get_context_data(**kwargs),
            "run": run,
            "state": words.of_state(run),
            "progress": words.of_progress(run),
            "may_stop": run.is_open and run.step != Step.UNDO,
            "writes": run.step in {Step.TAKE, Step.UNDO},
            "may_confirm": imports.may_confirm(run),
            "may_confirm_rest": imports.may_confirm_rest(run),
            "may_check_again": run.state in {State.FAILED, State.CANCELLED}
            and bool(run.choices)
            and not run.applied_at,
            "may_undo": run.step == Step.TAKE and run.applied_at and not run.undone_at and run.has_files,
            "has_report": (folders.place("imports") / str(run.pk) / REPORT).exists(),
            "counts": run.result.get("sheets", {}),
        }
        if run.is_open or not run.has_files:
            return context
        if run.step == Step.READ and run.state == State.READY:
            return {**context, **_mapping_context(run, self.request)}
        if run.result.get("sheets"):
            return {**context, **_rows_context(run, self.request)}
        return context


def _mapping_context(run: ImportRun, request: HttpRequest) -> dict[str, Any]:
    try:
        return {"mapping": MappingPage(run, user=request.user)}
    except WorkbookError as error:
        return {"lost": str(error)}


def _rows_context(run: ImportRun, request: HttpRequest) -> dict[str, Any]:
    sheets = list(run.result["sheets"])
    kind, sheet = request.GET.get("kind", ""), request.GET.get("sheet", "")
    kinds = [kind] if kind in KINDS else KINDS
    folder = folders.import_folder(run.pk)
    found = Differences(folder, [sheet] if sheet in sheets else sheets, kinds)
    page = Paginator(range(len(found)), PER_PAGE).get_page(request.GET.get("p"))
    try:
        rows = shown(run, folder, found[max(page.start_index() - 1, 0) : page.end_index()])
    except WorkbookError as error:
        return {"lost": str(error)}
    totals = {name: sum(one[name] for one in run.result["sheets"].values()) for name in KINDS}
    return {
        "rows": rows,
        "page": page,
        "kind": kind if kind in KINDS else "",
        "sheet": sheet if sheet in sheets else "",
        "kinds": [(name, KIND_NAMES[name], totals[name]) for name in KINDS],
        "total": sum(totals.values()),
        "sheets": sheets,
    }


@never_cache
@require_safe
@for_importers
def status(request: HttpRequest, number: int) -> JsonResponse:  # noqa: ARG001 (asked of by @for_importers)
    """How far an import is: `text`, empty when it waits for somebody; `percent` of the present part."""
    run = get_object_or_404(ImportRun, pk=number)
    standing = folders.standing(run.pk) if run.state == State.RUNNING else None
    return JsonResponse({"text": words.of_progress(run), "percent": standing.percent if standing else None})


@require_POST
@for_importers
def choose(request: HttpRequest, number: int) -> HttpResponse:
    """Say what the sheets and columns are, and have it checked."""
    run = get_object_or_404(ImportRun, pk=number)
    try:
        mapping = MappingPage(run, user=request.user, data=request.POST)
        if not mapping.is_valid():
            view = ImportView()
            view.setup(request, number=number)
            return view.render_to_response({**view.get_context_data(), "mapping": mapping}, status=422)
        imports.choose(run.pk, mapping.chosen(), **mapping.how())
    except imports.NotNow:
        messages.error(request, str(_NOT_NOW))
    except WorkbookError as error:
        messages.error(request, str(error))
    return redirect("import", run.pk)


@require_safe
@for_importers
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """The page of the columns once more, after a check."""
    view = ImportView()
    view.setup(request, number=number)
    if view.run is None:
        raise Http404
    if view.run.is_open or view.run.applied_at or not view.run.choices:
        messages.error(request, str(_NOT_NOW))
        return redirect("import", number)
    context = {**view.get_context_data(), "rows": None, **_mapping_context(view.run, request)}
    return view.render_to_response(context)


_ACTS = {
    "again": (imports.check_again, gettext_lazy("It is checked once more.")),
    "take": (imports.confirm, gettext_lazy("It is being taken in. This page tells how far it is.")),
    "take-rest": (imports.confirm_rest, gettext_lazy("It is being taken in. This page tells how far it is.")),
    "pause": (imports.pause, gettext_lazy("It stops as soon as it can. What has begun to write does not pause.")),
    "continue": (imports.go_on, gettext_lazy("It goes on.")),
    "cancel": (imports.cancel, gettext_lazy("It is being cancelled. Nothing of it stays.")),
    "undo": (imports.undo, gettext_lazy("It is being undone. This page tells how far it is.")),
}


@require_POST
@for_importers
def act(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """One of the buttons."""
    run = get_object_or_404(ImportRun, pk=number)
    if what not in _ACTS:
        raise Http404
    do, said = _ACTS[what]
    try:
        do(run.pk)
    except imports.NotNow:
        messages.error(request, str(_NOT_NOW))
    else:
        log(run, f"workbook.{what.partition('-')[0]}", user=request.user, title=run.file_name)
        messages.success(request, str(said))
    return redirect("import", run.pk)


@never_cache
@require_safe
@for_importers
def report(request: HttpRequest, number: int) -> FileResponse:  # noqa: ARG001 (as above)
    """The sheets with the reasons beside the refused rows, and the keys of new listings."""
    run = get_object_or_404(ImportRun, pk=number)
    file = folders.place("imports") / str(run.pk) / REPORT
    if not file.exists():
        raise Http404
    name = f"{run.file_name.rpartition('.')[0] or run.file_name}-report.xlsx"
    return FileResponse(file.open("rb"), as_attachment=True, filename=name)
