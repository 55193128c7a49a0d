import pytest

from cms.workbook import sheets
from cms.workbook.sheets import Sheet, register_sheet, registered_sheets
from cms.workbook.table import Column
from tests.cms.workbook.conftest import counts, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def orders(monkeypatch):
    """A sheet for export only, as another package registers one."""
    monkeypatch.setattr(sheets, "_sheets", registered_sheets())
    register_sheet(Sheet(name="orders", columns=(Column("number"), Column("total")), export=lambda: [[1, "12"]]))


def test_the_sheets_come_in_an_order_in_which_they_can_be_taken():
    assert list(registered_sheets()) == ["categories", "users", "listings", "pages", "orders", "reviews"]


@pytest.mark.usefixtures("orders")
def test_a_registered_sheet_is_exported(exported):
    assert exported("orders") == [{"number": 1, "total": "12"}]


@pytest.mark.usefixtures("orders")
def test_a_sheet_for_export_only_is_left_alone_by_an_import(take):
    result = take({"orders": [["whatever"]], "categories": [["slug", "name"], ["a", "A"]]})

    assert told(result) == []
    assert counts(result, "categories") == (1, 0, 0, 0)
    assert list(result.sheets) == ["categories"]
