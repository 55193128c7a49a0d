import pytest

from cms.workbook.errors import WorkbookRefused
from cms.workbook.reading.kinds import COMPOUND, ZIP, container_of


@pytest.mark.parametrize(
    ("head", "container"), [(b"PK\x03\x04rest", ZIP), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", COMPOUND)]
)
def test_the_first_bytes_tell_the_container(head, container):
    assert container_of(head) == container


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"", "an empty file"),
        (b"\x00" * 512, "an empty file"),
        (b"<html><table>", "a web page (HTML)"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "a web page (HTML)"),
        ("<html>".encode("utf-16"), "a web page (HTML)"),
        (b"<?xml version='1.0'?><Workbook/>", "an XML file"),
        (b"title;price\r\nLamp;3,50\r\n", "plain text (CSV or the like)"),
        (b"\x09\x04\x06\x00\x00\x04\x10\x00", "a sheet of Excel 2, 3 or 4"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\x01\x02\x03", "something else"),
    ],
)
def test_anything_else_is_refused_by_name(head, name):
    with pytest.raises(WorkbookRefused) as refused:
        container_of(head)

    assert refused.value.reason == (
        f"This is {name}, not a workbook (.xlsx or .xls). Open it in a spreadsheet program and save it as .xlsx."
    )
