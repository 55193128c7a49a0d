"""A shop in two languages: in which of them pages of the app answer."""

import gzip

import pytest

from cms.api.addresses import Gone, Moved, present_address
from cms.contract.records import ListingStatus
from cms.site.models import GeneralSettings
from commerce.languages import LANGUAGE_COOKIE
from tests.factories.goods import make_category, make_listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_languages(settings):
    general = GeneralSettings.load()
    general.language, general.further_language = "en", "de"
    general.save()
    return settings.SITE_URL


def spoken(answer):
    text = answer.content.decode()
    assert ('<html lang="de">' in text) != ('<html lang="en">' in text)
    assert (">Warenkorb</h1>" in text) == ('<html lang="de">' in text)
    return "de" if '<html lang="de">' in text else "en"


@pytest.mark.parametrize(
    ("referer", "cookie", "language"),
    [
        ("", "", "en"),
        ("", "de", "de"),
        ("", "fr", "en"),
        ("/", "", "en"),
        ("/", "de", "en"),
        ("/de", "", "de"),
        ("/de/listing/3-a-thing", "en", "de"),
        ("/cart", "de", "de"),
        ("/cart", "", "en"),
        ("/dear", "de", "en"),
        ("https://elsewhere.example/de", "", "en"),
        ("http://[", "de", "de"),
    ],
)
def test_the_page_before_tells_else_the_choice(client, two_languages, referer, cookie, language):
    if cookie:
        client.cookies[LANGUAGE_COOKIE] = cookie
    headers = {"Referer": referer if referer.startswith("http") else two_languages + referer} if referer else {}

    answer = client.get("/cart", headers=headers)

    assert spoken(answer) == language
    kept = answer.cookies.get(LANGUAGE_COOKIE)
    assert (kept.value if kept else cookie) == language


def test_links_of_a_german_page_stay_german(client, two_languages):
    client.cookies[LANGUAGE_COOKIE] = "de"

    text = client.get("/cart").content.decode()

    assert 'href="/de/listings"' in text
    assert 'href="/listings"' not in text
    assert 'href="/cart?language=en"' in text


def test_a_language_is_chosen_for_good_and_leaves_no_trace_in_the_address(client, two_languages):
    answer = client.get("/search?q=oak&language=de&sort=price")

    assert (answer.status_code, answer["Location"]) == (302, "/search?q=oak&sort=price")
    assert answer.cookies[LANGUAGE_COOKIE].value == "de"
    assert spoken(client.get("/cart")) == "de"


@pytest.mark.parametrize("address", ["/cart?language=fr", "/cart?language="])
def test_a_language_that_the_shop_has_not_changes_nothing(client, two_languages, address):
    answer = client.get(address)

    assert (answer.status_code, spoken(answer)) == (200, "en")


def test_a_shop_of_one_language_keeps_no_choice(client):
    client.cookies[LANGUAGE_COOKIE] = "de"

    answer = client.get("/cart")

    assert spoken(answer) == "en"
    assert answer.cookies == {}
    assert "language=" not in answer.content.decode()


def test_old_addresses_lead_on_in_their_language(two_languages):
    listing = make_listing(title="Oak table", category=make_category("Tables"))
    withdrawn = make_listing(title="Gone", status=ListingStatus.WITHDRAWN)

    assert present_address(f"/de/listing/{listing.id}-old-name") == Moved(f"/de/listing/{listing.id}-oak-table")
    assert present_address(f"/de/listing/{withdrawn.id}-gone") == Gone()
    assert present_address("/de/nowhere") is None
    assert present_address("/en/listings") == Moved("/listings", permanent=False)


def test_a_language_that_is_spoken_no_more_leads_to_the_pages_for_the_time_being(db):
    listing = make_listing(title="Oak table", category=make_category("Tables"))

    assert present_address("/de/listings") == Moved("/listings", permanent=False)
    assert present_address(f"/de/listing/{listing.id}-old") == Moved(
        f"/listing/{listing.id}-oak-table", permanent=False
    )
    assert present_address("/de/nowhere") is None


def test_what_is_not_there_is_told_in_the_language_of_its_address(client, release, two_languages):
    (release / "de").mkdir()
    (release / "de" / "404.html.gz").write_bytes(gzip.compress(b"<h1>Nicht hier</h1>"))

    for address, text in (("/de/nowhere", b"<h1>Nicht hier</h1>"), ("/nowhere", b"<h1>Not here</h1>")):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, text)
