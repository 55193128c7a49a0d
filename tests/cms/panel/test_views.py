import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cms.api import changes
from cms.catalog.models import Listing
from cms.changes import outbox, publications
from cms.changes.models import Change, Publication
from cms.contract.keys import Kind
from tests.factories.goods import make_listing
from tests.factories.people import make_admin, make_editor, make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

STATUS = "/admin/publisher/status"
REMOVE = "/admin/publisher/remove-held"


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    Change.objects.all().delete()
    return client


@pytest.fixture
def admin(client):
    client.force_login(make_admin())
    Change.objects.all().delete()
    return client


def change_price(title):
    listing = make_listing(title=title)
    Change.objects.all().delete()
    Listing.objects.filter(pk=listing.pk).update(price_cents=4200)


def told(client, **query):
    answer = client.get(STATUS, query).json()
    return answer["state"], answer["text"]


def test_nothing_is_told_where_nothing_happened(editor):
    assert told(editor) == ("idle", "")


def test_a_change_waits_then_is_live_and_is_told_once(editor):
    change_price("Oak table")
    changes.alive()
    assert told(editor) == ("waiting", "Going live …")

    changes.acknowledge(changes.pending(), outputs=12, seconds=0.08)

    answer = editor.get(STATUS).json()
    assert answer["state"] == "live"
    assert answer["text"].startswith("Listing “Oak table”: live (")
    assert answer["seen"] == Publication.objects.get().pk
    assert told(editor, since=answer["since"], seen=answer["seen"]) == ("idle", "")


def test_long_work_is_told_with_its_progress(editor):
    outbox.note("setting", "appearance")
    publications.set_state(phase="rendering", done=400, total=4000)

    assert told(editor) == ("waiting", "Rendering: 400 of 4,000 …")


def test_long_work_is_over_when_what_waited_is_live(editor):
    outbox.note("setting", "appearance")
    publications.set_state(phase="rendering", done=400, total=4000)
    changes.acknowledge(changes.pending(), outputs=4000, seconds=20)
    outbox.note("setting", "general")

    assert told(editor) == ("waiting", "Going live …")


def test_a_failure_is_told_with_its_reason_until_something_newer_is_live(editor):
    change_price("Oak table")
    broken = changes.pending()
    changes.failed(broken, "pages/listing.html, line 3: unknown word")

    assert told(editor) == ("failed", "Listing “Oak table”: not live. pages/listing.html, line 3: unknown word")

    outbox.note("setting", "general")
    changes.acknowledge([one for one in changes.pending() if one not in broken], outputs=1, seconds=0.1)

    assert told(editor)[0] == "live"


def test_what_happened_long_ago_is_no_news(editor):
    change_price("Oak table")
    Change.objects.update(noted_at=timezone.now() - timedelta(seconds=30))
    assert told(editor) == ("idle", "")

    since = int((timezone.now() - timedelta(seconds=40)).timestamp() * 1000)
    assert told(editor, since=since)[0] == "waiting"


def test_a_publisher_that_cannot_publish_at_all_is_told(editor):
    outbox.note("setting", "general")
    changes.in_trouble("the disk is full")

    assert told(editor) == ("failed", "Nothing can be published at present: the disk is full")


@pytest.mark.parametrize("query", [{"since": "x"}, {"since": "9" * 18}, {"seen": "-1"}, {"since": "٣"}])
def test_nonsense_is_answered_all_the_same(editor, query):
    assert editor.get(STATUS, query).status_code == 200


def test_only_staff_is_told(client):
    assert client.get(STATUS).status_code == 302
    client.force_login(make_seller())
    assert client.get(STATUS).status_code == 302


def test_the_first_page_tells_what_is_live_and_what_is_not(editor):
    change_price("Oak table")
    changes.acknowledge(changes.pending(), outputs=12, seconds=0.08)
    outbox.note("setting", "general")
    changes.failed(changes.pending(), "base.html, line 7: <oops>")

    page = " ".join(editor.get("/admin/").content.decode().split())

    assert "Listing “Oak table” — live in 0." in page
    assert ", 12 pages" in page
    assert "<strong>General settings</strong>" in page
    assert "base.html, line 7: &lt;oops&gt;" in page
    assert "Remove them" not in page


def test_pictures_that_are_ready_by_themselves_do_not_push_out_what_people_did(editor):
    change_price("Oak table")
    changes.acknowledge(changes.pending(), outputs=12, seconds=0.08)
    for number in range(6):
        outbox.note("picture", f"{number:064}")
        changes.acknowledge(changes.pending(), outputs=1, seconds=0.08)

    page = editor.get("/admin/").content.decode()

    assert "Listing “Oak table” — live in 0." in page
    assert "A picture" not in page


def test_the_first_page_offers_an_admin_what_is_held_back(admin):
    changes.held(250)

    page = admin.get("/admin/").content.decode()

    assert "250 pages should vanish" in page
    assert "Remove them" in page


def test_an_editor_reads_of_what_is_held_back_without_a_button(editor):
    changes.held(250)

    page = editor.get("/admin/").content.decode()

    assert "250 pages should vanish" in page
    assert "Remove them" not in page


def test_the_button_asks_the_publisher_as_the_command_does(admin):
    response = admin.post(REMOVE)

    assert (response.status_code, response["Location"]) == (302, "/admin/")
    [wish] = (settings.BUILD_DIR / "wishes").glob("*.wish")
    assert json.loads(wish.read_text())["wish"] == {"force": True}


def test_nobody_else_can_ask_for_it(editor):
    # Wagtail leads whoever lacks a permission back to its first page.
    assert editor.post(REMOVE).status_code == 302
    assert not (settings.BUILD_DIR / "wishes").exists()


def test_looking_at_the_address_of_the_button_does_nothing(admin):
    assert admin.get(REMOVE).status_code == 405
    assert not (settings.BUILD_DIR / "wishes").exists()


def test_deleting_many_at_once_is_a_recorded_act(admin):
    doomed = [make_listing(title=title) for title in ("Oak table", "Pine table")]
    Change.objects.all().delete()
    address = "/admin/bulk/catalog/listing/delete/?" + "&".join(f"id={one.pk}" for one in doomed)

    admin.get(address)
    assert changes.pending() == []
    admin.post(address)

    assert not Listing.objects.filter(pk__in=[one.pk for one in doomed]).exists()
    assert [one.key for one in changes.pending() if one.kind == Kind.ACT] == ["deleting many at once"]
