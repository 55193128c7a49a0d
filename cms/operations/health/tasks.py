"""Maintenance is done in the background."""

from __future__ import annotations

from django_tasks import task

from cms.operations.health import runs


@task(priority=0)
def perform_run(run_id: int) -> str:
    """Do what was asked for."""
    return runs.perform(run_id)


@task(priority=-30)
def tidy_up() -> None:
    """Remove what has run out."""
    runs.tidy()
