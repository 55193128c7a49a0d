"""A backup holds all of the shop, and brings it back exactly; what is no whole backup changes nothing."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection, connections

from cms.catalog.models import Listing
from cms.changes.models import Change
from cms.operations.backup.archive import Backup
from cms.operations.backup.databases import row_counts
from cms.operations.backup.errors import BackupProblem, DamagedBackup, RestoreRefused
from cms.operations.backup.making import make_backup
from cms.operations.backup.restoring import restore_backup
from cms.operations.single_run import only_run
from tests.factories.goods import make_listing
from tests.factories.people import make_seller

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

PICTURE = "photos/ab/abcdef-480.avif"


def quiet(_what, _done, _of):
    pass


@pytest.fixture
def shop(own_folders):
    make_listing(title="Oak table")
    write(PICTURE, b"picture")
    return own_folders


@pytest.fixture
def backup(shop):
    return make_backup(shop / "shop.zip", tell=quiet).file


def write(name, content):
    file = django_settings.MEDIA_DIR / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def media():
    folder = django_settings.MEDIA_DIR
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def titles():
    return list(Listing.objects.order_by("pk").values_list("title", flat=True))


def spoil_all():
    Listing.objects.update(title="Pine table")
    shutil.rmtree(django_settings.MEDIA_DIR / "photos")
    write("photos/cd/cdef01-480.avif", b"another")


def test_brings_back_rows_and_files(backup):
    before = row_counts()
    spoil_all()

    restored = restore_backup(backup, force=True, tell=quiet)

    assert titles() == ["Oak table"]
    assert media() == {PICTURE: b"picture"}
    assert restored.files == 1
    after = row_counts()
    assert {table for table in after if after[table] != before[table]} <= {"changes_change"}


def test_sets_aside_what_was_there(backup):
    spoil_all()

    aside = restore_backup(backup, force=True, tell=quiet).set_aside

    assert (aside / "media/photos/cd/cdef01-480.avif").read_bytes() == b"another"
    assert (aside / Backup(backup).manifest.database).stat().st_size > 0


def test_the_publisher_builds_everything_anew(backup):
    Change.objects.all().delete()

    restore_backup(backup, force=True, tell=quiet)

    assert "restored from a backup" in Change.objects.latest("pk").key


def test_triggers_still_write_down_changes(backup):
    restore_backup(backup, force=True, tell=quiet)
    Change.objects.all().delete()

    Listing.objects.update(price_cents=4200)

    assert Change.objects.exists()


def test_counts_what_it_holds(backup):
    manifest = Backup(backup).manifest

    assert manifest.engine == connection.vendor
    assert manifest.rows["catalog_listing"] == 1
    assert manifest.files == 1
    assert manifest.version == django_settings.CATALORO_VERSION


def test_is_for_its_owner_alone(backup):
    assert backup.stat().st_mode & 0o777 == 0o600


def test_leaves_out_what_is_still_being_written(shop):
    write("photos/ab/.half", b"ha")
    os.mkfifo(django_settings.MEDIA_DIR / "photos/pipe")  # Nobody will ever write into it.
    (django_settings.MEDIA_DIR / "photos/nowhere").symlink_to("none")

    made = make_backup(shop / "shop.zip", tell=quiet)

    assert Backup(made.file).media == [f"media/{PICTURE}"]


def test_a_file_that_is_there_stays(backup):
    before = backup.read_bytes()

    with pytest.raises(BackupProblem, match="is there already"):
        make_backup(backup, tell=quiet)

    assert backup.read_bytes() == before


def test_a_missing_folder_is_told(shop):
    with pytest.raises(BackupProblem, match="There is no folder"):
        make_backup(shop / "nowhere" / "shop.zip", tell=quiet)


def test_a_database_that_does_not_answer_is_told_in_words(shop, monkeypatch):
    where, words = {
        "sqlite": (("NAME", shop / "none.sqlite3"), "There is no database yet"),
        "postgresql": (("HOST", str(shop)), "The database could not be copied: .*No such file"),
    }[connection.vendor]
    monkeypatch.setitem(connections.settings["default"], *where)

    with pytest.raises(BackupProblem, match=words):
        make_backup(shop / "shop.zip", tell=quiet)

    assert list(shop.glob("*shop.zip*")) == []


def test_a_shop_is_replaced_only_by_force(backup):
    spoil_all()
    before = media()

    with pytest.raises(RestoreRefused, match="There is a shop here already"):
        restore_backup(backup, force=False, tell=quiet)

    assert (titles(), media()) == (["Pine table"], before)


def damage_end(file):
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def damage_one_byte(file):
    content = bytearray(file.read_bytes())
    at = content.rindex(b"picture")
    content[at] ^= 1
    file.write_bytes(content)


def replace_by_text(file):
    file.write_text("This is no backup.")


def replace_by_another_zip(file):
    with zipfile.ZipFile(file, "w") as other:
        other.writestr("a.txt", "a")


def add_a_member(file):
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("media/more.png", b"more")


def rewrite(file, change):
    """Write the archive anew with another manifest."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest, checksums = json.loads(members["manifest.json"]), json.loads(members["checksums.json"])
    change(manifest, checksums, members)
    members["checksums.json"] = json.dumps(checksums).encode()
    if "checksums" in manifest:
        manifest["checksums"] = hashlib.sha256(members["checksums.json"]).hexdigest()
    members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def climb_out(file):
    def change(_manifest, checksums, members):
        checksums["media/../../evil"] = checksums.pop(f"media/{PICTURE}")
        members["media/../../evil"] = members.pop(f"media/{PICTURE}")

    rewrite(file, change)


def lose_a_key(file):
    rewrite(file, lambda manifest, *_: manifest.pop("rows"))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (damage_end, "not a whole backup"),
        (damage_one_byte, "media/photos/ab/abcdef-480.avif cannot be read"),
        (replace_by_text, "not a whole backup"),
        (replace_by_another_zip, "not a whole backup"),
        (add_a_member, "does not fit"),
        (climb_out, "would write to 'media/../../evil'"),
        (lose_a_key, "its list makes no sense"),
    ],
)
def test_a_damaged_backup_touches_nothing(backup, damage, words):
    spoil_all()
    before = media()
    damage(backup)

    with pytest.raises(DamagedBackup, match=words):
        restore_backup(backup, force=True, tell=quiet)

    assert (titles(), media()) == (["Pine table"], before)
    assert not list(django_settings.DATA_DIR.glob("before-restore-*"))


def test_a_missing_file_is_told(shop):
    with pytest.raises(DamagedBackup, match="There is no file"):
        restore_backup(shop / "none.zip", force=True, tell=quiet)


def test_a_backup_of_a_newer_version_is_refused(backup):
    newer = ["catalog.9999_from_the_future"]
    rewrite(backup, lambda manifest, *_: manifest.update(version="9.9.9", migrations=manifest["migrations"] + newer))

    with pytest.raises(
        RestoreRefused, match=r"catalog\.9999_from_the_future is unknown here; it was made with 9\.9\.9"
    ):
        restore_backup(backup, force=True, tell=quiet)

    assert titles() == ["Oak table"]


def test_after_a_way_back_to_this_version_it_takes_what_it_saved_with_the_tables_of_the_newer_one(backup):
    spoil_all()
    rewrite(backup, lambda manifest, *_: manifest["migrations"].append("catalog.9999_from_the_future"))

    restore_backup(backup, force=True, tell=quiet)

    assert titles() == ["Oak table"]


def test_a_backup_of_the_other_database_is_refused(backup):
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    rewrite(backup, lambda manifest, *_: manifest.update(engine=other))

    with pytest.raises(RestoreRefused, match=f"The backup is of {other}"):
        restore_backup(backup, force=True, tell=quiet)


def test_nothing_is_restored_under_a_running_shop(backup):
    with (
        only_run(Path(django_settings.DATA_DIR), address="http://localhost"),
        pytest.raises(RestoreRefused, match="This shop runs already"),
    ):
        restore_backup(backup, force=True, tell=quiet)


def damage_the_database():
    connection.close()
    file = Path(connection.settings_dict["NAME"])
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    file.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    return file


@pytest.mark.sqlite
def test_on_a_full_disk_nothing_takes_the_place_of_what_cannot_be_set_aside(backup, monkeypatch):
    file = damage_the_database()
    room = shutil.disk_usage(backup)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: room._replace(free=4096))

    with pytest.raises(RestoreRefused, match="The disk is full: what is here cannot be set aside"):
        restore_backup(backup, force=True, tell=quiet)

    assert file.read_bytes() == b"SQLite format 3\x00" + b"\xff" * 5000
    assert not list(django_settings.DATA_DIR.glob("before-restore-*"))


@pytest.mark.sqlite
def test_a_damaged_database_is_kept_aside_and_replaced(backup):
    damage_the_database()

    aside = restore_backup(backup, force=True, tell=quiet).set_aside

    assert titles() == ["Oak table"]
    assert (aside / "damaged.sqlite3").read_bytes().startswith(b"SQLite format 3\x00\xff")


@pytest.mark.sqlite
def test_the_copy_is_one_moment_while_others_write(shop):
    """A writer holds an open transaction: the copy neither waits for it nor has half of it."""
    connection.close()
    other = sqlite3.connect(connection.settings_dict["NAME"])
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE catalog_listing SET title = 'Half written'")

    made = make_backup(shop / "shop.zip", tell=quiet)

    other.rollback()
    other.close()
    restore_backup(made.file, force=True, tell=quiet)
    assert titles() == ["Oak table"]


def test_the_commands_count(shop):
    out = io.StringIO()
    file = shop / "shop.zip"
    call_command("backup", str(file), "--json", stdout=out, verbosity=0)
    saved = json.loads(out.getvalue())
    rows = sum(row_counts().values())
    spoil_all()
    out = io.StringIO()
    call_command("restore", str(file), "--force", "--json", stdout=out, verbosity=0)
    restored = json.loads(out.getvalue())

    assert saved.pop("seconds") >= 0
    assert restored.pop("seconds") >= 0
    assert saved == restored == {"files": 1, "rows": rows, "bytes": file.stat().st_size}


def test_the_commands_say_what_is_wrong(backup):
    with pytest.raises(CommandError, match="is there already: choose another name"):
        call_command("backup", str(backup), verbosity=0)
    with pytest.raises(CommandError, match="There is a shop here already"):
        call_command("restore", str(backup), verbosity=0)


def test_an_empty_shop_needs_no_force(backup):
    from cms.accounts.models import User  # noqa: PLC0415

    Listing.objects.all().delete()
    make_seller()
    User.objects.all().delete()
    shutil.rmtree(django_settings.MEDIA_DIR / "photos")

    restored = restore_backup(backup, force=False, tell=quiet)

    assert (titles(), restored.set_aside) == (["Oak table"], None)
