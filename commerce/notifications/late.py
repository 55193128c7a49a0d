"""What must not be stored with a mail, such as a code: made when the mail is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Maker = Callable[[Mapping[str, Any]], Any]

_makers: dict[str, Maker] = {}


def fill_in(name: str, maker: Maker) -> None:
    """Let templates know `name`, made from the stored context. Called when an application is ready."""
    _makers[name] = maker


def filled(context: Mapping[str, Any]) -> dict[str, Any]:
    """The context with all that is made now."""
    return {**{name: maker(context) for name, maker in _makers.items()}, **context}
