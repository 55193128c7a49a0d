"""Gives each test process its own database and folders, on a file system in memory, before Django is loaded.

`python -m pytest` runs on SQLite, `python -m pytest --database postgresql` on a throw-away PostgreSQL.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from cms.config.sqlite import use_bundled_sqlite
from tests import postgresql, system_parts

use_bundled_sqlite()

RUN_FOLDER = "CATALORO_TEST_RUN"
SERVER_URL = "CATALORO_TEST_SERVER"
SET_BY_TESTS_ALONE = (
    "SITE_URL",
    "SECRET_KEY",
    "PORT",
    "EMAIL_URL",
    "CACHE_URL",
    "BROKER_URL",
    "BUILD_ENCODING",
    "BUILD_TARGET_URL",
    "SEARCH_URL",
)
LONGEST = {"properties", "browser"}
"""Folders of tests that take minutes in one process."""
IN_CI = bool(os.environ.get("CI"))

_cluster: postgresql.Cluster | None = None
_skipped: list[str] = []


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def run_folder() -> Path:
    """The folder of this run, shared by its processes."""
    return Path(os.environ[RUN_FOLDER])


def worker_folder() -> Path:
    """The folder of this process."""
    return run_folder() / os.environ.get("PYTEST_XDIST_WORKER", "main")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="What the tests run on: sqlite (default), or postgresql, for which a throw-away server is started.",
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]):
    """Set the environment. A wrapper, because pytest-django loads the settings in the same hook."""
    database = early_config.known_args_namespace.database
    if not _is_worker():
        memory = Path("/dev/shm")  # noqa: S108 (a fresh folder is made in it)
        parent = memory if os.access(memory, os.W_OK) else None
        os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="cataloro-tests-", dir=parent)
        atexit.register(_clean_up)
        if database == "postgresql":
            _start_cluster()
    _set_environment(database)
    return (yield)


def _start_cluster() -> None:
    global _cluster  # noqa: PLW0603 (one server for the life of this process)
    try:
        _cluster = postgresql.start(run_folder() / "postgresql")
    except postgresql.NoServer as error:
        raise pytest.UsageError(str(error)) from error
    os.environ[SERVER_URL] = _cluster.url


def _set_environment(database: str) -> None:
    for name in SET_BY_TESTS_ALONE:
        os.environ.pop(name, None)
    os.environ["CATALORO_ENV"] = "test"
    for name in ("data", "build", "media", "database"):
        (worker_folder() / name).mkdir(parents=True, exist_ok=True)
    os.environ["DATA_DIR"] = str(worker_folder() / "data")
    os.environ["BUILD_DIR"] = str(worker_folder() / "build")
    os.environ["MEDIA_DIR"] = str(worker_folder() / "media")
    if database == "postgresql":
        os.environ["DATABASE_URL"] = f"{os.environ[SERVER_URL]}/{worker_folder().name}"
    else:
        os.environ["DATABASE_URL"] = f"sqlite:///{worker_folder()}/database/test.sqlite3"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out what this database cannot run, skip what this machine cannot, and begin with what takes longest.

    Else a folder that takes minutes would be left for one process while the others are done.
    """
    items.sort(key=lambda item: not LONGEST & set(item.path.parts))
    other = "postgresql" if config.getoption("database") == "sqlite" else "sqlite"
    elsewhere = {item for item in items if item.get_closest_marker(other)}
    if elsewhere:
        config.hook.pytest_deselected(items=list(elsewhere))
        items[:] = [item for item in items if item not in elsewhere]
    for name, part in system_parts.NEEDED_BY_MARKER.items():
        if part.find() is None:
            reason = f"{part.title} is not installed ({part.install_hint()})"
            for item in items:
                if item.get_closest_marker(name):
                    item.add_marker(pytest.mark.skip(reason=reason))


class _ByFile(LoadFileScheduling):
    """A file of tests stays in one process; those with Chromium all in one, because they share the shop."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """With `-n`: whatever `--dist` says, else `make test` and a run by hand would differ."""
    config.option.loadscopereorder = False  # The order of above.
    return _ByFile(config, log)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session):
    """In CI a skipped test is a failed run."""
    result = yield
    if IN_CI and _skipped and not _is_worker() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return result


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if IN_CI and _skipped:
        terminalreporter.write_line(f"Skipped in CI, where nothing may be: {', '.join(_skipped)}", red=True)


def _clean_up() -> None:
    if _cluster:
        _cluster.stop()
    shutil.rmtree(run_folder(), ignore_errors=True)
