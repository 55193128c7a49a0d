import logging
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from commerce.search import searched
from commerce.search.models import SearchedWords
from commerce.search.searched import Searched, count_search, forget_old, most_searched, searched_without_result
from tests.factories.goods import make_listing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def rows():
    return sorted(SearchedWords.objects.values_list("words", "count", "found"))


def on(day, words, count, found):
    SearchedWords.objects.create(day=day, words=words, count=count, found=found)


def test_a_search_is_counted_by_its_day_however_it_is_written(client):
    make_listing(title="Chair")

    for text in ("Grüne  VASE", " grüne vase "):
        assert client.get("/search", {"q": text}).status_code == 200

    assert rows() == [("grüne vase", 2, 0)]
    assert SearchedWords.objects.get().day == timezone.localdate()


def test_only_first_pages_with_words_are_counted(client):
    make_listing(title="Chair")

    for query in ({"q": "lamp", "page": "2"}, {"min": "5"}, {"q": "%*"}, {}):
        client.get("/search", query)
    client.head("/search", {"q": "lamp"})

    assert rows() == []


def test_filters_do_not_say_that_there_is_nothing(client):
    count_search("lamp", found=7)

    client.get("/search", {"q": "lamp", "max": "1"})
    client.get("/search", {"q": "table", "max": "1"})

    assert rows() == [("lamp", 2, 7), ("table", 1, None)]
    assert searched_without_result(timezone.localdate(), 9) == []


@pytest.mark.parametrize("text", ["me@example.org", "a\uff20b", "call 06641234567", "80331 lamp", "\x00\x1b", " "])
def test_what_may_be_personal_or_is_nothing_is_not_kept(text):
    count_search(text, found=0)

    assert rows() == []


def test_long_words_are_cut_and_what_is_unseen_is_left_out():
    count_search("a\x00b " + "x" * 200, found=3)

    assert rows() == [("a b " + "x" * 76, 1, 3)]


def test_the_owner_sees_what_is_wanted_and_what_is_missed():
    today, before = date(2026, 5, 2), date(2026, 5, 1)
    on(before, "lamp", 5, 0)
    on(today, "lamp", 4, 2)
    on(before, "sofa", 3, 1)
    on(today, "sofa", 3, 0)
    on(today, "vase", 3, 0)
    on(date(2026, 4, 30), "vase", 90, 8)

    assert most_searched(before, 2) == [
        Searched(words="lamp", count=9, found=2),
        Searched(words="sofa", count=6, found=0),
    ]
    assert searched_without_result(before, 9) == [
        Searched(words="sofa", count=6, found=0),
        Searched(words="vase", count=3, found=0),
    ]


def test_the_clock_forgets_what_is_seldom_once_its_day_is_over_and_what_is_old():
    now = timezone.make_aware(datetime(2026, 5, 2, 12))  # noqa: DTZ001 (made aware)
    today = date(2026, 5, 2)
    on(today, "today", 1, 0)
    on(today - timedelta(days=1), "seldom", 2, 0)
    on(today - timedelta(days=1), "often", 3, 0)
    on(today - timedelta(days=400), "kept", 3, 0)
    on(today - timedelta(days=401), "old", 3, 0)

    assert forget_old(now) == 2

    assert [one[0] for one in rows()] == ["kept", "often", "today"]


def test_a_database_that_cannot_count_stops_no_search(client, monkeypatch, caplog):
    make_listing(title="Chair")
    monkeypatch.setattr(searched, "_COUNT_ONE", "INSERT INTO nowhere VALUES (%s, %s, %s)")

    with caplog.at_level(logging.WARNING, "cataloro.search"):
        assert client.get("/search", {"q": "lamp"}).status_code == 200

    assert "could not be counted" in caplog.text
    assert rows() == []


def test_other_mistakes_are_not_hidden(monkeypatch):
    def wrong(_text):
        raise ValueError("wrong")

    monkeypatch.setattr(searched, "kept_form", wrong)
    with pytest.raises(ValueError, match="wrong"):
        count_search("lamp", found=0)
