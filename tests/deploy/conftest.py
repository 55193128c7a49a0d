"""Rehearsals of servers, and the release file that is put on them."""

import pytest

from tests.deploy.rehearsal.release import make_release
from tests.deploy.rehearsal.server import rehearsal_server


@pytest.fixture(scope="session")
def release_file(tmp_path_factory):
    return make_release(tmp_path_factory.mktemp("release"))


@pytest.fixture
def server():
    with rehearsal_server() as made:
        yield made


@pytest.fixture(scope="session")
def installed(release_file):
    """A server on which the shop is, by its IP address; the tests only look at it."""
    with rehearsal_server() as made:
        done = made.run("bash", release_file, "install", "--address", "203.0.113.5", "--email", "owner@markt.test")
        assert done.returncode == 0, done.stdout + done.stderr
        yield made


@pytest.fixture
def shop(installed):
    """Another one like it, to work with."""
    with rehearsal_server(like=installed) as made:
        yield made
