"""What happens after a migration: Django has no other door for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_migrate

from cms.accounts.role_groups import complete_role_groups, groups_can_be_made, replace_wagtail_groups

if TYPE_CHECKING:
    from django.apps import AppConfig


def connect(config: AppConfig) -> None:
    """Ask to be called once after each `migrate` and `flush`."""
    post_migrate.connect(_after_migrate, sender=config)


def _after_migrate(*, using: str, plan: list[tuple[Any, bool]] | None = None, **_: Any) -> None:
    if not groups_can_be_made(using=using):
        return
    complete_role_groups(using=using)
    if any(_brings_wagtail_groups(step) and not backwards for step, backwards in plan or ()):
        replace_wagtail_groups(using=using)


def _brings_wagtail_groups(step: Any) -> bool:
    return bool(step.app_label == "wagtailcore" and step.name.startswith("0001_"))
