"""Threads that start together, for tests of races."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from commerce.offers.errors import OffersError
from commerce.orders.errors import OrdersError
from commerce.waiting.errors import WaitingError


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run the jobs in threads that start together; what each returned, or the refusal that it raised."""
    start = threading.Barrier(len(jobs), timeout=30)

    def run(job: Callable[[], object]) -> object:
        try:
            start.wait()
            return job()
        except (OffersError, OrdersError, WaitingError) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [one.result(timeout=120) for one in [pool.submit(run, job) for job in jobs]]
