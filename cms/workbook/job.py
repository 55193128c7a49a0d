"""One import under way: what was asked for, what was found wrong, and what the sheets tell each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from cms.workbook.photo_files import PhotoFiles
from cms.workbook.table import Problem


class Action(StrEnum):
    """What is to be done about a row."""

    CREATE = "created"
    UPDATE = "updated"
    NOTHING = "unchanged"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a good row leads to. `step` is plain data (JSON) for the sheet that made it; `key` is one made for it.

    `was` is what an export would write now, of the columns that an update changes.
    """

    row: int
    action: Action
    step: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    was: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Counts:
    """What became of the rows of a sheet."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0

    def count(self, action: Action) -> None:
        """One more row of this kind."""
        setattr(self, action.value, getattr(self, action.value) + 1)


@dataclass(slots=True, kw_only=True)
class Job:
    """What all sheets of one import share. The later sheets see what the earlier ones are going to make.

    `folder` is private and gone with the import; there is one when there are photos.
    """

    now: datetime
    folder: Path | None = None
    allow_staff: bool = False
    photos: PhotoFiles | None = None
    problems: list[Problem] = field(default_factory=list)
    new_categories: dict[str, str] = field(default_factory=dict)
    """Slug → slug path, of categories that the import makes."""
    new_people: dict[str, str] = field(default_factory=dict)
    """E-mail address → role, of people that the import makes."""
    new_addresses: dict[str, int] = field(default_factory=dict)
    """E-mail address → id, of people who get another one."""
    new_roles: dict[int, str] = field(default_factory=dict)
    """Id → role, of people who get another one."""
    invited: int = 0
    """How many people are written to."""
