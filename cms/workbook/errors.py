"""What can be wrong with a workbook as a whole; every message is a sentence for the person who sent it."""

from __future__ import annotations


def to_translate(text: str) -> str:
    """The text itself: it is said elsewhere, in the language of who reads it."""
    return text


class WorkbookError(Exception):
    """The base of all of them."""


class WorkbookRefused(WorkbookError):
    """The file is not taken at all. `reason` says in plain words why, and what to do.

    It is raised in English, with `%(name)s` for values, in a process that has nothing of Django; said in another.
    """

    def __init__(self, text: str, **values: str | int) -> None:
        self.text = text
        self.values = values
        super().__init__(text)

    @property
    def reason(self) -> str:
        """The text with its values, in the language of who reads it."""
        from django.utils.formats import number_format  # noqa: PLC0415 (as said above)
        from django.utils.translation import gettext  # noqa: PLC0415

        said = {
            name: number_format(one, force_grouping=True) if isinstance(one, int) else gettext(one) if one else ""
            for name, one in self.values.items()
        }
        return gettext(self.text) % said if said else gettext(self.text)

    def __str__(self) -> str:
        return self.reason


class ChangedMeanwhile(WorkbookError):
    """Somebody changed what the import was about to change; nothing was done."""


class PhotosRefused(WorkbookError):
    """The folder or zip with photos cannot be used."""


class CellRefused(WorkbookError):
    """A cell does not hold what its column needs; `reason` says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
