"""The queue of reports in Wagtail's admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import BigIntegerField, Case, F, IntegerField, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from commerce.admin_lists import RowsView, people_found_by
from commerce.conversations.models import MessagePhoto
from commerce.kept_rows import KeptRows
from commerce.photo_showing import photo_response
from commerce.reports import services
from commerce.reports.errors import NotDecidable
from commerce.reports.forms import AppealDecisionForm, DecisionForm
from commerce.reports.models import Report

register_permission_policy(Report, KeptRows(Report), exact_class=True)

_WAITS = Q(decision=Report.Decision.OPEN) | Q(appeal=Report.Appeal.OPEN)


class ReportFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail has no types.
    """What the queue can be narrowed by."""

    waits = django_filters.ChoiceFilter(
        label=_("Waits for"),
        choices=[("decision", _("A decision")), ("appeal", _("An answer to an appeal"))],
        method="that_wait",
        empty_label=_("All"),
    )
    reason = django_filters.MultipleChoiceFilter(
        label=_("Reason"), choices=Report.Reason.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    decision = django_filters.MultipleChoiceFilter(
        label=_("Decision"), choices=Report.Decision.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    about = django_filters.ChoiceFilter(
        label=_("About"),
        choices=[("listing", _("A listing")), ("question", _("A question")), ("messages", _("Messages"))],
        method="of_this_kind",
        empty_label=_("All"),
    )
    made_at = django_filters.DateFromToRangeFilter(label=_("Reported"), widget=DateRangePickerWidget)

    class Meta:
        model = Report
        fields = ()

    def that_wait(self, reports: Any, _name: str, value: str) -> Any:
        """Those that somebody has to decide."""
        return reports.filter(appeal=Report.Appeal.OPEN) if value == "appeal" else reports.filter(decision="open")

    def of_this_kind(self, reports: Any, _name: str, value: str) -> Any:
        """By what was reported."""
        kinds = {
            "listing": Q(listing__isnull=False, question__isnull=True),
            "question": Q(question__isnull=False),
            "messages": Q(conversation__isnull=False),
        }
        return reports.filter(kinds[value])


class ReportIndexView(RowsView):
    """What waits for a decision comes first, the oldest of it at the top."""

    page_title = _("Reported")
    filterset_class = ReportFilterSet
    export_filename = "reports"
    export_headings = {
        "title": _("What"),
        "reason": _("Reason"),
        "text": _("What they say"),
        "person": _("About"),
        "by": _("Reported by"),
        "made_at": _("Reported"),
        "decision": _("Decision"),
        "decided_by": _("Decided by"),
        "decided_at": _("Decided"),
        "appeal": _("Appeal"),
    }
    list_export = tuple(export_headings)

    def get_base_queryset(self) -> Any:
        """With the people, who are named in each row."""
        return super().get_base_queryset().select_related("person", "by", "decided_by")

    def waiting_first(self, queryset: Any) -> Any:
        """The oldest that waits; then the newest that is decided."""
        rank = Case(When(_WAITS, then=Value(0)), default=Value(1), output_field=IntegerField())
        waits = Case(When(_WAITS, then=F("pk")), default=Value(0), output_field=BigIntegerField())
        return queryset.annotate(rank=rank, waits=waits).order_by("rank", "waits", "-pk")

    def search_queryset(self, queryset: Any) -> Any:
        """By what was reported, what was said, and the people by number, name and address."""
        found = Q()
        for word in self.search_query.split()[:4]:
            people = people_found_by(word)
            one = Q(title__icontains=word) | Q(text__icontains=word) | Q(by_email__icontains=word)
            found &= one | Q(person__in=people) | Q(by__in=people)
        return queryset.filter(found)

    def to_row_dict(self, item: Report) -> dict[str, Any]:
        """A row of the export."""
        return {
            "title": item.title,
            "reason": item.get_reason_display(),
            "text": item.text,
            "person": str(item.person),
            "by": _reporter(item),
            "made_at": item.made_at,
            "decision": item.get_decision_display(),
            "decided_by": str(item.decided_by or ""),
            "decided_at": item.decided_at,
            "appeal": item.get_appeal_display(),
        }


def _waits(report: Report) -> bool:
    return report.decision == Report.Decision.OPEN or report.appeal == Report.Appeal.OPEN


def _age(report: Report) -> str:
    since = report.appealed_at if report.appeal == Report.Appeal.OPEN else report.made_at
    return timesince(since, timezone.now(), depth=1) if _waits(report) and since is not None else ""


def _state(report: Report) -> str:
    if report.appeal == Report.Appeal.OPEN:
        return str(_("Appeal open"))
    return report.get_decision_display()


def _reporter(report: Report) -> str:
    return str(report.by) if report.by is not None else report.by_email


class ReportView(EditView):  # type: ignore[misc]  # As above.
    """A report, all that belongs to it, and the form of the decision that it waits for."""

    template_name = "shop_reports/decide.html"
    submit_button_label = _("Decide")
    submit_button_active_label = _("Deciding…")
    success_message = _("Decided. The people concerned get a mail.")

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
    menu_label = _("Reported")
    menu_name = "shop-reports"
    menu_order = 250
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = ReportIndexView
    edit_view_class = ReportView
    form_fields = ()
    search_fields = ("title",)
    """Wagtail asks whether there are any; ReportIndexView searches by itself."""
    list_per_page = 25
    list_display = (
        "title",
        StatusTagColumn("state", accessor=_state, label=_("Decision"), sort_key="decision", primary=_waits),
        Column("age", accessor=_age, label=_("Waits for")),
        Column("reason", accessor="get_reason_display", label=_("Reason"), sort_key="reason"),
        Column("person", label=_("About"), sort_key="person__name"),
        Column("by", accessor=_reporter, label=_("Reported by"), sort_key="by__name"),
        DateColumn("made_at", label=_("Reported"), sort_key="made_at"),
        Column("decided_by", label=_("Decided by"), sort_key="decided_by__name"),
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
