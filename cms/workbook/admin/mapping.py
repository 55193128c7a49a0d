"""The page on which somebody says what the sheets and columns of a file are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms.workbook.admin.forms import HowForm, SheetForm
from cms.workbook.mapping.choices import choice_in, mistakes_in
from cms.workbook.mapping.proposing import proposal
from cms.workbook.reading.kept import kept
from cms.workbook.runs import folders
from cms.workbook.runs.steps import SAMPLE
from cms.workbook.sheets import registered_sheets
from cms.workbook.table import column_letters, is_blank, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cms.workbook.mapping.choices import SheetChoice
    from cms.workbook.models import ImportRun

_EXAMPLES = 3
_LONGEST_EXAMPLE = 60


@dataclass(slots=True)
class SheetPart:
    """A sheet of the file on the page. `columns` are its columns: field, letters, examples."""

    name: str
    rows: int
    form: SheetForm
    remembered: bool
    samples: list[list[Any]]
    mistakes: list[str]

    @property
    def columns(self) -> list[tuple[Any, str, list[str]]]:
        """What a table shows of each column."""
        below = self.samples[1:] if self.form.choice.has_header else self.samples
        heads = {shown(cell).strip() for cell in self.samples[0]} if below is not self.samples else set()
        return [
            (field, column_letters(place) if field.label in heads else "", _examples(below, place))
            for place, field in enumerate(self.form.column_fields())
        ]


def _examples(rows: Sequence[Sequence[Any]], place: int) -> list[str]:
    cells = [row[place] for row in rows if place < len(row) and not is_blank(row[place])]
    texts = dict.fromkeys(shown(cell)[:_LONGEST_EXAMPLE] for cell in cells)
    return list(islice(texts, _EXAMPLES))


class MappingPage:
    """All sheets, and what is to happen to bad rows. With `data` what somebody sent."""

    def __init__(self, run: ImportRun, *, user: Any, data: Mapping[str, str] | None = None) -> None:
        self._data = data
        initial = {"skip_bad_rows": "yes" if run.skip_bad_rows else "", "allow_staff": run.allow_staff}
        self.how_form = HowForm(data, initial=initial)
        remembered = run.result.get("remembered", [])
        with kept(folders.import_folder(run.pk)) as workbook:
            choices = [choice_in(one) for one in run.choices]
            self.parts = []
            for index, place in enumerate(workbook.sheets):
                samples = [cells for _number, cells in islice(workbook.rows(place), SAMPLE)]
                form = self._form(index, choices[index], place.name, samples, seller=user.label)
                was = bool(remembered[index]) if index < len(remembered) else False
                self.parts.append(SheetPart(place.name, place.rows, form, was, samples, []))
        self.general: list[str] = []

    @property
    def advice(self) -> str:
        """What to do when nothing of the file was recognised; empty when something was."""
        if not any(part.rows for part in self.parts):
            return _("There is nothing in this file: all its sheets are empty. Send another one.")
        if any(part.form.kind for part in self.parts):
            return ""
        return _(
            "None of these sheets looks like categories, users, listings or pages. Say of one what it holds, or send "
            "another file."
        )

    def _form(self, index: int, choice: SheetChoice, name: str, samples: list[Any], *, seller: str) -> SheetForm:
        heads = _heads(samples, has_header=choice.has_header)
        form = SheetForm(self._data, prefix=f"s{index}", choice=choice, heads=heads)
        if self._data is not None and form.has_another_kind():
            # Said to be another sheet than the page was made for: its columns are proposed anew, and looked at.
            again = proposal(name, samples, registered_sheets(), seller=seller, kind=form.kind)
            form = SheetForm(prefix=f"s{index}", choice=again, heads=_heads(samples, has_header=again.has_header))
        return form

    def is_valid(self) -> bool:
        """Whether it can be checked now; what is wrong stands beside the sheets then."""
        forms = [part.form for part in self.parts]
        if any(not form.is_bound for form in forms):
            self.general.append(_("Look at the columns of the sheet that you have chosen, and go on then."))
            return False
        if not all([form.is_valid() for form in (*forms, self.how_form)]):  # noqa: C419 (all of them say what is wrong)
            return False
        for place, column, mistake in mistakes_in(self.chosen(), registered_sheets()):
            words = _in_words(mistake, column)
            (self.general if place < 0 else self.parts[place].mistakes).append(words)
        return not self.general and not any(part.mistakes for part in self.parts)

    def chosen(self) -> list[SheetChoice]:
        """What was chosen, sheet by sheet."""
        return [part.form.chosen() for part in self.parts]

    def how(self) -> dict[str, bool]:
        """What happens to bad rows, and whether staff may be made."""
        said = self.how_form.cleaned_data
        return {"skip_bad_rows": bool(said["skip_bad_rows"]), "allow_staff": said["allow_staff"]}


def _heads(samples: Sequence[Sequence[Any]], *, has_header: bool) -> list[str]:
    width = max(map(len, samples), default=0)
    first = samples[0] if samples and has_header else []
    return [
        (shown(first[place]) if place < len(first) else "").strip() or _("Column %(letters)s") % {"letters": letters}
        for place, letters in ((place, column_letters(place)) for place in range(width))
    ]


def _in_words(mistake: str, column: str) -> str:
    texts = {
        "sheet twice": _("Another sheet is this one already. Import them one after the other."),
        "column twice": _("Two columns are “%(column)s”. Leave one out."),
        "column missing": _(
            "Nothing is “%(column)s”, which every row needs. Choose a column for it, or what stands for all rows."
        ),
        "no sheet": _("All sheets are left out. Say of one what it holds."),
    }
    return texts[mistake] % {"column": column}
