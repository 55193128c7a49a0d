"""How a wrong setting is told: all of them at once, in plain words, without a stack trace."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


class Refusal(ValueError):
    """One value cannot be taken. The text says why and what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A setting that cannot be taken. `shown` is its value, or a description of it when it is secret."""

    name: str
    shown: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}{self.shown}: {self.why}"


class SettingsRefused(ImproperlyConfigured):
    """The environment has values with which nothing may start."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        title = "a setting is wrong" if len(problems) == 1 else f"{len(problems)} settings are wrong"
        lines = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(f"Cataloro does not start: {title}.{lines}")
