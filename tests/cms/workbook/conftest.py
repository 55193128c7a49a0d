"""A workbook made of tables, taken in."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from cms.workbook.exporting import export_workbook
from cms.workbook.importing import ImportOptions, import_workbook
from cms.workbook.reading.spool import parsed
from tests.factories.workbooks import make_xlsx

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def take(tmp_path):
    """take({"listings": [header, row, …]}, **options) imports and gives the result; also takes a path."""
    numbers = itertools.count(1)

    def take_in(sheets, **options):
        path = sheets if not isinstance(sheets, dict) else make_xlsx(tmp_path / f"in-{next(numbers)}.xlsx", sheets)
        return import_workbook(path, ImportOptions(**options), now=NOW)

    return take_in


@pytest.fixture
def exported(tmp_path):
    """exported("listings") is that sheet as an export writes it, as a list of dicts by column."""

    def export(name):
        path = tmp_path / "exported.xlsx"
        export_workbook(path, sheets=[name])
        with parsed(path) as workbook:
            (_, header), *rows = workbook.rows(workbook.sheets[0])
        return [dict(itertools.zip_longest(header, row)) for _, row in rows]

    return export


def told(result):
    """The problems of a result as (sheet, row, column, value, message)."""
    return [(one.sheet, one.row, one.column, one.value, one.message) for one in result.problems]


def counts(result, sheet):
    """(created, updated, unchanged, refused) of a sheet."""
    one = result.sheets[sheet]
    return one.created, one.updated, one.unchanged, one.refused
