"""How the publisher is put together from the settings."""

from __future__ import annotations

import os

import pytest

from cms.changes import outbox
from sitegen.wiring import make_publisher, site_from_settings
from tests.factories.goods import make_listing

pytestmark = pytest.mark.django_db


def test_the_site_is_what_the_settings_say(settings, tmp_path):
    settings.BUILD_DIR, settings.BUILD_ENCODING, settings.SITE_URL = tmp_path / "b", "both", "http://192.0.2.7"
    settings.CATALORO_ENV = "production"

    site = site_from_settings()

    assert (site.build_dir, site.encoding, site.site_url) == (tmp_path / "b", "both", "http://192.0.2.7")
    assert (site.production, site.media_dir, site.theme) == (True, settings.MEDIA_DIR, settings.THEME_DIR)


@pytest.mark.django_db(transaction=True)
def test_a_build_aside_leaves_the_outbox_alone(tmp_path):
    make_listing()
    waiting = [one.id for one in outbox.pending()]
    publisher = make_publisher(into=tmp_path / "aside", jobs=1)

    publisher.build()

    assert waiting != []
    assert [one.id for one in outbox.pending()] == waiting
    assert (tmp_path / "aside" / "live" / "index.html.gz").exists()


@pytest.mark.parametrize("surrounding", ["site_url", "encoding", "production"])
def test_the_fingerprint_follows_the_surroundings(settings, surrounding):
    before = site_from_settings().fingerprint
    settings.SITE_URL = "https://other.example" if surrounding == "site_url" else settings.SITE_URL
    settings.BUILD_ENCODING = "both" if surrounding == "encoding" else settings.BUILD_ENCODING
    settings.CATALORO_ENV = "production" if surrounding == "production" else settings.CATALORO_ENV

    assert site_from_settings().fingerprint != before


def test_the_fingerprint_follows_names_and_contents_but_no_dates_of_the_theme(settings, tmp_path):
    settings.THEME_DIR = tmp_path
    (tmp_path / "a.css").write_text("a{}")
    before = site_from_settings().fingerprint
    os.utime(tmp_path / "a.css", (1000, 1000))
    same = site_from_settings().fingerprint
    (tmp_path / "a.css").rename(tmp_path / "b.css")

    assert same == before
    assert site_from_settings().fingerprint != before
