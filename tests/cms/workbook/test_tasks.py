import pytest
from wagtail.search.backends import get_search_backend

from cms.catalog.models import Listing
from cms.workbook.tasks import index_listings
from tests.factories.goods import make_listing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_listings_can_be_found_once_they_are_indexed():
    one = make_listing(title="Velvet armchair")
    ids = [one.pk, one.pk + 1]

    assert index_listings.call(ids) == 1

    assert list(get_search_backend().search("velvet", Listing)) == [one]
