import pytest
from wagtail.contrib.redirects.models import Redirect

from cms.catalog.models import ListPage
from cms.contract.records import ListingStatus
from cms.contract.serving import PAGE_HEADERS
from tests.commerce.conftest import FILES
from tests.factories.goods import FIRST_DAY, make_listing

pytestmark = pytest.mark.django_db


def test_an_unknown_address_gets_the_shops_own_page(client, release):
    response = client.get("/nowhere")

    assert (response.status_code, response.content.decode()) == (404, FILES["404.html"])
    assert response["Cache-Control"] == "no-cache"
    assert response["X-Accel-Expires"] == "10"
    assert {name: response[name] for name in PAGE_HEADERS} == dict(PAGE_HEADERS)
    assert not response.cookies


def test_what_is_gone_gets_410(client, release):
    listing = make_listing(status=ListingStatus.WITHDRAWN)

    response = client.get(f"/listing/{listing.pk}-x")

    assert (response.status_code, response.content.decode()) == (410, FILES["410.html"])


def test_what_moved_gets_301_that_browsers_do_not_keep(client, release):
    listing = make_listing(title="Oak table")

    response = client.get(f"/listing/{listing.pk}-old")

    assert (response.status_code, response["Location"]) == (301, f"/listing/{listing.pk}-oak-table")
    assert response["Cache-Control"] == "no-cache"


@pytest.mark.both_databases
def test_a_merged_list_page_gets_301_to_the_goods_it_had(client, release):
    for number, live in ((3, False), (4, True), (5, False)):
        ListPage.objects.create(
            kind="all", list_id=0, number=number, upto_published_at=FIRST_DAY, upto_id=number, live=live, stamp=1
        )

    answers = [client.get(f"/listings/page/{number}") for number in (3, 5, 6)]

    assert [(one.status_code, one.get("Location")) for one in answers] == [
        (301, "/listings/page/4"),
        (301, "/listings"),
        (404, None),
    ]


def test_an_editors_temporary_redirect_stays_temporary(client, release):
    Redirect.add_redirect("/spring", "/listings", is_permanent=False)

    response = client.get("/spring")

    assert (response.status_code, response["Location"]) == (302, "/listings")


@pytest.mark.parametrize(
    "path", ["//about", "/about.html", "/about/index.html", "/./about", "/x/../about", "/about/", "/about/index"]
)
def test_an_odd_spelling_leads_to_the_page(client, release, path):
    response = client.get("/", PATH_INFO=path, RAW_URI=path)

    assert (response.status_code, response["Location"]) == (301, "/about")


def test_an_escaped_letter_leads_to_the_page(client, release):
    response = client.get("/%61bout", RAW_URI="/%61bout")

    assert (response.status_code, response["Location"]) == (301, "/about")


def test_the_first_page_has_one_address(client, release):
    assert client.get("/index.html")["Location"] == "/"
    assert client.get("/index")["Location"] == "/"


@pytest.mark.parametrize("path", ["/about.html.gz", "/404", "/404.html", "/build.json", "/.env", "/nowhere.html"])
def test_no_spelling_leads_to_what_has_no_address(client, release, path):
    assert client.get("/", PATH_INFO=path, RAW_URI=path).status_code == 404


def test_a_page_asked_for_by_its_name_is_never_a_loop(client, release):
    """Without a server in front, the app is asked for files too: it must not send the shopper round in circles."""
    assert client.get("/about", RAW_URI="/about").status_code == 404


def test_nothing_can_be_changed_here(client, release):
    assert client.post("/nowhere").status_code == 405


@pytest.mark.parametrize("path", ["/cart/nothing", "/search/nothing", "/account/orders"])
def test_paths_of_the_app_that_have_no_view_are_not_found_in_the_same_look(client, release, path):
    response = client.get(path)

    assert (response.status_code, response.content.decode()) == (404, FILES["404.html"])


def test_the_admin_keeps_its_slash(client, release):
    response = client.get("/admin")

    assert (response.status_code, response["Location"]) == (301, "/admin/")


def test_a_shop_without_a_build_asks_for_patience(client):
    response = client.get("/")

    assert response.status_code == 503
    assert response["Retry-After"] == "3"
    assert response["Cache-Control"] == "no-store"
    assert 'http-equiv="refresh"' in response.content.decode()


def test_a_release_without_error_pages_has_plain_ones(client, release):
    (release / "404.html.gz").unlink()

    response = client.get("/nowhere")

    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_an_unzipped_release_is_read_as_well(client, release):
    (release / "404.html.gz").unlink()
    (release / "404.html").write_text("plain")

    assert client.get("/nowhere").content == b"plain"


def test_a_fault_shows_no_trace_of_itself(client, release, settings):
    settings.ROOT_URLCONF = "tests.commerce.faulty_urls"
    client.raise_request_exception = False

    response = client.get("/fault")

    assert (response.status_code, response.content.decode()) == (500, FILES["500.html"])
