"""Rows about listings that were worked on in the admin."""

import pytest
from wagtail.models import Revision

from cms.catalog.models import Listing
from cms.catalog.services import create_category, create_listing, publish_listing
from cms.contract.money import Money
from tests.cms.workbook.conftest import NOW, counts, told
from tests.cms.workbook.listings.conftest import from_export
from tests.factories.people import make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def made_in_the_admin(*, live):
    listing = create_listing(
        seller_id=make_seller().pk,
        category_id=create_category("Tables").pk,
        title="Oak table",
        description="Big.",
        price=Money(9900),
        key="t-1",
    )
    return publish_listing(listing.pk, now=NOW) if live else listing


@pytest.mark.parametrize("live", [True, False])
def test_what_an_editor_has_worked_on_gets_a_new_revision(take, exported, live):
    one = made_in_the_admin(live=live)
    (cells,) = exported("listings")

    take({"listings": from_export(cells, title="Ash table", price=88)})

    stored = Listing.objects.get()
    draft = stored.get_latest_revision_as_object()
    assert (draft.title, draft.price_cents) == ("Ash table", 8800)
    assert stored.title == ("Ash table" if live else "Oak table")
    assert stored.live == live
    assert Revision.objects.for_instance(one).count() == 2
    assert exported("listings")[0]["title"] == "Ash table"


def test_an_unpublished_draft_is_not_lost(take, exported):
    one = made_in_the_admin(live=True)
    (cells,) = exported("listings")
    one.title = "Draft of an editor"
    one.save_revision()

    result = take({"listings": from_export(cells, title="Ash table")})

    assert told(result) == [
        (
            "listings",
            2,
            None,
            None,
            "it has changes in the admin that are not published; publish or discard them first.",
        )
    ]
    stored = Listing.objects.get()
    assert (stored.title, stored.get_latest_revision_as_object().title) == ("Oak table", "Draft of an editor")


def test_what_an_editor_has_locked_is_left_alone(take, exported):
    made_in_the_admin(live=True)
    (cells,) = exported("listings")
    Listing.objects.update(locked=True)

    result = take({"listings": from_export(cells, title="Ash table")})

    assert [one.message for one in result.problems] == [
        "an editor has locked the listing; unlock it in the admin first."
    ]


def test_a_draft_of_an_editor_can_be_published(take, exported):
    made_in_the_admin(live=False)
    (cells,) = exported("listings")

    take({"listings": from_export(cells, status="live", title="Ash table")})

    stored = Listing.objects.get()
    assert (stored.live, stored.title, stored.published_at) == (True, "Ash table", NOW)
    assert not stored.has_unpublished_changes


def test_a_draft_that_lacks_nearly_everything_goes_round(take, exported):
    one = made_in_the_admin(live=False)
    one.description, one.price_cents, one.category_id = "", None, None
    one.save_revision(clean=False)

    cells = exported("listings")

    assert cells[0]["price"] is None
    assert counts(take({"listings": from_export(cells[0])}), "listings") == (0, 0, 1, 0)
