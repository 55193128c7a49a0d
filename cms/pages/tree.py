"""The root of the pages: Wagtail's invisible root, the home page, and the one site above them."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction
from wagtail.models import Locale, Page, Site

from cms.pages.models import ContentPage, HomePage, Navigation
from cms.site.links import HOME_DEPTH

_DEFAULT_PORTS = {"http": 80, "https": 443}
_OPENING = [("category_grid", {"heading": "Browse by category", "categories": []})]


def can_have_home(*, using: str) -> bool:
    """Whether the tables are there: a migration may stop half-way, at somebody's wish."""
    needed = {model._meta.db_table for model in (Locale, Page, Site, HomePage, ContentPage, Navigation)}  # noqa: SLF001  (Django's public name)
    return needed <= set(connections[using].introspection.table_names())


@transaction.atomic
def ensure_home() -> HomePage:
    """The home page and the site above it, made where they are missing. Doing it twice changes nothing."""
    home: HomePage | None = HomePage.objects.order_by("path").first()
    if home is None:
        home = _welcome_as_home() or _new_home()
    _keep_site(home)
    Navigation.load()
    return home


def _welcome_as_home() -> HomePage | None:
    """Turn the page that Wagtail's first migration makes into the home page: its place in the tree stays."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None or site.root_page.depth != HOME_DEPTH or site.root_page.specific_class is not Page:
        return None
    welcome = site.root_page
    # Raw: only the row of the home page itself is missing, that of the page it extends is there.
    HomePage(page_ptr=welcome, body=_OPENING).save_base(raw=True, force_insert=True)
    home_type = ContentType.objects.get_for_model(HomePage)
    Page.objects.filter(pk=welcome.pk).update(content_type=home_type, title="Home", draft_title="Home")
    home: HomePage = HomePage.objects.get(pk=welcome.pk)
    return home


def _new_home() -> HomePage:
    home = HomePage(title="Home", slug="home", body=_OPENING)
    _root().add_child(instance=home)
    return home


def _root() -> Page:
    root = Page.objects.filter(depth=1).first()
    if root is None:
        Locale.objects.get_or_create(language_code="en")
        root = Page.add_root(instance=Page(title="Root", slug="root"))
    return root


def _keep_site(home: Page) -> None:
    """One site, true to SITE_URL: Wagtail's lists show its name; visitors are never sorted by it."""
    address = urlsplit(settings.SITE_URL)
    wanted = {
        "hostname": address.hostname,
        "port": address.port or _DEFAULT_PORTS[address.scheme],
        "root_page_id": home.pk,
    }
    # An update, because saving would empty a cache whose table may not be made yet; what it holds stays right.
    if not Site.objects.filter(is_default_site=True).update(**wanted):
        Site.objects.create(is_default_site=True, **wanted)
