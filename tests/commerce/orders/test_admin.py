"""Orders in the admin: who may look, who decides, and that nothing is added or deleted there."""

import pytest
from django.urls import reverse

from commerce.orders.models import Order, OrderEvent
from tests.factories.orders import make_order
from tests.factories.people import make_admin, make_editor, make_moderator, make_user

pytestmark = pytest.mark.django_db


def section(name="index", *args):
    return reverse(f"shop_orders:{name}", args=args)


@pytest.fixture
def moderator(client):
    person = make_moderator()
    client.force_login(person)
    return person


def test_disputes_come_first(moderator, client):
    disputed, newer = make_order(state="disputed"), make_order()

    page = client.get(section()).content.decode()

    assert page.index(disputed.label) < page.index(newer.label)
    assert "In dispute" in page


def test_orders_are_filtered_and_searched(moderator, client):
    disputed, other = make_order(state="disputed"), make_order()

    filtered = client.get(section(), {"state": "disputed"}).content.decode()
    found = client.get(section(), {"q": other.lines.get().title}).content.decode()

    assert disputed.label in filtered
    assert other.label not in filtered
    assert other.label in found


def test_a_moderator_decides_with_reasons(moderator, client):
    order = make_order(state="disputed")
    page = client.get(section("edit", order.pk)).content.decode()
    assert "I got nothing." in page

    response = client.post(section("edit", order.pk), {"action": "decide-cancel", "note": "No proof."})

    assert response.status_code == 302
    order.refresh_from_db()
    event = OrderEvent.objects.last()
    assert (order.state, order.reason) == ("cancelled", "operator_decided")
    assert (event.actor, event.person, event.note) == ("operator", moderator, "No proof.")


@pytest.mark.parametrize(
    "sent",
    [
        {"action": "decide-done", "note": " "},
        {"action": "decide-done"},
        {"action": "accept", "note": "x"},
        {"note": "x"},
    ],
)
def test_a_decision_without_reasons_or_sense_is_none(sent, moderator, client):
    order = make_order(state="disputed")

    assert client.post(section("edit", order.pk), sent).status_code == 200

    assert Order.objects.get().state == "disputed"


def test_an_order_that_is_over_has_no_form(moderator, client):
    order = make_order(state="completed")

    assert 'name="note"' not in client.get(section("edit", order.pk)).content.decode()
    client.post(section("edit", order.pk), {"action": "moderate", "note": "x"})

    assert Order.objects.get().state == "completed"


@pytest.mark.parametrize("make", [make_user, make_editor])
def test_who_is_no_moderator_sees_nothing(make, client):
    order = make_order(state="disputed")
    client.force_login(make())

    assert client.get(section("edit", order.pk)).status_code in {302, 403}
    client.post(section("edit", order.pk), {"action": "decide-done", "note": "x"})

    assert Order.objects.get().state == "disputed"


def test_nobody_adds_or_deletes_an_order(client):
    order = make_order()
    client.force_login(make_admin())

    client.post(section("delete", order.pk))
    assert client.get(section("add")).status_code in {302, 403}

    assert Order.objects.get() == order
