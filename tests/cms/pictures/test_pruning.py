"""What nothing needs goes after a week, with its files; whatever somebody refers to stays."""

from __future__ import annotations

import io
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from cms.pictures import pruning, references
from cms.pictures.files import derivative_path, files_of, original_path
from cms.pictures.intake import take_picture
from cms.pictures.models import Picture, ShopImage
from cms.pictures.pruning import GRACE, Pruned, prune_pictures
from cms.pictures.tasks import make_derivatives, prune
from tests.factories.goods import make_listing, make_photo, plain_image, png
from tests.factories.orders import make_order
from tests.factories.people import make_seller

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOW = timezone.now() + timedelta(days=60)
LATER = NOW + GRACE
DAY = timedelta(days=1)


def stored(colour: str = "#336699") -> Picture:
    picture = take_picture(png(plain_image(40, 30, colour)))
    make_derivatives.call(picture.hash)
    picture.refresh_from_db()
    return picture


def left() -> set[str]:
    return set(Picture.objects.values_list("hash", flat=True))


def run_twice() -> None:
    prune_pictures(now=NOW)
    prune_pictures(now=LATER)


def all_files() -> list[Path]:
    return sorted(one for one in settings.MEDIA_DIR.rglob("*") if one.is_file() and one.name != ".lock")


def test_an_unused_picture_and_its_files_go_after_a_week():
    picture = stored()
    size = sum(file.stat().st_size for file in files_of(picture.hash))
    assert len(files_of(picture.hash)) == 4

    assert prune_pictures(now=NOW) == Pruned(unused=1, pictures=0, files=0, bytes=0)
    assert prune_pictures(now=LATER - DAY) == Pruned(unused=1, pictures=0, files=0, bytes=0)
    assert len(files_of(picture.hash)) == 4

    assert prune_pictures(now=LATER) == Pruned(unused=1, pictures=1, files=4, bytes=size)
    assert (left(), all_files()) == (set(), [])
    assert prune_pictures(now=LATER) == Pruned(unused=0, pictures=0, files=0, bytes=0)


def test_a_photo_of_a_listing_and_a_picture_of_the_library_stay():
    photo = make_photo(make_listing(), picture=stored("#111111")).picture
    image = ShopImage.objects.create(
        title="Logo", file="images/logo.png", width=40, height=30, picture=stored("#222222")
    ).picture

    run_twice()

    assert left() == {photo.hash, image.hash}
    assert original_path(photo).is_file()


def test_the_photo_of_an_order_stays_when_the_listing_has_others():
    listing, other = make_listing(stock=3), make_listing()
    photo = make_photo(listing, picture=stored("#111111"))
    unordered = make_photo(other, picture=stored("#222222"))
    order = make_order(listing)
    assert order.lines.get().photo["hash"] == photo.picture_id
    photo.delete()
    unordered.delete()

    run_twice()

    assert left() == {photo.picture_id}
    assert derivative_path(photo.picture_id, 40, "webp").is_file()


def test_a_photo_of_an_earlier_version_stays():
    listing = make_listing()
    picture = stored()
    photo = make_photo(listing, picture=picture)
    listing.refresh_from_db()
    listing.save_revision()
    photo.delete()

    run_twice()

    assert left() == {picture.hash}


def test_a_photo_that_a_kept_release_shows_stays_until_that_is_gone():
    picture = stored()
    page = settings.BUILD_DIR / "releases" / "20260101T000000000Z" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(f'<img src="/photos/{picture.hash[:2]}/{picture.hash}-40.webp">')

    run_twice()
    assert left() == {picture.hash}

    page.unlink()
    assert prune_pictures(now=LATER).pictures == 1


def test_what_somebody_sent_waits_a_month_for_a_listing():
    from commerce.selling.models import UnfinishedForm, Upload  # noqa: PLC0415 (models are loaded only now)
    from commerce.selling.uploads import forget_old, may_use, take_upload  # noqa: PLC0415

    seller, typing = make_seller(), make_seller()
    sent = take_upload(seller.pk, png(plain_image(40, 30, "#111111")), now=NOW - timedelta(days=31))
    kept = take_upload(typing.pk, png(plain_image(40, 30, "#222222")), now=NOW - timedelta(days=31))
    UnfinishedForm.objects.create(seller=typing, fields={"photo1-kept": kept}, at=NOW)

    run_twice()
    assert left() == {sent, kept}

    assert forget_old(NOW) == 1
    run_twice()
    assert left() == {kept}
    assert (may_use(seller.pk, sent), may_use(typing.pk, kept)) == (False, True)
    assert Upload.objects.count() == 1


def test_a_picture_that_is_used_again_begins_its_week_anew():
    picture = stored()
    prune_pictures(now=NOW)
    photo = make_photo(make_listing(), picture=picture)
    prune_pictures(now=LATER - DAY)
    assert Picture.objects.get().unused_since is None
    photo.delete()

    prune_pictures(now=LATER)

    assert Picture.objects.get().unused_since == LATER


def test_sending_it_again_takes_the_mark_off():
    stored()
    prune_pictures(now=NOW)

    again = stored()

    assert again.unused_since is None
    assert prune_pictures(now=LATER).pictures == 0


def test_a_picture_that_is_needed_while_it_is_removed_stays(monkeypatch):
    picture = stored()
    prune_pictures(now=NOW)
    listing = make_listing()
    ask = references.named_in_files

    def used_meanwhile(hashes):
        make_photo(listing, picture=picture)
        return ask(hashes)

    monkeypatch.setattr(pruning, "named_in_files", used_meanwhile)

    assert prune_pictures(now=LATER).pictures == 0
    assert left() == {picture.hash}
    assert len(files_of(picture.hash)) == 4


def test_a_version_that_is_saved_while_it_is_removed_keeps_it(monkeypatch):
    picture = stored()
    prune_pictures(now=NOW)
    listing = make_listing()
    ask = references.named_in_files

    def drafted_meanwhile(hashes):
        revision = listing.save_revision()
        revision.content = {**revision.content, "photos": [{"picture": picture.hash}]}
        revision.save()
        return ask(hashes)

    monkeypatch.setattr(pruning, "named_in_files", drafted_meanwhile)

    assert prune_pictures(now=LATER).pictures == 0


def test_files_of_a_picture_that_was_sent_again_stay():
    picture = stored()

    assert list(pruning.remove_files(picture.hash)) == []
    assert len(files_of(picture.hash)) == 4


def test_a_file_that_was_removed_meanwhile_is_written_again(django_capture_on_commit_callbacks):
    picture = stored()
    with django_capture_on_commit_callbacks(execute=True):
        take_picture(png(plain_image(40, 30, "#336699")))
        original_path(picture).unlink()

    assert original_path(picture).is_file()


def test_files_without_a_picture_go_when_they_are_old(tmp_path):
    new, old = stored("#111111"), stored("#222222")
    Picture.objects.all().delete()
    unfinished = original_path(old).with_name(".half.png.1234.new")
    unfinished.write_bytes(b"x")
    strange = original_path(old).with_name("README")
    strange.write_text("Ours.")
    a_week_ago = (NOW - GRACE - DAY).timestamp()
    for file in (*files_of(old.hash), unfinished, strange):
        os.utime(file, (a_week_ago, a_week_ago))
    for file in files_of(new.hash):
        os.utime(file, (NOW.timestamp(), NOW.timestamp()))

    pruned = prune_pictures(now=NOW)

    assert (pruned.pictures, pruned.files) == (0, 5)
    assert all_files() == sorted([*files_of(new.hash), strange])


def test_a_dry_run_counts_and_changes_nothing():
    stored()
    prune_pictures(now=NOW)
    before = (list(Picture.objects.values()), all_files())

    pruned = prune_pictures(now=LATER, dry_run=True)

    assert (pruned.pictures, pruned.files) == (1, 4)
    assert (list(Picture.objects.values()), all_files()) == before


def test_one_run_removes_so_many_and_the_next_goes_on(monkeypatch):
    monkeypatch.setattr(pruning, "MOST", 2)
    for colour in ("#111111", "#222222", "#333333"):
        stored(colour)
    prune_pictures(now=NOW)

    assert [prune_pictures(now=LATER).pictures for _ in range(3)] == [2, 1, 0]


def test_the_task_tells_what_it_removed():
    assert prune.call() == {"unused": 0, "pictures": 0, "files": 0, "bytes": 0}


def test_the_command_says_what_it_did():
    stored()
    out = io.StringIO()

    call_command("prune_photos", "--dry-run", "--json", stdout=out)
    said = json.loads(out.getvalue())
    call_command("prune_photos", stdout=out)

    assert said.pop("seconds") >= 0
    assert said == {"unused": 1, "pictures": 0, "files": 0, "bytes": 0}
    assert "0 pictures were removed, 0 files, 0.0 MB. Nothing refers to 1 at present" in out.getvalue()


def test_every_column_that_could_name_a_picture_is_known_here():
    """A new one needs a foreign key or `spare`, then a line here: otherwise its pictures would be removed."""
    named = {
        f"{model._meta.label}.{field.name}"  # noqa: SLF001 (Django's documented way)
        for model in apps.get_models()
        if model.__module__.startswith(("cms.", "commerce."))
        for field in model._meta.get_fields()  # noqa: SLF001 (as above)
        if field.concrete
        and not field.is_relation
        and any(word in field.name for word in ("photo", "picture", "image", "avatar", "hash"))
    }

    assert named == KNOWN


KNOWN = {
    "pictures.Picture.hash",
    "pictures.ShopImage.file_hash",  # Wagtail's own, of its own file.
    "shop_orders.OrderLine.photo",
    "shop_selling.Upload.picture",
}
