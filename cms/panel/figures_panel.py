"""The panels of the admin's first page: what waits for a person, the shop in figures, the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms import Media
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.components import Component

from cms.api import figures
from cms.panel import charts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.http import HttpRequest

    from cms.api.figures import Number, Period, Row, Table

MOST_SHOWN = 8
_MOST_PERCENT = 999
_STYLE = Media(css={"all": ["panel/figures.css"]})

SPAN_NAMES = {
    1: gettext_lazy("Today"),
    7: gettext_lazy("7 days"),
    30: gettext_lazy("30 days"),
    365: gettext_lazy("365 days"),
}


def asked_period(request: HttpRequest) -> Period:
    """The span that the address names; the usual one for anything else."""
    asked = request.GET.get("days", "")
    known = {str(days): days for days in figures.SPANS}
    return figures.last(known.get(asked, figures.USUAL_SPAN))


def change_in_words(number: Number) -> str:
    """`+12%`, `no change`; empty where nothing is known of before."""
    if number.before is None:
        return ""
    if number.now == number.before:
        return _("no change")
    if not number.before:
        return _("new")
    percent = round(100 * (number.now - number.before) / number.before)
    if not percent:
        return _("no change")
    if percent > _MOST_PERCENT:
        return _("over +%(percent)d%%") % {"percent": _MOST_PERCENT}
    return _("%(percent)+d%%") % {"percent": percent}


def _trend(number: Number) -> str:
    """Whether the change is welcome."""
    if number.before is None or number.now == number.before:
        return "level"
    return "good" if (number.now > number.before) != number.less_is_better else "bad"


class WaitingPanel(Component):
    """What waits for the person who looks, each with its number and the way there."""

    name = "waiting"
    template_name = "panel/waiting.html"
    order = 10
    media = _STYLE

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The queues that are not empty."""
        waiting = figures.waiting_for(parent_context["request"].user)
        return {"waiting": [(one, figures.grouped(one.count)) for one in waiting]}


class FiguresPanel(Component):
    """All figures of a span that the address names, beside the span before."""

    name = "figures"
    template_name = "panel/figures.html"
    order = 20
    media = _STYLE

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Numbers at the top, then tables."""
        request = parent_context["request"]
        period = asked_period(request)
        numbers = figures.numbers_for(request.user, period)
        return {
            "days": period.days,
            "spans": SPAN_NAMES.items(),
            "compared": _compared(period),
            "numbers": [
                (
                    one,
                    one.show(one.now),
                    None if one.before is None else one.show(one.before),
                    change_in_words(one),
                    _trend(one),
                )
                for one in numbers
            ],
            "tables": [_shown(table, table.rows(period, MOST_SHOWN)) for table in figures.tables_for(request.user)],
            "width": charts.WIDTH,
            "height": charts.HEIGHT,
        }


def _compared(period: Period) -> str:
    if period.days == 1:
        return _("Compared with yesterday up to this hour.")
    return ngettext(
        "Compared with the %(days)d day before, up to this hour.",
        "Compared with the %(days)d days before, up to this hour.",
        period.days,
    ) % {"days": period.days}


def _shown(table: Table, rows: Sequence[Row]) -> dict[str, Any]:
    top = max((row.values[0] for row in rows), default=0)
    cells = [(row, [figures.grouped(one) for one in row.values], charts.share(row.values[0], top)) for row in rows]
    is_empty = not any(any(row.values) for row in rows)
    chart = charts.lines(rows) if table.by_time and not is_empty else None
    return {
        "table": table,
        "rows": cells,
        "is_empty": is_empty,
        "chart": chart,
        "lines": list(zip(table.columns[1:], chart.points, strict=True)) if chart else [],
        "told": " ".join(_told(table, rows)) if chart else "",
        "top": figures.grouped(chart.top) if chart else "",
    }


def _told(table: Table, rows: Sequence[Row]) -> Iterator[str]:
    """What a line looks like, for those who do not see it."""
    for number, column in enumerate(table.columns[1:]):
        most = max(rows, key=lambda row: row.values[number])
        yield _("%(column)s: %(sum)s in all, the most %(most)s (%(when)s).") % {
            "column": column,
            "sum": figures.grouped(sum(row.values[number] for row in rows)),
            "most": figures.grouped(most.values[number]),
            "when": most.label,
        }


class MachinePanel(Component):
    """Disk, backup, version; for those who run the shop."""

    name = "machine"
    template_name = "panel/machine.html"
    order = 95
    media = _STYLE

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Nothing for everybody else."""
        return {"facts": figures.facts_for(parent_context["request"].user)}
