import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.config.refusals import Refusal
from cms.config.site_address import site_url_of


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example.org",
        "https://shop.example.org:8443",
        "https://xn--mrkte-gra.de",
        "https://a-b.c-d.eu",
        "http://203.0.113.7",
        "https://203.0.113.7:8443",
        "http://192.168.1.20",
        "http://[2001:db8::1]",
        "https://[2001:db8::1]:8443",
    ],
)
def test_a_public_name_or_a_bare_address_is_taken_as_it_is(url):
    assert site_url_of(url, production=True) == url


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("HTTPS://Shop.Example.ORG", "https://shop.example.org"),
        ("http://[2001:DB8:0:0::1]", "http://[2001:db8::1]"),
    ],
)
def test_an_address_is_kept_in_its_usual_form(written, meant):
    assert site_url_of(written, production=True) == meant


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000",
        "http://localhost",
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
        "http://shop",
        "http://shop.local",
    ],
)
def test_what_is_known_at_home_is_taken_in_development_alone(url):
    assert site_url_of(url, production=False) == url
    with pytest.raises(Refusal):
        site_url_of(url, production=True)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("shop.example.org", "it must begin with https:// or http://"),
        ("//shop.example.org", "it must begin with https:// or http://"),
        ("ftp://shop.example.org", "it must begin with https:// or http://"),
        ("https:shop.example.org", "it must begin with https:// or http://"),
        ("https://", "there is no host in it."),
        ("https://:8443", "there is no host in it."),
        ("https://shop.example.org/", "leave out the slash at its end."),
        ("https://shop.example.org/shop", "leave out the path /shop"),
        ("https://shop.example.org?a=b", "leave out what comes after the host"),
        ("https://shop.example.org?", "leave out what comes after the host"),
        ("https://shop.example.org#top", "leave out what comes after the host"),
        ("https://me@shop.example.org", "it must not hold a user name or a password."),
        ("https://me:pw@shop.example.org", "it must not hold a user name or a password."),
        ("https://shop.example.org:443", "leave out :443"),
        ("http://203.0.113.7:80", "leave out :80"),
        ("https://shop.example.org:", "the port must be a number"),
        ("https://shop.example.org:0", "the port must be a number"),
        ("https://shop.example.org:99999", "the port must be a number"),
        ("https://shop.example.org:https", "the port must be a number"),
        (" https://shop.example.org", "a blank or a control character"),
        ("https://shop.exam\nple.org", "a blank or a control character"),
        ("'https://shop.example.org'", "it must begin with https:// or http://"),
        ("https://märkte.de", "international name in its ASCII form"),
        ("https://my_shop.example.org", "no underscore"),
        ("https://-shop.example.org", "no host name"),
        ("https://shop-.example.org", "no host name"),
        ("https://shop..example.org", "no host name"),
        ("https://shop.example.org.", "no host name"),
        ("https://.example.org", "no host name"),
        ("https://*.example.org", "no host name"),
        ("https://" + "a" * 64 + ".org", "no host name"),
        ("https://" + "a." * 130 + "org", "no host name"),
        ("https://203.0.113", "nor an IP address"),
        ("https://203.0.113.256", "nor an IP address"),
        ("https://2130706433", "nor an IP address"),
        ("https://2001:db8::1", "in brackets"),
        ("https://[203.0.113.7]", "that is no address"),
        ("https://[fe80::1%25eth0]", "in brackets"),
        ("https://[nonsense]", "that is no address"),
        ("https://[::1", "that is no address"),
        ("https://localhost", "shoppers cannot reach this name"),
        ("https://shop.localhost", "shoppers cannot reach this name"),
        ("https://localhost.localdomain", "shoppers cannot reach this name"),
        ("https://shop.local", "shoppers cannot reach this name"),
        ("https://shop.invalid", "shoppers cannot reach this name"),
        ("https://shop", "a name without a dot"),
        ("http://127.0.0.1", "shoppers cannot reach this address"),
        ("http://127.8.8.8", "shoppers cannot reach this address"),
        ("http://0.0.0.0", "shoppers cannot reach this address"),
        ("http://169.254.1.1", "shoppers cannot reach this address"),
        ("http://224.0.0.1", "shoppers cannot reach this address"),
        ("http://[::1]", "shoppers cannot reach this address"),
        ("http://[::]", "shoppers cannot reach this address"),
        ("http://[::ffff:127.0.0.1]", "shoppers cannot reach this address"),
        ("http://shop.example.org", "use https://shop.example.org"),
    ],
)
def test_everything_else_is_refused_with_the_reason(url, words):
    with pytest.raises(Refusal) as refusal:
        site_url_of(url, production=True)

    assert words in str(refusal.value)


@given(st.one_of(st.text(), st.from_regex(r"https?://[ -~]{0,30}", fullmatch=True)), st.booleans())
def test_whatever_is_written_is_refused_or_taken_once_and_for_all(text, production):
    try:
        url = site_url_of(text, production=production)
    except Refusal:
        return

    assert url == text.lower() or "[" in url
    assert site_url_of(url, production=production) == url
