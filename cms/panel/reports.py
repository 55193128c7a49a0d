"""Reports of Page Management: links that lead nowhere, and what is not on the site yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from cms.accounts.language import grouped
from cms.api import publishing
from cms.api.links import Lead, LinkFinding, link_findings
from cms.api.unpublished import Unpublished, all_changes, first_unpublished, told, unpublished
from cms.contract.cells import harmless
from cms.panel import edit_links, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PERMISSION = "shop_pages.change_navigation"
"""Of those who look after the pages: editors and admins."""

_LEADS = {
    Lead.NOWHERE: _("Leads nowhere"),
    Lead.UNUSED: _("Is never used"),
    Lead.ELSEWHERE: _("Leads to another site"),
}
_FAILS, _WAITS = "fails", "waits"
_STATES = {_FAILS: _("Cannot be published"), _WAITS: _("Waits")}


class _ShopReport(PermissionRequiredMixin, ReportView):
    """What both share."""

    permission_required = PERMISSION
    raise_exception = True
    http_method_names = ("get", "head", "options")
    results_template_name = "panel/report_results.html"

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """What people wrote is a text, whatever it begins with; Wagtail sees to that in workbooks."""
        written = super().preprocess_field_value(field, value, export_format)
        return harmless(written) if isinstance(written, str) and export_format == self.FORMAT_CSV else written

    def chosen(self, name: str) -> str:
        """What is chosen in a filter; empty for everything."""
        filters: Any = self.filters
        return filters.form.cleaned_data.get(name) or "" if filters.is_valid() else ""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Also what is said above the list."""
        return {**super().get_context_data(*args, **kwargs), "notes": self.notes}

    @cached_property
    def notes(self) -> list[Any]:
        """Sentences above the list."""
        return []


class _LinkFilters(WagtailFilterSet):
    """Where links lead."""

    lead = django_filters.ChoiceFilter(
        label=_("Link"), choices=list(_LEADS.items()), empty_label=_("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = Page
        fields: tuple[str, ...] = ()


class LinkReportView(_ShopReport):
    """Links of editors that lead nowhere, and those to other sites, with the place where each is written."""

    page_title = _("Links to look at")
    header_icon = "link"
    filterset_class = _LinkFilters
    index_url_name = "link_report"
    index_results_url_name = "link_report_results"
    export_filename = "links"
    export_headings = {
        "lead_in_words": _("Link"),
        "link.title": _("Written in"),
        "link.place": _("Place"),
        "link.text": _("Text"),
        "target": _("Leads to"),
        "why": _("What to do"),
    }
    list_export = tuple(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        """What is wrong, and where to mend it."""
        return [
            TitleColumn("link.title", label=_("Written in"), get_url=self._edit_url),
            Column("link.place", label=_("Place")),
            Column("link.text", label=_("Text")),
            Column("target", label=_("Leads to")),
            Column("lead_in_words", label=_("Link"), accessor=lambda one: _LEADS[one.lead]),
            Column("why", label=_("What to do")),
        ]

    def _edit_url(self, finding: LinkFinding) -> str | None:
        link = finding.link
        return edit_links.of_model(self.request.user, link.model, link.number, link.content_path) or None

    def get_queryset(self) -> list[LinkFinding]:
        """All findings, in their order, or those that are asked for."""
        lead = self.chosen("lead")
        return [one for one in link_findings() if not lead or one.lead == lead]

    def filter_queryset(self, queryset: list[LinkFinding]) -> list[LinkFinding]:
        """They are filtered already."""
        return queryset

    def to_row_dict(self, item: LinkFinding) -> dict[str, Any]:
        """A row of the export."""
        link = item.link
        cells = (str(_LEADS[item.lead]), link.title, link.place, link.text, item.target, item.why)
        return dict(zip(self.list_export, cells, strict=True))

    @cached_property
    def notes(self) -> list[Any]:
        """What this is."""
        return [
            _(
                "Pages never show a link that leads nowhere: it is left out, and comes back when its target does. "
                "Here is what was left out, and where. Other sites are listed for you to try: the shop never asks them."
            )
        ]


class _StateFilters(WagtailFilterSet):
    """Whether something only waits."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=list(_STATES.items()), empty_label=_("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = Page
        fields: tuple[str, ...] = ()


class UnpublishedReportView(_ShopReport):
    """Things whose pages are older than they are: what waits and since when, what fails and why."""

    page_title = _("Not on the site yet")
    header_icon = "rotate"
    filterset_class = _StateFilters
    index_url_name = "unpublished_report"
    index_results_url_name = "unpublished_report_results"
    export_filename = "not-on-the-site-yet"
    export_headings = {
        "title": _("What"),
        "state": _("State"),
        "since": _("Since"),
        "changes": _("Changes"),
        "reason": _("Why"),
    }
    list_export = tuple(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        """What, since when, and why."""
        return [
            TitleColumn("title", label=_("What"), get_url=self._edit_url),
            Column("state", label=_("State"), accessor=_state),
            DateColumn("since", label=_("Since")),
            Column("changes", label=_("Changes")),
            Column("reason", label=_("Why")),
        ]

    def _edit_url(self, row: Unpublished) -> str | None:
        return edit_links.of_change(self.request.user, row.kind, row.key) or None

    @cached_property
    def failing(self) -> bool | None:
        """The state that is asked for."""
        state = self.chosen("state")
        return state == _FAILS if state else None

    @cached_property
    def first(self) -> tuple[list[dict[str, Any]], bool]:
        """What the page lists, and whether that is all."""
        return first_unpublished(failing=self.failing)

    def get_queryset(self) -> Any:
        """All for an export, and for the page as much as anybody looks at."""
        return unpublished(failing=self.failing) if self.is_export else self.first[0]

    def filter_queryset(self, queryset: Any) -> Any:
        """They are filtered already."""
        return queryset

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """With titles and reasons, bit by bit, for an export; the table has them already."""
        return _Told(object_list) if self.is_export else object_list

    def get_table(self, object_list: Iterable[dict[str, Any]]) -> Any:
        """The table of the page; a file needs none."""
        return super().get_table([] if self.is_export else list(told(all_changes(object_list))))

    def to_row_dict(self, item: Unpublished) -> dict[str, Any]:
        """A row of the export."""
        cells = (item.title, str(_state(item)), item.since, item.changes, item.reason)
        return dict(zip(self.list_export, cells, strict=True))

    @cached_property
    def notes(self) -> list[Any]:
        """Where publishing stands."""
        standing = publishing.standing()
        notes = [sentences.of_standing(standing)]
        if standing.held:
            notes.append(
                ngettext(
                    "%(count)d page should vanish and is kept until an admin agrees, on the Dashboard.",
                    "%(count)d pages should vanish and are kept until an admin agrees, on the Dashboard.",
                    standing.held,
                )
                % {"count": standing.held}
            )
        if not self.is_export and not self.first[1]:
            notes.append(
                _("There is more: here are the first %(count)s. Download the list for all of it.")
                % {"count": grouped(len(self.first[0]))}
            )
        return notes


class _Told:
    """Rows of an export as they are told."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Unpublished]:
        return told(self._rows)


def _state(row: Unpublished) -> Any:
    return _STATES[_FAILS if row.reason else _WAITS]
