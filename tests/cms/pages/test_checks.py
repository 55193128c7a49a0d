import pytest
from django.core.checks import run_checks

from cms.pages.checks import RESERVED_ADDRESS
from cms.pages.models import ContentPage
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return [one.msg for one in run_checks(databases=["default"]) if one.id == RESERVED_ADDRESS]


def test_a_clean_shop_passes():
    make_page(slug="search", parent=make_page(slug="about"))

    assert found() == []


def test_a_page_from_before_the_address_was_reserved_is_named():
    page = make_page(slug="about")
    ContentPage.objects.update(slug="search")

    assert found() == [f"The page number {page.pk} has the address /search, which belongs to the shop itself."]
