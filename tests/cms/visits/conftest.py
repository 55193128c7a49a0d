"""A folder for a log, and the salts of one test alone."""

from __future__ import annotations

import shutil

import pytest

from cms.visits import days, salts
from cms.visits.counting import Counting, named


@pytest.fixture(autouse=True)
def fresh_salts():
    yield
    shutil.rmtree(salts.folder())


@pytest.fixture
def log(tmp_path):
    return tmp_path / "access.log"


@pytest.fixture
def count():
    def count(*paths, **options):
        """Count these files as a new process would."""
        counting = Counting(**options)
        counting.count(named(paths))
        found = counting.counts
        assert found.lines == found.counted + found.bots + found.malformed + found.skipped
        return found

    return count


@pytest.fixture
def wall(monkeypatch):
    """Let the shop be in another zone."""
    return lambda zone: monkeypatch.setattr(days, "_zone", lambda: zone)
