"""What Django's signals start; each handler calls one function."""

from __future__ import annotations

from typing import Any

from django.db import connections

from cms.site.models import Appearance, GeneralSettings, SecondTexts


def after_migrate(*, using: str, **_options: Any) -> None:
    """One row each with the defaults, so that reading never has to write."""
    tables = set(connections[using].introspection.table_names())
    for model in (Appearance, GeneralSettings, SecondTexts):
        if model._meta.db_table in tables:  # noqa: SLF001  (Django's public name)
            model.load()
