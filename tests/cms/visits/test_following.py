"""A log is followed through all that happens to it: each line is counted exactly once, whenever the counter dies."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import random
import shutil

import pytest
from django.db import connection

from cms.visits.counting import Counting
from cms.visits.following import Log
from cms.visits.models import LogFile
from tests.factories.log_lines import NOON, log_line
from tests.factories.visits import totals, views

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

POINTS = 100


class Killed(BaseException):
    """As kill -9: nobody catches it."""


class Server:
    """Writes a log as Nginx does, and has it rotated in all the ways there are. No two lines are alike."""

    def __init__(self, path, seed):
        self.path = path
        self.made = random.Random(seed)  # noqa: S311 (no secret)
        self.numbers = itertools.count(1)
        self.written = 0
        self.rest = b""
        self.file = path.open("ab", buffering=0)

    def old(self, number, suffix=""):
        return self.path.with_name(f"{self.path.name}.{number}{suffix}")

    def write(self):
        for _ in range(self.made.randrange(1, 8)):
            self.end_line()
            self.file.write(self.next_line())

    def next_line(self):
        number = next(self.numbers)
        self.written += 1
        return log_line(f"/page-{number}", at=NOON, addr=f"10.0.{number // 250}.{number % 250}")

    def write_half(self):
        self.end_line()
        line = self.next_line()
        half = self.made.randrange(1, len(line))
        self.file.write(line[:half])
        self.rest = line[half:]

    def end_line(self):
        self.file.write(self.rest)
        self.rest = b""

    def make_room(self):
        for number in range(9, 0, -1):
            for suffix in ("", ".gz"):
                with contextlib.suppress(FileNotFoundError):
                    self.old(number, suffix).rename(self.old(number + 1, suffix))

    def rotate(self):
        """The server goes on writing to the old file for a while, as Nginx does until it is told."""
        self.make_room()
        self.path.rename(self.old(1))
        if self.made.random() < 0.5:
            self.write()
        self.end_line()
        self.file.close()
        self.file = self.path.open("ab", buffering=0)

    def copy_and_truncate(self):
        self.end_line()
        self.make_room()
        shutil.copyfile(self.path, self.old(1))
        self.file.truncate(0)

    def pack(self):
        for number in range(1, 11):
            plain, packed = self.old(number), self.old(number, ".gz")
            if plain.exists() and not packed.exists():
                packed.write_bytes(gzip.compress(plain.read_bytes()))
                if self.made.random() < 0.7:
                    plain.unlink()
                return


class Follower:
    """Follows the log until it dies; then another begins."""

    def __init__(self, path):
        self.path = path
        self.deaths = 0
        self.begin()

    def begin(self):
        self.log = Log(self.path)
        self.counting = Counting(block=2000)

    def look(self, *, dies_at=None):
        statements = itertools.count(1)

        def run(execute, *arguments):
            if next(statements) == dies_at:
                raise Killed
            return execute(*arguments)

        try:
            with connection.execute_wrapper(run):
                self.counting.count(self.log.candidates())
        except Killed:
            self.deaths += 1
            self.end()
            self.begin()

    def end(self):
        self.log.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_no_line_is_lost_or_counted_twice_wherever_it_dies(log, seed):
    server = Server(log, seed)
    follower = Follower(log)
    made = random.Random(seed)  # noqa: S311 (no secret)
    acts = [server.write, server.write_half, server.rotate, server.copy_and_truncate, server.pack]
    while follower.deaths < POINTS // 2:
        for _ in range(made.randrange(1, 4)):
            made.choices(acts, weights=[6, 2, 1, 1, 1])[0]()
        follower.look(dies_at=made.choice([None, made.randrange(1, 40)]))
    server.end_line()
    follower.look()
    follower.look()
    follower.end()
    server.file.close()

    assert views() == {f"/page-{number}": 1 for number in range(1, server.written + 1)}
    assert totals() == {"2026-06-15": (server.written, server.written, 0)}


@pytest.fixture
def follower(log):
    log.write_bytes(log_line("/a"))
    follower = Follower(log)
    follower.look()
    yield follower
    follower.end()


def test_what_is_removed_is_read_to_its_end_first(log, follower):
    with log.open("ab") as file:
        file.write(log_line("/b"))
        log.unlink()
        log.write_bytes(log_line("/c"))
        follower.look()
        file.write(log_line("/d"))
        file.flush()

    follower.look()

    assert views() == {"/a": 1, "/b": 1, "/c": 1, "/d": 1}


def test_a_copy_beside_the_log_is_nothing_new(log, follower):
    shutil.copy(log, log.with_name("access.log.bak"))
    (log.with_name("access.log.d")).mkdir()
    log.with_name("access.logs").write_bytes(log_line("/other"))

    follower.look()

    assert views() == {"/a": 1}


def test_older_files_that_nobody_counted_are_counted_once(log, follower):
    log.with_name("access.log-20260614").write_bytes(log_line("/old"))
    log.with_name("access.log-20260613.gz").write_bytes(gzip.compress(log_line("/older")))

    follower.look()
    follower.end()
    follower.begin()
    follower.look()

    assert views() == {"/a": 1, "/old": 1, "/older": 1}
    assert LogFile.objects.count() == 3


def test_a_log_that_is_not_there_yet_or_empty_is_waited_for(tmp_path):
    follower = Follower(tmp_path / "access.log")
    follower.look()
    (tmp_path / "access.log").touch()
    follower.look()
    (tmp_path / "access.log").write_bytes(log_line("/a"))
    follower.look()
    follower.end()

    assert views() == {"/a": 1}


def test_who_has_nothing_to_do_asks_the_database_nothing(follower, django_assert_num_queries):
    follower.look()

    with django_assert_num_queries(0):
        follower.look()
