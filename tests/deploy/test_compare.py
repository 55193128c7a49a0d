import pytest

from deploy.nginx.compare import Answer, Difference, Question, differences, static_addresses
from tests.nginx import small_shop


class Scripted:
    """A server that says what it is told to."""

    def __init__(self, **answers: Answer) -> None:
        self.answers = answers

    def ask(self, question: Question) -> Answer:
        return self.answers[question.path]


def answer(status=200, body=b"", **fields):
    return Answer(status=status, fields={"ETag": None, **fields}, body=body)


def test_every_file_with_an_address_is_asked_for(tmp_path):
    build, media = small_shop.make(tmp_path)

    found = list(static_addresses(build_dir=build, media_dir=media))

    assert found == [
        "/about",
        "/about/team",
        "/category/bikes",
        "/category/index",
        "/feed.xml",
        "/",
        "/listing/42-oak-table",
        "/listing/43-empty",
        "/manifest.webmanifest",
        "/robots.txt",
        "/sitemap-1.xml",
        "/sitemap-sellers-2.xml",
        "/sitemap.xml",
        "/assets/icon-32.aa.png",
        "/assets/inter.bb.woff2",
        "/assets/shop.0a1b2c.css",
        "/assets/shop.3d4e5f.js",
        "/photos/ab/abcdef0123-320.avif",
        "/photos/ab/abcdef0123-320.jpg",
        "/photos/ab/abcdef0123-320.webp",
    ]


def test_only_what_differs_is_told():
    first = Scripted(same=answer(body=b"1"), other=answer(404, ETag="a"))
    second = Scripted(same=answer(body=b"1"), other=answer(410, ETag="b"))

    found = list(differences(first, second, [Question("same"), Question("other", "HEAD")]))

    assert found == [Difference(Question("other", "HEAD"), answer(404, ETag="a"), answer(410, ETag="b"))]
    assert str(found[0]) == "HEAD other\n  status: 404 and 410\n  ETag: a and b"


def test_a_different_body_is_shown():
    found = Difference(Question("/x", "GET", {"Accept-Encoding": "gzip"}), answer(body=b"a"), answer(body=b"b"))

    assert str(found) == "GET /x Accept-Encoding: gzip\n  body: b'a' and b'b'"


def test_a_file_that_nobody_can_ask_for_is_an_error(tmp_path):
    build, media = small_shop.make(tmp_path)
    (build / "assets" / "shop.exe").write_bytes(b"")

    with pytest.raises(LookupError, match=r"no address leads to assets/shop\.exe"):
        list(static_addresses(build_dir=build, media_dir=media))
