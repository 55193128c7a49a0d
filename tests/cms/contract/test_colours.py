from hypothesis import given
from hypothesis import strategies as st

from cms.contract.colours import DARK_GROUND, LIGHT_GROUND, contrast, ink_on, shade_with_contrast

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_on_white_has_the_greatest_contrast():
    assert contrast("#000000", "#ffffff") == 21.0
    assert contrast("#ffffff", "#ffffff") == 1.0


def test_the_grey_that_everybody_quotes():
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@given(one=COLOURS, other=COLOURS)
def test_order_does_not_matter(one, other):
    assert contrast(one, other) == contrast(other, one)


@given(colour=COLOURS)
def test_a_shade_reaches_what_was_asked_on_both_grounds(colour):
    for ground in (LIGHT_GROUND, DARK_GROUND):
        assert contrast(shade_with_contrast(colour, ground, ratio=4.5), ground) >= 4.5


@given(colour=COLOURS)
def test_a_colour_that_is_good_already_stays(colour):
    if contrast(colour, LIGHT_GROUND) >= 3:
        assert shade_with_contrast(colour, LIGHT_GROUND, ratio=3) == colour


@given(colour=COLOURS)
def test_ink_on_any_colour_is_readable(colour):
    assert contrast(ink_on(colour), colour) >= 4.5
