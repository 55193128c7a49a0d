"""Who sells as a business says so in the profile, where General settings ask."""

import pytest

from tests.commerce.account.conftest import new_browser
from tests.factories.pages import make_settings
from tests.factories.people import make_seller, profile_of

pytestmark = pytest.mark.django_db


def test_a_business_says_who_it_is_where_the_shop_asks():
    nora, browser = make_seller(name="Nora Berg"), new_browser()
    browser.force_login(nora)
    said = {"name": "Nora Berg", "display_name": "Nora", "is_trader": "on", "imprint": "Berg Ltd, 1 High Street"}
    assert "I sell as a business" not in browser.get("/account/profile").content.decode()
    browser.post("/account/profile", said)
    assert not profile_of(nora).is_trader

    make_settings(trader_badge=True)
    refused = browser.post("/account/profile", {**said, "imprint": " "})
    assert refused.status_code == 422
    assert "Say who you are" in refused.content.decode()
    assert not profile_of(nora).is_trader

    browser.post("/account/profile", said)
    assert (profile_of(nora).is_trader, profile_of(nora).imprint) == (True, "Berg Ltd, 1 High Street")

    make_settings(trader_badge=False)
    browser.post("/account/profile", {"name": "Nora Berg", "display_name": "Nora"})
    assert profile_of(nora).is_trader
