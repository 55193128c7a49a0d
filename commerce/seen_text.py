"""What people write for others holds nothing that a screen or a calendar takes for an order: checks for form fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from commerce.catalog import refuse_control_characters, refuse_unseen
from commerce.theme import translate

if TYPE_CHECKING:
    from collections.abc import Callable


def one_line(text: str) -> None:
    """Raise ValidationError when a text of one line has a control character, or nothing that can be seen."""
    _checked(refuse_unseen, text)


def some_lines(text: str) -> None:
    """Raise ValidationError when a text has a control character that is no end of a line."""
    _checked(refuse_control_characters, text)


def _checked(check: Callable[[str], None], text: str) -> None:
    try:
        check(text)
    except ValidationError as error:
        if error.code == "invisible":
            raise ValidationError(translate("Write something that can be seen."), code=error.code) from error
        raise ValidationError(
            translate("There is a character in it that cannot be shown. Please type it again."), code=error.code
        ) from error
