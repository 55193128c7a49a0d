from decimal import Decimal

import pytest

from cms.workbook.comparison import is_same_cell, line_cell, lines_cell, says_the_same


@pytest.mark.parametrize(
    ("cell", "exported"),
    [
        (None, None),
        (" ", None),
        (None, ""),
        ("a\r\nb ", "a\nb"),
        (42.0, "42"),
        (12.5, Decimal("12.50")),
        (3, 3),
        (0.0, Decimal("0.00")),
    ],
)
def test_a_cell_is_the_same_however_a_program_stored_it(cell, exported):
    assert is_same_cell(cell, exported)


@pytest.mark.parametrize(
    ("cell", "exported"),
    [("x", None), (None, "x"), ("a b", "a\nb"), (True, 1), ({"error": "#REF!"}, "#REF!"), (12.51, Decimal("12.50"))],
)
def test_other_cells_are_not(cell, exported):
    assert not is_same_cell(cell, exported)


def test_only_the_columns_of_the_row_count():
    assert says_the_same({"title": "Lamp"}, {"title": "Lamp", "city": "Graz"})
    assert not says_the_same({"title": "Lamp", "city": None}, {"title": "Lamp", "city": "Graz"})


def test_stored_texts_become_what_a_cell_can_hold():
    assert lines_cell(" a\r\nb\x07 ") == "a\nb"
    assert line_cell("a\n b") == "a b"
    assert line_cell("\x07") is None
