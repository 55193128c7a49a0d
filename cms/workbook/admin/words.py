"""How far an import is, and what came of it, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.accounts.language import grouped
from cms.workbook.models import ExportRun, ImportRun
from cms.workbook.runs import folders, imports

if TYPE_CHECKING:
    from cms.workbook.runs.folders import Standing

Step, State = ImportRun.Step, ImportRun.State
_MINUTE = 60

_WHAT = (
    (re.compile(r"Reading the file$"), gettext_lazy("Reading the file")),
    (re.compile(r"Checking (?P<sheet>\w+)$"), gettext_lazy("Checking the sheet %(sheet)s")),
    (re.compile(r"Noting what was: (?P<sheet>\w+)$"), gettext_lazy("Noting what was before: %(sheet)s")),
    (re.compile(r"Noting what is: (?P<sheet>\w+)$"), gettext_lazy("Noting what is now: %(sheet)s")),
    (re.compile(r"Writing the report$"), gettext_lazy("Writing the report")),
    (re.compile(r"Writing (?P<sheet>\w+)$"), gettext_lazy("Writing the sheet %(sheet)s")),
    (re.compile(r"Looking what has changed since$"), gettext_lazy("Looking what has changed since")),
    (re.compile(r"Putting back (?P<sheet>\w+)$"), gettext_lazy("Putting back the sheet %(sheet)s")),
)

_ENDED: dict[tuple[str, str], object] = {
    (Step.READ, State.READY): gettext_lazy("read; say what its columns are"),
    (Step.CHECK, State.READY): gettext_lazy("checked; nothing is taken in yet"),
    (Step.TAKE, State.READY): gettext_lazy("taken in"),
    (Step.UNDO, State.READY): gettext_lazy("undone"),
    (Step.READ, State.FAILED): gettext_lazy("cannot be read"),
    (Step.CHECK, State.FAILED): gettext_lazy("could not be checked"),
    (Step.TAKE, State.FAILED): gettext_lazy("not taken in"),
}


def of_state(run: ImportRun) -> str:
    """What a list says of an import."""
    if run.state == State.CANCELLED:
        return _("cancelled; nothing was taken in")
    found = _ENDED.get((run.step, run.state))
    if found is not None:
        return str(found)
    return _("%(step)s: %(state)s") % {"step": run.get_step_display(), "state": run.get_state_display()}


def of_counts(run: ImportRun) -> str:
    """How many rows are new, changed, refused."""
    counts = run.result.get("sheets", {}).values()
    new, changed = (sum(one[name] for one in counts) for name in ("created", "updated"))
    refused = sum(one["refused"] for one in counts)
    if not counts:
        return ""
    return ", ".join(
        (
            _("%(count)s new") % {"count": grouped(new)},
            _("%(count)s changed") % {"count": grouped(changed)},
            _("%(count)s refused") % {"count": grouped(refused)},
        )
    )


def of_progress(run: ImportRun) -> str:
    """What is going on; empty when nothing is."""
    if run.state == State.WAITING:
        other = imports.waiting_behind()
        if other is not None and other != run:
            return _("Waits for its turn: first %(other)s is worked on.") % {"other": other}
        return _("Waits for its turn. It begins within seconds when the shop's tasks are running.")
    if run.state != State.RUNNING:
        return ""
    standing = folders.standing(run.pk)
    return of_standing(standing) if standing else _("It begins.")


def of_standing(standing: Standing) -> str:
    """Rows, percent, time left."""
    parts = [_what(standing.what)]
    if standing.total:
        numbers = {"done": grouped(standing.done), "total": grouped(standing.total), "percent": standing.percent}
        parts.append(_("row %(done)s of %(total)s (%(percent)s %%)") % numbers)
    elif standing.done:
        parts.append(_("%(done)s rows") % {"done": grouped(standing.done)})
    if standing.seconds_left is not None:
        parts.append(_left(standing.seconds_left))
    return ", ".join(parts)


def _left(seconds: int) -> str:
    if seconds < _MINUTE:
        return ngettext("about %(count)d second left", "about %(count)d seconds left", seconds) % {"count": seconds}
    minutes = round(seconds / _MINUTE)
    return ngettext("about %(count)d minute left", "about %(count)d minutes left", minutes) % {"count": minutes}


def _what(said: str) -> str:
    for pattern, words in _WHAT:
        if found := pattern.match(said):
            return str(words) % found.groupdict() if found.groupdict() else str(words)
    return said


def of_export(run: ExportRun) -> str:
    """What is in an export, or why there is none."""
    if run.state == run.State.FAILED:
        return run.error
    if run.state != run.State.READY:
        return str(run.get_state_display())
    return ", ".join(f"{name}: {grouped(count)}" for name, count in run.counts.items())
