"""How a command asks the publisher that watches."""

from __future__ import annotations

from sitegen.wishes import Wishes


def test_a_wish_is_taken_once_and_answered(tmp_path):
    ours, theirs = Wishes(tmp_path), Wishes(tmp_path)
    name = ours.make({"full": True})

    taken = list(theirs.take())
    theirs.grant(name, {"report": {"mode": "full"}})

    assert taken == [(name, {"full": True})]
    assert list(theirs.take()) == []
    assert ours.answer_to(name) == {"report": {"mode": "full"}}
    assert ours.answer_to(name) is None


def test_a_wish_can_be_withdrawn_until_it_is_taken(tmp_path):
    wishes = Wishes(tmp_path)
    first, second = wishes.make({"full": True}), wishes.make({"full": False})

    assert wishes.withdraw(first) is True
    assert [name for name, _ in wishes.take()] == [second]
    assert wishes.withdraw(second) is False


def test_there_is_no_answer_before_there_is_one(tmp_path):
    wishes = Wishes(tmp_path)

    assert wishes.answer_to(wishes.make({})) is None
