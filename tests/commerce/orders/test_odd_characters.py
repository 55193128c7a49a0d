"""What a screen or a calendar would take for an order is refused where it is typed."""

import pytest
from django.utils import timezone

from tests.factories.orders import NOW, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.mark.parametrize("field", ["place", "address"])
@pytest.mark.parametrize("text", ["Hall\x07", "Hall\x1b[2J", "Hall\u202eereh", "\u200b\u200b"])
def test_a_place_that_a_screen_would_take_for_an_order_is_refused(visit, field, text):
    order = make_order(state="accepted")
    good = {"place": "Station hall", "address": "Platform 1", "starts": "2026-05-04T14:30", "minutes": "30"}

    page = visit(order.buyer).press(f"{order.path}/propose", 422, **(good | {field: text})).content.decode()

    assert "that cannot be shown" in page or "Write something that can be seen." in page
    assert not order.appointments.exists()
    hours = {"weekday": "0", "opens": "18:00", "closes": "19:00", "capacity": "1", "lead_hours": "12"}
    visit(order.seller).press("/orders/windows", 422, **(hours | good | {field: text}))
    assert not order.seller.pickup_windows.exists()


def test_a_note_with_a_control_character_is_refused_and_line_ends_are_not(visit):
    order = make_order(state="accepted")

    page = visit(order.buyer).press(f"{order.path}/cancel", 422, note="Sorry\x07").content.decode()
    assert "that cannot be shown" in page
    order.refresh_from_db()
    assert order.state == "accepted"

    visit(order.buyer).press(f"{order.path}/cancel", note="Sorry,\r\nI am ill")
    order.refresh_from_db()
    assert order.state == "cancelled"
