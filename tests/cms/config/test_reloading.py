import gzip
from wsgiref.util import FileWrapper, setup_testing_defaults

import pytest

from cms.config.reloading import ReloadingPages
from cms.config.static_site import StaticSite

PAGE = b"<h1>About</h1>"
HTML = "text/html,application/xhtml+xml"


def the_app(_environ, start_response):
    start_response("404 Not Found", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", "3")])
    return [b"no!"]


@pytest.fixture
def build(tmp_path):
    folder = tmp_path / "build"
    (folder / "releases/one").mkdir(parents=True)
    (folder / "releases/one/about.html.gz").write_bytes(gzip.compress(PAGE))
    (folder / "live").symlink_to("releases/one")
    return folder


def ask(build, path, **environ):
    site = StaticSite(the_app, build_dir=build, media_dir=build.parent / "media", build_encoding="gzip")
    request = {"PATH_INFO": path, "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.file_wrapper": FileWrapper, **environ}
    setup_testing_defaults(request)
    begun = []
    body = b"".join(ReloadingPages(site, build_dir=build)(request, lambda *told: begun.extend(told)))
    return begun[0], dict(begun[1]), body


def test_a_page_gets_the_script_in_plain_and_whole(build):
    gone = {"HTTP_IF_NONE_MATCH": "*", "HTTP_ACCEPT_ENCODING": "gzip"}

    status, headers, body = ask(build, "/about", HTTP_ACCEPT=HTML, **gone)

    assert (status, body) == ("200 OK", PAGE + b'<script src="/__reload.js"></script>')
    assert headers["Content-Length"] == str(len(body))
    assert not {"Content-Encoding", "ETag", "Last-Modified"} & set(headers)
    assert "script-src 'self'" in headers["Content-Security-Policy"]


def test_a_page_of_the_app_gets_it_too(build):
    status, headers, body = ask(build, "/nowhere", HTTP_ACCEPT=HTML)

    assert (status, body) == ("404 Not Found", b'no!<script src="/__reload.js"></script>')
    assert headers["Content-Length"] == str(len(body))


@pytest.mark.parametrize(("path", "accept"), [("/about", "*/*"), ("/admin/x", HTML)])
def test_other_answers_are_left_alone(build, path, accept):
    assert b"__reload" not in ask(build, path, HTTP_ACCEPT=accept)[2]


def test_the_script_asks_for_the_release_that_is_live(build):
    assert b'fetch("/__release"' in ask(build, "/__reload.js")[2]
    assert ask(build, "/__release")[2] == b"one"
    (build / "live").unlink()
    assert ask(build, "/__release")[::2] == ("200 OK", b"")
