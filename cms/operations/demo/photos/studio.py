"""All photos of the demo, composed on all cores; the same ones in the same order for the same seed."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from cms.operations.demo.photos.compose import compose_scene
from cms.operations.demo.photos.scenes import BY_KEY

MOST_WORKERS = 8


def shoot(scenes: Collection[str], *, seed: int) -> Iterator[tuple[str, tuple[bytes, ...]]]:
    """Yield each scene's key with its photos (JPEG), as they get ready, in the given order."""
    workers = min(MOST_WORKERS, len(os.sched_getaffinity(0)), max(1, len(scenes)))
    if workers == 1:
        yield from map(partial(_shoot_one, seed=seed), scenes)
        return
    # Fresh processes: a fork would take the parent's open database connections along.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        try:
            yield from pool.map(partial(_shoot_one, seed=seed), scenes)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _shoot_one(key: str, *, seed: int) -> tuple[str, tuple[bytes, ...]]:
    return key, compose_scene(BY_KEY[key], seed=seed)
