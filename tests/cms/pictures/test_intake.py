"""The door: what is taken lies there once, what is refused leaves nothing."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from django.conf import settings

from cms.pictures.errors import FileTooLarge, NotPngOrJpeg, PictureRefused
from cms.pictures.files import original_path, write_whole
from cms.pictures.intake import take_picture
from cms.pictures.models import Picture
from tests.factories.goods import jpeg, plain_image, png

pytestmark = pytest.mark.django_db


def stored_files() -> list[Path]:
    return sorted(path for path in settings.MEDIA_DIR.rglob("*") if path.is_file())


def test_stores_the_cleaned_picture_under_its_hash():
    picture = take_picture(png(plain_image(400, 300, "#336699")))

    path = settings.MEDIA_DIR / "originals" / picture.hash[:2] / f"{picture.hash}.png"
    assert stored_files() == [path]
    assert hashlib.sha256(path.read_bytes()).hexdigest()[:32] == picture.hash
    assert (picture.width, picture.height, picture.colour, picture.extension) == (400, 300, "#336699", "png")
    assert (picture.has_alpha, picture.widths) == (False, [])


def test_a_file_object_is_read_from_its_beginning():
    file = io.BytesIO(jpeg())
    file.read(5)

    assert take_picture(file).extension == "jpg"


def test_the_same_content_is_stored_once():
    first = take_picture(png())
    file = stored_files()[0].stat()

    assert take_picture(png()) == first
    assert Picture.objects.count() == 1
    assert stored_files()[0].stat().st_mtime_ns == file.st_mtime_ns


def test_a_lost_original_comes_back_with_the_next_upload():
    picture = take_picture(png())
    original_path(picture).unlink()

    take_picture(png())

    assert original_path(picture).is_file()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"GIF89a" + b"\0" * 100, NotPngOrJpeg),
        (b"\0" * 10_485_761, FileTooLarge),
        (png()[:-30], PictureRefused),
        (jpeg()[:-30], PictureRefused),
    ],
)
def test_what_is_refused_leaves_no_byte_behind(content, refusal):
    with pytest.raises(refusal):
        take_picture(io.BytesIO(content))

    assert stored_files() == []
    assert not Picture.objects.exists()


def test_no_more_is_read_than_a_picture_may_have():
    class Endless(io.BytesIO):
        asked = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.asked = size or -1
            return b"\0" * self.asked

    file = Endless()
    with pytest.raises(FileTooLarge):
        take_picture(file)

    assert file.asked == 10_485_761


def test_a_write_that_fails_leaves_nothing(tmp_path):
    target = tmp_path / "a" / "file.png"
    write_whole(target, b"old")

    with pytest.raises(TypeError):
        write_whole(target, "no bytes")

    assert [path.name for path in target.parent.iterdir()] == ["file.png"]
    assert target.read_bytes() == b"old"
