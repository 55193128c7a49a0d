"""Fixtures for all tests: the database, the programs, and what a process remembers of either."""

from __future__ import annotations

import shutil
from pathlib import Path

import hypothesis
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from tests import system_parts, template_database
from tests.plugin import run_folder, worker_folder

# A busy machine is no bug: how long an example takes says nothing.
hypothesis.settings.register_profile("without deadline", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("without deadline")


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Replaces pytest-django's: the migrations run once, every process and every reset gets a copy of the result."""
    with django_db_blocker.unblock():
        template = template_database.for_default_connection(run_folder())
        template.make_once(migrated_before=request.config.cache.mkdir("migrated"))
        template_database.reset_instead_of_flush(template)
    yield
    with django_db_blocker.unblock():
        template_database.close_connections()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """Passwords are hashed as ever, with the least that Argon2 can take: a hundredth of the time."""
    with pytest.MonkeyPatch.context() as patch:
        for name, least in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
            patch.setattr(Argon2PasswordHasher, name, least)
        yield


@pytest.fixture(autouse=True)
def _empty_folders():
    """No file outlives its test. What a whole module shares goes to `tmp_path_factory`."""
    yield
    for name in ("data", "build", "media"):
        for entry in (worker_folder() / name).iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()


@pytest.fixture(autouse=True)
def _fresh_look():
    """The end of a test takes back what it wrote, and its notes with it."""
    from sitegen import dynamic  # noqa: PLC0415 (needs Django set up)

    dynamic.look_again()


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The Chromium of this machine. Tests that use it carry the mark `browser`."""
    return system_parts.CHROMIUM.path()


@pytest.fixture(scope="session")
def nginx() -> Path:
    """The Nginx of this machine. Tests that use it carry the mark `nginx`."""
    return system_parts.NGINX.path()
