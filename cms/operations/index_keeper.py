"""Keeps the index of the search beside all other tasks, so that what is published is found at once.

A photo takes seconds and an import minutes. What a seller has just published does not wait for them: one thread does
nothing but the queue of the index, and wakes with each commit.
"""

from __future__ import annotations

import logging
import os
import signal
from typing import TYPE_CHECKING

from django.db import Error, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cms.changes.wakeup import WakeUp
from cms.contract import queues

if TYPE_CHECKING:
    import threading

log = logging.getLogger("cataloro.tasks")

_LOOK = 0.5
"""Seconds after which to look though nothing called: not every save of something searched for is a change to pages."""

_RETRY = 0.05


def keep_index_or_end(stop: threading.Event) -> None:
    """The same as the whole of a thread: what it does not expect ends the process, which its supervisor starts anew.

    A thread that has died alone is missed by nobody, and the search would stay as it was.
    """
    try:
        keep_index(stop)
    except Exception:
        log.critical("the index of the search can't be kept: ending, to be started anew", exc_info=True)
        os.kill(os.getpid(), signal.SIGTERM)


def keep_index(stop: threading.Event) -> None:
    """Work off the queue of the index until `stop`, in a thread of its own. A database away is waited for."""
    wake_up = WakeUp()
    is_away = False
    while not stop.is_set():
        try:
            _work_off()
            is_away = False
        except Error as error:
            connection.close()
            if not is_away:
                log.warning("the index of the search waits for the database: %s", " ".join(str(error).split()))
            is_away = True
        wake_up.wait(_LOOK)
    wake_up.close()
    connection.close()


def _work_off() -> None:
    """Do all that waits. The look beforehand keeps a commit that concerns no search from locking SQLite."""
    close_old_connections()
    if DBTaskResult.objects.ready().filter(queue_name=queues.SEARCH).exists():
        Worker(
            queue_names=[queues.SEARCH],
            interval=_RETRY,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        ).run()
