import pytest

from cms.workbook.cells import cents, choice, line, lines, whole, yes_no
from cms.workbook.errors import CellRefused


def refusal(read, cell):
    with pytest.raises(CellRefused) as refused:
        read(cell)
    return refused.value.reason


@pytest.mark.parametrize(
    ("cell", "text"), [(None, ""), ("  a  b ", "a b"), (42.0, "42"), (0.5, "0.5"), ("01234", "01234"), (7, "7")]
)
def test_texts_and_numbers_are_texts(cell, text):
    assert line(limit=10)(cell) == text


def test_lines_keep_their_line_ends():
    assert lines(limit=10)("a\r\n\r\nb") == "a\n\nb"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("x" * 11, "it has 11 characters; at most 10 are allowed."),
        ("ab", "it is too short; at least 3 characters are needed."),
        (None, "it is missing."),
        ("a\x07bc", "it holds a character that no text may hold (U+0007)."),
        (True, "it is a yes-or-no cell; format it as text."),
        (1.1e15, "a spreadsheet keeps only 15 digits of a number; format the cell as text."),
        ({"date": "2026-05-01"}, "it is a date or a time; format the cell as text and write it again."),
        ({"error": "#REF!"}, "the cell holds the error #REF!; mend its formula."),
        ({"formula": ""}, "the formula has no result yet; open the file in a spreadsheet program and save it."),
    ],
)
def test_what_is_no_text_of_that_length_is_refused(cell, reason):
    assert refusal(line(limit=10, least=3), cell) == reason


@pytest.mark.parametrize(
    ("cell", "expected"), [(12.1, 1210), (35, 3500), ("1.234,50", 123450), (" € 5 ", 500), ("1,234.50", 123450), (0, 0)]
)
def test_prices_are_read_as_people_and_spreadsheets_write_them(cell, expected):
    assert cents(cell) == expected


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (None, "the price is missing."),
        ("abc", "it is not a price: write it like 1234.50 or 1.234,50."),
        (-1, "it is not a price: it is below zero."),
        (1.005, "it is not a price: it has more than two decimal places."),
        (1e11, "it is not a price: it is above 99,999,999.99."),
        (True, "it is a yes-or-no cell; format it as text."),
        ({"date": "2026-05-01"}, "it is a date or a time; format the cell as text and write it again."),
    ],
)
def test_what_is_no_price_is_refused(cell, reason):
    assert refusal(cents, cell) == reason


def test_choices_go_by_the_word_in_any_case():
    read = choice(["new", "like-new"])

    assert (read(" Like-NEW "), read(None)) == ("like-new", None)
    assert refusal(read, "old") == "it must be one of new, like-new."


def test_whole_numbers_have_bounds():
    read = whole(least=0, most=5)

    assert (read(3.0), read("4"), read(" ")) == (3, 4, None)
    assert refusal(read, 1.5) == "it must be a whole number."
    assert refusal(read, "٣") == "it must be a whole number."
    assert refusal(read, -1) == "it must be a number from 0 to 5."


def test_yes_and_no_may_be_words_or_boxes():
    assert [yes_no(cell) for cell in ("YES", "no", True, 0, None)] == [True, False, True, False, None]
    assert refusal(yes_no, "perhaps") == "it must be yes or no."
