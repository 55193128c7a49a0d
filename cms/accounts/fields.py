"""An e-mail address that is kept, and looked up, in lower case: one person has one account, however they type it."""

from __future__ import annotations

from typing import Any

from django.db import models


class EmailAddressField(models.EmailField[Any, Any]):
    """Lower case without blanks around it, in rows and in look-ups alike, also past `save()`."""

    def to_python(self, value: Any) -> Any:
        """As typed into a form or read from a file."""
        return _normalised(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        """As sent to the database."""
        return _normalised(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 (Django's signature)
        """As stored; the object in memory gets the same."""
        value = _normalised(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


def _normalised(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value
