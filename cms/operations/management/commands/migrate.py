"""`manage.py migrate`: Django's own, but that a migration and the note of it are one transaction.

Django writes the note after the commit where a migration leaves SQL for its end, as each new foreign key does. Killed
between the two, it would do that migration a second time and fail, for ever.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class WholeExecutor(MigrationExecutor):
    """Does a migration wholly or not at all. SQLite does not let its tables be changed within a transaction."""

    def apply_migration(self, state: ProjectState, migration: Migration, *fakes: bool, **named: bool) -> ProjectState:
        """Forwards."""
        if self.connection.vendor != "postgresql" or not migration.atomic:
            return super().apply_migration(state, migration, *fakes, **named)
        with transaction.atomic(using=self.connection.alias):
            return super().apply_migration(state, migration, *fakes, **named)


class Command(migrate.Command):
    """Django's, with that executor: it is named in the module alone."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        """As Django does it."""
        setattr(migrate, "MigrationExecutor", WholeExecutor)  # noqa: B010 (a class cannot be assigned to)
        super().handle(*arguments, **options)
