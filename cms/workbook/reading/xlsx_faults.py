"""Finds the cells of an .xlsx that hold an error, or a formula without a result: calamine shows both as empty."""

from __future__ import annotations

import posixpath
import re
import zipfile
from typing import IO, TYPE_CHECKING, Any, NoReturn
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import parse

from cms.workbook.errors import WorkbookRefused, to_translate
from cms.workbook.reading.verdicts import TOO_MANY_ERRORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.workbook.reading.limits import Limits

Faults = dict[tuple[int, int], str]
"""(row, column), both from 0, → the error as shown; empty for a formula that was never calculated."""

_DAMAGED = to_translate("The file is damaged: a part of it is not what a workbook has there.")
_REFERENCE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → the part that holds it."""
    try:
        relations = parse(package.open("xl/_rels/workbook.xml.rels")).getroot()
        workbook = parse(package.open("xl/workbook.xml")).getroot()
    except (KeyError, ParseError, DefusedXmlException, ValueError) as error:
        raise WorkbookRefused(_DAMAGED) from error
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    return {
        one.get("name", ""): posixpath.normpath(posixpath.join("/xl", targets.get(_relation_of(one), ""))).lstrip("/")
        for one in workbook.iter()
        if _local(one.tag) == "sheet"
    }


def _relation_of(sheet: Any) -> str | None:
    found = sheet.get(_RELATION_ID)
    if found is None:  # The strict variant of the format has another namespace.
        found = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), None)
    return found if isinstance(found, str) else None


def faults_of(part: IO[bytes], *, limits: Limits) -> Faults:
    """The faults of one sheet. Raises WorkbookRefused when there are too many to name."""
    scan = _Scan(most=limits.faults)
    try:
        scan.parser.ParseFile(part)
    except expat.ExpatError as error:
        raise WorkbookRefused(_DAMAGED) from error
    return scan.faults


class _Scan:
    """Walks over a sheet without keeping it."""

    def __init__(self, *, most: int) -> None:
        self.faults: Faults = {}
        self._most = most
        self._row = self._column = -1
        self._type = ""
        self._formula = False
        self._text: list[str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = _refuse_entities

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._row = int(attributes["r"]) - 1 if attributes.get("r", "").isdecimal() else self._row + 1
            self._column = -1
        elif name == "f":
            self._formula = True
        elif name == "v" and (self._formula or self._type == "e"):
            self._text = []

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        found = _REFERENCE.match(attributes.get("r", ""))
        if found:
            self._column, self._row = column_number(found[1]), int(found[2]) - 1
        else:
            self._column += 1
        self._type = attributes.get("t", "")
        self._formula = False
        self._text = None

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        if _local(tag) != "c":
            return
        text = "".join(self._text or ())
        if self._type == "e":
            self._note(text[:20] or "#ERROR")
        elif self._formula and not text and self._type not in {"str", "inlineStr"}:
            self._note("")  # A formula may well result in an empty text, never in an empty number.
        self._text = None

    def _note(self, shown: str) -> None:
        if len(self.faults) >= self._most:
            raise WorkbookRefused(TOO_MANY_ERRORS, most=self._most)
        self.faults[self._row, self._column] = shown


def _refuse_entities(*_: object) -> NoReturn:
    raise WorkbookRefused("The file is refused: it declares XML entities, as only harmful files do.")


def _local(tag: str) -> str:
    return re.split(r"[:}]", tag)[-1]


def column_number(letters: str) -> int:
    """`A` → 0, `AA` → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
