import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.site.links import clean_address, page_paths, public_path
from tests.factories.pages import make_page


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("/", "/"),
        ("/listings", "/listings"),
        (" /about/ ", "/about"),
        ("/category/tools#saws", "/category/tools#saws"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("https://93.184.216.34/", "https://93.184.216.34/"),
    ],
)
def test_paths_and_https_addresses_are_taken(typed, stored):
    assert clean_address(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("https://shop.example", "/"),
        ("https://shop.example/about/", "/about"),
        ("https://shop.example.org/about", "https://shop.example.org/about"),
    ],
)
def test_an_address_of_this_shop_becomes_a_path(settings, typed, stored):
    settings.SITE_URL = "https://shop.example"

    assert clean_address(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,hello",
        "mailto:somebody@example.org",
        "http://example.org/",
        "//example.org/",
        "/\\example.org",
        "www.example.org",
        "about",
        "https://",
        "https://user@example.org/",
        "https://[half",
        "/a b",
        "/a\nb",
        '/"onclick',
        "",
    ],
)
def test_anything_else_is_refused(typed):
    with pytest.raises(ValidationError):
        clean_address(typed)


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "[::1]", "0.0.0.0", "10.1.2.3", "printer.local", "intranet"],  # noqa: S104 (an address to refuse)
)
def test_the_readers_own_computer_is_refused_by_name(host):
    with pytest.raises(ValidationError) as caught:
        clean_address(f"https://{host}:8443/x")

    assert caught.value.messages == [
        f"{host.lower().strip('[]')} is the reader's own computer or network: nobody else can open that address."
    ]


@given(st.text())
def test_what_is_stored_once_is_stored_the_same_again(typed):
    try:
        stored = clean_address(typed)
    except ValidationError:
        return
    assert clean_address(stored) == stored


def test_a_path_is_wagtails_without_the_home_page():
    assert public_path("/home/") == "/"
    assert public_path("/home/about/") == "/about"
    assert public_path("/home/about/team/") == "/about/team"


@pytest.mark.django_db
def test_only_published_pages_have_a_path():
    shown, draft = make_page(slug="shown"), make_page(slug="draft", live=False)

    assert page_paths([shown.pk, draft.pk, 999_999]) == {shown.pk: "/shown"}
