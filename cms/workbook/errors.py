"""What can be wrong with a workbook as a whole; every message is a sentence for the person who sent it."""

from __future__ import annotations


class WorkbookError(Exception):
    """The base of all of them."""


class WorkbookRefused(WorkbookError):
    """The file is not taken at all. `reason` says in plain words why, and what to do."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class ChangedMeanwhile(WorkbookError):
    """Somebody changed what the import was about to change; nothing was done."""


class PhotosRefused(WorkbookError):
    """The folder or zip with photos cannot be used."""


class CellRefused(WorkbookError):
    """A cell does not hold what its column needs; `reason` says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
