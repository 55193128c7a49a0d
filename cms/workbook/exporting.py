"""Writes the shop into a workbook: the same columns that an import takes, so that importing it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cms.workbook.importing import no_progress
from cms.workbook.planning import Progress, reported
from cms.workbook.sheets import registered_sheets
from cms.workbook.writing import new_workbook, write_sheet


def export_workbook(
    path: Path,
    *,
    sheets: Sequence[str] = (),
    listings: Mapping[str, Any] | None = None,
    progress: Progress = no_progress,
) -> dict[str, int]:
    """Write these sheets, or all of them; how many rows each has. Raises KeyError for a sheet that there is not.

    Of the sheet `listings` only those that fit the lookups in `listings`, where there are any.
    """
    known = registered_sheets()
    chosen = [known[name] for name in sheets] if sheets else list(known.values())
    counts = {}
    with new_workbook(path) as workbook:
        for sheet in chosen:
            exported = sheet.export(**listings) if listings and sheet.name == "listings" else sheet.export()
            rows = reported(exported, f"Writing {sheet.name}", 0, progress)
            counts[sheet.name] = write_sheet(workbook, sheet.name, [one.name for one in sheet.columns], rows)
        progress("Saving", 0, 0)
    return counts
