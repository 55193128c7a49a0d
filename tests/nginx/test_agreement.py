import pytest

from deploy.nginx.compare import Question, Server, differences, questions_about, static_addresses
from tests.nginx import small_shop
from tests.nginx.conftest import free_port, gunicorn, running_nginx

pytestmark = pytest.mark.nginx

ODD_ADDRESSES = (
    "/nowhere",
    "/nowhere/",
    "/about/",
    "/about/?a=1&b=2",
    "/about?a=1",
    "/about/nobody",
    "/category",
    "/category/",
    "/listing/42-oak-table/",
    "/index",
    "/index.html",
    "/index.html.gz",
    "/about.html",
    "/about.html.gz",
    "/about.gz",
    "/404",
    "/404.html",
    "/410",
    "/500",
    "/build.json",
    "/build",
    "/sitemap.xml.gz",
    "/sitemap-x.xml",
    "/sitemap_x.xml",
    "/feed.xml/",
    "/robots",
    "/assets",
    "/assets/",
    "/assets/shop.0a1b2c.css.gz",
    "/assets/shop.0a1b2c.css.br",
    "/assets/nothing.css",
    "/assets/../../media/originals/ab/private.jpg",
    "/photos/",
    "/photos/ab/",
    "/photos/ab/abcdef0123-320.png",
    "/photos/ab/../../originals/ab/private.jpg",
    "/photos/ab/%2e%2e/%2e%2e/originals/ab/private.jpg",
    "/originals/ab/private.jpg",
    "/.secret",
    "/.env",
    "/.git/config",
    "/about/.secret",
    "//about",
    "/about//team",
    "//",
    "/./about",
    "/about/.",
    "/x/../about",
    "/..",
    "/../about",
    "/about/../../x",
    "/%2e%2e/x",
    "/%61bout",
    "/about%2Fteam",
    "/about%00",
    "/about%",
    "/about%zz",
    "/k%C3%BCche",
    "/About",
    "/about;a=1",
    "/about:80",
    "/a" * 200,
    "/" + "a" * 300,
    "/~about",
    "/admin",
    "/administrator",
    "/cart",
    "/cart/",
    "/healthz",
    "/favicon.ico",
)


def test_on_every_file(servers, shop):
    nginx, development = servers
    build, media = shop
    addresses = list(static_addresses(build_dir=build, media_dir=media))

    found = [
        str(difference)
        for address in addresses
        for difference in differences(nginx, development, questions_about(address, asking=nginx))
    ]

    assert len(addresses) == len(small_shop.PAGES) - 3 + len(small_shop.ASSETS) + len(small_shop.BINARIES) + 3
    assert found == []


@pytest.mark.parametrize("path", ODD_ADDRESSES)
def test_on_odd_addresses(servers, path):
    nginx, development = servers
    questions = [Question(path), Question(path, "HEAD"), Question(path, "GET", {"Accept-Encoding": "gzip"})]

    assert [str(one) for one in differences(nginx, development, questions)] == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/about", "/about/", "/nowhere", "/robots.txt", "/assets/shop.0a1b2c.css"])
def test_on_methods_that_change_things(servers, path, method):
    nginx, development = servers
    question = Question(path, method)

    assert [str(one) for one in differences(nginx, development, [question])] == []
    assert nginx.ask(question).status == 405


def test_nothing_private_is_served(servers):
    """Whatever the spelling: no hidden file, no original, no build.json, no second address for a page."""
    for server in servers:
        for path in ODD_ADDRESSES:
            answer = server.ask(Question(path))
            assert b"secret" not in answer.body
            assert b"private" not in answer.body
            assert answer.status in (301, 400, 404) or path in ("/about?a=1", "/healthz", "/cart"), path


@pytest.mark.parametrize("encoding", ["plain", "both"])
def test_in_other_encodings(nginx, tmp_path, django_db_setup, encoding):
    build, media = small_shop.make(tmp_path, encoding=encoding)
    port = free_port()
    run_dir = tmp_path / "nginx"
    with (
        gunicorn(bind=f"127.0.0.1:{port}", build=build, media=media, env="development", encoding=encoding),
        running_nginx(
            nginx, build=build, media=media, run_dir=run_dir, upstream=f"127.0.0.1:{port}", encoding=encoding
        ) as address,
        Server(address) as first,
        Server(f"http://127.0.0.1:{port}") as second,
    ):
        found = [
            str(difference)
            for path in static_addresses(build_dir=build, media_dir=media)
            for difference in differences(first, second, questions_about(path, asking=first))
        ]

    assert found == []
