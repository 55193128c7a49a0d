"""Where tasks wait: in the database, and those that keep the index of the search in a queue of their own."""

from __future__ import annotations

from typing import Any

from django_tasks_db import backend

from cms.contract import queues

_KEEPS_THE_INDEX = "modelsearch.tasks.insert_or_update_object_task"
"""Wagtail's own: queued with each save of what can be searched for."""


class DatabaseBackend(backend.DatabaseBackend):
    """The one of settings.TASKS."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Put it into its queue."""
        if task.module_path == _KEEPS_THE_INDEX:
            task = task.using(queue_name=queues.SEARCH)
        return super().enqueue(task, args, kwargs)
