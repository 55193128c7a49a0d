import zipfile
from decimal import Decimal

import openpyxl
import pytest

from cms.workbook.reading.spool import parsed
from cms.workbook.writing import new_workbook, write_sheet

ODD = [
    "=1+1",
    '=HYPERLINK("http://evil.example","x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "#REF!",
    "\t=1",
    "00123",
    "1e5",
    "2026-05-01",
    "TRUE",
    "_x0041_",
    "a\nb",
    "😀",
    "x" * 32_767,
]


def test_no_text_becomes_a_formula_a_number_or_an_error(tmp_path):
    with new_workbook(tmp_path / "out.xlsx") as workbook:
        assert write_sheet(workbook, "odd", ["text"], [[text] for text in ODD]) == len(ODD)

    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "out.xlsx")["odd"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    with parsed(tmp_path / "out.xlsx") as back:
        assert [cells[0] for _, cells in back.rows(back.sheets[0])][1:] == ODD


def test_prices_are_numbers_and_control_characters_are_left_out(tmp_path):
    with new_workbook(tmp_path / "out.xlsx") as workbook:
        write_sheet(workbook, "one", ["a", "b", "c"], [[Decimal("12.50"), 3, "a\x07b"], [None, None, "x"]])

    with parsed(tmp_path / "out.xlsx") as back:
        assert list(back.rows(back.sheets[0])) == [(1, ["a", "b", "c"]), (2, [12.5, 3, "ab"]), (3, [None, None, "x"])]


def test_a_sheet_may_come_with_any_name(tmp_path):
    with new_workbook(tmp_path / "out.xlsx") as workbook:
        for name in ("a/b:c[1]", "x" * 40, "x" * 40, "", "\x07"):
            write_sheet(workbook, name, ["a"], [])

    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == [
        "a_b_c_1_",
        "x" * 31,
        "x" * 25 + " 2",
        "_",
        "_ 2",
    ]


def test_a_failure_leaves_the_file_from_before(tmp_path):
    path = tmp_path / "out.xlsx"
    path.write_text("before")

    def rows():
        yield ["a"]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), new_workbook(path) as workbook:
        write_sheet(workbook, "one", ["a"], rows())

    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["out.xlsx"]
