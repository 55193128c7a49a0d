"""The policy of the admin, and that no page of it has a script in it that the policy would stop."""

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from cms.panel.protection import AdminHeaders
from tests.factories.goods import make_listing
from tests.factories.pages import make_page
from tests.factories.people import make_admin

pytestmark = pytest.mark.django_db

SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>.{0,120}", re.DOTALL)
HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+=[^>]*>|(?:href|action|src)=\"javascript:", re.IGNORECASE)
FORMS = (
    # Between them: choosers of pages, pictures, sellers and tasks, dates and times, panels with rows, blocks.
    ("wagtailadmin_home", ()),
    ("wagtailredirects:add", ()),
    ("wagtailadmin_workflows:add", ()),
    ("wagtailadmin_reports:site_history", ()),
    ("wagtailusers_users:index", ()),
    ("listings:add", ()),
)


def stopped(html):
    return [found[0] for kind in (SCRIPT, HANDLER) for found in kind.finditer(html)]


def policy_of(response):
    return dict(part.strip().partition(" ")[::2] for part in response.headers["Content-Security-Policy"].split(";"))


def test_no_script_stands_in_a_page_and_what_needs_starting_is_marked(client):
    client.force_login(make_admin())
    page, listing = make_page(title="About", slug="about"), make_listing()
    addresses = [reverse(name, args=arguments) for name, arguments in FORMS]
    addresses += [
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:move", args=[page.pk]),
        reverse("listings:edit", args=[listing.pk]),
    ]
    marks = set()
    for address in addresses:
        response = client.get(address)
        html = response.content.decode()

        assert (response.status_code, stopped(html)) == (200, []), address
        assert policy_of(response)["script-src"] == "'self'", address
        marks |= set(re.findall(r'data-starts="(\w+)"', html))

    assert {
        "InlinePanel",
        "PageChooser",
        "Chooser",
        "createTaskChooser",
        "initDateTimeChooser",
        "initDateChooser",
    } <= marks


def test_a_script_or_a_handler_in_a_page_would_be_found():
    assert stopped("<p><script>new Chooser('id')</script>") != []
    assert stopped('<button onclick="x()">') != []
    assert stopped('<script src="/a.js"></script><script id="a" type="application/json">{}</script>') == []


def test_the_admin_is_framed_by_nobody_and_its_preview_by_the_editor_alone(client, rf):
    login = client.get(reverse("wagtailadmin_login"))
    # As Wagtail answers for the frame in which the editor shows a page.
    framed = AdminHeaders(lambda _: HttpResponse(headers={"X-Frame-Options": "SAMEORIGIN"}))(rf.get("/admin/pages/1/"))

    assert policy_of(login)["frame-ancestors"] == "'none'"
    assert policy_of(framed)["frame-ancestors"] == "'self'"
    assert "unsafe" not in policy_of(login)["script-src"] + policy_of(login)["default-src"]
    assert login.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_shop_keeps_its_own_policy(client):
    assert policy_of(client.get("/account/login"))["style-src"] == "'self'"
