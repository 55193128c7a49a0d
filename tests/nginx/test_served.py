"""What the real Nginx answers, in exact values."""

import gzip
from contextlib import contextmanager

import pytest

from cms.contract.serving import IMMUTABLE, PAGE_HEADERS
from deploy.nginx.compare import Question, Server
from tests.nginx import small_shop
from tests.nginx.conftest import gunicorn, running_nginx

pytestmark = pytest.mark.nginx

GZIP = {"Accept-Encoding": "gzip"}


@contextmanager
def nginx_without_app(nginx, shop, tmp_path):
    build, media = shop
    upstream = f"unix:{tmp_path}/nobody.sock"
    with (
        running_nginx(nginx, build=build, media=media, run_dir=tmp_path / "nginx", upstream=upstream) as address,
        Server(address) as server,
    ):
        yield server


def test_a_page_is_sent_as_it_is_stored(servers, shop):
    answer = servers[0].ask(Question("/about", "GET", GZIP))

    assert answer.status == 200
    assert answer.fields["Content-Type"] == "text/html; charset=utf-8"
    assert answer.fields["Content-Encoding"] == "gzip"
    assert answer.fields["Cache-Control"] == "no-cache"
    assert answer.fields["Vary"] == "Accept-Encoding"
    assert {name: answer.fields[name] for name in PAGE_HEADERS} == PAGE_HEADERS
    assert answer.body == (shop[0] / "live" / "about.html.gz").read_bytes()


def test_a_client_without_gzip_reads_it_too(servers):
    answer = servers[0].ask(Question("/about"))

    assert answer.fields["Content-Encoding"] is None
    assert answer.fields["ETag"].startswith('W/"')
    assert answer.body.decode() == small_shop.PAGES["about.html"]


def test_a_slash_too_many_leads_to_the_page(servers):
    answer = servers[0].ask(Question("/about/?a=1"))

    assert (answer.status, answer.fields["Location"]) == (301, "/about?a=1")


def test_hashed_names_are_kept_for_a_year(servers):
    server, _ = servers
    style = server.ask(Question("/assets/shop.0a1b2c.css", "GET", GZIP))
    photo = server.ask(Question(f"/photos/{small_shop.PHOTO}.avif"))

    assert (style.fields["Content-Type"], style.fields["Cache-Control"]) == ("text/css; charset=utf-8", IMMUTABLE)
    assert gzip.decompress(style.body) == small_shop.ASSETS["shop.0a1b2c.css"]
    assert (photo.fields["Content-Type"], photo.fields["Cache-Control"]) == ("image/avif", IMMUTABLE)
    assert photo.fields["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_brotli_is_sent_to_who_reads_it(servers):
    server, _ = servers
    everything = {"Accept-Encoding": "gzip, deflate, br"}
    style = server.ask(Question("/assets/shop.0a1b2c.css", "GET", everything))
    script_without = server.ask(Question("/assets/shop.3d4e5f.js", "GET", everything))

    assert (style.fields["Content-Encoding"], style.body[:10]) == ("br", b"brotli of ")
    assert (style.fields["Content-Type"], style.fields["Cache-Control"]) == ("text/css; charset=utf-8", IMMUTABLE)
    assert script_without.fields["Content-Encoding"] == "gzip"


def test_what_is_missing_is_never_kept(servers):
    answer = servers[0].ask(Question("/assets/shop.ffffff.css"))

    assert (answer.status, answer.fields["Cache-Control"]) == (404, "no-cache")
    assert answer.body.decode() == small_shop.PAGES["404.html"]


def test_pages_stay_when_the_app_is_down(nginx, shop, tmp_path):
    with nginx_without_app(nginx, shop, tmp_path) as server:
        page = server.ask(Question("/listing/42-oak-table"))
        missing = server.ask(Question("/nowhere"))
        missing_zipped = server.ask(Question("/nowhere", "GET", GZIP))
        dynamic = server.ask(Question("/cart"))
        sent = server.ask(Question("/cart/add", "POST"))

    assert (page.status, page.body.decode()) == (200, small_shop.PAGES["listing/42-oak-table.html"])
    assert (missing.status, missing.body.decode()) == (404, small_shop.PAGES["404.html"])
    assert (missing_zipped.status, missing_zipped.fields["Content-Encoding"]) == (404, "gzip")
    assert (dynamic.status, dynamic.body.decode()) == (502, small_shop.PAGES["500.html"])
    assert dynamic.fields["Cache-Control"] == "no-store"
    assert sent == dynamic


def test_a_look_up_is_kept_for_some_seconds(nginx, shop, tmp_path, django_db_setup):
    """Whoever asks for addresses at random costs the app little, and old links outlive its restart."""
    build, media = shop
    socket_path = tmp_path / "app.sock"
    with running_nginx(
        nginx, build=build, media=media, run_dir=tmp_path / "nginx", upstream=f"unix:{socket_path}"
    ) as address:
        with gunicorn(bind=f"unix:{socket_path}", build=build, media=media, env="test"), Server(address) as server:
            first = server.ask(Question("/about.html"))
        with Server(address) as server:
            again = server.ask(Question("/about.html"))
            never_asked = server.ask(Question("/about/team.html"))

    assert (first.status, first.fields["Location"]) == (301, "/about")
    assert again == first
    assert never_asked.status == 404


def test_a_new_release_is_served_at_once(nginx, tmp_path):
    build, media = small_shop.make(tmp_path)
    fresh = build / "releases" / "two"
    fresh.mkdir()
    (fresh / "index.html.gz").write_bytes(gzip.compress(b"<h1>New</h1>"))
    with nginx_without_app(nginx, (build, media), tmp_path) as server:
        before = server.ask(Question("/")).body
        (build / "next").symlink_to("releases/two")
        (build / "next").replace(build / "live")
        after = server.ask(Question("/")).body

    assert (before, after) == (b"<h1>Home</h1>", b"<h1>New</h1>")
