"""What happens after a migration: Django has no other door for it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


def connect() -> None:
    """Ask to be called once after each `migrate`, with the first application: later ones may use the cache."""
    post_migrate.connect(_make_cache_table, sender=apps.get_app_config("changes"))


def _make_cache_table(*, using: str, **_: Any) -> None:
    """Does nothing when the table is there, or when the cache is none of the database."""
    call_command("createcachetable", database=using, verbosity=0)
