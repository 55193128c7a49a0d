"""Exports asked for in the admin, and the empty workbook."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.workbook.models import ExportRun, ImportRun
from cms.workbook.reading.spool import parsed
from cms.workbook.runs.working import work
from cms.workbook.sheets import registered_sheets
from tests.factories.goods import make_category, make_listing
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller

pytestmark = pytest.mark.django_db


def rows_in(answer, sheet, folder):
    """The rows of a sheet of the workbook that was answered, without the header."""
    file = folder / "answered.xlsx"
    file.write_bytes(b"".join(answer.streaming_content))
    with parsed(file) as workbook:
        (place,) = [one for one in workbook.sheets if one.name == sheet]
        return [cells for _, cells in workbook.rows(place)][1:]


def status_of(client, address):
    """What is answered; a file that is answered is read to its end, which closes it."""
    answer = client.get(address)
    if answer.streaming:
        list(answer.streaming_content)
    return answer.status_code


def test_a_part_of_the_listings_is_written_and_downloaded(wizard, tmp_path):
    garden = make_category("Garden", slug="garden")
    seller = make_seller()
    wanted = make_listing(category=make_category("Chairs", slug="chairs", parent=garden), seller=seller)
    make_listing(category=garden, seller=seller, live=False)
    make_listing(category=garden)
    make_listing(seller=seller)

    page = wizard.client.post(
        "/admin/exports/",
        {"sheets": ["listings", "categories"], "category": garden.pk, "seller": seller.label, "status": "live"},
        follow=True,
    )
    work()
    answer = wizard.client.get(f"/admin/exports/{ExportRun.objects.get().pk}")

    assert "It is being written." in page.content.decode()
    assert ExportRun.objects.get().counts == {"categories": 3, "listings": 1}
    assert [row[0] for row in rows_in(answer, "listings", tmp_path)] == [wanted.key]
    assert answer["Content-Disposition"].startswith('attachment; filename="cataloro-')


@pytest.mark.parametrize("data", [{}, {"sheets": ["secrets"]}, {"sheets": ["users"], "seller": "nobody@example.org"}])
def test_what_cannot_be_exported_is_refused(wizard, data):
    answer = wizard.client.post("/admin/exports/", data)

    assert (answer.status_code, ExportRun.objects.count()) == (422, 0)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_empty_workbook_explains_itself_and_changes_nothing(wizard, language):
    make_category("Chairs", slug="chairs")
    answer = wizard.client.get(f"/admin/exports/empty/{language}")
    content = b"".join(answer.streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(content))

    assert book.sheetnames == ["categories", "users", "listings", "pages", "#lists", "#examples"]
    for name, sheet in registered_sheets().items():
        if sheet.importing:
            assert [cell.value for cell in book[name][1]] == [one.name for one in sheet.columns]
            assert all(cell.comment.text for cell in book[name][1])
    lists = {str(one.sqref): one.formula1 for one in book["listings"].data_validations.dataValidation}
    assert lists["F2:F5000"] == '"new,like-new,good,fair,for-parts"'
    assert lists["K2:K5000"] == '"draft,live,withdrawn"'
    assert lists["E2:E5000"] == '"chairs"'

    wizard.send(content)
    assert [one["sheet"] for one in wizard.run.choices] == ["categories", "users", "listings", "pages", "", ""]
    wizard.choose()
    assert wizard.run.result["problems"] == 0
    assert "there is nothing to do" in wizard.page()


def test_long_lists_stand_in_a_sheet_of_their_own(wizard):
    for number in range(40):
        make_category(f"Category with a name {number}")
    content = b"".join(wizard.client.get("/admin/exports/empty/en").streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(content))

    lists = {str(one.sqref): one.formula1 for one in book["listings"].data_validations.dataValidation}
    assert lists["E2:E5000"] == "'#lists'!$B$1:$B$40"
    assert book["#lists"].sheet_state == "hidden"
    assert book["#lists"]["B40"].value


@pytest.mark.parametrize("make", [make_editor, make_moderator, make_seller])
def test_files_are_for_admins_alone(wizard, client, make):
    make_category("Chairs", slug="chairs")
    wizard.send({"categories": [["slug", "name"], ["chairs", "Chairs"], ["x", None]]})
    wizard.choose()
    wizard.client.post("/admin/exports/", {"sheets": ["users"]})
    work()
    addresses = [f"/admin/imports/{wizard.run.pk}/report", f"/admin/exports/{ExportRun.objects.get().pk}"]
    addresses += [f"/admin/imports/{wizard.run.pk}/", "/admin/imports/", "/admin/exports/empty/en"]
    as_admin = [status_of(client, address) for address in addresses]
    client.force_login(make())

    assert as_admin == [200] * 5
    assert [status_of(client, address) for address in addresses] == [302] * 5
    assert client.post(f"/admin/imports/{wizard.run.pk}/cancel").status_code == 302
    assert ImportRun.objects.get().state == "ready"


def test_the_history_asks_as_much_of_the_database_however_long_it_is(wizard):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert wizard.client.get("/admin/imports/").status_code == 200
        return len(found)

    ImportRun.objects.create(file_name="a.xlsx", by=make_admin())
    queries()
    few = queries()
    ImportRun.objects.bulk_create([ImportRun(file_name=f"{number}.xlsx", by=make_admin()) for number in range(15)])

    assert queries() == few
