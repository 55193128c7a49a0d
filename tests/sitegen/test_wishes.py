"""How a command asks the publisher that watches."""

from __future__ import annotations

import json
import os

import pytest

from sitegen.wishes import Wishes


@pytest.fixture
def wishes(tmp_path):
    return Wishes(tmp_path)


def files(tmp_path):
    return sorted(one.name for one in (tmp_path / "wishes").iterdir())


def test_a_wish_is_answered_once(wishes, tmp_path):
    name = wishes.make({"full": True}, wait=9)
    theirs = Wishes(tmp_path)

    found = list(theirs.open())
    theirs.grant(name, {"report": {"mode": "full"}})

    assert found == [(name, {"full": True})]
    assert list(theirs.open()) == []
    assert wishes.answer_to(name) == {"report": {"mode": "full"}}
    assert wishes.answer_to(name) is None
    assert files(tmp_path) == []


def test_there_is_no_answer_before_there_is_one(wishes):
    name = wishes.make({}, wait=9)

    assert wishes.answer_to(name) is None
    assert not wishes.is_answered(name)


def test_wishes_come_in_the_order_in_which_they_were_made(wishes, tmp_path):
    names = [wishes.make({"full": True}, wait=9) for _ in range(3)]
    for age, name in enumerate(names):
        os.utime(tmp_path / "wishes" / f"{name}.wish", (1000 - age, 1000 - age))

    assert [name for name, _ in wishes.open()] == names[::-1]


def test_a_wish_outlives_the_publisher_that_looked_at_it(wishes, tmp_path):
    name = wishes.make({"full": True}, wait=9)
    list(wishes.open())

    assert list(Wishes(tmp_path).open()) == [(name, {"full": True})]


def test_a_wish_that_was_answered_in_the_last_moment_is_not_granted_twice(wishes, tmp_path):
    name = wishes.make({"full": True}, wait=9)
    (tmp_path / "wishes" / f"{name}.answer").write_text(json.dumps({"report": {}}))

    assert list(wishes.open()) == []
    assert wishes.answer_to(name) == {"report": {}}
    assert files(tmp_path) == []


def test_a_withdrawn_wish_gets_no_answer(wishes, tmp_path):
    name = wishes.make({"full": True}, wait=9)
    list(wishes.open())

    wishes.withdraw(name)
    wishes.grant(name, {"report": {}})

    assert files(tmp_path) == []


def test_what_nobody_waits_for_any_more_goes(wishes, tmp_path):
    wishes.make({"rollback": ""}, wait=-1)
    old = tmp_path / "wishes" / "old.answer"
    old.write_text("{}")
    os.utime(old, (1000, 1000))

    assert list(wishes.open()) == []
    assert files(tmp_path) == []


@pytest.mark.parametrize("body", ["", "null", "[]", "{}", '{"wish": 3, "until": 9e99}', '{"wish": {}, "until": "x"}'])
def test_what_is_no_wish_goes(wishes, tmp_path, body):
    wishes.make({}, wait=9)
    (tmp_path / "wishes" / "odd.wish").write_text(body)

    assert len(list(wishes.open())) == 1
    assert len(files(tmp_path)) == 1
