"""The queue of moderation."""

from __future__ import annotations

import pytest
from django.utils import timezone
from wagtail.models import TaskState

from cms.catalog.models import Listing
from cms.catalog.services import create_listing, publish_listing, submit_listing
from cms.contract.money import Money
from commerce.notifications.models import Notification
from commerce.reports.models import Report
from tests.factories.goods import make_category, make_picture
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db

QUEUE = "/admin/listings/moderation/"


def submitted(**fields):
    defaults = {"seller_id": make_seller().pk, "category_id": make_category().pk, "title": "Oak table"}
    defaults |= {"description": "Solid.", "price": Money(4200), "photos": [(make_picture().hash, "From above")]}
    listing = create_listing(**(defaults | fields))
    submit_listing(listing.pk)
    return listing


def state_of(listing):
    return TaskState.objects.filter(workflow_state__object_id=str(listing.pk)).latest("pk")


def page_of(listing):
    return f"{QUEUE}{state_of(listing).pk}/"


def decide(client, listing, decision, **sent):
    revision = Listing.objects.get(pk=listing.pk).latest_revision_id
    return client.post(page_of(listing), {"decision": decision, "revision": revision} | sent)


@pytest.fixture
def moderator(client):
    client.force_login(make_moderator(name="Mona"))
    return client


@pytest.mark.both_databases
def test_the_longest_waiting_comes_first_and_next_goes_on(moderator):
    first, second = submitted(title="First"), submitted(title="Second")

    assert moderator.get(QUEUE)["Location"] == page_of(first)
    assert moderator.get(f"{QUEUE}?after={state_of(first).pk}")["Location"] == page_of(second)
    assert moderator.get(f"{QUEUE}?after={state_of(second).pk}")["Location"] == page_of(first)
    page = moderator.get(page_of(first)).content.decode()
    for words in ("First", "€42.00", "Solid.", "From above", "2 listings wait for you.", "A approves"):
        assert words in page


@pytest.mark.both_databases
def test_who_approves_puts_it_before_buyers_and_goes_on(moderator):
    first, second = submitted(title="First"), submitted(title="Second")

    answer = decide(moderator, first, "approve")

    assert answer["Location"] == f"{QUEUE}?after={state_of(first).pk}"
    assert moderator.get(answer["Location"])["Location"] == page_of(second)
    assert [Listing.objects.get(pk=one.pk).live for one in (first, second)] == [True, False]
    assert Notification.objects.filter(kind="listing-approved").count() == 1
    decide(moderator, second, "approve")
    assert "Nothing waits for you" in moderator.get(QUEUE).content.decode()


def test_who_refuses_says_why_and_the_next_moderator_reads_it(moderator):
    listing = submitted()

    silent = decide(moderator, listing, "refuse", words="  ")
    assert silent.status_code == 422
    assert "Say why" in silent.content.decode()
    assert state_of(listing).status == "in_progress"

    decide(moderator, listing, "refuse", reason=["0"], words="Show the legs.")
    reason = "The photos do not show the thing itself.\nShow the legs."
    assert (state_of(listing).status, state_of(listing).comment) == ("rejected", reason)
    submit_listing(listing.pk)
    page = moderator.get(page_of(listing)).content.decode()
    assert "Show the legs." in page
    assert "Sent back</dt><dd>1</dd>" in page


def test_the_second_moderator_is_told_and_overwrites_nothing(moderator, client):
    listing = submitted()
    decide(moderator, listing, "approve")
    client.force_login(make_moderator(name="Max"))

    late = decide(client, listing, "refuse", words="No.")

    assert late.status_code == 422
    assert "Already approved by Mona" in late.content.decode()
    assert "Already approved by Mona" in client.get(page_of(listing)).content.decode()
    assert (state_of(listing).status, Listing.objects.get(pk=listing.pk).live) == ("approved", True)


def test_nothing_is_approved_that_was_not_seen(moderator):
    listing = submitted()
    seen, address = Listing.objects.get(pk=listing.pk).latest_revision_id, page_of(listing)
    draft = Listing.objects.get(pk=listing.pk).get_latest_revision_as_object()
    draft.title = "Something else"
    draft.save_revision()

    answer = moderator.post(address, {"decision": "approve", "revision": seen})
    assert "changed by somebody else" in answer.content.decode()
    submit_listing(listing.pk)
    answer = moderator.post(address, {"decision": "approve", "revision": draft.latest_revision_id})

    assert "taken back or sent in anew" in answer.content.decode()
    assert Listing.objects.get(pk=listing.pk).live is False


@pytest.mark.parametrize("sent", [{}, {"decision": "maybe", "revision": "1"}, {"decision": "approve", "revision": "x"}])
def test_rubbish_is_refused_and_changes_nothing(moderator, sent):
    listing = submitted()

    assert moderator.post(page_of(listing), sent).status_code == 422
    assert moderator.get(f"{QUEUE}999999/").status_code == 404
    assert state_of(listing).status == "in_progress"


def test_each_role_decides_only_what_it_may(client):
    listing = submitted()
    answers = {}
    for make in (make_seller, make_user, make_editor, make_moderator, make_admin):
        client.force_login(make())
        page = client.get(page_of(listing))
        answers[make.__name__] = (page.status_code, 'value="approve"' in page.content.decode())
        if make in (make_seller, make_user, make_editor):
            decide(client, listing, "approve")

    assert answers == {
        "make_seller": (302, False),
        "make_user": (302, False),
        "make_editor": (200, False),
        "make_moderator": (200, True),
        "make_admin": (200, True),
    }
    assert state_of(listing).status == "in_progress"
    assert publish_listing(listing.pk, now=timezone.now()).live is True


def test_who_may_see_people_reads_what_is_told_of_the_seller(client):
    listing = submitted()
    about = {"listing": listing, "person": listing.seller, "by_email": "guest@example.org", "made_at": timezone.now()}
    Report.objects.create(title="Oak table", reason="fraud", text="Wants money ahead.", **about)
    told = ("<dt>Live listings</dt><dd>0</dd>", "<dt>Meetings</dt><dd>–</dd>", "<dt>Reports</dt><dd>1</dd>")
    seen = {}
    for make in (make_editor, make_moderator, make_admin):
        client.force_login(make())
        page = client.get(page_of(listing)).content.decode()
        seen[make.__name__] = [words in page for words in told]
        assert (f"/admin/users/inspect/{listing.seller_id}/" in page) is (make is not make_editor)

    assert seen == {"make_editor": [False] * 3, "make_moderator": [True] * 3, "make_admin": [True] * 3}
