import pytest

from cms.api.publishing import Standing
from cms.panel import sentences


def standing(**values):
    calm = {"waiting": 0, "oldest": 0, "failing": 0, "held": 0, "phase": "idle", "done": 0, "total": 0}
    return Standing(**{**calm, "trouble": "", "heard": 1, **values})


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.083, "0.08 s"),
        (0.001, "0.01 s"),
        (0, "0 s"),
        (1.24, "1.2 s"),
        (7, "7 s"),
        (45.4, "45 s"),
        (119, "119 s"),
        (180, "3 min"),
        (3600 * 5, "5 h"),
    ],
)
def test_a_time_is_said_as_people_do(seconds, words):
    assert sentences.in_words(seconds) == words


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Everything is live."),
        ({"waiting": 1}, "1 change is not live yet, the oldest for 0 s."),
        (
            {"waiting": 12_000, "oldest": 9, "phase": "rendering", "done": 400, "total": 4000},
            "12,000 changes are not live yet, the oldest for 9 s. Rendering: 400 of 4,000 …",
        ),
        (
            {"waiting": 2, "oldest": 9, "phase": "building", "done": 900, "total": 500},
            "2 changes are not live yet, the oldest for 9 s. Building all pages: 500 of 500 …",
        ),
        (
            {"waiting": 1, "oldest": 300, "heard": 240},
            "1 change is not live yet, the oldest for 5 min. The publisher has not been heard of for 4 min.",
        ),
        (
            {"waiting": 1, "heard": None},
            "1 change is not live yet, the oldest for 0 s. The publisher has not been heard of.",
        ),
        ({"waiting": 1, "trouble": "the disk is full"}, "Nothing can be published at present: the disk is full"),
    ],
)
def test_where_publishing_stands_is_one_sentence_or_two(values, words):
    assert sentences.of_standing(standing(**values)) == words
