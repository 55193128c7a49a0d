"""The headers that Nginx really sends, by the rules of MDN's Observatory."""

import contextlib
import gzip

import pytest

from tests.nginx.conftest import gunicorn
from tests.nginx.observatory import score
from tests.nginx.production_server import lay_out, running

pytestmark = pytest.mark.nginx

GOOD = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=31536000",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, 130),
        ({"Content-Security-Policy": ""}, 75 - 20),
        ({"Content-Security-Policy": "default-src 'self'; frame-ancestors 'self'"}, 125),
        ({"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}, 120),
        ({"Content-Security-Policy": "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'"}, 80),
        ({"Content-Security-Policy": "script-src 'self'"}, 80 - 20),
        ({"Strict-Transport-Security": "max-age=86400"}, 120),
        ({"Strict-Transport-Security": ""}, 80),
        ({"Referrer-Policy": "unsafe-url"}, 120),
        ({"X-Content-Type-Options": ""}, 125),
    ],
)
def test_the_arithmetic_is_that_of_the_published_table(changed, expected):
    headers = {name: value for name, value in {**GOOD, **changed}.items() if value}

    assert score(headers, "<p>", redirects_to_https=True) == expected


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        ("sessionid=1; Secure; HttpOnly; SameSite=Lax", 135),
        ("sessionid=1; Secure; HttpOnly", 130),
        ("sessionid=1; Secure; SameSite=Lax", 70),
        ("sessionid=1; HttpOnly; SameSite=Lax", 130 - 10),
        ("seen=1; SameSite=Lax", 125),
    ],
)
def test_cookies_count(cookie, expected):
    assert score(GOOD, "<p>", cookies=[cookie], redirects_to_https=True) == expected
    assert score(GOOD, "<p>", cookies=[cookie], redirects_to_https=False) < 100


@pytest.fixture(scope="module")
def secure(nginx, tmp_path_factory, django_db_setup):
    configuration = lay_out(tmp_path_factory.mktemp("observed"), tls=True)
    paths = configuration.paths
    where = {"bind": f"unix:{paths.app_socket}", "build": paths.build, "media": paths.media, "env": "test"}
    with gunicorn(**where, SITE_URL="https://localhost"), running(nginx, configuration) as server:
        yield server


def observed(server, path):
    with contextlib.closing(server.connection(host="localhost", address="127.0.0.1", secure=True)) as connection:
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        raw = answer.read()
        body = gzip.decompress(raw) if answer.headers["Content-Encoding"] == "gzip" else raw
        cookies = answer.headers.get_all("Set-Cookie") or []
        plain = server.ask(path, secure=False)
        sent_on = (plain.status, plain.headers["Location"]) == (301, f"https://localhost{path}")
        assert answer.status == 200, path
        return score(dict(answer.headers), body.decode(), cookies=cookies, redirects_to_https=sent_on), cookies


@pytest.mark.parametrize("path", ["/", "/about", "/listing/42-oak-table", "/search?q=table", "/account/login", "/cart"])
def test_the_shop_has_130_or_more(secure, path):
    assert observed(secure, path)[0] >= 130


def test_the_admin_has_100_or_more_with_the_cookies_that_it_sets(secure):
    points, cookies = observed(secure, "/admin/login/")

    assert points >= 120
    assert all("Secure" in one and "SameSite=Lax" in one for one in cookies)
