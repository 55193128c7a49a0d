from typing import Any

import pytest
from django.db import transaction

from cms.accounts.models import User
from cms.catalog.models import Category, Listing
from cms.pages.models import ContentPage
from cms.workbook.errors import ChangedMeanwhile, PhotosRefused, WorkbookRefused
from cms.workbook.importing import ImportOptions, import_workbook
from cms.workbook.sheets import registered_sheets
from tests.cms.workbook.conftest import NOW, counts, told
from tests.factories.goods import make_listing
from tests.factories.workbooks import make_xls, make_xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LISTING = ["key", "title", "description", "price", "category", "seller", "status"]
SHEETS: dict[str, list[list[Any]]] = {
    "categories": [["slug", "name"], ["chairs", "Chairs"]],
    "users": [["email", "name", "role"], ["ada@example.org", "Ada", "seller"]],
    "listings": [
        LISTING,
        ["c-1", "Oak chair", "Sturdy.", 35, "chairs", "ada@example.org", "live"],
        ["c-2", "Ash chair", "Light.", "cheap", "chairs", "ada@example.org", "live"],
    ],
    "pages": [["path", "title"], ["/about", "About"]],
}
IGNORED = "begin a name with # to have the {} ignored."
GOOD = {**SHEETS, "listings": SHEETS["listings"][:2]}


def stored():
    return [
        Category.objects.count(),
        User.objects.count(),
        Listing.objects.count(),
        ContentPage.objects.count(),
    ]


@pytest.mark.django_db(transaction=True)
def test_what_was_written_before_the_import_stopped_is_taken_back(tmp_path):
    make_listing(key="c-1", title="Oak chair")
    before = stored()
    sheets = {
        "categories": [["slug", "name"], ["new", "New"]],
        "listings": [LISTING, ["c-1", "Better", "A chair.", 35, "new", Listing.objects.get().seller.label, "live"]],
    }

    def progress(what, done, total):
        if what == "Writing listings":
            Listing.objects.update(price_cents=1)

    with pytest.raises(ChangedMeanwhile):
        import_workbook(make_xlsx(tmp_path / "w.xlsx", sheets), ImportOptions(), now=NOW, progress=progress)

    assert stored() == before
    assert Listing.objects.get().price_cents == 3500


def test_one_bad_row_and_nothing_is_taken(take):
    result = take(SHEETS)

    assert not result.applied
    assert told(result) == [("listings", 3, "price", "cheap", "it is not a price: write it like 1234.50 or 1.234,50.")]
    assert counts(result, "listings") == (1, 0, 0, 1)
    assert stored() == [0, 0, 0, 0]


def test_bad_rows_can_be_left_out(take):
    result = take(SHEETS, skip_bad_rows=True)

    assert result.applied
    assert len(result.problems) == 1
    assert stored() == [1, 1, 1, 1]


def test_what_rests_on_a_bad_row_is_left_out_too(take):
    bad = {**GOOD, "users": [["email", "name", "role"], ["ada@example.org", None, "seller"]]}

    result = take(bad, skip_bad_rows=True)

    assert [(sheet, row, column) for sheet, row, column, _, _ in told(result)] == [
        ("users", 2, "name"),
        ("listings", 2, "seller"),
    ]
    assert stored() == [1, 0, 0, 1]


def test_a_dry_run_changes_nothing(take):
    result = take(GOOD, dry_run=True)

    assert not result.applied
    assert told(result) == []
    assert counts(result, "listings") == (1, 0, 0, 0)
    assert stored() == [0, 0, 0, 0]


@pytest.mark.parametrize("make", [make_xlsx, make_xls])
def test_both_formats_are_taken_and_taken_once(take, make, tmp_path):
    path = make(tmp_path / "workbook", GOOD)

    assert take(path).applied
    assert stored() == [1, 1, 1, 1]
    again = take(path)
    assert [(one.created, one.updated, one.unchanged) for one in again.sheets.values()] == [(0, 0, 1)] * 4
    assert stored() == [1, 1, 1, 1]


def test_sheets_are_known_by_name_whatever_its_case_and_empty_or_marked_ones_are_left_alone(take):
    result = take({" Categories ": GOOD["categories"], "Sheet2": [], "#notes": [["anything"]]})

    assert told(result) == []
    assert Category.objects.get().slug == "chairs"


def test_sheets_and_headers_that_are_wrong_refuse_all_even_when_bad_rows_are_left_out(take):
    result = take(
        {**GOOD, "goods": [["x"]], "Categories ": [["slug"]], "pages": [["path", "titel"], ["/about", "About"]]},
        skip_bad_rows=True,
    )

    assert not result.applied
    assert told(result) == [
        (
            "goods",
            None,
            None,
            None,
            f"there is no such sheet. Known are {', '.join(registered_sheets())}; {IGNORED.format('sheet')}",
        ),
        ("Categories ", None, None, None, "the workbook has this sheet twice."),
        (
            "pages",
            1,
            "titel",
            None,
            f"there is no such column. Known are path, title, body, blocks, published; {IGNORED.format('column')}",
        ),
        ("pages", 1, "title", None, "the column is missing; it is required."),
    ]
    assert stored() == [0, 0, 0, 0]


def test_a_workbook_with_nothing_for_us_is_refused(take):
    result = take({"Sheet1": []})

    assert told(result) == [
        (None, None, None, None, "the workbook has none of the sheets categories, users, listings, pages.")
    ]


def test_an_empty_sheet_of_ours_lacks_its_columns(take):
    result = take({"categories": []})

    assert [(column, message) for _, _, column, _, message in told(result)] == [
        ("slug", "the column is missing; it is required."),
        ("name", "the column is missing; it is required."),
    ]


def test_rows_have_the_numbers_of_the_spreadsheet(take):
    result = take({"categories": [[], ["slug", "name"], [], ["a", "A"], [], ["b", None]]})

    assert told(result) == [("categories", 6, "name", None, "it is missing.")]


def test_what_stands_under_no_header_is_refused(take):
    result = take({"categories": [["slug", "name", None], ["a", "A", "stray"]]})

    assert told(result) == [
        ("categories", 2, "column C", "stray", "something stands here, but the column has no header.")
    ]


def test_error_cells_are_refused_and_clear_nothing(take):
    make_listing(key="c-1", city="Graz")

    result = take({"listings": [[*LISTING, "city"], ["c-1", "Chair", "x", 1, "a", "b", "live", "#REF!"]]})

    assert ("listings", 2, "city", "#REF!", "the cell holds the error #REF!; mend its formula.") in told(result)
    assert Listing.objects.get().city == "Graz"


def test_a_file_that_is_no_workbook_is_refused(take, tmp_path):
    path = tmp_path / "goods.xls"
    path.write_text("title;price\nLamp;3,50\n")

    with pytest.raises(WorkbookRefused, match="plain text"):
        take(path)


def test_photos_that_are_not_there_are_refused_before_anything_else(take, tmp_path):
    with pytest.raises(PhotosRefused, match="does not exist"):
        take(GOOD, photos=tmp_path / "none")

    assert stored() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("sheets", "meddle"),
    [
        (
            {"listings": [LISTING, ["c-1", "Better", "A chair.", 35, "chairs", "ada@example.org", "live"]]},
            lambda: Listing.objects.update(price_cents=1),
        ),
        (
            {"listings": [LISTING, ["c-9", "Other", "A chair.", 35, "chairs", "ada@example.org", "live"]]},
            lambda: make_listing(key="c-9"),
        ),
        (
            {"categories": [["slug", "name"], ["chairs", "Seats"]]},
            lambda: Category.objects.update(name="Stools"),
        ),
        (
            {"categories": [["slug", "name"], ["new", "New"]]},
            lambda: Category.objects.create(slug="new", slug_path="new"),
        ),
        (
            {"users": [["email", "name"], ["ada@example.org", "Ada L"]]},
            lambda: User.objects.filter(email="ada@example.org").update(name="Adam"),
        ),
        (
            {"pages": [["path", "title"], ["/about", "About us"]]},
            lambda: ContentPage.objects.get().save_revision(),
        ),
    ],
)
def test_what_changes_between_plan_and_writing_stops_the_import(take, tmp_path, sheets, meddle):
    take(GOOD)
    before = [list(model.objects.values()) for model in (Category, User, Listing)]
    seen = []

    def progress(what, done, total):
        if what.startswith("Writing") and not seen:
            seen.append(what)
            meddle()

    with pytest.raises(ChangedMeanwhile, match=r"Nothing was done; start the import again\."), transaction.atomic():
        import_workbook(make_xlsx(tmp_path / "w.xlsx", sheets), ImportOptions(), now=NOW, progress=progress)

    assert seen
    assert [list(model.objects.values()) for model in (Category, User, Listing)] == before
