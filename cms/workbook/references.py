"""What a cell may refer to: categories by slug, sellers by number or e-mail, of the shop and of the same import."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from cms.accounts.models import Role, User
from cms.catalog.models import Category
from cms.workbook.errors import CellRefused
from cms.workbook.job import Job
from cms.workbook.table import Cell, shown_whole
from cms.workbook.text import tidy_line

_NUMBER = re.compile(r"^(?:U-)?0*([1-9][0-9]{0,9})$", re.IGNORECASE)


class CategoryNames:
    """Categories and how a sheet calls them: by slug, or by all slugs from the top on where a slug is not unique."""

    def __init__(self) -> None:
        rows = list(Category.objects.values_list("id", "slug", "slug_path"))
        times = Counter(slug for _, slug, _ in rows)
        self.ambiguous = {slug for slug, count in times.items() if count > 1}
        self.by_name = {path if slug in self.ambiguous else slug: pk for pk, slug, path in rows}
        self.by_path = {path: pk for pk, _, path in rows}
        self.name_of = {pk: name for name, pk in self.by_name.items()}

    def find(self, name: str) -> int | None:
        """The id for a slug or a slug path. Raises CellRefused for a slug that several categories have."""
        if name in self.ambiguous and name not in self.by_path:
            paths = sorted(path for path in self.by_path if path.endswith(f"/{name}"))
            raise CellRefused(
                gettext("several categories have this slug; write %(paths)s.") % {"paths": " or ".join(paths)}
            )
        return self.by_name.get(name) or self.by_path.get(name)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a row names: stored (`id`), or only made by this import (`email`)."""

    id: int | None
    email: str
    role: str
    label: str


def number_in(text: str) -> int | None:
    """The number in `U-000042` or `42`; None for anything else."""
    found = _NUMBER.match(text)
    return int(found[1]) if found else None


class People:
    """People by number and e-mail, asked for many at a time and then remembered."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._known: dict[str, Person | None] = {}

    def fetch(self, cells: Iterable[Cell]) -> None:
        """Look these up in two queries; find() answers from what was fetched."""
        wanted = {_normal(cell) for cell in cells} - self._known.keys()
        numbers = {text: number for text in wanted if (number := number_in(text)) is not None}
        addresses = wanted - numbers.keys()
        rows = User.objects.filter(number__in=set(numbers.values())) if numbers else User.objects.none()
        by_number = {row.number: _person(row) for row in rows}
        self._known |= {text: by_number.get(number) for text, number in numbers.items()}
        moved = {text: self._job.new_addresses[text] for text in addresses if text in self._job.new_addresses}
        by_id = User.objects.in_bulk(list(moved.values()))
        by_email = {row.email: _person(row) for row in User.objects.filter(email__in=addresses)} if addresses else {}
        by_email |= {text: _person(by_id[pk]) for text, pk in moved.items()}
        self._known |= {text: by_email.get(text) for text in addresses}

    def find(self, cell: Cell) -> Person | None:
        """The person a cell names, with the role this import gives them; None for an empty cell or nobody."""
        text = _normal(cell)
        found = self._known.get(text)
        if found is None:
            role = self._job.new_people.get(text)
            return Person(None, text, role, text) if role else None
        role = self._job.new_roles.get(found.id or 0, found.role)
        return Person(found.id, found.email, role, found.label)


def _normal(cell: Cell) -> str:
    return tidy_line(shown_whole(cell)).lower()


def _person(row: User) -> Person:
    return Person(row.pk, row.email, row.role, row.label)


def may_sell(person: Person) -> bool:
    """Buyers have nothing to sell until they are made sellers."""
    return person.role != Role.BUYER
