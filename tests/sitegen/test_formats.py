"""Amounts, dates and texts as people of a language write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from cms.contract.addresses import LANGUAGE_CODES
from cms.contract.money import MAX_CENTS, Money
from sitegen import formats


@pytest.mark.parametrize(
    ("cents", "lang", "shown"),
    [
        (3500, "en", "€35.00"),
        (3500, "de", "35,00\u00a0€"),
        (123456789, "en", "€1,234,567.89"),
        (123456789, "de", "1.234.567,89\u00a0€"),
        (0, "en", "€0.00"),
        (9999999999, "de", "99.999.999,99\u00a0€"),
    ],
)
def test_prices_are_written_as_the_language_has_it(cents, lang, shown):
    assert formats.price(Money(cents), lang) == shown


@given(cents=st.integers(0, MAX_CENTS), lang=st.sampled_from(LANGUAGE_CODES))
def test_prices_are_what_babel_would_write(cents, lang):
    euros = Decimal(cents) / 100

    assert formats.price(Money(cents), lang) == format_currency(euros, "EUR", locale=lang).replace(" ", "\u00a0")


def test_days_are_absolute():
    assert formats.day(date(2026, 11, 3), "en") == "3 November 2026"
    assert formats.day(datetime(2026, 11, 3, 23, 59, tzinfo=UTC), "de") == "3. November 2026"


def test_times_for_machines_are_in_utc():
    assert formats.iso(datetime(2026, 11, 3, 8, 5, 9, 123456, tzinfo=UTC)) == "2026-11-03T08:05:09Z"


def test_plain_text_becomes_paragraphs_and_stays_text():
    text = "One <b>\r\ntwo\n\n\n\nthree & four\n"

    assert formats.paragraphs(text) == "<p>One &lt;b&gt;<br>\ntwo</p>\n<p>three &amp; four</p>"
