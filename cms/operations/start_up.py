"""What a start needs before the shop is open: tables, people, tasks that a killed worker left, log-ins to show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.accounts.models import User

if TYPE_CHECKING:
    from pathlib import Path

DEMO_LOGINS = "demo-logins.json"
"""In DATA_DIR: what `demo` writes, a list of {role, email, password}."""

MOST_TRIES = 3
"""A task that has been interrupted this often may be what kills its worker."""


def bring_up_the_tables() -> bool:
    """Migrate when there is something to migrate; whether there was."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def is_empty() -> bool:
    """Whether nobody is here yet."""
    return not User.objects.exists()


def take_up_interrupted_tasks() -> int:
    """Queue again what the worker of an earlier run did not finish; how many. Only while no worker runs."""
    interrupted = DBTaskResult.objects.running()
    tired = [one.pk for one in interrupted if len(one.worker_ids) >= MOST_TRIES]
    DBTaskResult.objects.filter(pk__in=tired).update(
        status=TaskResultStatus.FAILED, traceback=f"The worker ended {MOST_TRIES} times during this task."
    )
    return int(DBTaskResult.objects.running().update(status=TaskResultStatus.READY, started_at=None))


def demo_logins(data_dir: Path) -> list[dict[str, str]]:
    """The log-ins of the demo; none when there is no demo."""
    try:
        found = json.loads((data_dir / DEMO_LOGINS).read_bytes())
        return [{name: str(one[name]) for name in ("role", "email", "password")} for one in found]
    except (OSError, ValueError, KeyError, TypeError):
        return []
