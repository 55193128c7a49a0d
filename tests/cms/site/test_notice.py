"""The notice at the top of every page comes and goes by the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from cms.api import clock
from cms.api.site import general_settings
from cms.changes.models import Change
from cms.site.models import GeneralSettings
from tests.factories.pages import make_settings

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def shown_at(moment):
    clock.run_due(moment)
    return general_settings().notice


def test_without_times_it_is_shown_at_once():
    make_settings(notice_text="Closed on Friday")

    assert general_settings().notice == "Closed on Friday"
    make_settings(notice_text="")
    assert general_settings().notice == ""


def test_it_comes_and_goes_and_each_is_a_change_of_the_site():
    make_settings(notice_text="Closed", notice_from=NOON, notice_until=NOON + HOUR)
    Change.objects.all().delete()

    assert shown_at(NOON - HOUR) == ""
    assert not Change.objects.filter(kind="setting").exists()
    assert shown_at(NOON) == "Closed"
    assert Change.objects.filter(kind="setting", key="general").count() == 1
    assert shown_at(NOON + HOUR / 2) == "Closed"
    assert shown_at(NOON + HOUR) == ""
    assert shown_at(NOON + 2 * HOUR) == ""


def test_a_clock_that_jumps_over_it_shows_nothing():
    make_settings(notice_text="Closed", notice_from=NOON, notice_until=NOON + HOUR)

    assert shown_at(NOON + 5 * HOUR) == ""


def test_new_times_alone_change_no_page():
    make_settings(notice_text="Closed", notice_from=NOON)
    Change.objects.all().delete()

    make_settings(notice_from=NOON + HOUR)

    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"notice_text": "Closed", "notice_from": NOON, "notice_until": NOON},
            {"notice_until": ["The notice would end before it begins."]},
        ),
        (
            {"notice_text": " ", "notice_until": NOON},
            {"notice_text": ["Write what the notice says, or empty its times."]},
        ),
    ],
)
def test_what_makes_no_sense_is_refused(fields, words):
    with pytest.raises(ValidationError) as caught:
        make_settings(**fields)

    assert caught.value.message_dict == words
    assert GeneralSettings.load().notice_text == ""
