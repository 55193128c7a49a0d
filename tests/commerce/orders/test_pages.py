"""An order's pages: what each side sees in each state, and what its buttons do."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from commerce.orders.machine import State
from commerce.orders.models import HandoverCode, Order
from commerce.orders.services import act
from tests.factories.goods import make_listing, make_photo
from tests.factories.orders import NOW, agreed, code_of, make_order, make_window, move, wrong_code
from tests.factories.pages import make_settings
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def now(monkeypatch):
    """The views' clock, which a test can move."""
    moment = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: moment[0])
    return moment


def both(order):
    return (("buyer", order.buyer), ("seller", order.seller))


@pytest.mark.parametrize("state", list(State))
def test_both_sides_see_the_order_and_a_stranger_does_not(state, now, visit):
    listing = make_listing(title="Red <bike>", stock=3)
    make_photo(listing)
    order = make_order(listing, state=state)

    for _, person in both(order):
        page = visit(person).page(order.path)
        assert order.label in page
        assert "Red &lt;bike&gt;" in page
        assert "What happens next" in page
        assert page.count('class="button"') <= 3

    assert visit(make_user()).get(order.path).status_code == 404
    assert visit().get(order.path).url.startswith("/account/login?next=")


@pytest.mark.parametrize("path", ["", "/receipt", "/meeting.ics"])
def test_a_stranger_gets_404_everywhere(path, visit):
    order = make_order(state="scheduled")

    assert visit(make_user()).get(f"{order.path}{path}").status_code == 404


def test_a_stranger_presses_no_button(visit):
    order = make_order()

    visit(make_user()).press(f"{order.path}/accept", 404)

    order.refresh_from_db()
    assert order.state == "requested"


def test_a_form_from_another_site_does_nothing(client):
    order = make_order()
    client.force_login(order.seller)

    response = client.post(f"{order.path}/accept", headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
    order.refresh_from_db()
    assert order.state == "requested"


def test_a_button_needs_a_post(visit):
    order = make_order()

    assert visit(order.seller).get(f"{order.path}/accept").status_code == 405


def test_a_seller_accepts(now, visit):
    order = make_order()

    response = visit(order.seller).press(f"{order.path}/accept")

    assert response.url == order.path
    order.refresh_from_db()
    assert order.state == "accepted"


def test_what_the_state_does_not_allow_is_told_with_409(now, visit):
    order = make_order()
    act(order.pk, "withdraw", now=NOW, person_id=order.buyer_id)

    response = visit(order.seller).press(f"{order.path}/accept", 409)

    assert "The order has moved on meanwhile" in response.content.decode()
    visit(order.seller).press(f"{order.path}/lapse", 409)
    visit(order.seller).press(f"{order.path}/moderate", 409)
    visit(order.seller).press(f"{order.path}/steal", 404)


def test_a_meeting_is_proposed_and_confirmed(now, visit):
    order = make_order(state="accepted")

    visit(order.buyer).press(
        f"{order.path}/propose", place="Café", address="Am Markt 3", starts="2026-05-04T18:30", minutes="60"
    )

    meeting = order.appointments.get()
    assert meeting.starts_at.isoformat() == "2026-05-04T16:30:00+00:00"
    assert meeting.ends_at - meeting.starts_at == HOUR
    page = visit(order.seller).page(order.path)
    assert "Mon 4 May 2026, 18:30–19:30" in page
    assert "Am Markt 3" not in page

    visit(order.seller).press(f"{order.path}/confirm")

    assert "Am Markt 3" in visit(order.seller).page(order.path)


@pytest.mark.parametrize(
    "sent",
    [
        {"place": "", "starts": "2026-05-04T18:30", "minutes": "30"},
        {"place": "Café", "starts": "", "minutes": "30"},
        {"place": "Café", "starts": "soon", "minutes": "30"},
        {"place": "Café", "starts": "2026-05-01T18:30", "minutes": "30"},
        {"place": "Café", "starts": "2026-05-04T18:30", "minutes": "7"},
        {"place": "x" * 121, "starts": "2026-05-04T18:30", "minutes": "30"},
        {"place": "Café", "starts": "9999-12-31T23:59", "minutes": "30"},
        {"place": "Café", "starts": "0001-01-01T00:00", "minutes": "30"},
        {"place": "Ca\0fé", "starts": "2026-05-04T18:30", "minutes": "30"},
        {},
    ],
)
def test_a_proposal_that_cannot_be_keeps_what_was_typed(sent, now, visit):
    order = make_order(state="accepted")

    page = visit(order.buyer).press(f"{order.path}/propose", 422, **sent).content.decode()

    assert 'role="alert"' in page
    assert not order.appointments.exists()
    if sent.get("place") == "Café":
        assert 'value="Café"' in page


def test_a_buyer_picks_one_of_the_sellers_hours(now, visit):
    order = make_order(state="accepted")
    make_window(order.seller)

    page = visit(order.buyer).page(order.path)
    assert "Bahnhofsplatz 1" not in page
    slots = re.findall(r'<option value="([0-9]+@[^"]+)"', page)
    assert len(slots) == 6
    visit(order.buyer).press(f"{order.path}/pick", slot=slots[1])

    assert agreed(order).starts_at.isoformat() == "2026-05-04T16:30:00+00:00"
    assert "Bahnhofsplatz 1" in visit(order.buyer).page(order.path)


@pytest.mark.parametrize(
    "slot", ["", "1", "x@y", "1@2026-05-04", "1@2026-05-04T16:30:00+00:00", "9" * 40 + "@x", "1@0001-01-01T00:00+23:00"]
)
def test_hours_that_nobody_offers_are_refused(slot, now, visit):
    order = make_order(state="accepted")

    visit(order.buyer).press(f"{order.path}/pick", 422, slot=slot)

    assert not order.appointments.exists()


def test_the_code_is_on_the_buyers_page_alone(now, visit):
    order = make_order(state="scheduled")
    code = code_of(order)
    shown = f"{code[:3]} {code[3:]}"

    buyers, sellers = visit(order.buyer).page(order.path), visit(order.seller).page(order.path)

    assert shown in buyers
    assert "<svg" in buyers.partition("order-code__qr")[2]
    assert "style=" not in buyers
    assert shown not in sellers
    assert code not in sellers
    assert "enter-code" in sellers


def test_a_scanned_code_is_filled_in(now, visit):
    order = make_order(state="scheduled")

    page = visit(order.seller).page(order.path, code="12<3456")

    assert 'value="12&lt;3456"' in page


def test_a_wrong_code_is_told_and_counted(now, visit):
    order = make_order(state="scheduled")
    now[0] = agreed(order).starts_at

    page = visit(order.seller).press(f"{order.path}/enter-code", 422, code=wrong_code(order)).content.decode()

    assert "Tries left: 4" in page
    assert HandoverCode.objects.get().tries == 1
    visit(order.seller).press(f"{order.path}/enter-code", code=code_of(order))
    assert Order.objects.get().state == "completed"


def test_words_that_are_missing_are_asked_for(now, visit):
    order = make_order(state="handed_over")

    page = visit(order.buyer).press(f"{order.path}/object", 422, note=" ").content.decode()
    assert "Please say in a few words what happened." in page

    visit(order.buyer).press(f"{order.path}/object", note="<b>Nothing</b> came.")
    assert "&lt;b&gt;Nothing&lt;/b&gt; came." in visit(order.seller).page(order.path)


@pytest.mark.both_databases
def test_words_with_a_null_byte_are_taken_without_it(now, visit):
    order = make_order()

    visit(order.seller).press(f"{order.path}/decline", note="Sold\0 out" + "x" * 5000)

    assert order.events.last().note.startswith("Sold out")


@pytest.mark.both_databases
def test_numbers_beyond_every_key_are_unknown(visit):
    browser = visit(make_user())

    browser.press(f"/orders/windows/{'9' * 40}/remove", 404)
    assert browser.get("/orders/O-999999999").status_code == 404


def test_the_page_speaks_german(now, visit):
    make_settings(language="de")
    order = make_order(make_listing(price_cents=123450), state="completed")

    page = visit(order.buyer).page(order.path)
    receipt = visit(order.buyer).page(f"{order.path}/receipt")

    assert "Abgeschlossen" in page
    assert "Mo. 4. Mai 2026, 14:00" in page
    assert "eintausendzweihundertvierunddreißig Euro und fünfzig Cent" in receipt
    assert "1.234,50" in receipt


def test_the_receipt_has_parties_items_and_the_amount_in_words(now, visit):
    listing = make_listing(title="Red bike", price_cents=3550, condition="fair")
    order = make_order(listing, state="completed")

    page = visit(order.buyer).page(f"{order.path}/receipt")

    for text in (order.buyer_name, order.seller_name, "Red bike", "Fair", "thirty-five euros and fifty cents"):
        assert text in page
    assert page.count("confirmed Mon 4 May 2026, 14:00") == 2
    assert "receipt-a6" not in page
    assert "receipt-a6" in visit(order.seller).page(f"{order.path}/receipt", paper="a6")


def test_before_the_deal_the_receipt_is_a_sheet_to_sign(now, visit):
    order = make_order(state="scheduled")

    assert "to be signed by hand" in visit(order.seller).page(f"{order.path}/receipt")


@pytest.mark.parametrize("state", ["requested", "accepted", "cancelled", "disputed"])
def test_without_a_deal_there_is_no_receipt(state, visit):
    order = make_order(state=state)

    assert visit(order.buyer).get(f"{order.path}/receipt").status_code == 404


def test_the_meeting_comes_as_a_calendar_file(now, visit):
    order = make_order(state="scheduled")

    response = visit(order.buyer).get(f"{order.path}/meeting.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"SUMMARY:Meet {order.seller_name} ({order.label})" in response.content.decode()
    assert visit(make_order().buyer).get("/orders/O-000002/meeting.ics").status_code == 404


def test_the_list_has_what_is_urgent_first_and_what_is_over_last(now, visit):
    buyer = make_order().buyer
    later, over = make_order(buyer=buyer, now=NOW + HOUR), make_order(buyer=buyer, state="cancelled")
    soon = Order.objects.get(number=1)

    page = visit(buyer).page("/orders")

    places = [page.index(f">{one.label}<") for one in (soon, later, over)]
    assert places == sorted(places)
    assert "Nobody has asked you for anything yet." in visit(buyer).page("/orders", tab="selling")
    assert later.label in visit(later.seller).page("/orders")
    assert visit(buyer).page("/orders", page="x'", tab="\0")


def test_an_order_with_several_goods_says_so(now, visit):
    bike = make_listing()
    order = make_order(bike, make_listing(seller=bike.seller))

    assert "and one more" in visit(order.buyer).page("/orders")


def test_a_seller_offers_hours_and_takes_them_back(visit):
    seller, other = make_order().seller, make_user()
    hours = {
        "weekday": "5", "opens": "10:00", "closes": "12:00", "place": "Market", "capacity": "2", "lead_hours": "3",
    }  # fmt: skip

    visit(seller).press("/orders/windows", **hours)

    window = seller.pickup_windows.get()
    assert ">Saturday</option>" in visit(seller).page("/orders/windows")
    assert "Saturday, 10:00–12:00" in visit(seller).page("/orders/windows")
    visit(other).press(f"/orders/windows/{window.pk}/remove", 404)
    visit(seller).press(f"/orders/windows/{window.pk}/remove")
    assert not seller.pickup_windows.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekday": "7"}, {"opens": "12:00"}, {"closes": "10:20"}, {"place": ""}, {"capacity": "0"},
        {"lead_hours": "-1"}, {"opens": "25:00"}, {"capacity": "999999999999"},
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused(wrong, visit):
    seller = make_user()
    hours = {
        "weekday": "5", "opens": "10:00", "closes": "12:00", "place": "Market", "capacity": "2", "lead_hours": "3",
    }  # fmt: skip

    page = visit(seller).press("/orders/windows", 422, **(hours | wrong)).content.decode()

    assert 'role="alert"' in page
    assert not seller.pickup_windows.exists()


def test_a_market_day_goes_by_number_and_code(now, visit):
    listing = make_listing(title="Red bike", stock=9, price_cents=3500)
    first, second = (make_order(listing, state="scheduled") for _ in range(2))
    now[0] = agreed(first).starts_at + HOUR
    seller = visit(listing.seller)

    page = seller.page("/orders/today")
    assert page.index(first.label) < page.index(second.label)
    assert page.count("not reported") == 2

    page = seller.press("/orders/today", 200, number=str(first.number), given="50").content.decode()
    assert "€35.00" in page
    assert "Change: €15.00" in page

    seller.press("/orders/today", 422, number=first.label, code=wrong_code(first))
    seller.press("/orders/today", number=first.label, code=code_of(first), given="50")
    page = seller.page("/orders/today")
    assert f"{first.label}: €35.00 received." in page
    assert "Change: €15.00" in page
    assert page.count("not reported") == 1
    assert Order.objects.get(pk=first.pk).state == "completed"


@pytest.mark.parametrize("number", ["", "0", "999", "x", "O-", "9" * 30])
def test_a_number_that_is_not_the_sellers_is_told(number, now, visit):
    order = make_order(state="scheduled")

    visit(make_user()).press("/orders/today", 422, number=number, code="123456")
    visit(order.buyer).press("/orders/today", 422, number=str(order.number), code=code_of(order))

    assert Order.objects.get().state == "scheduled"


def test_a_proposal_keeps_its_time_when_the_clocks_change(now, visit):
    """On 25 October 2026 Berlin has the hour from two to three twice."""
    now[0] = datetime.fromisoformat("2026-10-20T12:00:00+00:00")
    order = move(make_order(now=now[0]), "accepted", now=now[0])

    visit(order.buyer).press(f"{order.path}/propose", place="Café", starts="2026-10-26T10:00", minutes="30")

    assert order.appointments.get().starts_at.isoformat() == "2026-10-26T09:00:00+00:00"
