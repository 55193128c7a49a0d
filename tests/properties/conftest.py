"""The stage on which the publisher is put to the test: filled and published once for a process, then copied."""

from functools import cache

import pytest

from tests.plugin import worker_folder
from tests.properties.edits.stage import Stage, Tallies


@cache
def prepared_stage():
    stage = Stage(worker_folder() / "law")
    stage.prepare()
    return stage


@pytest.fixture
def stage(transactional_db, settings):
    settings.THEME_DIR = worker_folder() / "law-theme"
    stage = prepared_stage()
    stage.reset()
    stage.tallies = Tallies()
    return stage
