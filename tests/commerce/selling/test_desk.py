"""The seller's desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.catalog.models import Availability
from cms.contract.records import ListingStatus
from cms.visits.models import PageDay
from commerce.orders.models import CashSettings
from commerce.selling import desk as desk_module
from tests.factories.goods import make_category, make_listing, make_photo

pytestmark = pytest.mark.django_db


def test_a_desk_without_listings_invites_to_sell(desk):
    page = desk.get("/sell").content.decode()

    assert "Nothing of yours is for sale at the moment." in page
    assert 'href="/sell/new"' in page


def test_listings_stand_under_their_state(desk, seller):
    live, sold = make_listing(seller=seller), make_listing(seller=seller, status=ListingStatus.SOLD)
    draft, theirs = make_listing(seller=seller, live=False), make_listing()
    make_photo(live)

    pages = {show: desk.get("/sell", show=show).content.decode() for show in ("live", "drafts", "ended")}

    shown = {
        show: {one.title for one in (live, sold, draft, theirs) if f">{one.title}<" in page}
        for show, page in pages.items()
    }
    assert shown == {"live": {live.title}, "drafts": {draft.title}, "ended": {sold.title}}


def test_a_listing_that_runs_out_soon_is_renewed_from_here(desk, seller):
    soon, late = make_listing(seller=seller), make_listing(seller=seller)
    Availability.objects.filter(pk=soon.pk).update(expires_at=timezone.now() + timedelta(days=3))
    Availability.objects.filter(pk=late.pk).update(expires_at=timezone.now() + timedelta(days=30))

    page = desk.get("/sell").content.decode()

    assert f'action="/sell/{soon.pk}/renew"' in page
    assert f'action="/sell/{late.pk}/renew"' not in page


def test_a_suspended_listing_has_no_buttons(desk, seller):
    listing = make_listing(seller=seller, status=ListingStatus.SUSPENDED)

    page = desk.get("/sell?show=ended").content.decode()

    assert "A moderator has taken this off the shop." in page
    assert f"/sell/{listing.pk}" not in page


def test_many_listings_have_several_pages(desk, seller):
    category = make_category()
    for _ in range(desk_module.A_PAGE + 1):
        make_listing(seller=seller, category=category)

    first, second = (desk.get("/sell", show="live", page=page).content.decode() for page in (1, 2))

    assert first.count('class="row goods"') == 24
    assert second.count('class="row goods"') == 1
    assert "Page 2 of 2" in second


@pytest.mark.parametrize("query", ["show=x", "page=0", "page=-1", "page=99999999999999", "page=%00", "page=x"])
def test_a_wrong_query_gives_a_page(desk, query):
    assert desk.get(f"/sell?{query}").status_code == 200


def test_other_parts_of_the_shop_count_for_sellers(desk, seller, monkeypatch):
    monkeypatch.setattr(desk_module, "_tiles", {})
    desk_module.tile_as(
        "asked", lambda: "Orders to answer", "/orders", lambda seller_id: 3 if seller_id == seller.pk else 0
    )

    page = desk.get("/sell").content.decode()

    assert '<a class="figure-link" href="/orders"><span class="figure-link__count">3</span>' in page
    assert "Orders to answer" in page


def test_the_views_of_the_last_thirty_days_stand_at_each_listing(desk, seller):
    seen, other = make_listing(seller=seller), make_listing()
    today = timezone.now().astimezone(CashSettings.load().zone).date()
    for listing, days, views in ((seen, 0, 1200), (seen, 29, 34), (seen, 30, 500), (other, 0, 7)):
        PageDay.objects.create(day=today - timedelta(days=days), listing=listing.pk, views=views)
    make_listing(seller=seller)

    page = desk.get("/sell").content.decode()

    assert page.count("views in 30 days</span>") == 2
    assert "<span>1,234 views in 30 days</span>" in page
    assert "<span>0 views in 30 days</span>" in page
    assert '<span class="figure-link__count">1234</span> <span>Views in 30 days</span>' in page
