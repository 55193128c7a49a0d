"""Photos in messages: cleaned, seen by the two and nobody else, never lost by a mistake, gone with the conversation."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from commerce import photo_intake as intake
from commerce.account.own_data import zip_of
from commerce.conversations import services
from commerce.conversations.leaving import forget_unsent_photos
from commerce.conversations.models import Conversation, Message, MessagePhoto
from commerce.reports.services import report_messages
from tests.commerce.conversations.test_services import NOON
from tests.commerce.orders.conftest import Visitor
from tests.factories.goods import jpeg, make_listing, plain_image, png
from tests.factories.people import make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return make_user(name="Ann Archer")


@pytest.fixture
def sam():
    return make_seller(name="Sam Seller")


@pytest.fixture
def talk(ann, sam):
    first = services.ask_about_listing(ann.pk, make_listing(seller=sam).pk, "Is it still there?", now=NOON)
    return Conversation.objects.get(pk=first.conversation_id)


def file(content=None, name="scratch.jpg"):
    return SimpleUploadedFile(name, jpeg() if content is None else content, "image/jpeg")


def with_place(colour="#336699"):
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0)})
    return jpeg(plain_image(2000, 1000, colour), exif=exif.tobytes())


def test_photos_go_with_a_message_and_are_seen_by_both_sides_only(ann, sam, talk):
    Visitor(ann).press(talk.path, text="Look", photos=[file(with_place()), file(png(), "b.png")])

    first, second = MessagePhoto.objects.all()
    assert {first.message, second.message} == {Message.objects.get(text="Look")}
    for person in (ann, sam):
        page = Visitor(person).page(talk.path)
        assert f'<img src="/messages/photo/{first.pk}"' in page
        response = Visitor(person).get(f"/messages/photo/{first.pk}")
        assert response["Content-Type"] == "image/jpeg"
        assert response["Cache-Control"] == "private, max-age=600"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].startswith("default-src 'none'")
        with Image.open(io.BytesIO(response.content)) as image:
            assert (image.format, image.size) == ("JPEG", (1600, 800))
            assert dict(image.getexif()) == {}
        assert b"Secret" not in response.content
    for stranger in (make_user(), make_moderator()):
        assert Visitor(stranger).get(f"/messages/photo/{first.pk}").status_code == 404
    assert Visitor().get(f"/messages/photo/{first.pk}")["Location"].startswith("/account/login?next=")


def test_no_file_of_it_lies_anywhere(ann, talk):
    Visitor(ann).press(talk.path, text="Look", photos=[file(with_place())])

    found = [one for one in Path(settings.MEDIA_DIR).rglob("*") if one.is_file()]

    assert found == []


def test_the_first_message_can_have_photos(ann, sam):
    listing = make_listing(seller=sam)

    Visitor(ann).press("/messages/new", listing=listing.pk, text="Like this one?", photos=[file()])

    assert MessagePhoto.objects.get().message.text == "Like this one?"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a", "This file is no PNG or JPEG photo"),
        (b"<script>alert(1)</script>", "This file is no PNG or JPEG photo"),
        (jpeg()[:-200], "The photo is damaged"),
    ],
)
def test_what_is_no_photo_is_refused_and_nothing_else_is_lost(ann, talk, content, words):
    sent = [file(name="good.jpg"), file(content, "evil.jpg")]
    page = Visitor(ann).press(talk.path, 422, text="Look at this", photos=sent).content.decode()

    assert words in page
    assert "“evil.jpg”" in page
    assert "Look at this</textarea>" in page
    assert not Message.objects.filter(text="Look at this").exists()
    kept = MessagePhoto.objects.get()
    assert f'name="photo-kept" value="{kept.pk}"' in page
    assert Visitor(ann).get(f"/messages/photo/{kept.pk}").status_code == 200

    Visitor(ann).press(talk.path, **{"text": "Look at this", "photo-kept": [kept.pk]})
    assert list(Message.objects.get(text="Look at this").photos.all()) == [kept]


def test_a_message_without_words_keeps_its_photos(ann, talk):
    page = Visitor(ann).press(talk.path, 422, text=" ", photos=[file()]).content.decode()

    assert "Write a message first." in page
    kept = MessagePhoto.objects.get()
    Visitor(ann).press(talk.path, **{"text": "Here", "photo-kept": [kept.pk], "photo-drop": [kept.pk]})
    assert not Message.objects.get(text="Here").photos.exists()


def test_a_fourth_photo_is_one_too_many(ann, talk):
    sent = [file(name=f"{number}.jpg") for number in range(4)]

    page = Visitor(ann).press(talk.path, 422, text="Look", photos=sent).content.decode()

    assert "“3.jpg”: Three photos are the most." in page
    assert MessagePhoto.objects.count() == 3


def test_photos_of_others_cannot_be_sent_or_seen(ann, sam, talk):
    photo = intake.take_private_photo(MessagePhoto, sam.pk, jpeg(), now=NOON)

    Visitor(ann).press(talk.path, **{"text": "Mine", "photo-kept": [photo.pk, "x", "9" * 30, "-1"]})

    assert not Message.objects.get(text="Mine").photos.exists()
    assert Visitor(ann).get(f"/messages/photo/{photo.pk}").status_code == 404


def test_a_photo_that_was_sent_cannot_be_moved_to_another_message(ann, talk):
    photo = intake.take_private_photo(MessagePhoto, ann.pk, jpeg(), now=NOON)
    first = services.write(ann.pk, talk.pk, "One", now=NOON, photo_ids=[photo.pk])

    services.write(ann.pk, talk.pk, "Two", now=NOON, photo_ids=[photo.pk])

    photo.refresh_from_db()
    assert photo.message == first


def test_the_same_words_and_photos_at_once_are_one_message_and_other_photos_another(ann, talk):
    def take(colour):
        return intake.take_private_photo(MessagePhoto, ann.pk, jpeg(plain_image(colour=colour)), now=NOON).pk

    first = services.write(ann.pk, talk.pk, "Here", now=NOON, photo_ids=[take("red")])

    assert services.write(ann.pk, talk.pk, "Here", now=NOON, photo_ids=[take("red")]) == first
    assert services.write(ann.pk, talk.pk, "Here", now=NOON, photo_ids=[take("blue")]) != first


def test_a_person_sends_no_more_than_a_person_sends(ann, talk, monkeypatch):
    monkeypatch.setattr(intake, "MOST_A_DAY", 1)

    page = Visitor(ann).press(talk.path, 422, text="Look", photos=[file(), file()]).content.decode()

    assert "That is a lot of photos for one day." in page
    assert MessagePhoto.objects.count() == 1


def test_photos_go_with_the_conversation_and_unsent_ones_after_a_day(ann, talk):
    sent = intake.take_private_photo(MessagePhoto, ann.pk, jpeg(), now=NOON)
    intake.take_private_photo(MessagePhoto, ann.pk, jpeg(), now=NOON)
    services.write(ann.pk, talk.pk, "Look", now=NOON, photo_ids=[sent.pk])

    assert forget_unsent_photos(NOON + timedelta(hours=23)) == 0
    assert forget_unsent_photos(NOON + timedelta(hours=25)) == 1
    assert list(MessagePhoto.objects.all()) == [sent]

    talk.delete()
    assert not MessagePhoto.objects.exists()


def test_a_moderator_sees_the_photos_of_a_conversation_that_was_reported(ann, sam, talk):
    photo = intake.take_private_photo(MessagePhoto, sam.pk, jpeg(), now=NOON)
    services.write(sam.pk, talk.pk, "Look", now=NOON, photo_ids=[photo.pk])
    path = f"/admin/reports/photo/{photo.pk}/"
    moderator = Visitor(make_moderator())
    assert moderator.get(path).status_code == 404

    one = report_messages(talk.pk, by_id=ann.pk, reason="offensive", text="x", now=NOON)

    assert moderator.get(path)["Content-Type"] == "image/jpeg"
    assert path in moderator.page(f"/admin/reports/queue/edit/{one.pk}/")
    assert Visitor(make_editor()).get(path).status_code in {302, 404}
    assert Visitor(ann).get(path).status_code == 302


def test_ones_own_photos_are_in_ones_own_data(ann, sam, talk):
    own = intake.take_private_photo(MessagePhoto, ann.pk, jpeg(), now=NOON)
    other = intake.take_private_photo(MessagePhoto, sam.pk, jpeg(), now=NOON)
    message = services.write(ann.pk, talk.pk, "Look", now=NOON, photo_ids=[own.pk])
    services.write(sam.pk, talk.pk, "Nice", now=NOON, photo_ids=[other.pk])

    with zip_of(ann) as data, zipfile.ZipFile(data) as archive:
        names = [one for one in archive.namelist() if one.startswith("photos/")]
        assert names == [f"photos/message-{message.pk}-{own.pk}.jpg"]
        assert archive.read(names[0]) == bytes(MessagePhoto.objects.get(pk=own.pk).content)
