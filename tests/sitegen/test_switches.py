"""What General settings switch on, on the pages that show it; all of it is off at first."""

from __future__ import annotations

import pytest

from cms.accounts.services import change_profile
from cms.site.models import GeneralSettings
from sitegen.preview import render_preview
from tests.factories.goods import make_listing
from tests.factories.people import make_seller

pytestmark = pytest.mark.django_db

PRIVATE = "Private seller."


@pytest.fixture
def page(settings, tmp_path, rf):
    """A page of the shop with these settings."""
    settings.BUILD_DIR = tmp_path / "build"

    def show(shown, **switches):
        draft = GeneralSettings.load()
        for name, value in switches.items():
            setattr(draft, name, value)
        return render_preview("settings", draft, rf.get("/"), shown=shown).decode()

    return show


def test_at_first_nothing_is_on(page):
    make_listing()

    shown = page("listing")

    for words in ("banner", "Report illegal content", 'href="/account/data"', PRIVATE, "How we check reviews"):
        assert words not in shown


@pytest.mark.parametrize(
    ("switch", "words"),
    [
        ({"notice_text": "Closed on <Friday>", "notice_is_on": True}, '<p class="banner">Closed on &lt;Friday&gt;</p>'),
        ({"notice_form": True}, '<a href="/report" rel="nofollow">Report illegal content</a>'),
        ({"data_export": True}, '<a href="/account/data" rel="nofollow">Your data</a>'),
    ],
)
def test_every_page_shows_it(page, switch, words):
    make_listing()

    assert all(words in page(shown, **switch) for shown in ("home", "category", "listing"))


def test_a_business_shows_its_imprint_and_all_others_say_that_they_are_none(page):
    seller = make_seller()
    make_listing(seller=seller)
    assert PRIVATE in page("listing", trader_badge=True)

    change_profile(
        seller.pk, display_name="Lamps Ltd", is_trader=True, imprint="Lamps Ltd\n1 High Street\nme@x.example"
    )

    shown = page("listing", trader_badge=True)
    assert "<strong>Business seller</strong>" in shown
    assert PRIVATE not in shown
    assert "Business seller" not in page("listing")


def test_reviews_are_explained_where_stars_are_shown(page):
    seller = make_seller()
    make_listing(seller=seller)
    assert "How we check reviews" not in page("listing", reviews_notice=True)

    standing = {"tenths": 45, "reviews": 4, "appointments": 0, "kept": 0, "newest": []}
    type(seller.seller_profile).objects.filter(user=seller).update(standing=standing)

    assert "How we check reviews" in page("listing", reviews_notice=True)
