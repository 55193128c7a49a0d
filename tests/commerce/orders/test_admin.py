"""The team's page of an order: what it shows, what the team can do there, and what nobody can."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry

from commerce.conversations.services import ask_about_order
from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from commerce.orders.models import DecisionText, EventPhoto, Order, OrderEvent
from commerce.orders.services import act
from commerce.photo_intake import take_private_photo
from tests.factories.goods import make_listing, png
from tests.factories.orders import code_of, confirmed, make_order
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def section(name="index", *args):
    return reverse(f"shop_orders:{name}", args=args)


@pytest.fixture
def moderator(client):
    person = make_moderator()
    client.force_login(person)
    return person


def page_of(order, client, status=200):
    response = client.get(section("edit", order.pk))
    assert response.status_code == status
    return response.content.decode()


def stand(order):
    """All that an action could change."""
    order.refresh_from_db()
    return order.state, order.reason, order.deadline, OrderEvent.objects.count(), Notification.objects.count()


def test_the_page_tells_all_that_is_known_but_the_code(moderator, client):
    order = make_order(
        make_listing(title="Red bike", description="Hardly used."), state="scheduled", now=timezone.now()
    )
    code = code_of(order)
    Notification.objects.filter(kind="order-accepted").update(state="failed")

    page = page_of(order, client)

    for words in (
        "Meeting agreed", "Red bike", "Hardly used.", "€35.00", "Station hall", "in 5\xa0days", order.buyer.label,
        order.seller.label, "Waiting for an answer → Accepted", "The two meet; the seller enters the code",
        "Otherwise the order ends: nobody said how the meeting went.", "wrong tries 0 of 5",
        "A mail about this order has failed.", "The two wrote no messages about this order.",
    ):  # fmt: skip
        assert words in page, words
    assert code not in page
    assert f"{code[:3]} {code[3:]}" not in page


def test_messages_are_counted_and_not_read(moderator, client):
    order = make_order(state="accepted")
    ask_about_order(order.buyer_id, order.number, "My secret address", now=timezone.now())

    page = page_of(order, client)

    assert f"{order.buyer_name}: one message" in page
    assert "My secret address" not in page


def test_a_moderator_decides_with_reasons(moderator, client):
    order = make_order(state="disputed")
    page = page_of(order, client)
    assert page.count("I got nothing.") == 2  # In the timeline and beside the other side.
    seen = OrderEvent.objects.last().pk
    assert f'name="seen" value="{seen}"' in page

    sent = {"action": "decide-cancel", "note": "No proof.", "seen": seen}
    response = client.post(section("edit", order.pk), sent, follow=True)

    assert response.redirect_chain == [(section("edit", order.pk), 302)]
    assert "Both sides get a mail." in response.content.decode()
    order.refresh_from_db()
    event = OrderEvent.objects.last()
    assert (order.state, order.reason) == ("cancelled", "operator_decided")
    assert (event.actor, event.person, event.note) == ("operator", moderator, "No proof.")
    told = Notification.objects.filter(kind="order-cancelled")
    assert {one.recipient_id for one in told} == {order.buyer_id, order.seller_id}
    assert all("No proof." in letter_of(one).body for one in told)
    entry = registry.get_logs_for_instance(order).get()
    assert (entry.action, entry.user) == ("shop_orders.act", moderator)
    assert entry.data == {
        "action": "decide-cancel", "before": "disputed", "after": "cancelled", "reason": "No proof.",
    }  # fmt: skip
    assert "Decided: there was no deal: No proof." in client.get(section("history", order.pk)).content.decode()


def test_more_time_counts_from_the_deadline_or_from_now_when_that_has_passed(moderator, client):
    now = timezone.now()
    open_order, late = make_order(now=now), make_order(now=now - 9 * DAY)
    before = open_order.deadline

    for order in (open_order, late):
        response = client.post(
            section("edit", order.pk), {"action": "extend", "note": "They are ill.", "more_hours": 72}
        )
        assert response.status_code == 302
        order.refresh_from_db()

    assert (open_order.state, open_order.deadline) == ("requested", before + 3 * DAY)
    assert now + 3 * DAY <= late.deadline <= timezone.now() + 3 * DAY
    assert Notification.objects.filter(kind="order-extended").count() == 4


@pytest.mark.parametrize(
    "sent",
    [
        {"action": "decide-done", "note": " "},
        {"action": "decide-done"},
        {"action": "nonsense", "note": "x"},
        {"note": "x"},
        {"action": "extend", "note": "x", "more_hours": "5000"},
        {"action": "extend", "note": "x", "more_hours": ""},
        {"action": "decide-done", "note": "x", "seen": "x"},
        {"action": "decide-done", "note": "x" * 2001},
    ],
)
def test_a_decision_without_reasons_or_sense_is_none(sent, moderator, client):
    order = make_order(state="disputed")
    before = stand(order)

    response = client.post(section("edit", order.pk), sent)

    assert response.status_code == 200
    assert "Nothing was done" in response.content.decode()
    assert stand(order) == before


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("disputed", "accept"), ("disputed", "lapse"), ("requested", "decide-done"), ("scheduled", "enter-code"),
        ("completed", "moderate"), ("cancelled", "extend"), ("cancelled", "nonsense"),
    ],
)  # fmt: skip
def test_what_the_machine_does_not_let_the_team_do_is_a_conflict_and_changes_nothing(state, action, moderator, client):
    order = make_order(state=state, now=timezone.now())
    before = stand(order)

    response = client.post(section("edit", order.pk), {"action": action, "note": "My words", "more_hours": 24})

    assert response.status_code == 409
    page = response.content.decode()
    assert "Nothing was changed." in page
    assert ("My words" in page) == (state not in {"completed", "cancelled"})
    assert stand(order) == before
    assert not registry.get_logs_for_instance(order).exists()


def test_of_two_who_decide_on_the_same_page_one_wins_and_the_other_is_told(moderator, client):
    order = make_order(now=timezone.now())
    seen = OrderEvent.objects.get().pk
    other = make_moderator()
    act(
        order.pk, "extend", now=timezone.now(), person_id=other.pk, as_operator=True, note="Wait.", more_hours=24,
        seen_event=seen,
    )  # fmt: skip
    before = stand(order)

    sent = {"action": "extend", "note": "Wait a bit.", "more_hours": 24, "seen": seen}
    response = client.post(section("edit", order.pk), sent)

    assert response.status_code == 409
    page = response.content.decode()
    assert "The order has moved on meanwhile" in page
    assert f"{other}, for the team" in page
    assert "Wait a bit." in page
    assert stand(order) == before
    again = {**sent, "seen": OrderEvent.objects.last().pk}
    assert client.post(section("edit", order.pk), again).status_code == 302


def test_an_order_that_is_over_has_no_form(moderator, client):
    order = make_order(state="completed")

    assert 'name="note"' not in page_of(order, client)


def test_kept_texts_are_offered_for_what_can_be_done_filled_in_and_in_both_languages(moderator, client):
    DecisionText.objects.all().delete()
    kept = DecisionText.objects.create(
        name="Clear", action="decide-done", text_en="{buyer} paid {amount} for {what}. {odd}", text_de="{order}: <klar>"
    )
    DecisionText.objects.create(name="Other", action="extend", text_de="Mehr Zeit")
    DecisionText.objects.create(name="Ended", action="moderate", text_en="Ended.")
    disputed, requested = make_order(make_listing(title="Red bike"), state="disputed"), make_order()

    page = page_of(disputed, client)
    chosen = client.get(section("edit", disputed.pk), {"text": f"{kept.pk}-de"}).content.decode()

    assert f'data-text="{disputed.buyer_name} paid €35.00 for Red bike. {{odd}}"' in page
    assert page.index('label="English"') < page.index('label="German"')
    assert f"{disputed.label}: &lt;klar&gt;</textarea>" in chosen
    assert "Clear" not in page_of(requested, client)
    assert "Other" in page_of(requested, client)


def test_an_admin_keeps_the_texts_and_nobody_else(client):
    first = DecisionText.objects.count()
    sent = {"name": "New", "action": "", "text_en": "For {order}.", "text_de": ""}
    add = reverse("decision_texts:add")
    for person in (make_moderator(), make_editor(), make_seller()):
        client.force_login(person)
        assert client.post(add, sent).status_code == 302
        assert client.get(reverse("decision_texts:index")).status_code == 302
    assert DecisionText.objects.count() == first

    client.force_login(make_admin())
    unknown = client.post(add, {**sent, "text_en": "For {order} and {everybody}."}).content.decode()
    empty = client.post(add, {**sent, "text_en": " "}).content.decode()
    client.post(add, sent)

    assert "There is nothing to fill in for {everybody}." in unknown
    assert "Write the text in one language at least." in empty
    assert DecisionText.objects.count() == first + 1
    assert "New" in client.get(reverse("decision_texts:index")).content.decode()


def test_photos_of_both_sides_are_shown_to_those_who_decide(moderator, client):
    order = make_order(state="disputed")
    photo = take_private_photo(EventPhoto, order.buyer_id, png(), now=timezone.now())
    EventPhoto.objects.filter(pk=photo.pk).update(event=OrderEvent.objects.last())
    address = reverse("order_event_photo", args=[photo.pk])

    assert page_of(order, client).count(f'src="{address}"') == 2
    assert client.get(address)["Content-Type"] == "image/jpeg"

    client.force_login(make_editor())
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("make", [make_user, make_seller, make_editor])
def test_who_is_no_moderator_sees_and_does_nothing(make, client):
    order = make_order(state="disputed")
    before = stand(order)
    client.force_login(make())

    page = client.get(section("edit", order.pk))
    client.post(section("edit", order.pk), {"action": "decide-done", "note": "x"})
    sides = [client.get(reverse(name, args=[order.pk])) for name in ("order_as_buyer", "order_as_seller")]
    receipt = client.get(reverse("order_receipt_for_team", args=[order.pk]))

    assert page.status_code == 302
    assert {one.status_code for one in (*sides, receipt)} <= {302, 404}
    assert stand(order) == before


def test_nobody_adds_or_deletes_an_order(client):
    order = make_order()
    client.force_login(make_admin())

    client.post(section("delete", order.pk))
    assert client.get(section("add")).status_code in {302, 403}

    assert Order.objects.get() == order


def test_nobody_of_the_team_decides_about_an_order_of_their_own(moderator, client):
    confirmed(moderator)
    order = make_order(buyer=moderator, state="disputed")
    before = stand(order)
    sent = {"action": "decide-done", "note": "It was fine.", "seen": OrderEvent.objects.last().pk}

    response = client.post(section("edit", order.pk), sent)

    assert response.status_code in {200, 409, 422}
    assert "You have a part in this yourself" in response.content.decode()
    assert stand(order) == before
