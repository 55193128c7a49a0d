"""Amounts in words, notes and coins, calendars."""

from datetime import timedelta

import pytest

from cms.contract.money import Money
from commerce.orders.calendar import calendar_file
from commerce.orders.cash import pieces_for, rounding_of
from commerce.orders.reliability import Reliability, reliability_of
from commerce.orders.services import act, run_due
from commerce.orders.words import amount_in_words
from tests.factories.orders import MEETING, NOW, agree_on, agreed, make_buyer, make_order


@pytest.mark.parametrize(
    ("cents", "english", "german"),
    [
        (0, "zero euros", "null Euro"),
        (100, "one euro", "ein Euro"),
        (101, "one euro and one cent", "ein Euro und ein Cent"),
        (3550, "thirty-five euros and fifty cents", "fünfunddreißig Euro und fünfzig Cent"),
        (1700, "seventeen euros", "siebzehn Euro"),
        (10000, "one hundred euros", "einhundert Euro"),
        (12100, "one hundred and twenty-one euros", "einhunderteinundzwanzig Euro"),
        (100100, "one thousand and one euros", "eintausendein Euro"),
        (
            1234567,
            "twelve thousand three hundred and forty-five euros and sixty-seven cents",
            "zwölftausenddreihundertfünfundvierzig Euro und siebenundsechzig Cent",
        ),
        (
            200_000_000,
            "two million euros",
            "zwei Millionen Euro",
        ),
        (100_002_000, "one million and twenty euros", "eine Million zwanzig Euro"),
    ],
)
def test_amounts_are_written_out(cents, english, german):
    assert amount_in_words(Money(cents), "en") == english
    assert amount_in_words(Money(cents), "de") == german


@pytest.mark.parametrize(("cents", "by"), [(0, 0), (1, -1), (2, -2), (3, 2), (4, 1), (5, 0), (998, 2), (997, -2)])
def test_the_nearest_five_cents(cents, by):
    assert rounding_of(cents) == by


@pytest.mark.parametrize("cents", [1, 99, 3550, 12345, 200_000])
def test_notes_and_coins_make_the_amount(cents):
    pieces = pieces_for(Money(cents))

    assert sum(piece.cents * count for piece, count in pieces) == cents


def test_thirty_five_euros_are_three_notes():
    assert pieces_for(Money(3500)) == ((Money(2000), 1), (Money(1000), 1), (Money(500), 1))
    assert pieces_for(Money(200_001)) == ()


@pytest.mark.django_db
def test_a_calendar_gets_one_event_that_moves():
    order = make_order(state="scheduled")
    agree_on(order, MEETING + timedelta(days=1))
    order.refresh_from_db()

    text = calendar_file(order, agreed(order), summary="Meet Ada; bring 35,00 €, and ü" + "x" * 80)

    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert f"UID:{order.label}@localhost" in unfolded
    assert "SEQUENCE:1" in unfolded
    assert "DTSTART:20260505T120000Z" in unfolded
    assert "DTEND:20260505T123000Z" in unfolded
    assert "SUMMARY:Meet Ada\\; bring 35\\,00 €\\, and ü" + "x" * 80 in unfolded
    assert "LOCATION:Station hall" in unfolded


@pytest.mark.django_db
def test_a_place_with_line_ends_adds_no_line():
    order = make_order(state="scheduled")
    meeting = agreed(order)
    meeting.place = "Hall\r\nATTENDEE:evil"

    text = calendar_file(order, meeting, summary="x")

    assert "\r\nATTENDEE" not in text


@pytest.mark.django_db
def test_kept_and_missed_appointments_are_counted():
    buyer = make_buyer()
    make_order(buyer=buyer, state="completed")
    make_order(buyer=buyer, state="no_show")
    late = make_order(buyer=buyer, state="scheduled")
    make_order(buyer=buyer, state="requested")
    act(late.pk, "cancel", now=MEETING - timedelta(hours=1), person_id=buyer.pk)
    run_due(MEETING + timedelta(days=3))

    later = MEETING + timedelta(days=4)
    assert reliability_of(buyer.pk, now=later) == Reliability(kept=1, missed=1, late=1)
    assert reliability_of(late.seller_id, now=later) == Reliability(kept=0, missed=0, late=0)
    assert reliability_of(buyer.pk, now=NOW + timedelta(days=400)).appointments == 0


@pytest.mark.django_db
def test_a_place_with_control_characters_from_before_leaves_them_out():
    meeting = agreed(make_order(state="scheduled"))
    meeting.place = "Ha\x07ll\x1b[2J\u202e"

    assert "LOCATION:Ha ll [2J\r\n" in calendar_file(meeting.order, meeting, summary="x")
