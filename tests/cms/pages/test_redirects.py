"""Wagtail makes redirects when pages change their address; that works with ours."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from tests.factories.pages import make_page


def redirects() -> dict[str, str]:
    return {one.old_path: one.link for one in Redirect.objects.all()}


@pytest.mark.django_db
def test_a_new_slug_leaves_a_redirect_for_the_page_and_all_below_it(django_capture_on_commit_callbacks):
    page = make_page(slug="about")
    make_page(slug="team", parent=page)

    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "about-us"
        page.save()

    assert redirects() == {"/about": "/about-us", "/about/team": "/about-us/team"}


@pytest.mark.django_db
def test_a_move_leaves_one_too():
    page = make_page(slug="team")

    page.move(make_page(slug="about"), pos="last-child")

    assert redirects() == {"/team": "/about/team"}


@pytest.mark.django_db
def test_a_new_order_leaves_none():
    page, other = make_page(slug="team"), make_page(slug="about")

    page.move(other, pos="right")

    assert redirects() == {}
