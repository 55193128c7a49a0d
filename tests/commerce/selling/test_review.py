"""Listings of new sellers that somebody looks at first, when the shop has a workflow for listings."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from cms.accounts.roles import Role
from cms.catalog.models import Listing
from cms.catalog.services import status_of
from cms.contract.records import ListingStatus
from commerce.selling.limits import REVIEWED_FIRST
from tests.factories.goods import make_listing
from tests.factories.people import make_moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    """A moderator, and the workflow that needs one."""
    person = make_moderator()
    task = GroupApprovalTask.objects.create(name="A look at it")
    task.groups.add(Group.objects.get(name=Role.MODERATOR.value))
    workflow = Workflow.objects.create(name="Listings")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowContentType.objects.create(workflow=workflow, content_type=ContentType.objects.get_for_model(Listing))
    return person


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
    for _ in range(REVIEWED_FIRST):
        make_listing(seller=seller)

    desk.post("/sell/new", said())

    assert Listing.objects.get(title="Red chair").live


def test_without_a_workflow_nobody_waits(desk, said, db):
    desk.post("/sell/new", said())

    assert Listing.objects.get().live
