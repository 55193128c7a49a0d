"""An empty workbook to begin with: all columns, each explained, with lists to choose from, and examples aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from cms.accounts.roles import STAFF_ROLES, Role
from cms.contract.records import Condition
from cms.workbook.listings.transitions import SETTABLE
from cms.workbook.references import CategoryNames
from cms.workbook.sheets import registered_sheets
from cms.workbook.table import column_letters
from cms.workbook.writing import saved_whole

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = (("en", "English"), ("de", "Deutsch"))

_LAST_ROW = 5000
"""Down to here cells offer their list."""

_LISTS, _EXAMPLES = "#lists", "#examples"
_REQUIRED = PatternFill("solid", fgColor="FFF2CC")
_BOLD = Font(bold=True)
_MOST_INLINE = 250


def write_empty_workbook(path: Path) -> None:
    """Write it, in the language that is active. The names of sheets and columns are the same in all languages."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    lists = workbook.create_sheet(_LISTS)
    examples = workbook.create_sheet(_EXAMPLES)
    examples.append([_("Rows as they could be. This sheet is not read; copy from it what helps.")])
    notes, shown, choices = _notes(), _example_rows(), _choices()
    for sheet in registered_sheets().values():
        if sheet.importing is None:
            continue
        page = workbook.create_sheet(sheet.name, index=len(workbook.sheetnames) - 2)
        page.freeze_panes = "A2"
        for place, column in enumerate(sheet.columns):
            cell = page.cell(row=1, column=place + 1, value=column.name)
            cell.font = _BOLD
            if column.required:
                cell.fill = _REQUIRED
            words = notes[sheet.name].get(column.name, "")
            needed = _("Every row needs it.") if column.required else _("It may be empty.")
            cell.comment = Comment(f"{words} {needed}", "Cataloro", width=320, height=120)
            page.column_dimensions[column_letters(place)].width = max(16, len(column.name) + 4)
            values = choices.get((sheet.name, column.name))
            if values:
                page.add_data_validation(_validation(lists, values, column_letters(place)))
        examples.append([])
        examples.append([sheet.name])
        names = [one.name for one in sheet.columns]
        examples.append(names)
        for row in shown[sheet.name]:
            examples.append([row.get(name) for name in names])
    lists.sheet_state = "hidden"
    saved_whole(workbook, path)


def _validation(lists: Any, values: list[str], letters: str) -> DataValidation:
    """A drop-down; long lists stand in a hidden sheet."""
    inline = ",".join(values)
    if len(inline) <= _MOST_INLINE and not any("," in one or '"' in one for one in values):
        formula = f'"{inline}"'
    else:
        place = lists.max_column if lists.max_column > 1 or lists["A1"].value is not None else 0
        for row, value in enumerate(values, start=1):
            lists.cell(row=row, column=place + 1, value=value)
        column = column_letters(place)
        formula = f"'{_LISTS}'!${column}$1:${column}${len(values)}"
    found = DataValidation(type="list", formula1=formula, allow_blank=True)
    found.errorTitle, found.error = _("Not in the list"), _("Choose one of the list.")
    found.errorStyle = "warning"
    found.add(f"{letters}2:{letters}{_LAST_ROW}")
    return found


def _choices() -> dict[tuple[str, str], list[str]]:
    categories = sorted(CategoryNames().by_name)
    return {
        ("categories", "parent"): categories,
        ("users", "role"): [role.value for role in Role if role not in STAFF_ROLES],
        ("users", "status"): ["active", "suspended"],
        ("listings", "category"): categories,
        ("listings", "condition"): [one.value for one in Condition],
        ("listings", "status"): [one.value for one in SETTABLE],
        ("pages", "blocks"): ["no", "yes"],
        ("pages", "published"): ["yes", "no"],
    }


def _notes() -> dict[str, dict[str, str]]:
    return {
        "categories": {
            "slug": _(
                "The name in addresses: small letters, digits and hyphens, as garden-chairs. Others refer to it."
            ),
            "name": _("What shoppers read."),
            "parent": _("The slug of the category above; empty at the top."),
            "position": _("A number: small ones come first among their neighbours."),
        },
        "users": {
            "number": _("As U-000042. Leave it empty for somebody new: the shop gives the next one."),
            "email": _("The address that the person logs in with. Somebody new gets an invitation there."),
            "name": _("First and last name."),
            "role": _("What the person may do. Empty: a buyer."),
            "city": _("For sellers only: where they are."),
            "status": _("Somebody who is suspended cannot log in. Empty: active."),
        },
        "listings": {
            "key": _(
                "Your own number of the thing, by which the row is found again next time. Empty: the shop makes one."
            ),
            "title": _("3 to 120 characters."),
            "description": _("What it is, its faults, its size; up to 8,000 characters."),
            "price": _("In euros: 1234.50 or 1.234,50."),
            "category": _("The slug of a category."),
            "condition": _("Empty: good."),
            "city": _("Where it can be fetched."),
            "postcode": _("Of that place. Format the cell as text, or a zero in front is lost."),
            "quantity": _("How many pieces there are. Empty: one."),
            "seller": _("The number (U-000042) or e-mail address of a seller."),
            "status": _("Empty: a draft, which nobody sees yet."),
            "photos": _("Up to three names of files with ; between. Put them into one zip with this workbook."),
            "version": _("Leave it empty. An export fills it, so that no newer change is lost."),
        },
        "pages": {
            "path": _("The address, as /about or /help/shipping."),
            "title": _("The heading."),
            "body": _("Plain text; an empty line parts paragraphs."),
            "blocks": _("Leave it empty. An export writes yes for pages that hold more than text."),
            "published": _("Whether everybody sees it. Empty: not yet."),
        },
    }


def _example_rows() -> dict[str, list[dict[str, Any]]]:
    return {
        "categories": [
            {"slug": "furniture", "name": _("Furniture"), "position": 1},
            {"slug": "chairs", "name": _("Chairs"), "parent": "furniture", "position": 1},
        ],
        "users": [{"email": "ada@example.org", "name": "Ada Moser", "role": "seller", "city": "Graz"}],
        "listings": [
            {
                "key": "chair-1",
                "title": _("Oak chair"),
                "description": _("Sturdy, one scratch on the left arm."),
                "price": 35,
                "category": "chairs",
                "condition": "good",
                "city": "Graz",
                "postcode": "8010",
                "quantity": 1,
                "seller": "ada@example.org",
                "status": "live",
                "photos": "chair-front.jpg; chair-back.jpg",
            }
        ],
        "pages": [{"path": "/about", "title": _("About us"), "body": _("Who we are."), "published": "yes"}],
    }
