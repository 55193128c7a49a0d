import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from cms.pages.models import ContentPage, HomePage
from tests.factories.pages import make_home, make_page
from tests.factories.people import make_admin

pytestmark = pytest.mark.django_db

RESERVED = {"slug": ["The address /search belongs to the shop itself. Choose another slug, like search-info."]}


def slugs() -> list[str]:
    return list(Page.objects.order_by("path").values_list("slug", flat=True))


@pytest.mark.parametrize("live", [True, False])
def test_a_new_page_with_a_reserved_slug_is_refused(live):
    before = slugs()

    with pytest.raises(ValidationError) as caught:
        make_page(slug="search", live=live)

    assert caught.value.message_dict == RESERVED
    assert slugs() == before


def test_a_slug_made_from_a_title_is_checked_too():
    with pytest.raises(ValidationError) as caught:
        make_page(title="Search")

    assert caught.value.message_dict == RESERVED


@pytest.mark.parametrize("live", [True, False])
def test_a_page_is_not_renamed_to_a_reserved_slug(live):
    page = make_page(slug="about", live=live)
    page.slug = "search"

    with pytest.raises(ValidationError) as caught:
        page.save()

    assert caught.value.message_dict == RESERVED
    assert ContentPage.objects.get().slug == "about"


def test_a_draft_with_a_reserved_slug_is_refused():
    page = make_page(slug="about")
    page.slug = "search"

    with pytest.raises(ValidationError):
        page.save_revision()

    assert page.revisions.count() == 0


def test_a_reserved_slug_is_free_below_another_page():
    assert make_page(slug="search", parent=make_page(slug="help")).public_path == "/help/search"


def test_a_page_with_such_a_slug_does_not_move_to_the_top():
    page = make_page(slug="search", parent=make_page(slug="help"))

    with pytest.raises(ValidationError) as caught:
        page.move(make_home(), pos="last-child")

    assert caught.value.message_dict == RESERVED
    assert ContentPage.objects.get(pk=page.pk).public_path == "/help/search"
    assert not page.permissions_for_user(make_admin()).can_move_to(make_home())


def test_a_page_does_not_become_a_sibling_at_the_top_either():
    about = make_page(slug="about")
    page = make_page(slug="search", parent=about)

    with pytest.raises(ValidationError):
        page.move(about, pos="left")

    assert ContentPage.objects.get(pk=page.pk).public_path == "/about/search"


def test_a_branch_moves_only_as_deep_as_pages_go():
    branch = make_page(slug="branch")
    make_page(slug="leaf", parent=branch)
    deep = make_page(slug="c", parent=make_page(slug="b", parent=make_page(slug="a")))

    with pytest.raises(ValidationError):
        branch.move(deep, pos="last-child")

    branch.refresh_from_db()
    assert branch.public_path == "/branch"


def test_a_page_moves_with_all_below_it():
    branch = make_page(slug="branch")
    leaf = make_page(slug="leaf", parent=branch)

    branch.move(make_page(slug="help"), pos="last-child")

    leaf.refresh_from_db()
    assert leaf.public_path == "/help/branch/leaf"


def test_addresses_have_no_trailing_slash(settings):
    settings.SITE_URL = "https://shop.example"
    page = make_page(slug="team", parent=make_page(slug="about"))

    assert (page.url, page.full_url) == ("/about/team", "https://shop.example/about/team")
    assert (make_home().url, make_home().full_url) == ("/", "https://shop.example/")


def test_there_is_one_home_page():
    home = make_home()

    assert not HomePage.can_create_at(Page.objects.get(depth=1))
    assert not ContentPage.can_create_at(Page.objects.get(depth=1))
    assert ContentPage.can_create_at(home)


def test_nobody_takes_the_home_page_away():
    may = make_home().permissions_for_user(make_admin())

    assert (may.can_edit(), may.can_publish()) == (True, True)
    assert (may.can_delete(), may.can_unpublish(), may.can_move(), may.can_copy()) == (False, False, False, False)


def test_the_plain_page_knows_that_too():
    may = Page.objects.get(depth=2).permissions_for_user(make_admin())

    assert (may.can_delete(), may.can_unpublish()) == (False, False)
