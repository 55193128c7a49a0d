"""What happens after a migration: Django has no other door for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.signals import post_migrate

from cms.accounts.role_groups import complete_role_groups, groups_can_be_made, has_role_groups, replace_wagtail_groups

if TYPE_CHECKING:
    from django.apps import AppConfig


def connect(config: AppConfig) -> None:
    """Ask to be called once after each `migrate` and `flush`."""
    post_migrate.connect(_after_migrate, sender=config)


def _after_migrate(*, using: str, **_: Any) -> None:
    if not groups_can_be_made(using=using):
        return
    # Not by the plan: a first migration that was killed goes on in another one.
    with transaction.atomic(using=using):
        is_first = not has_role_groups(using=using)
        complete_role_groups(using=using)
        if is_first:
            replace_wagtail_groups(using=using)
