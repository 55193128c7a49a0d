"""Price and status changed in the list, and what is done with several listings at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from wagtail.models import ModelLogEntry

from cms.catalog.models import Availability, Listing
from cms.catalog.services import submit_listing, version_of
from cms.contract.records import ListingStatus
from commerce.orders.models import Order
from tests.factories.goods import make_category, make_listing
from tests.factories.orders import make_order
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 1, 10, tzinfo=UTC)
PART = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def staff(client):
    client.force_login(make_admin())
    return client


def quick(client, listing, *, version=None, **sent):
    listing = Listing.objects.get(pk=listing.pk)
    fields = {"price": f"{listing.price.euros}", "status": listing.availability.status}
    fields |= {"version": version or version_of(listing)}
    return client.post(f"/admin/listings/quick/{listing.pk}/", fields | sent, headers=PART)


def state(listing):
    stored = Listing.objects.select_related("availability").get(pk=listing.pk)
    draft = stored.get_latest_revision_as_object()
    return stored.price_cents, stored.availability.status, stored.live, draft.price_cents, draft.title


def test_price_and_status_change_in_one_go(staff):
    listing = make_listing(title="Lamp", price_cents=1000)

    assert quick(staff, listing, price="12,50", status="withdrawn").status_code == 204

    assert state(listing) == (1250, "withdrawn", True, 1250, "Lamp")
    assert sorted(ModelLogEntry.objects.values_list("action", flat=True)) == [
        "catalog.availability",
        "catalog.price",
        "wagtail.publish",
    ]


def test_a_newer_draft_of_a_live_listing_gets_the_price_and_stays_a_draft(staff):
    listing = make_listing(title="Lamp", price_cents=1000)
    draft = Listing.objects.get(pk=listing.pk)
    draft.title = "Better lamp"
    draft.save_revision()

    quick(staff, listing, price="20")

    assert state(listing) == (2000, "live", True, 2000, "Better lamp")
    stored = Listing.objects.get(pk=listing.pk)
    assert (stored.title, stored.has_unpublished_changes) == ("Lamp", True)


def test_a_draft_gets_a_price_and_is_published(staff):
    listing = make_listing(live=False, price_cents=1000)
    listing.save_revision()

    quick(staff, listing, price="20", status="draft")
    assert state(listing)[:4] == (2000, "live", False, 2000)

    quick(staff, listing, status="live")
    assert state(listing)[:3] == (2000, "live", True)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"price": "cheap"}, "This is not a price"),
        ({"price": ""}, "required"),
        ({"price": "20", "status": "draft"}, "valid choice"),
        ({"price": "20", "version": "0-1-live-1"}, "changed by somebody else"),
        ({"status": "sold", "version": "0-1-live-1"}, "changed by somebody else"),
    ],
)
def test_what_is_refused_is_told_in_place_and_changes_nothing(staff, sent, words):
    listing = make_listing(title="Lamp", price_cents=1000)

    answer = quick(staff, listing, **sent)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert answer.content.decode().lstrip().startswith("<form")
    assert state(listing) == (1000, "live", True, 1000, "Lamp")
    assert not ModelLogEntry.objects.exists()


def test_two_people_do_not_overwrite_each_other(staff):
    listing = make_listing(price_cents=1000)
    seen = version_of(Listing.objects.get(pk=listing.pk))

    first = quick(staff, listing, version=seen, price="20")
    second = quick(staff, listing, version=seen, price="30")

    assert (first.status_code, second.status_code) == (204, 422)
    assert state(listing)[0] == 2000


def test_what_waits_for_a_moderator_or_is_locked_is_left_alone(staff):
    waiting, locked = make_listing(live=False), make_listing()
    waiting.save_revision()
    submit_listing(waiting.pk)
    Listing.objects.filter(pk=locked.pk).update(locked=True, locked_by=make_editor(), locked_at=NOW)

    refused = quick(staff, waiting, price="20", status="in-review")
    assert "waits for a moderator" in refused.content.decode()
    assert "locked it" in quick(staff, locked, price="20").content.decode()
    assert {state(waiting)[0], state(locked)[0]} == {3500}


def test_without_a_script_the_form_is_a_page_that_leads_back(staff):
    listing = make_listing(title="Lamp")
    address = f"/admin/listings/quick/{listing.pk}/"

    page = staff.get(f"{address}?next=/admin/listings/%3Fp%3D2").content.decode()
    sent = {"price": "20", "status": "live", "version": version_of(listing), "next": "/admin/listings/?p=2"}
    answer = staff.post(address, sent)

    assert 'name="next" value="/admin/listings/?p=2"' in page
    assert "<html" in page
    assert (answer.status_code, answer["Location"]) == (302, "/admin/listings/?p=2")
    elsewhere = {"price": "20", "version": version_of(Listing.objects.get()), "next": "https://evil.example/"}
    assert staff.post(address, sent | elsewhere)["Location"] == "/admin/listings/"


def test_each_role_changes_what_it_may(client):
    listing = make_listing(price_cents=1000)
    fields = {}
    for make in (make_editor, make_moderator, make_admin):
        client.force_login(make())
        form = client.get(f"/admin/listings/quick/{listing.pk}/").context["form"]
        fields[make.__name__] = [name for name in form.fields if name != "version"]
    assert fields == {
        "make_editor": ["price"],
        "make_moderator": ["price", "status"],
        "make_admin": ["price", "status"],
    }
    client.force_login(make_editor())
    quick(client, listing, status="withdrawn")
    for make in (make_seller, make_user):
        client.force_login(make())
        assert quick(client, listing, price="1").status_code == 403
    assert state(listing)[:2] == (1000, "live")


def bulk(client, action, *listings, **sent):
    ids = "&".join(f"id={one.pk}" for one in listings)
    return client.post(f"/admin/bulk/catalog/listing/{action}/?{ids}&next=/admin/listings/", sent, follow=True)


def test_several_are_published_and_the_others_named_with_the_reason(staff):
    draft, ended = make_listing(live=False), make_listing(status=ListingStatus.WITHDRAWN)
    empty = make_listing(live=False, description="", title="Nothing said")
    gone = make_listing(status=ListingStatus.SOLD, stock=0, title="Sold out")

    page = bulk(staff, "publish", draft, ended, empty, gone).content.decode()

    assert "2 listings are live." in page
    assert "2 stay as they are:" in page
    assert f"Listing {empty.pk} cannot be published." in page
    assert f"Listing {gone.pk} needs a stock of at least 1" in page
    assert [state(one)[1:3] for one in (draft, ended, empty, gone)] == [
        ("live", True),
        ("live", True),
        ("live", False),
        ("sold", True),
    ]


def test_several_are_withdrawn_or_moved(staff):
    first, second, draft = make_listing(), make_listing(), make_listing(live=False)
    barn = make_category("Barn")

    withdrawn = bulk(staff, "withdraw", first, draft).content.decode()
    nowhere = bulk(staff, "move", first, second, category="")
    moved = bulk(staff, "move", first, second, draft, category=barn.pk).content.decode()

    assert "1 listing is withdrawn." in withdrawn
    assert "1 stays as it is:" in withdrawn
    assert "required" in nowhere.content.decode()
    assert "3 listings are in “Barn”." in moved
    assert state(first)[1] == "withdrawn"
    stored = Listing.objects.filter(category=barn)
    assert {one.get_latest_revision_as_object().category_id for one in stored} == {barn.pk}
    assert len(stored) == 3


def test_deleting_leaves_all_when_one_has_orders(staff):
    free, sold = make_listing(), make_listing(title="Ordered lamp", stock=3)
    make_order(sold)

    page = bulk(staff, "delete", free, sold).content.decode()

    assert "“Ordered lamp” cannot be deleted" in page
    assert Listing.objects.filter(pk__in=[free.pk, sold.pk]).count() == 2
    bulk(staff, "delete", free)
    assert not Listing.objects.filter(pk=free.pk).exists()
    assert Order.objects.count() == 1


def test_all_and_too_many_are_refused_in_words(staff):
    listing = make_listing()

    for ids in ("id=all", "&".join(f"id={number}" for number in range(201))):
        page = staff.post(f"/admin/bulk/catalog/listing/delete/?{ids}&next=/admin/listings/", follow=True)
        assert "Tick at most 200 listings" in page.content.decode()
    assert Listing.objects.filter(pk=listing.pk).exists()


@pytest.mark.parametrize(
    ("make", "may"),
    [
        (make_editor, {"publish", "move"}),
        (make_moderator, {"publish", "move", "withdraw"}),
        (make_admin, {"publish", "move", "withdraw", "delete"}),
        (make_seller, set()),
    ],
)
def test_each_role_does_to_several_what_it_may_do_to_one(client, make, may):
    client.force_login(make())
    barn, done = make_category("Barn"), set()
    for action in ("publish", "withdraw", "move", "delete"):
        listing = make_listing(live=action != "publish")
        before = state(listing), listing.category_id
        bulk(client, action, listing, category=barn.pk)
        stored = Listing.objects.filter(pk=listing.pk).first()
        if stored is None or (state(listing), stored.category_id) != before:
            done.add(action)

    assert done == may
    assert Availability.objects.exists()


def test_what_becomes_free_is_not_negotiable_any_more(staff):
    live, draft = make_listing(negotiable=True), make_listing(negotiable=True, live=False)
    changed = make_listing(negotiable=True)
    newer = Listing.objects.get(pk=changed.pk)
    newer.title = "Newer"
    newer.save_revision()

    for listing in (live, draft, changed):
        assert quick(staff, listing, price="0").status_code == 204

    for listing in (live, draft, changed):
        stored = Listing.objects.get(pk=listing.pk)
        latest = stored.get_latest_revision_as_object()
        assert (stored.price_cents, stored.negotiable, latest.price_cents, latest.negotiable) == (0, False, 0, False)
