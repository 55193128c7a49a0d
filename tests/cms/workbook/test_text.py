import pytest

from cms.workbook.text import (
    CELL_LIMIT,
    escaped_for_xlsx,
    fits_a_cell,
    forbidden_in,
    tidy_line,
    tidy_lines,
    without_forbidden,
)


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a_x000D_\nb_x000d_c", "a\nb\nc"),
        ("  a \n\n b\u00a0 ", "a \n\n b"),
        ("\u2028a\x85b", "a\nb"),
        (" \t\n", ""),
    ],
)
def test_line_ends_become_one_kind_and_the_ends_are_trimmed(text, tidied):
    assert tidy_lines(text) == tidied


def test_a_line_has_no_line_ends_and_single_blanks():
    assert tidy_line(" red \n\t oak_x000D_table ") == "red oak table"


@pytest.mark.parametrize(
    ("text", "found"), [("a\tb\nc", ""), ("a\x07b", "U+0007"), ("\x00", "U+0000"), ("\ufffe", "U+FFFE")]
)
def test_control_characters_are_named(text, found):
    assert forbidden_in(text) == found


def test_forbidden_characters_can_be_taken_out():
    assert without_forbidden("a\x07\ud800b\x0c\ufffec\n") == "abc\n"


def test_what_looks_like_an_escape_is_escaped():
    assert escaped_for_xlsx("_x0041_ x0041_ _xyz_ _x000D_") == "_x005F_x0041_ x0041_ _xyz_ _x005F_x000D_"


def test_a_cell_holds_so_many_units_and_no_more():
    assert fits_a_cell("x" * CELL_LIMIT)
    assert not fits_a_cell("x" * (CELL_LIMIT + 1))
    assert not fits_a_cell("😀" * (CELL_LIMIT // 2 + 1))
