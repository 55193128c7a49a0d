import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.contract.addresses import APP_PATHS, RESERVED_FIRST_SEGMENTS
from cms.contract.serving import STATIC_KINDS, is_plain_path, kind_of, without_slash


@pytest.mark.parametrize(
    ("path", "kind", "file"),
    [
        ("/", "front", "index.html"),
        ("/about", "page", "about.html"),
        ("/category/bikes/page/3", "page", "category/bikes/page/3.html"),
        ("/listing/42-oak-table", "page", "listing/42-oak-table.html"),
        ("/category/index", "page", "category/index.html"),
        ("/sitemap.xml", "sitemap", "sitemap.xml"),
        ("/sitemap-12.xml", "sitemap", "sitemap-12.xml"),
        ("/sitemap-sellers-1.xml", "sitemap", "sitemap-sellers-1.xml"),
        ("/sitemap.xml.xml", "page", "sitemap.xml.xml.html"),
        ("/feed.xml", "feed", "feed.xml"),
        ("/robots.txt", "robots", "robots.txt"),
        ("/manifest.webmanifest", "manifest", "manifest.webmanifest"),
        ("/assets/shop.0a1b.css", "asset", "assets/shop.0a1b.css"),
        ("/photos/ab/abcd-320.avif", "photo", "photos/ab/abcd-320.avif"),
    ],
)
def test_an_address_has_one_file(path, kind, file):
    found = kind_of(path)

    assert found is not None
    assert (found.name, found.file_of(path)) == (kind, file)


@pytest.mark.parametrize(
    "path",
    [
        "/index",
        "/404",
        "/410",
        "/500",
        "/assets/shop.css.gz",
        "/assets",
        "/photos/ab/x-320.png",
        "/.env",
        "//",
        "/a//b",
    ],
)
def test_what_has_no_address_is_the_apps(path):
    found = kind_of(path)

    assert found is None or found.file_of(path) == "assets.html"


@pytest.mark.parametrize("segment", APP_PATHS)
def test_no_file_stands_in_the_way_of_the_app(segment):
    assert kind_of(f"/{segment}") is None
    assert kind_of(f"/{segment}/x") is None
    assert without_slash(f"/{segment}/") is None


def test_a_slash_too_many_is_taken_off():
    assert without_slash("/about/") == "/about"
    assert without_slash("/about") is None
    assert without_slash("/") is None
    assert without_slash("//elsewhere.example/") is None


@pytest.mark.parametrize("name", ["index", "404", "410", "500", "build"])
def test_no_page_may_be_called_like_a_file_of_the_release(name):
    assert name in RESERVED_FIRST_SEGMENTS


@given(st.text(alphabet="/.%~-_aB2\\\x00\n é", max_size=30))
def test_a_file_never_leaves_its_folder(text):
    path = f"/{text}"
    kind = kind_of(path)

    if kind is not None:
        segments = kind.file_of(path).split("/")
        assert not any(segment.startswith(".") or not segment for segment in segments)
    if is_plain_path(path):
        assert "%" not in path


def test_each_kind_knows_the_type_of_its_files():
    for kind in STATIC_KINDS:
        extensions = {kind.file.rpartition(".")[2]} if "." in kind.file else set(kind.types)
        assert extensions <= set(kind.types)
        assert kind.headers["X-Content-Type-Options"] == "nosniff"
