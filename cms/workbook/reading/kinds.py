"""What a file is, told by its content and never by its name."""

from __future__ import annotations

from cms.workbook.errors import WorkbookRefused, to_translate

ZIP = "zip"
COMPOUND = "compound"

_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x00\x06\x00", b"\x09\x02\x06\x00", b"\x09\x02\x08\x00", b"\x09\x04\x06\x00")
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<div")
_PICTURES_AND_PRINT = {
    b"\x89PNG": to_translate("a PNG picture"),
    b"\xff\xd8\xff": to_translate("a JPEG picture"),
    b"%PDF": to_translate("a PDF document"),
    b"{\\rt": to_translate("a text document (RTF)"),
    b"\x1f\x8b": to_translate("a gzip archive"),
    b"7z\xbc\xaf": to_translate("a 7z archive"),
    b"Rar!": to_translate("a RAR archive"),
}


def container_of(head: bytes) -> str:
    """ZIP or COMPOUND, from the first bytes of a file (512 are enough).

    Raises WorkbookRefused, naming what it is, for anything that no .xlsx or .xls begins with.
    """
    if head.startswith(b"PK\x03\x04"):
        return ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return COMPOUND
    raise WorkbookRefused(
        "This is %(kind)s, not a workbook (.xlsx or .xls). Open it in a spreadsheet program and save it as .xlsx.",
        kind=_name_of(head),
    )


def _name_of(head: bytes) -> str:
    if not head.strip(b"\x00"):
        return to_translate("an empty file")
    if head.startswith(_OLD_BIFF):
        return to_translate("a sheet of Excel 2, 3 or 4")
    for magic, name in _PICTURES_AND_PRINT.items():
        if head.startswith(magic):
            return name
    return _name_of_text(head)


def _name_of_text(head: bytes) -> str:
    bare = head
    for mark in _BYTE_ORDER_MARKS:
        bare = bare.removeprefix(mark)
    bare = bare.replace(b"\x00", b"").lstrip().lower()
    if bare.startswith(_MARKUP) or b"<html" in bare:
        return to_translate("a web page (HTML)")
    if bare.startswith(b"<"):
        return to_translate("an XML file")
    if all(byte >= ord(" ") or byte in b"\t\r\n\f" for byte in bare):
        return to_translate("plain text (CSV or the like)")
    return to_translate("something else")
