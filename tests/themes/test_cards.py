"""What a card tells at a glance."""

import pytest

from cms.contract.records import Condition, ListingStatus
from tests.themes.window import card, listing, picture, shop


def test_names_price_title_place_and_condition():
    html = card(shop(), listing())

    assert "€42.00" in html
    assert '<h3 class="card__title"><a href="/listing/12-lute">Lute</a></h3>' in html
    assert "Graz" in html
    assert "Good" in html


def test_speaks_german():
    html = card(shop("de"), listing(negotiable=True, reserved=True, condition=Condition.LIKE_NEW))

    assert "42,00\u00a0€" in html
    assert "VB" in html
    assert "Reserviert" in html
    assert "Wie neu" in html


def test_escapes_what_a_seller_wrote():
    assert "&lt;b&gt;Lute&lt;/b&gt;" in card(shop(), listing(title="<b>Lute</b>"))


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({}, None),
        ({"reserved": True}, "Reserved"),
        ({"status": ListingStatus.SOLD, "reserved": True}, "Sold"),
        ({"status": ListingStatus.EXPIRED}, "Ended"),
    ],
)
def test_bears_the_mark_of_its_state(changes, mark):
    html = card(shop(), listing(**changes))

    assert [one for one in ("Reserved", "Sold", "Ended") if f">{one}</span>" in html] == ([mark] if mark else [])


def test_says_only_of_some_prices_that_they_are_open_to_offers():
    assert "or offer" not in card(shop(), listing())
    assert "or offer" in card(shop(), listing(negotiable=True))


def test_shows_the_first_photo():
    html = card(shop(), listing(photos=(picture(), picture(hash="cd34"))))

    assert "ab12" in html
    assert "cd34" not in html
