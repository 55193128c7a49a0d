"""Listings of new sellers that a moderator looks at first, when the settings say so."""

import pytest
from django.core import mail
from wagtail.models import Workflow

from cms.catalog.models import Listing
from cms.catalog.services import status_of
from cms.contract.records import ListingStatus
from commerce.notifications.models import Notification
from commerce.selling.limits import SellingSettings
from tests.factories.goods import make_listing
from tests.factories.people import make_moderator

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def moderator():
    """A moderator, and the wish that one looks at the first two listings of each seller."""
    settings = SellingSettings.load()
    settings.reviewed_first = 2
    settings.save()
    return make_moderator()


def answer(listing, act, person, comment=""):
    state = Listing.objects.get(pk=listing.pk).current_workflow_task_state
    state.task.specific.on_action(state, person, act, comment=comment)


def test_the_first_listing_waits_for_a_moderator(desk, said, moderator):
    response = desk.post("/sell/new", said())

    listing = Listing.objects.get()
    assert response["Location"] == "/sell?show=drafts"
    assert (listing.live, status_of(listing)) == (False, ListingStatus.IN_REVIEW)

    answer(listing, "approve", moderator)

    listing = Listing.objects.get()
    assert (listing.live, status_of(listing)) == (True, ListingStatus.LIVE)
    assert listing.published_at is not None


def test_the_seller_sees_why_it_was_sent_back_and_sends_it_again(desk, said, moderator):
    desk.post("/sell/new", said())
    listing = Listing.objects.get()
    answer(listing, "reject", moderator, "The photo shows another chair.")

    assert "The photo shows another chair." in desk.get("/sell?show=drafts").content.decode()
    assert "The photo shows another chair." in desk.get(f"/sell/{listing.pk}").content.decode()

    desk.post(f"/sell/{listing.pk}", said(key="", title="The right chair"))
    listing = Listing.objects.get()

    assert status_of(listing) == ListingStatus.IN_REVIEW
    assert "another chair" not in desk.get("/sell?show=drafts").content.decode()
    answer(listing, "approve", moderator)
    assert Listing.objects.get().title == "The right chair"
    assert Listing.objects.get().live


def test_what_is_in_review_is_taken_back(desk, said, moderator):
    desk.post("/sell/new", said())
    listing = Listing.objects.get()

    desk.post(f"/sell/{listing.pk}/withdraw")

    listing = Listing.objects.get()
    assert (status_of(listing), listing.availability.expires_at) == (ListingStatus.DRAFT, None)


def test_what_is_in_review_cannot_be_published_by_its_seller(desk, said, moderator, stored):
    desk.post("/sell/new", said())
    listing = Listing.objects.get()
    before = stored(listing.pk)

    assert desk.post(f"/sell/{listing.pk}/publish").status_code == 409
    assert stored(listing.pk) == before


def test_a_change_of_a_live_listing_is_looked_at_while_the_old_one_stays(desk, seller, said, moderator):
    listing = make_listing(seller=seller, title="Old chair")

    desk.post(f"/sell/{listing.pk}", said(key="", title="New chair"))

    now = Listing.objects.get()
    assert (now.title, now.live, now.has_unpublished_changes) == ("Old chair", True, True)
    page = desk.get("/sell").content.decode()
    assert "New chair" in page
    assert "Changes not live yet" in page

    answer(listing, "approve", moderator)

    assert Listing.objects.get().title == "New chair"


def test_who_has_sold_before_is_not_looked_at(desk, seller, said, moderator):
    for _ in range(2):
        make_listing(seller=seller)

    desk.post("/sell/new", said())

    assert Listing.objects.get(title="Red chair").live


def test_the_seller_gets_a_mail_with_the_answer(desk, seller, said, moderator):
    desk.post("/sell/new", said())
    listing = Listing.objects.get()
    answer(listing, "reject", moderator, "The photo shows another chair.")
    desk.post(f"/sell/{listing.pk}", said(key=""))
    answer(listing, "approve", moderator)

    told = Notification.objects.filter(recipient=seller).order_by("pk")
    assert [(one.kind, one.context["listing"], one.context["reason"]) for one in told] == [
        ("listing-sent-back", "Red chair", "The photo shows another chair."),
        ("listing-approved", "Red chair", ""),
    ]
    # Wagtail writes to moderators alone: its mails lead to the admin panel.
    assert {address for one in mail.outbox for address in one.to} <= {moderator.email}


def test_the_workflow_is_made_once(desk, said, moderator):
    desk.post("/sell/new", said())
    desk.post("/sell/new", said(key="f" * 16))

    assert Workflow.objects.filter(name="Listings of new sellers").count() == 1


def test_unless_the_settings_say_so_nobody_waits(desk, said, db):
    desk.post("/sell/new", said())

    assert Listing.objects.get().live
