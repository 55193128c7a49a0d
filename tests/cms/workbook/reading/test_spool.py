"""The child process, with real files that mean harm."""

import struct
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import date
from datetime import time as clock_time
from typing import Any

import openpyxl
import pytest
import xlwt

from cms.workbook.errors import WorkbookRefused
from cms.workbook.reading.limits import LIMITS
from cms.workbook.reading.spool import parsed
from cms.workbook.reading.verdicts import DAMAGED, PROTECTED, TOO_LONG, TOO_MANY_ERRORS, TOO_MUCH_MEMORY, TOO_SLOW
from tests.factories.workbooks import MAIN, make_package, make_xls, make_xlsx, make_zip

TABLE: list[list[Any]] = [["title", "price", "new"], ["Täble 😀", 12.5, True], [], ["'=1+1", 1, None]]


def contents(path, **limits):
    with parsed(path, limits=replace(LIMITS, **limits)) as workbook:
        return {sheet.name: list(workbook.rows(sheet)) for sheet in workbook.sheets}


def refusal(path, **limits):
    with pytest.raises(WorkbookRefused) as refused:
        contents(path, **limits)
    return refused.value.reason


@pytest.mark.parametrize("make", [make_xlsx, make_xls])
def test_rows_come_with_their_numbers_and_without_the_empty_ones(make, tmp_path):
    path = make(tmp_path / "any.name", {"one": TABLE, "empty": []})

    assert contents(path) == {
        "one": [(1, ["title", "price", "new"]), (2, ["Täble 😀", 12.5, True]), (4, ["'=1+1", 1])],
        "empty": [],
    }


def test_two_sheets_can_be_read_side_by_side(tmp_path):
    rows = [[number] for number in range(1200)]
    path = make_xlsx(tmp_path / "w.xlsx", {"a": rows, "b": rows})

    with parsed(path) as workbook:
        pairs = list(zip(*(workbook.rows(sheet) for sheet in workbook.sheets), strict=True))

    assert pairs == [((number + 1, [number]), (number + 1, [number])) for number in range(1200)]


def test_a_table_that_begins_further_right_keeps_its_columns(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.create_sheet("made", 0)["C4"] = "title"
    workbook.save(tmp_path / "w.xlsx")

    assert contents(tmp_path / "w.xlsx") == {"made": [(4, [None, None, "title"])], "Sheet": []}


def test_dates_errors_and_formulas_never_calculated_are_told_apart_from_empty_cells(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet("made", 0)
    sheet.append([date(2026, 5, 1), clock_time(4, 5), "#REF!", "=1+1", None, "end"])
    sheet["A3"] = "#N/A"
    workbook.save(tmp_path / "w.xlsx")

    assert contents(tmp_path / "w.xlsx") == {
        "Sheet": [],
        "made": [
            (1, [{"date": "2026-05-01"}, {"date": "04:05:00"}, {"error": "#REF!"}, {"formula": ""}, None, "end"]),
            (3, [{"error": "#N/A"}]),
        ],
    }


def test_a_calculated_formula_is_its_result_and_places_may_be_left_out(tmp_path):
    path = make_package(
        tmp_path / "w.xlsx",
        rows='<row><c><f>1+1</f><v>2</v></c><c t="e"><v>#DIV/0!</v></c><c t="str"><f>A1</f><v></v></c><c><v>4</v></c>'
        '</row><row><c t="inlineStr"><is><t>x_x000D_y</t></is></c></row>',
    )

    assert contents(path) == {"listings": [(1, [2.0, {"error": "#DIV/0!"}, None, 4.0]), (2, ["x\ry"])]}


def test_errors_in_a_true_xls_are_told_too(tmp_path):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("one")
    sheet.write(0, 0, "before")
    sheet.row(0).set_cell_error(1, "#REF!")
    other = workbook.add_sheet("two")
    other.row(0).set_cell_error(0, "#NAME?")
    workbook.save(str(tmp_path / "w.xls"))

    assert contents(tmp_path / "w.xls") == {
        "one": [(1, ["before", {"error": "#REF!"}])],
        "two": [(1, [{"error": "#NAME?"}])],
    }


def test_binary_dust_is_wiped_off_numbers(tmp_path):
    path = make_package(tmp_path / "w.xlsx", rows="<row><c><v>0.30000000000000004</v></c><c><v>1e400</v></c></row>")

    assert contents(path) == {"listings": [(1, [0.3, {"error": "#NUM!"}])]}


def test_too_many_error_cells_are_refused(tmp_path):
    path = make_xlsx(tmp_path / "w.xlsx", {"one": [["#REF!"]] * 4})
    xls = xlwt.Workbook()
    sheet = xls.add_sheet("one")
    for row in range(4):
        sheet.row(row).set_cell_error(0, "#REF!")
    xls.save(str(tmp_path / "w.xls"))

    assert refusal(path, faults=3) == TOO_MANY_ERRORS % {"most": 3}
    assert refusal(tmp_path / "w.xls", faults=3) == TOO_MANY_ERRORS % {"most": 3}


@pytest.mark.parametrize("suffix", [".xls", ".xlsx"])
def test_a_web_page_is_refused_whatever_it_is_called(suffix, tmp_path):
    path = tmp_path / f"export{suffix}"
    path.write_text("<html><table><tr><td>title</td></tr></table></html>")

    assert refusal(path).startswith("This is a web page (HTML), not a workbook")


def test_a_missing_file_is_refused(tmp_path):
    assert refusal(tmp_path / "none.xlsx") == f"{tmp_path}/none.xlsx cannot be opened: No such file or directory."
    assert refusal(tmp_path) == f"{tmp_path} cannot be opened: Is a directory."


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"a.txt": "x"}, "This is a zip archive, not a workbook (.xlsx or .xls)."),
        ({"word/document.xml": "x"}, "This is a text document or a presentation, not a workbook."),
        ({"xl/workbook.bin": "x"}, "This is a binary workbook (.xlsb). Save it as .xlsx."),
        (
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
            "This is an OpenDocument file. Save it as .xlsx.",
        ),
        ({"xl/workbook.xml": "no xml"}, DAMAGED),
        ({"xl/workbook.xml": "x", "XL/workbook.xml": "y"}, "The file is damaged: it holds two parts of the same name."),
    ],
)
def test_other_zips_are_refused_by_name(parts, reason, tmp_path):
    assert refusal(make_zip(tmp_path / "w.xlsx", parts)) == reason


def test_a_bomb_is_refused_by_its_declared_size(tmp_path):
    path = make_package(tmp_path / "w.xlsx", extra={"xl/media/zeros": b"\0" * 20_000_000})
    began = time.monotonic()

    assert refusal(path, unpacked_bytes=10 * 1024 * 1024) == (
        "The file unpacks to more than 10 MB. Split it into several workbooks."
    )
    assert path.stat().st_size < 40_000
    assert time.monotonic() - began < 5


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    path = make_package(tmp_path / "w.xlsx", extra={"xl/media/zeros": b"\0" * 20_000_000})
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 20_000_000), struct.pack("<L", 10)))

    assert refusal(path) == "The file is damaged: it cannot be unpacked."


def test_too_many_parts_are_refused(tmp_path):
    path = make_package(tmp_path / "w.xlsx", extra={f"xl/{number}": b"" for number in range(50)})

    assert refusal(path, members=20) == "The file has 55 parts; at most 20 are allowed."


def test_entities_do_not_multiply(tmp_path):
    entities = "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))
    document_type = f'<!DOCTYPE sst [<!ENTITY a "ha">{entities}]>'
    path = make_package(
        tmp_path / "shared.xlsx",
        rows='<row><c t="s"><v>0</v></c></row>',
        shared=f'{document_type}<sst xmlns="{MAIN}"><si><t>&j;</t></si></sst>',
    )
    began = time.monotonic()

    assert refusal(path) == DAMAGED
    assert time.monotonic() - began < 5


def test_entities_in_a_sheet_with_errors_do_not_multiply(tmp_path):
    sheet = (
        f'<!DOCTYPE w [<!ENTITY a "ha">]><worksheet xmlns="{MAIN}"><sheetData>'
        '<row><c t="e"><v>&a;</v></c></row></sheetData></worksheet>'
    )
    path = make_package(tmp_path / "w.xlsx", extra={"xl/worksheets/sheet1.xml": sheet})

    assert refusal(path) in {DAMAGED, "The file is refused: it declares XML entities, as only harmful files do."}


def test_a_cell_at_the_far_end_ends_the_child_alone(tmp_path):
    path = make_package(
        tmp_path / "w.xlsx",
        rows='<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )
    began = time.monotonic()

    assert refusal(path) == TOO_MUCH_MEMORY
    assert time.monotonic() - began < 10


def test_the_child_gets_no_more_memory_than_the_limit(tmp_path):
    path = make_package(
        tmp_path / "w.xlsx",
        rows='<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="L1000000"><v>1</v></c></row>',
    )

    assert refusal(path, memory_bytes=256 * 1024 * 1024) == TOO_MUCH_MEMORY


def test_a_million_empty_rows_cost_little(tmp_path):
    rows = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(1, 1_000_001))
    path = make_package(tmp_path / "w.xlsx", rows=rows)
    began = time.monotonic()

    assert contents(path) == {"listings": []}
    assert time.monotonic() - began < 20


def test_what_lies_far_to_the_right_is_refused(tmp_path):
    path = make_package(tmp_path / "w.xlsx", rows='<row r="1"><c r="ZZ1"><v>1</v></c></row>')

    assert refusal(path) == (
        "Sheet 'listings' has something in column 702; at most 256 columns are read. Delete what lies beyond the table."
    )


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("make", [make_xlsx, make_xls])
def test_a_truncated_file_is_refused(make, share, tmp_path):
    path = make(tmp_path / "w", {"one": [[f"word {number}", number] for number in range(3000)]})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])

    assert "damaged" in refusal(path)


def test_every_flipped_byte_of_a_compound_file_is_answered_in_words(tmp_path):
    path = make_xls(tmp_path / "w.xls", {"one": TABLE})
    content = bytearray(path.read_bytes())
    for place in (30, 32, 44, 48, 56, 60, 68, 76, 512, 1024, len(content) - 300):
        path.write_bytes(bytes([*content[:place], content[place] ^ 0xFF, *content[place + 1 :]]))
        try:
            contents(path)
        except WorkbookRefused as refused:
            assert refused.reason.endswith(".")  # noqa: PT017 (some of these files can be read)


def test_a_protected_package_is_refused_as_protected(tmp_path):
    path = make_package(tmp_path / "w.xlsx")
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    path.write_bytes(content)

    assert refusal(path) == PROTECTED


def test_a_protected_xls_is_refused_as_protected(tmp_path):
    path = make_xls(tmp_path / "w.xls", {"one": TABLE})
    content = path.read_bytes()
    begin = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    after = begin + 4 + 16
    path.write_bytes(content[:after] + b"\x2f\x00" + content[after + 2 :])

    assert refusal(path) == PROTECTED


def test_a_text_document_of_old_office_is_refused(tmp_path):
    path = make_xls(tmp_path / "w.doc", {"one": TABLE})
    path.write_bytes(path.read_bytes().replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le")))

    assert refusal(path) == "This is an Office file, but not a workbook (.xlsx or .xls)."


def test_a_file_over_the_limit_is_refused_unread(tmp_path):
    path = make_xlsx(tmp_path / "w.xlsx", {"one": TABLE})

    assert refusal(path, file_bytes=1000) == "The file is larger than 0 MB."


def test_more_text_than_the_spool_may_hold_is_refused(tmp_path):
    path = make_xlsx(tmp_path / "w.xlsx", {"one": [["x" * 1000]] * 100})

    assert refusal(path, spool_bytes=50_000) == TOO_LONG


def test_too_slow_a_file_is_given_up(tmp_path):
    path = make_xlsx(tmp_path / "w.xlsx", {"one": TABLE})

    assert refusal(path, wall_seconds=0) == TOO_SLOW


def test_the_child_knows_no_secret_of_the_shop():
    code = "import cms.workbook.reading.child, sys; print(any(name.startswith('django') for name in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout == "False\n"


def test_nothing_of_the_zip_is_written_to_disk(tmp_path):
    path = make_package(tmp_path / "w.xlsx", rows="<row><c><v>1</v></c></row>", extra={"../../evil.txt": b"x"})

    assert contents(path) == {"listings": [(1, [1.0])]}
    assert [one.name for one in tmp_path.iterdir()] == ["w.xlsx"]
    assert zipfile.ZipFile(path).testzip() is None
