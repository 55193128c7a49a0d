"""A second look at what an operator decided: who may ask for it and when, who gives it, and what moves with it."""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.accounts.records import seller_records
from cms.catalog.models import Availability
from cms.catalog.services import end_listing
from cms.contract.records import ListingStatus
from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from commerce.orders.errors import ActionRefused, OrderNotFound, OrderStateConflict
from commerce.orders.leaving import open_orders
from commerce.orders.models import Order, OrderEvent
from commerce.orders.services import act, run_due
from commerce.reviews.models import Review
from commerce.reviews.services import write_review
from tests.factories.goods import make_listing
from tests.factories.orders import MEETING, NOW, make_order
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DECIDED = MEETING + DAY
OUTCOMES = {"decide-done": "completed", "decide-cancel": "cancelled"}


@pytest.fixture
def first():
    return make_moderator(name="First")


@pytest.fixture
def second():
    return make_moderator(name="Second")


def decided(by, action="decide-cancel", listing=None):
    order = make_order(listing or make_listing(stock=3, seller=make_seller()), state="disputed")
    return act(order.pk, action, now=DECIDED, person_id=by.pk, as_operator=True, note="So it was.")


def appeal(order, side="buyer", now=DECIDED + DAY, note="It was not so."):
    person = order.buyer_id if side == "buyer" else order.seller_id
    return act(order.pk, "appeal", now=now, person_id=person, note=note)


def answer(order, by, action, now=DECIDED + 2 * DAY, note="Looked at it."):
    return act(order.pk, action, now=now, person_id=by.pk, as_operator=True, note=note)


def stock(order):
    row = Availability.objects.get(listing=order.lines.get().listing_id)
    return row.stock, row.reserved, row.status


def everything(order):
    """What a refusal must leave alone."""
    return (
        Order.objects.filter(pk=order.pk).values().get(),
        OrderEvent.objects.count(),
        Notification.objects.count(),
        list(Availability.objects.order_by("pk").values()),
        list(Review.objects.order_by("pk").values()),
    )


def refused(order, error, do):
    before = everything(order)
    with pytest.raises(error) as refusal:
        do()
    assert everything(order) == before
    return str(refusal.value)


@pytest.mark.both_databases
@pytest.mark.parametrize(("decision", "side"), list(product(OUTCOMES, ("buyer", "seller"))))
def test_either_side_appeals_and_both_are_told(first, decision, side):
    order = decided(first, decision)
    before = stock(order)

    order = appeal(order, side)

    assert (order.state, order.appeal) == (OUTCOMES[decision], "waits")
    assert order.appeal_until == DECIDED + 31 * DAY
    assert stock(order) == before
    event = OrderEvent.objects.last()
    assert (event.action, event.actor, event.source, event.target, event.note) == (
        "appeal", side, OUTCOMES[decision], OUTCOMES[decision], "It was not so.",
    )  # fmt: skip
    mails = {one.recipient_id: letter_of(one).body for one in Notification.objects.filter(kind="order-appeal")}
    asked, other = (order.buyer_id, order.seller_id) if side == "buyer" else (order.seller_id, order.buyer_id)
    assert "Your appeal against the decision" in mails[asked]
    assert "does not agree with the decision" in mails[other]
    assert list(open_orders(order.buyer_id)) == [f"Order {order.label} is still open."]


def test_the_mail_of_a_decision_says_until_when(first):
    order = decided(first)

    mails = [letter_of(one).body for one in Notification.objects.filter(kind="order-cancelled")]

    assert len(mails) == 2
    for mail in mails:
        assert "until Tue 19 May 2026" in mail
    assert order.decided_by == first


def test_it_is_asked_for_once_in_time_with_words_and_by_the_two_alone(first, second):
    order = decided(first)
    last = DECIDED + 14 * DAY

    assert "few words" in refused(order, ActionRefused, lambda: appeal(order, note=" "))
    assert "up to 14 days" in refused(order, ActionRefused, lambda: appeal(order, now=last + timedelta(seconds=1)))
    refused(order, OrderNotFound, lambda: act(order.pk, "appeal", now=DECIDED, person_id=make_user().pk, note="x"))
    refused(order, OrderStateConflict, lambda: answer(order, second, "appeal"))
    refused(order, ActionRefused, lambda: answer(order, second, "uphold"))
    refused(order, ActionRefused, lambda: answer(order, second, "reverse"))
    refused(order, OrderStateConflict, lambda: act(order.pk, "leave", now=last + 300 * DAY))

    appeal(order, now=last)

    assert "no appeal is possible" in refused(order, ActionRefused, lambda: appeal(order, "seller", now=last))
    answer(order, second, "uphold")
    assert "no appeal is possible" in refused(order, ActionRefused, lambda: appeal(order, "seller", now=last))
    assert "no appeal that waits" in refused(order, ActionRefused, lambda: answer(order, second, "reverse"))


@pytest.mark.parametrize("state", ["completed", "cancelled"])
def test_what_no_operator_decided_is_not_appealed_against(state):
    order = make_order(state=state)

    assert "after the team decided" in refused(order, ActionRefused, lambda: appeal(order, now=NOW + DAY))


def test_another_operator_answers_if_there_is_one(first):
    order = appeal(decided(first))
    make_editor()

    retired = make_moderator(is_active=False)
    assert retired.pk != first.pk
    kept = make_moderator()
    told = refused(order, ActionRefused, lambda: answer(order, first, "uphold"))
    assert "You made the decision" in told

    kept.is_active = False
    kept.save()

    assert answer(order, first, "uphold").appeal == "upheld"


def test_no_operator_answers_in_a_matter_of_their_own(second):
    seller = make_seller()
    order = appeal(decided(second, listing=make_listing(seller=seller)))

    told = refused(order, ActionRefused, lambda: answer(order, seller, "reverse"))

    assert "You have a part in this yourself" in told


@pytest.mark.parametrize("decision", list(OUTCOMES))
def test_a_decision_that_stands_changes_nothing_else(first, second, decision):
    order = appeal(decided(first, decision))
    before = stock(order)

    assert "few words" in refused(order, ActionRefused, lambda: answer(order, second, "uphold", note=""))
    order = answer(order, second, "uphold")

    assert (order.state, order.appeal, order.appeal_until) == (OUTCOMES[decision], "upheld", None)
    assert stock(order) == before
    mails = Notification.objects.filter(kind="order-appeal-decided")
    assert {one.recipient_id for one in mails} == {order.buyer_id, order.seller_id}
    for one in mails:
        assert "The decision stands." in letter_of(one).body
        assert "Looked at it." in letter_of(one).body


@pytest.mark.both_databases
def test_a_deal_after_all_takes_the_pieces_and_can_be_reviewed(first, second):
    order = appeal(decided(first))
    assert stock(order) == (3, 0, "live")

    order = answer(order, second, "reverse")

    assert (order.state, order.reason, order.appeal) == ("completed", "", "reversed")
    assert (order.received_cents, order.received_at) == (order.total_cents, MEETING)
    assert stock(order) == (2, 0, "live")
    write_review(order.number, order.buyer_id, stars=5, text="Good", now=DECIDED + 3 * DAY)
    mail = letter_of(Notification.objects.filter(kind="order-appeal-decided", recipient=order.buyer_id)[0])
    assert "The decision was changed. It counts now: Completed." in " ".join(mail.body.split())


def test_the_last_piece_ends_the_listing(first, second):
    order = appeal(decided(first, listing=make_listing(stock=1)))

    answer(order, second, "reverse")

    assert stock(order) == (0, 0, "sold")


def test_what_ended_meanwhile_is_taken_all_the_same(first, second):
    order = appeal(decided(first, listing=make_listing(stock=1)))
    end_listing(order.lines.get().listing_id, ListingStatus.WITHDRAWN, now=DECIDED)

    answer(order, second, "reverse")

    assert stock(order) == (0, 0, "withdrawn")


def test_pieces_that_somebody_else_has_are_not_taken_from_them(first, second):
    listing = make_listing(stock=1)
    order = appeal(decided(first, listing=listing))
    other = make_order(listing, now=DECIDED)

    told = refused(order, ActionRefused, lambda: answer(order, second, "reverse"))

    assert f"Of “{listing.title}” too few pieces are left" in told
    act(other.pk, "decline", now=DECIDED + DAY, person_id=other.seller_id)
    assert answer(order, second, "reverse").state == "completed"


@pytest.mark.both_databases
def test_no_deal_after_all_gives_the_pieces_back_and_takes_the_reviews_away(first, second):
    order = decided(first, "decide-done")
    for person, stars in ((order.buyer_id, 1), (order.seller_id, 5)):
        write_review(order.number, person, stars=stars, text="Well", now=DECIDED)
    order = appeal(order, "seller")
    assert stock(order) == (2, 0, "live")
    assert seller_records([order.seller_id])[order.seller_id].standing.reviews == 1

    order = answer(order, second, "reverse")

    assert (order.state, order.reason) == ("cancelled", "operator_decided")
    assert (order.received_cents, order.received_at, order.deadline) == (None, None, None)
    assert stock(order) == (3, 0, "live")
    removed = Review.objects.values_list("removed_by", "removal_reason").distinct().get()
    assert removed == (second.pk, "It was decided that there was no deal.")
    standing = seller_records([order.seller_id])[order.seller_id].standing
    assert (standing.reviews, standing.kept, standing.newest) == (0, 0, ())


def test_a_listing_that_was_sold_stays_so_until_its_seller_relists_it(first, second):
    order = appeal(decided(first, "decide-done", make_listing(stock=1)), "seller")

    answer(order, second, "reverse")

    assert stock(order) == (1, 0, "sold")
    mails = Notification.objects.filter(kind="order-appeal-decided").order_by("pk")
    assert ["you can put it up again" in letter_of(one).body for one in mails] == [False, True]


@pytest.mark.both_databases
@pytest.mark.parametrize("decision", list(OUTCOMES))
def test_the_clock_lets_a_decision_stand_that_nobody_looked_at(first, decision):
    order = appeal(decided(first, decision))
    due = DECIDED + 31 * DAY
    run_due(due - timedelta(seconds=1))
    order.refresh_from_db()
    assert order.appeal == "waits"

    assert run_due(due) == 1
    assert run_due(due + 300 * DAY) == 0

    order.refresh_from_db()
    assert (order.state, order.appeal, order.appeal_until) == (OUTCOMES[decision], "upheld", None)
    assert OrderEvent.objects.filter(action="leave").values_list("actor", "target").get() == ("clock", order.state)
    mails = Notification.objects.filter(kind="order-appeal-decided")
    assert ["in time" in letter_of(one).body for one in mails] == [True, True]


# Pages


@pytest.fixture
def now(monkeypatch):
    moment = [DECIDED + DAY]
    monkeypatch.setattr(timezone, "now", lambda: moment[0])
    return moment


def test_the_page_offers_it_in_time_and_tells_how_it_stands(first, now, visit):
    order = decided(first)
    buyer, seller = visit(order.buyer), visit(order.seller)
    assert "until Tue 19 May 2026" in buyer.page(order.path)

    assert "few words" in buyer.press(f"{order.path}/appeal", 422, note="").content.decode()
    buyer.press(f"{order.path}/appeal", note="Here is the proof.")

    for side in (buyer, seller):
        page = side.page(order.path)
        assert "Somebody else of the shop’s team looks at the decision once more" in page
        assert "Here is the proof." in page
        assert "Appeal against the decision" in page
        assert f"{order.path}/appeal" not in page
    for action in ("uphold", "reverse", "leave"):
        buyer.press(f"{order.path}/{action}", 409, note="x")


def test_after_the_time_the_page_offers_it_no_more(first, now, visit):
    order = decided(first)
    now[0] = DECIDED + 14 * DAY + timedelta(seconds=1)

    assert f"{order.path}/appeal" not in visit(order.buyer).page(order.path)


# In the admin


def page_of(order=None):
    return reverse("shop_orders:edit", args=[order.pk]) if order else reverse("shop_orders:index")


def test_appeals_wait_at_the_top_and_are_answered_by_the_other(client, first, second):
    order = appeal(decided(first))
    newer = make_order()
    client.force_login(first)
    page = client.get(page_of()).content.decode()
    assert page.index(order.label) < page.index(newer.label)
    assert "appeal waits" in page
    for queue in (f"{page_of()}?concern=appealed", reverse("shop_disputes:index")):
        found = client.get(queue).content.decode()
        assert order.label in found
        assert newer.label not in found
    assert order.label not in client.get(reverse("shop_disputes:index"), {"which": "decided"}).content.decode()

    sent = {"action": "reverse", "note": "There is a receipt."}
    before = everything(order)
    refusal = client.post(page_of(order), sent).content.decode()  # Shown again with the reasons.
    assert "You made the decision" in refusal
    assert "There is a receipt." in refusal
    assert everything(order) == before

    client.force_login(second)
    page = client.get(page_of(order)).content.decode()
    assert "Change it: the deal was made." in page
    assert "It was not so." in page
    assert client.post(page_of(order), sent).status_code == 302
    order.refresh_from_db()
    assert (order.state, order.appeal) == ("completed", "reversed")
    assert 'name="action"' not in client.get(page_of(order)).content.decode()


@pytest.mark.parametrize("make", [make_editor, make_seller])
def test_nobody_else_answers(client, make, first):
    order = appeal(decided(first))
    before = everything(order)
    client.force_login(make())

    assert client.post(page_of(order), {"action": "reverse", "note": "x"}).status_code == 302

    assert everything(order) == before


def test_an_admin_answers(client, first):
    order = appeal(decided(first))
    client.force_login(make_admin())

    assert client.post(page_of(order), {"action": "uphold", "note": "Right so."}).status_code == 302

    order.refresh_from_db()
    assert order.appeal == "upheld"
