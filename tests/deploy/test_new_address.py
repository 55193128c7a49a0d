"""A shop that was found by its IP address gets a domain with TLS: what `cataloro apply` runs leaves nothing behind."""

import gzip

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page, Site

from tests.factories.goods import make_category, make_listing
from tests.factories.pages import make_page

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

OLD, NEW = "203.0.113.5", "https://markt.test"


def what_apply_runs():
    """As deploy/install/shop.py builds the site."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("publish", full=True, verbosity=0)


def files_with(word, folder):
    """Names of the files of a site in which a word stands, packed or not."""
    texts = {
        str(file.relative_to(folder)): gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }
    return {name for name, text in texts.items() if word.encode() in text}


def columns_with(word):
    """Columns of the database in which a word stands."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                places = (connection.ops.quote_name(table), connection.ops.quote_name(column.name))
                question = "SELECT count(*) FROM {} WHERE CAST({} AS text) LIKE %s".format(*places)  # noqa: S608 (its own names)
                cursor.execute(question, [f"%{word}%"])
                if cursor.fetchone()[0]:
                    found.add(f"{table}.{column.name}")
    return found


def test_the_domain_takes_the_place_of_the_ip_address_in_every_file_and_column(settings, tmp_path):
    settings.BUILD_DIR = tmp_path / "build"
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = f"http://{OLD}"
    make_listing(title="Oak table", category=make_category("Furniture"))
    make_page(title="About", slug="about")
    what_apply_runs()
    live = settings.BUILD_DIR / "live"
    named_before = files_with(OLD, live)
    assert {"index.html.gz", "sitemap.xml.gz", "about.html.gz"} <= named_before
    assert "wagtailcore_site.hostname" in columns_with(OLD)

    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = NEW
    what_apply_runs()

    assert files_with(OLD, live) == set()
    assert files_with("http://markt.test", live) == set()
    assert files_with(NEW, live) == named_before
    assert columns_with(OLD) == set()
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("markt.test", 443)
    assert Page.objects.get(slug="about").specific.full_url == f"{NEW}/about"
