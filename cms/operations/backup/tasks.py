"""Backups are made in the background."""

from __future__ import annotations

from django_tasks import task

from cms.operations.backup import runs


@task(priority=5)
def perform_run(run_id: int) -> str:
    """Make or check a backup."""
    return runs.perform(run_id)
