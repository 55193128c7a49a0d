import openpyxl
import pytest

from cms.catalog.models import Listing
from tests.cms.workbook.conftest import counts
from tests.factories.goods import make_category
from tests.factories.people import make_seller
from tests.factories.workbooks import make_xlsx

pytestmark = pytest.mark.django_db

REASON = (
    "description: the cell holds the error #REF!; mend its formula. "
    "price: it is not a price: write it like 1234.50 or 1.234,50. "
    "category: there is no category with this slug."
)
HEADER = ["Title", "Description", "Price", "Category", "Seller", "Status"]


@pytest.fixture
def workbook(tmp_path):
    make_category("Chairs", slug="chairs")
    make_seller(email="ada@example.org")
    return make_xlsx(
        tmp_path / "in.xlsx",
        {
            "Listings": [
                HEADER,
                ["Oak chair", "Sturdy.", 35, "chairs", "ada@example.org", "live"],
                [],
                ["Ash chair", "#REF!", "cheap", "sofas", "ada@example.org", "live"],
            ],
            "#notes": [["left alone"]],
        },
    )


def rows_of(path, sheet="Listings"):
    return [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]


def test_the_reason_stands_beside_each_refused_row_and_rows_keep_their_numbers(take, workbook, tmp_path):
    take(workbook, report=tmp_path / "report.xlsx", skip_bad_rows=True)

    key = Listing.objects.get().key
    assert rows_of(tmp_path / "report.xlsx") == [
        [*HEADER, "key", "#problem"],
        ["Oak chair", "Sturdy.", 35, "chairs", "ada@example.org", "live", key, None],
        [None] * 8,
        [
            "Ash chair",
            "#REF!",
            "cheap",
            "sofas",
            "ada@example.org",
            "live",
            None,
            REASON,
        ],
    ]
    assert rows_of(tmp_path / "report.xlsx", "#notes")[0][0] == "left alone"


def test_the_report_is_written_for_a_dry_run_and_when_nothing_was_taken(take, workbook, tmp_path):
    for options in ({"dry_run": True}, {}):
        take(workbook, report=tmp_path / "report.xlsx", **options)

        assert rows_of(tmp_path / "report.xlsx")[3][-1].startswith("description: ")
        (tmp_path / "report.xlsx").unlink()


def test_a_report_can_be_mended_and_taken_and_reported_on_again(take, workbook, tmp_path):
    report = tmp_path / "report.xlsx"
    take(workbook, report=report, skip_bad_rows=True)
    mended = openpyxl.load_workbook(report)
    sheet = mended["Listings"]
    sheet["B4"], sheet["C4"], sheet["D4"] = "Light.", 20, "chairs"
    mended.save(report)

    result = take(report, report=tmp_path / "second.xlsx")

    assert counts(result, "listings") == (1, 0, 1, 0)
    assert rows_of(tmp_path / "second.xlsx")[0] == [*HEADER, "key", "#problem", None, None][:8]
    assert Listing.objects.count() == 2


def test_a_wrong_header_is_told_in_the_header(take, tmp_path):
    take({"categories": [["slug", "titel"], ["a", "A"]]}, report=tmp_path / "report.xlsx")

    last = rows_of(tmp_path / "report.xlsx", "categories")[0][-1]
    assert last.startswith("#problem titel: there is no such column.")


def test_there_is_no_blank_column_where_no_key_is_filled_in(take, tmp_path):
    take({"categories": [["slug", "name"], ["a", ""]]}, report=tmp_path / "report.xlsx")

    assert rows_of(tmp_path / "report.xlsx", "categories")[0] == ["slug", "name", "#problem"]


def test_a_report_that_cannot_be_written_hides_nothing(take, workbook, tmp_path):
    target = tmp_path / "report.xlsx"
    target.mkdir()

    result = take(workbook, report=target, skip_bad_rows=True)

    assert result.applied
    assert result.report_failed == f"The report {target} could not be written: Is a directory."
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.xlsx", "report.xlsx"]
