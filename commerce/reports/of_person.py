"""What the team sees in the admin of reports about a person, and by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from commerce import directory
from commerce.reports.models import Report

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import QuerySet

    from cms.accounts.models import User

WAITS = Q(decision=Report.Decision.OPEN) | Q(appeal=Report.Appeal.OPEN)
"""The reports that wait for a moderator."""


def _is_reported() -> Q:
    return Q(Exists(Report.objects.filter(WAITS, person=OuterRef("pk"))))


def _excerpt(reports: QuerySet[Report], all_url: str = "") -> directory.Excerpt:
    return directory.Excerpt(
        columns=(
            Column("title", label=_("What")),
            Column("reason", label=_("Reason"), accessor="get_reason_display"),
            Column("decision", label=_("Decision"), accessor="get_decision_display"),
            DateColumn("made_at", label=_("Reported")),
        ),
        rows=list(reports.order_by("-pk")[: directory.EXCERPT_ROWS]),
        total=reports.count(),
        all_url=all_url,
    )


def _about(person: User) -> directory.Excerpt:
    found = f"{reverse('reports_queue:index')}?{urlencode({'q': person.label})}"
    return _excerpt(Report.objects.filter(person=person), found)


def _made_by(person: User) -> directory.Excerpt:
    return _excerpt(Report.objects.filter(by=person))


def _reports_about(ids: Collection[int]) -> Mapping[int, int]:
    return dict(Report.objects.filter(person__in=ids).order_by().values_list("person_id").annotate(Count("pk")))


PARTS = (
    directory.Figure(name="reports", label=_("Reports"), tell=_reports_about, order=40),
    directory.Trait(name="open_reports", label=_("Has open reports"), holds=_is_reported, order=20),
    directory.Panel(
        name="reported",
        label=_("Reports about this person"),
        icon="warning",
        needs="shop_reports.view_report",
        show=_about,
        empty=_("Nobody has reported anything."),
        order=30,
    ),
    directory.Panel(
        name="reports",
        label=_("Reports by this person"),
        icon="warning",
        needs="shop_reports.view_report",
        show=_made_by,
        empty=_("None."),
        order=31,
    ),
)
