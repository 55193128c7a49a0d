"""What happens around a migration: Django has no other door for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_migrate, pre_migrate

from cms.changes.triggers import ensure_triggers, remove_triggers

if TYPE_CHECKING:
    from django.apps import AppConfig


def connect(config: AppConfig) -> None:
    """Ask to be called once before and once after each `migrate`."""
    pre_migrate.connect(_before_migrate, sender=config)
    post_migrate.connect(_after_migrate, sender=config)


def _before_migrate(*, using: str, plan: list[Any] | None = None, **_: Any) -> None:
    if plan:
        remove_triggers(using=using)


def _after_migrate(*, using: str, **_: Any) -> None:
    ensure_triggers(using=using, because="the database was migrated")
