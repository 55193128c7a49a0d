"""Public places that the shop suggests: kept by admins, chosen for meetings and hours, shown as what they are."""

import pytest
from django.urls import reverse
from django.utils import timezone

from commerce.notifications.letter import letter_of
from commerce.notifications.models import Notification
from commerce.orders.models import SafePlace
from commerce.orders.services import act
from tests.factories.orders import MEETING, NOW, make_order
from tests.factories.people import make_admin, make_editor, make_moderator, make_seller

pytestmark = pytest.mark.django_db

WHEN = {"starts": "2026-05-04T18:30", "minutes": "30"}
HOURS = {"weekday": "5", "opens": "10:00", "closes": "12:00", "capacity": "2", "lead_hours": "3"}


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def hall():
    SafePlace.objects.create(name="Old mill", address="Mill Lane 1", is_active=False)
    return SafePlace.objects.create(name="Station hall", address="Bahnhofsplatz 1", note="Open day and night")


def test_without_any_the_form_asks_for_words_alone(now, visit):
    order = make_order(state="accepted")

    page = visit(order.buyer).page(order.path)

    assert "Safe place" not in page
    assert 'name="place"' in page


@pytest.mark.both_databases
def test_one_is_proposed_agreed_and_shown_as_such_everywhere(now, visit, hall):
    order = make_order(state="accepted")
    buyer, seller = visit(order.buyer), visit(order.seller)
    page = buyer.page(order.path)
    assert f'<option value="{hall.pk}">Station hall, Bahnhofsplatz 1, Open day and night</option>' in page
    assert "Old mill" not in page

    buyer.press(f"{order.path}/propose", safe_place=hall.pk, place="", **WHEN)

    meeting = order.appointments.get()
    assert (meeting.place, meeting.address, meeting.is_safe) == ("Station hall", "Bahnhofsplatz 1", True)
    proposed = seller.page(order.path).split('id="goods"', maxsplit=1)[0].split('<form class="form"', maxsplit=1)[0]
    assert 'Station hall <span class="badge">Safe place</span>' in proposed
    assert "Bahnhofsplatz 1" not in proposed  # The address comes with the agreement, as for any place.
    letter = letter_of(Notification.objects.get(kind="meeting-proposed"))
    assert "Station hall (safe place)" in letter.body
    assert "Bahnhofsplatz" not in letter.body

    seller.press(f"{order.path}/confirm")

    page = buyer.page(order.path)
    assert 'Station hall <span class="badge">Safe place</span><br>Bahnhofsplatz 1<br>Open day and night' in page
    file = buyer.page(f"{order.path}/meeting.ics")
    assert "LOCATION:Station hall\\, Bahnhofsplatz 1\r\nDESCRIPTION:Safe place\r\n" in file
    assert "Station hall (safe place)" in buyer.page(f"{order.path}/receipt")
    assert "Station hall (safe place)" in letter_of(Notification.objects.filter(kind="meeting-agreed")[0]).body

    hall.delete()

    page = buyer.page(order.path)
    assert 'Station hall <span class="badge">Safe place</span><br>Bahnhofsplatz 1' in page


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"safe_place": "", "place": ""}, "Please fill this in."),
        ({"safe_place": "{pk}", "place": "Café"}, "not both"),
        ({"safe_place": "999", "place": ""}, "Select a valid choice"),
        ({"safe_place": "x'\0", "place": ""}, "Select a valid choice"),
    ],
)
def test_neither_both_and_what_is_not_offered_are_refused(now, visit, hall, sent, told):
    order = make_order(state="accepted")
    given = {name: value.replace("{pk}", str(hall.pk)) for name, value in sent.items()}

    page = visit(order.buyer).press(f"{order.path}/propose", 422, **given, **WHEN).content.decode()

    assert told in page
    assert not order.appointments.exists()


@pytest.mark.parametrize(
    ("place", "address", "is_safe"),
    [
        ("Station hall", "", True),
        ("Station hall", "Bahnhofsplatz 1", True),
        ("Station hall", "Dark Alley 5", False),
        ("Old mill", "", False),
        ("Café", "Am Markt 3", False),
    ],
)
def test_own_words_count_as_a_safe_place_only_when_they_name_it(hall, place, address, is_safe):
    order = make_order(state="accepted")

    act(order.pk, "propose", now=NOW, person_id=order.buyer_id, place=place, address=address, starts_at=MEETING)

    meeting = order.appointments.get()
    assert meeting.is_safe is is_safe
    assert meeting.address == ("Bahnhofsplatz 1" if is_safe else address)


def test_hours_at_one_are_offered_as_such_until_it_is_no_longer_one(now, visit, hall):
    order = make_order(state="accepted")
    seller, buyer = visit(order.seller), visit(order.buyer)

    seller.press("/orders/windows", safe_place=hall.pk, place="", **HOURS)

    window = order.seller.pickup_windows.get()
    assert (window.place, window.address) == ("Station hall", "Bahnhofsplatz 1")
    page = buyer.page(order.path)
    assert "10:00–10:30, Station hall (safe place)</option>" in page
    slot = page.split(f'value="{window.pk}@')[1].split('"')[0]
    SafePlace.objects.update(is_active=False)
    assert "Station hall (safe place)" not in buyer.page(order.path)
    SafePlace.objects.update(is_active=True)

    buyer.press(f"{order.path}/pick", slot=f"{window.pk}@{slot}")

    assert order.appointments.get(status="agreed").is_safe


def test_hours_are_refused_with_two_places_and_kept_as_typed(visit, hall):
    seller = make_seller()

    page = visit(seller).press("/orders/windows", 422, safe_place=hall.pk, place="Barn", **HOURS).content.decode()

    assert "not both" in page
    assert 'value="Barn"' in page
    assert f'<option value="{hall.pk}" selected>' in page
    assert not seller.pickup_windows.exists()


# In the admin


def section(name="index", *args):
    return reverse(f"safe_places:{name}", args=args)


def test_an_admin_keeps_the_list_under_orders(client):
    client.force_login(make_admin())
    sent = {"name": "Café Kranz", "address": "Ring 2", "note": "until six", "is_active": "on"}

    assert client.post(section("add"), sent).status_code == 302

    place = SafePlace.objects.get()
    assert (place.name, place.address, place.note, place.is_active) == ("Café Kranz", "Ring 2", "until six", True)
    page = client.get(section()).content.decode()
    assert "Café Kranz" in page
    assert "Ring 2" in page
    assert "already exists" in client.post(section("add"), sent).content.decode()
    refused = client.post(section("edit", place.pk), {**sent, "name": "\u200b", "address": ""}).content.decode()
    assert "Write something that can be seen." in refused
    assert "This field is required." in refused
    assert client.post(section("edit", place.pk), {**sent, "is_active": ""}).status_code == 302
    assert client.post(section("delete", place.pk)).status_code == 302
    assert not SafePlace.objects.exists()


@pytest.mark.parametrize("make", [make_editor, make_moderator, make_seller])
def test_nobody_else_gets_at_it(client, make, hall):
    client.force_login(make())

    for address in (section(), section("add"), section("edit", hall.pk), section("delete", hall.pk)):
        assert client.get(address).status_code == 302
        client.post(address, {"name": "Mine", "address": "My house"})

    assert sorted(SafePlace.objects.values_list("name", flat=True)) == ["Old mill", "Station hall"]
