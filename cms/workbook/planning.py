"""Plans a whole workbook: which sheets there are, whether their headers are right, what each row leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _

from cms.workbook.job import Action, Counts, Job, Planned
from cms.workbook.reading.spool import SheetPlace
from cms.workbook.sheets import Sheet, SheetImport, registered_sheets
from cms.workbook.steps import StepSpool
from cms.workbook.table import Header, Problem, read_header
from cms.workbook.text import tidy_line

Item = TypeVar("Item")
Progress = Callable[[str, int, int], None]
"""Called with what is going on, how far it is, and how much there is in all."""

_EVERY = 50


@dataclass(slots=True)
class Plan:
    """What an import would do. `whole_sheets_wrong`: something is wrong that no leaving out of rows can mend.

    `made_keys` are the keys given to rows that had none, by sheet and row. `left_out` are sheets for export only.
    """

    steps: StepSpool
    counts: dict[str, Counts] = field(default_factory=dict)
    headers: dict[str, Header] = field(default_factory=dict)
    importers: dict[str, SheetImport] = field(default_factory=dict)
    made_keys: dict[tuple[str, int], str] = field(default_factory=dict)
    whole_sheets_wrong: bool = False
    left_out: list[str] = field(default_factory=list)


class Workbook(Protocol):
    """Sheets and their rows: as a file has them, or as somebody has said that they are meant."""

    @property
    def sheets(self) -> Sequence[SheetPlace]:
        """All of them, in the order of the file."""
        ...

    def rows(self, sheet: SheetPlace, /) -> Iterator[tuple[int, list[Any]]]:
        """(number as the spreadsheet shows it, cells from column A on), without the empty rows."""
        ...


class Watcher:
    """Told what happens to an import. This one does nothing about it."""

    def planned(self, sheet: str, planned: Planned) -> None:
        """A good row leads to this."""

    def before_writing(self, plan: Plan) -> None:
        """All is planned and is to be done: the transaction has just begun. What this raises ends it."""

    def written(self, plan: Plan, job: Job) -> None:
        """All is written, and about to be committed."""


def make_plan(workbook: Workbook, job: Job, steps: StepSpool, progress: Progress, watcher: Watcher) -> Plan:
    """Plan every sheet in the order of the registry; what is wrong is noted in `job.problems`."""
    planner = _Planner(workbook, job, Plan(steps), progress, watcher)
    places = planner.find_sheets()
    for sheet in registered_sheets().values():
        if sheet.name in places and sheet.importing is None:
            planner.plan.left_out.append(sheet.name)
        elif sheet.name in places:
            planner.plan_sheet(sheet, places[sheet.name])
    order = {name: place for place, name in enumerate(registered_sheets())}
    job.problems.sort(key=lambda one: (order.get(one.sheet or "", -1), one.row or 0))
    return planner.plan


@dataclass(frozen=True, slots=True)
class _Planner:
    """One planning under way."""

    workbook: Workbook
    job: Job
    plan: Plan
    progress: Progress
    watcher: Watcher

    def find_sheets(self) -> dict[str, SheetPlace]:
        """Our sheets in this workbook; unknown ones are refused by name unless they are empty or begin with #."""
        known = registered_sheets()
        found: dict[str, SheetPlace] = {}
        for place in self.workbook.sheets:
            name = tidy_line(place.name).casefold()
            if name.startswith("#") or (name not in known and not place.rows):
                continue
            if name not in known:
                self._refuse(
                    place.name,
                    _("there is no such sheet. Known are %(known)s; begin a name with # to have the sheet ignored.")
                    % {"known": ", ".join(known)},
                )
            elif name in found:
                self._refuse(place.name, _("the workbook has this sheet twice."))
            else:
                found[name] = place
        if not any(known[name].importing for name in found) and not self.plan.whole_sheets_wrong:
            names = ", ".join(name for name, sheet in known.items() if sheet.importing)
            self._refuse(None, _("the workbook has none of the sheets %(names)s.") % {"names": names})
        return found

    def _refuse(self, sheet: str | None, message: str) -> None:
        self.plan.whole_sheets_wrong = True
        self.job.problems.append(Problem(sheet=sheet, row=None, column=None, value=None, message=message))

    def plan_sheet(self, sheet: Sheet, place: SheetPlace) -> None:
        """Plan one sheet."""
        counts = self.plan.counts[sheet.name] = Counts()
        first = next(self.workbook.rows(place), None)
        header = read_header(sheet.name, *(first or (1, [])), sheet.columns)
        if not isinstance(header, Header):
            self.job.problems += header
            self.plan.whole_sheets_wrong = True
            return
        self.plan.headers[sheet.name] = header
        raw = reported(self.workbook.rows(place), f"Checking {sheet.name}", place.rows, self.progress)
        importer = self.plan.importers[sheet.name] = _importer(sheet, self.job)
        for planned in importer.plan(_counted(header.rows(raw), counts)):
            counts.count(planned.action)
            self.watcher.planned(sheet.name, planned)
            if planned.key:
                self.plan.made_keys[sheet.name, planned.row] = planned.key
            if planned.action != Action.NOTHING:
                self.plan.steps.add(sheet.name, planned.step)
        counts.refused = counts.rows - counts.created - counts.updated - counts.unchanged


def _counted(rows: Iterable[Item], counts: Counts) -> Iterator[Item]:
    for row in rows:
        counts.rows += 1
        yield row


def _importer(sheet: Sheet, job: Job) -> SheetImport:
    if sheet.importing is None:
        raise TypeError(f"the sheet {sheet.name} is for export only")
    return sheet.importing(job)


def reported(rows: Iterable[Item], what: str, total: int, progress: Progress) -> Iterator[Item]:
    """The same rows, telling now and then how many have gone by."""
    for number, row in enumerate(rows):
        if number % _EVERY == 0:
            progress(what, number, total)
        yield row


def as_dicts(counts: dict[str, Counts]) -> dict[str, dict[str, Any]]:
    """The counts with the keys of the contract."""
    return {
        name: {key: getattr(one, key) for key in ("rows", "created", "updated", "unchanged", "refused")}
        for name, one in counts.items()
    }
