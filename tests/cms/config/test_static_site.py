import gzip
import os
from pathlib import Path
from wsgiref.util import FileWrapper, setup_testing_defaults

import pytest

from cms.config.static_site import StaticSite, is_malformed, takes_gzip
from cms.contract.serving import IMMUTABLE

WRITTEN = 1_000_000_000
DATE = "Sun, 09 Sep 2001 01:46:40 GMT"
ABOUT = b"<h1>About</h1>"


def the_app(environ, start_response):
    start_response("418 I'm a teapot", [("X-Path", environ["PATH_INFO"])])
    return [b"the app"]


@pytest.fixture
def build(tmp_path) -> Path:
    folder = tmp_path / "build"
    write(folder / "live/about.html.gz", gzip.compress(ABOUT, mtime=0))
    write(folder / "assets/shop.aa.css", b"a{}")
    write(folder / "assets/shop.aa.css.gz", gzip.compress(b"a{}", mtime=0))
    write(tmp_path / "media/photos/ab/abcd-320.jpg", b"jpeg")
    return folder


def write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (WRITTEN, WRITTEN))


def ask(build, path, *, encoding="gzip", **environ):
    site = StaticSite(the_app, build_dir=build, media_dir=build.parent / "media", build_encoding=encoding)
    request = {"PATH_INFO": path, "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.file_wrapper": FileWrapper, **environ}
    setup_testing_defaults(request)
    answer = {}

    def start_response(status, headers, exc_info=None):
        answer.update(status=int(status[:3]), headers=dict(headers))

    body = site(request, start_response)
    answer["body"] = b"".join(body)
    if close := getattr(body, "close", None):
        close()
    return answer


def test_gzip_is_sent_as_it_is_stored(build):
    answer = ask(build, "/about", HTTP_ACCEPT_ENCODING="gzip")

    assert answer["status"] == 200
    assert answer["body"] == gzip.compress(ABOUT, mtime=0)
    assert answer["headers"]["Content-Encoding"] == "gzip"
    assert answer["headers"]["ETag"] == f'"3b9aca00-{len(answer["body"]):x}"'
    assert answer["headers"]["Last-Modified"] == DATE
    assert answer["headers"]["Cache-Control"] == "no-cache"
    assert answer["headers"]["Vary"] == "Accept-Encoding"


def test_a_client_without_gzip_gets_the_text_and_a_weak_tag(build):
    answer = ask(build, "/about")

    assert answer["body"] == ABOUT
    assert answer["headers"]["ETag"].startswith('W/"3b9aca00-')
    assert "Content-Encoding" not in answer["headers"]
    assert "Content-Length" not in answer["headers"]


def test_head_has_no_body(build):
    answer = ask(build, "/about", HTTP_ACCEPT_ENCODING="gzip", REQUEST_METHOD="HEAD")

    assert (answer["status"], answer["body"]) == (200, b"")
    assert answer["headers"]["Content-Length"] == str(len(gzip.compress(ABOUT, mtime=0)))


@pytest.mark.parametrize(
    "conditions",
    [
        {"HTTP_IF_NONE_MATCH": "{tag}"},
        {"HTTP_IF_NONE_MATCH": "W/{tag}"},
        {"HTTP_IF_NONE_MATCH": '"other", {tag}'},
        {"HTTP_IF_NONE_MATCH": "*"},
        {"HTTP_IF_MODIFIED_SINCE": DATE},
        {"HTTP_IF_MODIFIED_SINCE": DATE, "HTTP_IF_NONE_MATCH": "{tag}"},
    ],
)
def test_what_the_client_has_is_not_sent_again(build, conditions):
    tag = f'"3b9aca00-{len(gzip.compress(ABOUT, mtime=0)):x}"'

    answer = ask(build, "/about", **{name: value.replace("{tag}", tag) for name, value in conditions.items()})

    assert (answer["status"], answer["body"]) == (304, b"")
    assert answer["headers"]["ETag"] == tag
    assert "Content-Type" not in answer["headers"]


@pytest.mark.parametrize(
    "conditions",
    [
        {"HTTP_IF_NONE_MATCH": '"other"'},
        {"HTTP_IF_MODIFIED_SINCE": "Thu, 01 Jan 2099 00:00:00 GMT"},
        {"HTTP_IF_MODIFIED_SINCE": DATE, "HTTP_IF_NONE_MATCH": '"other"'},
    ],
)
def test_what_the_client_has_not_is_sent(build, conditions):
    assert ask(build, "/about", **conditions)["status"] == 200


def test_assets_are_kept_for_a_year(build):
    plain = ask(build, "/assets/shop.aa.css")
    zipped = ask(build, "/assets/shop.aa.css", HTTP_ACCEPT_ENCODING="br, gzip")

    assert (plain["body"], plain["headers"]["Cache-Control"]) == (b"a{}", IMMUTABLE)
    assert plain["headers"]["Content-Type"] == "text/css; charset=utf-8"
    assert (gzip.decompress(zipped["body"]), zipped["headers"]["Content-Encoding"]) == (b"a{}", "gzip")


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [
        ("br", "br", b"brotli"),
        ("gzip, deflate, br", "br", b"brotli"),
        ("br;q=0.1", "br", b"brotli"),
        ("br;q=0, gzip", "gzip", gzip.compress(b"a{}", mtime=0)),
        ("br;q=0.0", None, b"a{}"),
        ("brr, xbr", None, b"a{}"),
    ],
)
def test_brotli_is_for_those_who_read_it(build, accepted, encoding, body):
    write(build / "assets/shop.aa.css.br", b"brotli")

    answer = ask(build, "/assets/shop.aa.css", HTTP_ACCEPT_ENCODING=accepted)

    assert (answer["headers"].get("Content-Encoding"), answer["body"]) == (encoding, body)
    assert answer["headers"]["Content-Type"] == "text/css; charset=utf-8"


def test_a_photo_comes_from_the_media_folder(build):
    answer = ask(build, "/photos/ab/abcd-320.jpg", HTTP_ACCEPT_ENCODING="gzip")

    assert (answer["body"], answer["headers"]["Content-Type"]) == (b"jpeg", "image/jpeg")
    assert "Vary" not in answer["headers"]


@pytest.mark.parametrize(
    "path", ["/nowhere", "/admin/", "/cart", "/index", "/about.html", "/live/about", "/.about", "//about"]
)
def test_what_has_no_file_is_answered_by_the_app(build, path):
    answer = ask(build, path)

    assert (answer["status"], answer["body"], answer["headers"]["X-Path"]) == (418, b"the app", path)


def test_without_a_build_the_app_answers_everything(tmp_path):
    assert ask(tmp_path / "build", "/")["status"] == 418


def test_the_spelling_that_was_sent_counts(build):
    answer = ask(build, "/about", RAW_URI="/%61bout?a=1")

    assert answer["status"] == 418


def test_a_slash_too_many_keeps_the_query(build):
    answer = ask(build, "/about/", QUERY_STRING="a=1")

    assert (answer["status"], answer["headers"]["Location"]) == (301, "/about?a=1")


@pytest.mark.parametrize("path", ["/about", "/about/", "/nowhere"])
def test_nothing_can_be_changed_here(build, path):
    answer = ask(build, path, REQUEST_METHOD="POST")

    assert (answer["status"], answer["headers"]["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("encoding", ["plain", "both"])
def test_plain_files_are_sent_where_the_build_has_them(build, encoding):
    write(build / "live/about.html", ABOUT)

    answer = ask(build, "/about", encoding=encoding)

    assert (answer["status"], answer["body"]) == (200, ABOUT)
    assert answer["headers"]["ETag"] == f'"3b9aca00-{len(ABOUT):x}"'
    assert ("Vary" in answer["headers"]) == (encoding == "both")


@pytest.mark.parametrize(
    ("path", "malformed"),
    [
        ("/about", False),
        ("/a/../b", False),
        ("/..", True),
        ("/a/../../b", True),
        ("/%2e%2e/b", True),
        ("/%", True),
        ("/%zz", True),
        ("/a%00", True),
        ("*", True),
    ],
)
def test_what_is_no_address_is_refused(path, malformed):
    assert is_malformed(path) is malformed


@pytest.mark.parametrize(
    ("accepted", "protocol", "expected"),
    [
        ("gzip", "HTTP/1.1", True),
        ("br, gzip;q=0.5", "HTTP/1.1", True),
        ("deflate,gzip", "HTTP/1.1", True),
        ("GZIP", "HTTP/1.1", True),
        ("gzip;q=0", "HTTP/1.1", False),
        ("gzip;q=0.000", "HTTP/1.1", False),
        ("*", "HTTP/1.1", False),
        ("xgzip", "HTTP/1.1", False),
        ("gzipped", "HTTP/1.1", False),
        ("", "HTTP/1.1", False),
        ("gzip", "HTTP/1.0", False),
    ],
)
def test_gzip_is_for_those_who_ask_for_it(accepted, protocol, expected):
    assert takes_gzip({"HTTP_ACCEPT_ENCODING": accepted, "SERVER_PROTOCOL": protocol}) is expected
