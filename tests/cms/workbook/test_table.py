import pytest

from cms.workbook.table import Column, Header, Problem, Row, column_letters, read_header, shown

COLUMNS = (Column("title", required=True), Column("price", required=True), Column("city"))


def test_columns_may_come_in_any_order_and_case():
    header = read_header("goods", 1, [" PRICE ", None, "Title", "#Notes"], COLUMNS)

    assert header == Header(1, {"price": 0, "title": 2}, frozenset({3}))


def test_everything_wrong_with_a_header_is_told_by_name():
    problems = read_header("goods", 3, ["title", "titel", "Title", 12.0], COLUMNS)

    assert [(one.sheet, one.row, one.column, one.message) for one in problems] == [
        (
            "goods",
            3,
            "titel",
            "there is no such column. Known are title, price, city; begin a name with # to have the column ignored.",
        ),
        (
            "goods",
            3,
            "12",
            "there is no such column. Known are title, price, city; begin a name with # to have the column ignored.",
        ),
        ("goods", 3, "title", "the column is there 2 times."),
        ("goods", 3, "price", "the column is missing; it is required."),
    ]


def test_rows_come_by_column_and_empty_ones_are_left_out():
    header = Header(1, {"price": 0, "title": 2}, frozenset({3}))
    rows = [(1, ["price", None, "title", "#x"]), (2, [5, None, "Lamp", "note"]), (3, [None, None, "  ", "note"])]

    assert list(header.rows(rows)) == [Row(2, {"price": 5, "title": "Lamp"}, {})]


def test_what_stands_under_no_header_is_kept_apart():
    header = Header(1, {"price": 0}, frozenset())

    assert list(header.rows([(2, [None, "x"]), (3, [1, None, True])])) == [
        Row(2, {"price": None}, {"B": "x"}),
        Row(3, {"price": 1}, {"C": True}),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (42.0, "42"),
        (0.5, "0.5"),
        (1e20, "1e+20"),
        (True, "TRUE"),
        ({"error": "#REF!"}, "#REF!"),
        ({"date": "2026-05-01"}, "2026-05-01"),
        ({"formula": ""}, "=…"),
        ("x" * 101, "x" * 100 + "…"),
    ],
)
def test_cells_are_shown_as_people_see_them(cell, text):
    assert shown(cell) == text


def test_columns_have_letters():
    assert [column_letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_problem_reads_as_a_sentence():
    full = Problem(sheet="goods", row=3, column="price", value="abc", message="it is not a price.")
    bare = Problem(sheet=None, row=None, column=None, value=None, message="The file is damaged.")

    assert str(full) == "sheet goods, row 3, price: 'abc': it is not a price."
    assert str(bare) == "The file is damaged."


def test_a_problem_does_not_steer_the_terminal():
    problem = Problem(sheet="a\x1b[2Jb", row=None, column=None, value="\x1b", message="no.")

    assert str(problem) == "sheet a\N{REPLACEMENT CHARACTER}[2Jb: '\\x1b': no."
