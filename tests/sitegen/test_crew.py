"""Processes that share a stream of work."""

from __future__ import annotations

import os
import signal

import pytest

from sitegen.crew import Crew, WorkerDied
from sitegen.errors import DynamicTemplateName, PublishError, RenderFailed, UnknownAsset


def nothing():
    """Nothing to prepare."""


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_piece_is_done_once(jobs):
    with Crew(lambda number: number * 2, jobs=jobs, prepare=nothing) as crew:
        results = sorted(crew.results(iter(range(500))))

    assert results == [number * 2 for number in range(500)]


def test_no_work_gives_no_results():
    with Crew(lambda number: number, jobs=2, prepare=nothing) as crew:
        assert list(crew.results(iter(()))) == []


def test_work_is_shared_by_other_processes():
    with Crew(lambda _: os.getpid(), jobs=2, prepare=nothing) as crew:
        assert os.getpid() not in set(crew.results(iter(range(20))))


def test_an_error_arrives_whole():
    def fail(number):
        if number == 7:
            raise RenderFailed("/a", "pages/a.html", 3, "no such thing")
        return number

    with Crew(fail, jobs=2, prepare=nothing) as crew, pytest.raises(RenderFailed) as caught:
        list(crew.results(iter(range(100))))

    assert (caught.value.path, caught.value.template, caught.value.line) == ("/a", "pages/a.html", 3)


def test_an_unforeseen_error_arrives_as_what_it_is_with_its_traceback():
    with Crew(lambda number: 1 // number, jobs=2, prepare=nothing) as crew, pytest.raises(ZeroDivisionError) as caught:
        list(crew.results(iter([1, 0])))

    assert "in <lambda>" in caught.value.__notes__[0]


def test_an_error_that_cannot_travel_arrives_as_text():
    class Stubborn(Exception):
        def __init__(self, one, two):
            super().__init__(f"{one} and {two}")

    def fail(_):
        raise Stubborn("salt", "pepper")

    with Crew(fail, jobs=2, prepare=nothing) as crew, pytest.raises(PublishError, match="salt and pepper"):
        list(crew.results(iter([1])))


@pytest.mark.parametrize("error", [UnknownAsset("a.css"), DynamicTemplateName("a.html")])
def test_errors_of_the_theme_read_the_same_on_the_other_side(error):
    def fail(_):
        raise error

    with Crew(fail, jobs=2, prepare=nothing) as crew, pytest.raises(type(error)) as caught:
        list(crew.results(iter([1])))

    assert str(caught.value) == str(error)


def test_a_killed_process_is_noticed():
    def die(number):
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with Crew(die, jobs=2, prepare=nothing) as crew, pytest.raises(WorkerDied):
        list(crew.results(iter(range(100))))
