"""A suspended seller leaves the site, and comes back as before."""

import gzip

import pytest

from cms.accounts import services
from cms.accounts.models import User
from cms.catalog.models import Availability, Listing


def tree(stage):
    """Each page with its text; not when it was built."""
    live = stage.live.resolve()
    files = (one for one in live.rglob("*.gz") if one.is_file())
    return {str(one.relative_to(live)): gzip.decompress(one.read_bytes()) for one in files}


def listing_pages(pages):
    return {name: page for name, page in pages.items() if name.startswith("listing/")}


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Listing, Availability)]


@pytest.mark.sqlite
def test_the_listings_of_a_suspended_seller_go_and_come_back_as_they_were(stage):
    seller = User.objects.filter(listings__live=True).order_by("pk").first()
    before, stored = tree(stage), rows()
    goods = {f"listing/{one.pk}-" for one in Listing.objects.filter(seller=seller)}
    own = {name for name in before if name.startswith((*goods, f"seller/{seller.number}-"))}

    services.suspend(seller.pk, reason="A test.")
    stage.publish()
    without = tree(stage)
    gone = set(before) - set(without)
    faults = stage.faults()
    services.restore(seller.pk)
    stage.publish()

    assert len(own) > 1
    assert own <= gone
    assert not any(f'/{name.removesuffix(".html.gz")}"'.encode() in page for name in own for page in without.values())
    assert faults == []
    # Lists may be cut into pages elsewhere now; the pages of the goods, theirs and others', are what they were.
    assert listing_pages(tree(stage)) == listing_pages(before)
    assert rows() == stored
    assert stage.faults() == []
