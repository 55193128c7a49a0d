"""The queue of reports in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from commerce.conversations.models import MessagePhoto
from commerce.kept_rows import KeptRows
from commerce.photo_showing import photo_response
from commerce.reports import services
from commerce.reports.errors import NotDecidable
from commerce.reports.forms import AppealDecisionForm, DecisionForm
from commerce.reports.models import Report

register_permission_policy(Report, KeptRows(Report), exact_class=True)

_WAITS = Q(decision=Report.Decision.OPEN) | Q(appeal=Report.Appeal.OPEN)


class ReportIndexView(IndexView):  # type: ignore[misc]  # Wagtail has no types.
    """What waits for a decision comes first, the oldest of it at the top."""

    page_title = "Reported"

    def get_base_queryset(self) -> Any:
        """With the people, who are named in each row."""
        waits_first = Case(When(_WAITS, then=Value(0)), default=Value(1), output_field=IntegerField())
        found = super().get_base_queryset().select_related("person", "by")
        return found.annotate(waits_first=waits_first)

    def order_queryset(self, queryset: Any) -> Any:
        """As asked, or by what waits."""
        return super().order_queryset(queryset) if self.ordering else queryset.order_by("waits_first", "pk")

    def get_default_ordering(self) -> None:
        """None of Wagtail's own."""


class ReportView(EditView):  # type: ignore[misc]  # As above.
    """A report, all that belongs to it, and the form of the decision that it waits for."""

    template_name = "shop_reports/decide.html"
    submit_button_label = "Decide"
    submit_button_active_label = "Deciding…"
    success_message = "Decided. The people concerned get a mail."

    def get_form_class(self) -> type[DecisionForm]:
        """A decision, or one about an appeal."""
        return AppealDecisionForm if self.object.appeal == Report.Appeal.OPEN else DecisionForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the decision is about."""
        report = self.object
        waits = report.decision == Report.Decision.OPEN or report.appeal == Report.Appeal.OPEN
        written = (
            report.conversation.messages.select_related("sender").prefetch_related("photos")
            if report.conversation is not None
            else ()
        )
        others = Report.objects.filter(person=report.person).exclude(pk=report.pk)
        return {**super().get_context_data(**kwargs), "waits": waits, "written": written, "others": others[:20]}

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        """Decide, or say why not."""
        try:
            response: HttpResponse = super().form_valid(form)
        except NotDecidable as refused:
            form.add_error(None, refused.words)
            self.produced_error_message = refused.words
            refusal: HttpResponse = self.form_invalid(form)
            return refusal
        return response

    def save_instance(self) -> Report:
        """Decide."""
        given, moderator_id, now = self.form.cleaned_data, self.request.user.pk, timezone.now()
        outcome, words = given["outcome"], given["words"]
        if isinstance(self.form, AppealDecisionForm):
            return services.decide_appeal(
                self.object.pk, moderator_id, is_granted=outcome == Report.Appeal.GRANTED, answer=words, now=now
            )
        return services.decide(self.object.pk, moderator_id, decision=outcome, statement=words, now=now)


class ReportViewSet(ModelViewSet):  # type: ignore[misc]  # As above.
    """Reports in the admin."""

    model = Report
    icon = "warning"
    menu_label = "Reported"
    menu_name = "shop-reports"
    menu_order = 250
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = ReportIndexView
    edit_view_class = ReportView
    form_fields = ()
    search_fields = ("title", "text", "person__email", "person__name")
    list_filter = ("decision", "appeal", "reason")
    list_display = (
        "title",
        Column("reason", accessor="get_reason_display", label="Reason", sort_key="reason"),
        Column("person", label="About"),
        Column("decision", accessor="get_decision_display", label="Decision", sort_key="decision"),
        Column("appeal", accessor="get_appeal_display", label="Appeal", sort_key="appeal"),
        DateColumn("made_at", label="Reported", sort_key="made_at"),
    )
    edit_template_name = "shop_reports/decide.html"


@require_safe
def photo(request: HttpRequest, number: int) -> HttpResponse:
    """A photo of a conversation that was reported, for moderators."""
    reported = Report.objects.filter(conversation__isnull=False).values("conversation")
    found = MessagePhoto.objects.filter(pk=number, message__conversation__in=reported).first()
    if found is None or not KeptRows(Report).user_has_permission(request.user, "change"):
        raise Http404
    return photo_response(found)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # As above.
def register_photos() -> list[URLPattern]:
    """The photos of messages that were reported."""
    return [path("reports/photo/<int:number>/", photo, name="reported_photo")]


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # As above.
def register_reports() -> ReportViewSet:
    """The section of reports."""
    return ReportViewSet("reports_queue", url_prefix="reports/queue")
