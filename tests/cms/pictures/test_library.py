"""Wagtail's library takes pictures through the same door, on each of its ways, and shows them to staff alone."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import UploadedFile

from cms.pictures.files import original_path
from cms.pictures.intake import take_picture
from cms.pictures.models import Picture, ShopImage
from tests.factories.goods import jpeg, plain_image, png
from tests.factories.people import make_admin, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(make_admin())
    return client


def upload(content: bytes, name: str = "sofa.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def secret_jpeg() -> bytes:
    return jpeg(plain_image(400, 300), comment=b"secret place")


def files_with_secrets() -> list[str]:
    return [str(path) for path in settings.MEDIA_DIR.rglob("*") if path.is_file() and b"secret" in path.read_bytes()]


def assert_cleaned(image: ShopImage) -> None:
    assert image.picture is not None
    with image.file.open("rb") as file:
        assert file.read() == original_path(image.picture).read_bytes()
    assert (image.width, image.height) == (image.picture.width, image.picture.height)
    assert files_with_secrets() == []


def test_the_form_keeps_only_the_cleaned_file(staff):
    staff.post(reverse("wagtailimages:add"), {"title": "Sofa", "collection": 1, "file": upload(secret_jpeg())})

    image = ShopImage.objects.get()
    assert image.title == "Sofa"
    assert_cleaned(image)


def test_the_upload_of_many_keeps_only_the_cleaned_files(staff):
    answer = staff.post(reverse("wagtailimages:add_multiple"), {"title": "Sofa", "files[]": upload(secret_jpeg())})

    assert json.loads(answer.content)["success"] is True
    assert_cleaned(ShopImage.objects.get())


def test_the_chooser_keeps_only_the_cleaned_file(staff):
    staff.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "Sofa",
            "image-chooser-upload-collection": 1,
            "image-chooser-upload-file": upload(secret_jpeg()),
        },
    )

    assert_cleaned(ShopImage.objects.get())


def test_a_new_file_for_an_image_replaces_its_picture(staff):
    staff.post(reverse("wagtailimages:add"), {"title": "Sofa", "collection": 1, "file": upload(secret_jpeg())})
    image = ShopImage.objects.get()
    old_file = image.file.path

    staff.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {"title": "Sofa", "collection": 1, "file": upload(png(plain_image(50, 40)), "new.png")},
    )

    changed = ShopImage.objects.get()
    assert changed.picture_id != image.picture_id
    assert_cleaned(changed)
    assert changed.file.path != old_file


def test_a_new_title_leaves_the_picture_alone(staff):
    staff.post(reverse("wagtailimages:add"), {"title": "Sofa", "collection": 1, "file": upload(secret_jpeg())})
    image = ShopImage.objects.get()

    staff.post(reverse("wagtailimages:edit", args=[image.pk]), {"title": "Couch", "collection": 1})

    assert ShopImage.objects.get().title == "Couch"
    assert_cleaned(ShopImage.objects.get())


def test_the_content_decides_not_the_name(staff):
    staff.post(
        reverse("wagtailimages:add"),
        {"title": "Sofa", "collection": 1, "file": upload(png(), "IMG 1.HEIC")},
    )

    assert ShopImage.objects.get().file.name.endswith(".png")


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"<svg onload='alert(1)'/>", "logo.svg", "The file is neither a PNG nor a JPEG picture."),
        (b"GIF89a" + b"\0" * 50, "x.png", "The file is neither a PNG nor a JPEG picture."),
        (jpeg()[:-40], "x.jpg", "The picture is damaged: the file is cut off."),
    ],
)
def test_what_is_refused_is_told_at_the_field_and_leaves_nothing(staff, content, name, message):
    answer = staff.post(reverse("wagtailimages:add"), {"title": "X", "collection": 1, "file": upload(content, name)})

    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not ShopImage.objects.exists()
    assert not Picture.objects.exists()
    assert not list(settings.MEDIA_DIR.rglob("*"))


def test_the_upload_of_many_never_keeps_a_file_uncleaned(staff):
    """Wagtail sets a file aside, as it came, when another field is wrong: here it is refused instead."""
    answer = staff.post(reverse("wagtailimages:add_multiple"), {"title": "S" * 300, "files[]": upload(secret_jpeg())})

    told = json.loads(answer.content)
    assert told["success"] is False
    assert "The file was not taken." in told["error_message"]
    assert not UploadedFile.objects.exists()
    assert not list(settings.MEDIA_DIR.rglob("*"))


def test_the_derivatives_are_queued(staff, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        staff.post(reverse("wagtailimages:add"), {"title": "Sofa", "collection": 1, "file": upload(secret_jpeg())})

    assert any("enqueue_derivatives" in callback.__qualname__ for callback in callbacks)


def test_staff_sees_files_of_the_library(staff):
    staff.post(reverse("wagtailimages:add"), {"title": "Sofa", "collection": 1, "file": upload(secret_jpeg())})
    image = ShopImage.objects.get()
    rendition = image.get_rendition("max-165x165")

    answer = staff.get(rendition.url)

    assert rendition.url.startswith("/admin/media/images/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(answer.streaming_content)[:3] == b"\xff\xd8\xff"
    assert b"".join(staff.get(image.file.url).streaming_content) == original_path(image.picture).read_bytes()


@pytest.mark.parametrize("who", ["nobody", "a buyer"])
def test_nobody_else_sees_them(client, staff, who):
    staff.post(reverse("wagtailimages:add"), {"title": "Sofa", "collection": 1, "file": upload(secret_jpeg())})
    image = ShopImage.objects.get()
    client.logout()
    if who == "a buyer":
        client.force_login(make_user())

    for address in (image.file.url, reverse("picture_thumbnail", args=[image.picture_id])):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/login" in answer["Location"] or answer["Location"] == "/admin/"


@pytest.mark.parametrize(
    "name",
    [
        "originals/aa/aabb.png",
        "images/../originals/aa/x.png",
        "images/none.png",
        "images/",
        "images",
        "photos/x.jpg",
        "images/x.html",
        "%2Fetc/passwd.png",
    ],
)
def test_nothing_but_the_library_is_there(staff, name):
    assert staff.get(f"/admin/media/{name}").status_code == 404


def test_a_thumbnail_is_there_before_any_derivative(staff):
    picture = take_picture(png(plain_image(900, 600, mode="RGBA")))

    answer = staff.get(reverse("picture_thumbnail", args=[picture.hash]))

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")


def test_no_thumbnail_of_a_picture_that_does_not_exist(staff):
    assert staff.get(reverse("picture_thumbnail", args=["0" * 32])).status_code == 404
