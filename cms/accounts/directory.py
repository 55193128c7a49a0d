"""What other packages tell of people in the admin: they register it when they are ready, and nobody here knows them.

A `Figure` is a column of the list, a `Trait` a filter, a `Panel` a part of a person's page and an `Act` a button there.
Figures are asked for all people of a page of the list at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from django.db.models import Q
    from django.db.models.expressions import Combinable
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise
    from wagtail.admin.ui.tables import BaseColumn

    from cms.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing that the list says of each person.

    `tell` gives, for the ids of some people, the values of those who have one; the others have `otherwise`.
    `rank` is what the list is sorted by, over the outer query's `pk`; without it the column cannot be sorted.
    """

    name: str
    label: _StrPromise
    tell: Callable[[Collection[int]], Mapping[int, Any]]
    rank: Callable[[], Combinable] | None = None
    otherwise: Any = 0
    order: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Something that holds of a person, or does not: `holds` is the condition."""

    name: str
    label: _StrPromise
    holds: Callable[[], Q]
    order: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The first rows of something about a person, how many there are, and where all of them stand."""

    columns: Sequence[BaseColumn]
    rows: Sequence[Any]
    total: int
    all_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of a person's page, for who has the permission `needs` (`app.codename`)."""

    name: str
    label: _StrPromise
    icon: str
    needs: str
    show: Callable[[User], Excerpt]
    empty: _StrPromise
    order: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A button of a person's page: `url` is where it leads, empty when it is not offered to who asks."""

    name: str
    label: _StrPromise
    icon: str
    url: Callable[[HttpRequest, User], str]
    is_serious: bool = False
    order: int = 50


Registered = TypeVar("Registered", Figure, Trait, Panel, Act)


class Directory:
    """All that is registered, each in its order. What has the name of another takes its place."""

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}
        self.traits: dict[str, Trait] = {}
        self._panels: dict[str, Panel] = {}
        self._acts: dict[str, Act] = {}

    def add(self, *things: Figure | Trait | Panel | Act) -> None:
        """Show these, too."""
        for one in things:
            match one:
                case Figure():
                    self.figures = _with(self.figures, one)
                case Trait():
                    self.traits = _with(self.traits, one)
                case Panel():
                    self._panels = _with(self._panels, one)
                case Act():
                    self._acts = _with(self._acts, one)

    @property
    def panels(self) -> Collection[Panel]:
        """The parts of a person's page."""
        return self._panels.values()

    @property
    def acts(self) -> Collection[Act]:
        """The buttons of a person's page."""
        return self._acts.values()


def _with(known: dict[str, Registered], one: Registered) -> dict[str, Registered]:
    return dict(sorted({**known, one.name: one}.items(), key=lambda pair: pair[1].order))


DIRECTORY = Directory()

VERIFIED = "verified"
"""The trait that tells an active person from one whose address nobody has confirmed yet."""

EXCERPT_ROWS = 10
"""So many rows a panel shows."""
