"""Amounts of cash, as people and spreadsheets write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.contract.money import MAX_CENTS, AmbiguousMoney, Money, NotMoney, parse_money

amounts = st.integers(0, MAX_CENTS)


@pytest.mark.parametrize(
    ("given_text", "cents"),
    [
        ("35", 3500),
        ("35,5", 3550),
        ("35.50", 3550),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1234.50", 123450),
        ("1 234", 123400),
        ("1.234.567", 123456700),
        ("1,234,567", 123456700),
        ("1'234.50", 123450),
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("12.345.678,90", 1234567890),
        ("€ 35,-", 3500),
        ("35,00 €", 3500),
        ("EUR 35", 3500),
        ("35 euro", 3500),
        ("  35  ", 3500),
        ("0", 0),
        ("99.999.999,99", MAX_CENTS),
        ("012,30", 1230),
    ],
)
def test_texts_are_read_in_both_languages_formats(given_text, cents):
    assert parse_money(given_text) == Money(cents)


@pytest.mark.parametrize(
    ("number", "cents"),
    [(35, 3500), (35.5, 3550), (12.1, 1210), (0.07, 7), (1234.56, 123456), (Decimal("0.30"), 30), (Decimal(7), 700)],
)
def test_numbers_mean_what_was_typed(number, cents):
    assert parse_money(number) == Money(cents)


@pytest.mark.parametrize(
    ("given_value", "reason"),
    [
        ("", "write it like 1234.50 or 1.234,50"),
        ("free", "write it like 1234.50 or 1.234,50"),
        ("12,345.678", "write it like 1234.50 or 1.234,50"),
        ("1.23.456", "write it like 1234.50 or 1.234,50"),
        ("1,2345", "write it like 1234.50 or 1.234,50"),
        ("35.123,4,5", "write it like 1234.50 or 1.234,50"),
        ("١٢", "write it like 1234.50 or 1.234,50"),
        ("1e3", "write it like 1234.50 or 1.234,50"),
        ("1.234.50", "the same sign stands for thousands and for decimals"),
        ("-1", "it is below zero"),
        ("0,345", "write it like 1234.50 or 1.234,50"),
        ("0.000", "write it like 1234.50 or 1.234,50"),
        ("100.000.000", "it is above 99,999,999.99"),
        (-0.01, "it is below zero"),
        (0.001, "it has more than two decimal places"),
        (float("nan"), "it is not a number"),
        (float("inf"), "it is not a number"),
        (True, "it is not a number"),
        (1e300, "it is above 99,999,999.99"),
    ],
)
def test_what_is_no_price_is_refused_in_words(given_value, reason):
    with pytest.raises(NotMoney) as caught:
        parse_money(given_value)

    assert caught.value.reason == reason
    assert str(caught.value) == f"{str(given_value)!r} is not a price: {reason}"


@pytest.mark.parametrize(
    ("given_text", "whole", "small"),
    [
        ("12,345", "12345", "12,34"),
        ("1.200", "1200", "1.20"),
        ("€ 123.456", "123456", "123.45"),
        ("1,000 €", "1000", "1,00"),
    ],
)
def test_what_can_be_read_in_two_ways_is_no_price_in_either_language(given_text, whole, small):
    with pytest.raises(AmbiguousMoney) as caught:
        parse_money(given_text)

    assert (caught.value.whole, caught.value.small) == (whole, small)
    assert caught.value.reason == "it can be read in two ways; write thousands without a sign, or cents with two digits"


@given(amounts)
def test_what_is_written_is_read_back(cents):
    money = Money(cents)
    english = f"{money.euros:,}"
    german = english.translate(str.maketrans(",.", ".,"))

    assert parse_money(english) == parse_money(german) == parse_money(str(money.euros)) == money
    assert parse_money(money.euros) == parse_money(float(money.euros)) == money


@given(st.text(max_size=20))
def test_any_text_is_a_price_or_refused(text):
    try:
        money = parse_money(text)
    except NotMoney:
        return

    assert 0 <= money.cents <= MAX_CENTS


@given(one=amounts, other=amounts, times=st.integers(0, 100))
def test_sums_and_products_are_exact(one, other, times):
    assert (Money(one) + Money(other)).cents == one + other
    assert (Money(one) * times).euros == Money(one).euros * times
