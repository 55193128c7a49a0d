"""Which mails somebody may do without. All others are necessary: what an order needs, what the law wants told."""

from __future__ import annotations

from collections.abc import Callable

_labels: dict[str, Callable[[], str]] = {}


def may_be_declined(kind: str, label: Callable[[], str]) -> None:
    """Let people decline mails of this kind, which they see as `label`. Called when an application is ready."""
    _labels[kind] = label


def is_optional(kind: str) -> bool:
    """Whether somebody may decline mails of this kind."""
    return kind in _labels


def optional_kinds() -> dict[str, str]:
    """The kinds that can be declined, each with its label in the language of the shop."""
    return {kind: label() for kind, label in sorted(_labels.items())}
