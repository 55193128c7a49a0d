"""Readable colours from one accent."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import colours

any_colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1.0)]
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert round(colours.contrast(one, other), 2) == ratio
    assert colours.contrast(one, other) == colours.contrast(other, one)


@given(colour=any_colour, ground=st.sampled_from([colours.LIGHT_GROUND, colours.DARK_GROUND]))
def test_any_accent_becomes_readable_on_both_grounds(colour, ground):
    made = colours.readable(colour, ground)

    assert re.fullmatch("#[0-9a-f]{6}", made)
    assert colours.contrast(made, ground) >= 4.5


@given(colour=any_colour)
def test_ink_on_any_accent_is_readable(colour):
    assert colours.contrast(colours.ink_on(colour), colour) >= 4.5


def test_a_readable_colour_is_left_alone():
    assert colours.readable("#0f5132", "#ffffff") == "#0f5132"
