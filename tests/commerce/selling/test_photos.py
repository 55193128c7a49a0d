"""Photos in the form: taken at once, turned, ordered, refused in words, and each for the one who sent it."""

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from cms.catalog.models import Listing
from cms.pictures.files import original_path
from cms.pictures.models import Picture
from commerce.selling.models import Upload
from tests.factories.goods import corners_image, jpeg, make_listing, make_photo, plain_image, png

pytestmark = pytest.mark.django_db


def kept_in(page):
    return re.findall(r'name="photo\d-kept" value="([0-9a-f]*)"', page)


def colours(content_hash):
    with Image.open(original_path(Picture.objects.get(pk=content_hash))) as image:
        rgb = image.convert("RGB")
        corners = [(2, 2), (rgb.width - 3, 2), (rgb.width - 3, rgb.height - 3), (2, rgb.height - 3)]
        return [rgb.getpixel(at) for at in corners]


UPLOADS_A_DAY = 60
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def test_up_to_three_photos_go_into_the_listing_in_their_order(desk, said, photo_file):
    files = {f"photo{n}-file": photo_file(png(plain_image(40 + n)), f"{n}.png") for n in (1, 2, 3)}
    places = {"photo1-place": "3", "photo2-place": "1", "photo3-place": "2", "photo2-alt": "  From  the front "}

    desk.post("/sell/new", said(**files, **places))

    photos = list(Listing.objects.get().photos.select_related("picture").order_by("sort_order"))
    assert [(one.picture.width, one.alt) for one in photos] == [(42, "From the front"), (43, ""), (41, "")]


def test_photos_are_not_lost_when_something_else_is_wrong(desk, said, photo_file):
    first = desk.post("/sell/new", said(price="cheap", **{"photo1-file": photo_file(jpeg())}))
    (kept, *others) = kept_in(first.content.decode())

    desk.post("/sell/new", said(**{"photo1-kept": kept}))

    assert others == ["", ""]
    assert [one.picture_id for one in Listing.objects.get().photos.all()] == [kept]


def test_a_refused_photo_leaves_the_others_and_all_words(desk, said, photo_file):
    files = {"photo1-file": photo_file(png()), "photo2-file": photo_file(b"GIF89a", "cat.gif")}

    page = desk.post("/sell/new", said(**files)).content.decode()

    assert "“cat.gif”: This file is no PNG or JPEG photo" in page
    assert 'value="Red chair"' in page
    assert [bool(one) for one in kept_in(page)] == [True, False, False]
    assert not Listing.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no PNG or JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG or JPEG"),
        (b"\xff\xd8\xff", "damaged"),
        (png()[:60], "damaged"),
        (png().replace(b"IDAT", b"IDAX"), "damaged"),
        (jpeg()[:-40], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 10_500_000, "too large"),
    ],
    ids=["empty", "svg", "three bytes", "cut off", "without pixels", "cut off jpeg", "too many bytes"],
)
def test_what_is_no_whole_photo_is_refused_in_words(desk, photo_file, content, told):
    response = desk.post("/sell/photo", {"file": photo_file(content)})

    assert response.status_code == 422
    assert told in response.json()["error"]
    assert not Picture.objects.exists()


def test_a_photo_without_a_file_is_refused(desk):
    assert desk.post("/sell/photo").status_code == 422


def test_a_photo_is_taken_by_its_content_whatever_it_is_called(desk, photo_file):
    response = desk.post("/sell/photo", {"file": photo_file(png(), "evil.php")})

    assert response.status_code == 200
    assert Picture.objects.get().hash == response.json()["hash"]


def test_a_photo_is_shown_to_the_one_who_sent_it_alone(desk, stranger, photo_file):
    answer = desk.post("/sell/photo", {"file": photo_file(png())}).json()

    assert desk.get(answer["src"])["Content-Type"] == "image/jpeg"
    assert stranger.get(answer["src"]).status_code == 404
    assert stranger.post(f"{answer['src']}/turn").status_code == 404


def test_the_photo_of_somebody_else_cannot_be_put_into_a_listing(desk, stranger, said, photo_file):
    theirs = stranger.post("/sell/photo", {"file": photo_file(png())}).json()["hash"]

    desk.post("/sell/new", said(**{"photo1-kept": theirs}))

    assert Listing.objects.get().photos.count() == 0


def test_two_people_may_send_the_same_photo(desk, stranger, said, photo_file):
    stranger.post("/sell/photo", {"file": photo_file(png())})
    same = desk.post("/sell/photo", {"file": photo_file(png())}).json()["hash"]

    desk.post("/sell/new", said(**{"photo1-kept": same}))

    assert Listing.objects.get().photos.count() == 1


def test_the_photos_of_a_listing_stay_when_it_is_changed(desk, seller, said):
    listing = make_listing(seller=seller)
    photos = [make_photo(listing, alt="Front").picture_id, make_photo(listing).picture_id]
    fields = {f"photo{place}-kept": one for place, one in enumerate(photos, start=1)}

    desk.post(f"/sell/{listing.pk}", said(key="", **fields, **{"photo1-place": "2", "photo2-place": "1"}))

    assert [one.picture_id for one in Listing.objects.get().photos.order_by("sort_order")] == photos[::-1]


def test_a_photo_is_left_out(desk, seller, said):
    listing = make_listing(seller=seller)
    photo = make_photo(listing).picture_id

    desk.post(f"/sell/{listing.pk}", said(key="", **{"photo1-kept": photo, "photo1-remove": "1"}))

    assert Listing.objects.get().photos.count() == 0


@pytest.mark.parametrize(
    ("quarters", "corners"),
    [
        ("0", [RED, GREEN, BLUE, WHITE]),
        ("1", [WHITE, RED, GREEN, BLUE]),
        ("2", [BLUE, WHITE, RED, GREEN]),
        ("3", [GREEN, BLUE, WHITE, RED]),
        ("x", [RED, GREEN, BLUE, WHITE]),
    ],
)
def test_a_photo_is_turned_by_a_plain_field(desk, said, photo_file, quarters, corners):
    page = desk.post(
        "/sell/new", said(do="photos", **{"photo1-file": photo_file(png(corners_image())), "photo1-turn": quarters})
    ).content.decode()

    assert colours(kept_in(page)[0]) == corners
    assert '<option value="0">' in page


def test_four_turns_are_none(desk, photo_file):
    first = answer = desk.post("/sell/photo", {"file": photo_file(png(corners_image()))}).json()

    for _ in range(4):
        answer = desk.post(f"/sell/photo/{answer['hash']}/turn").json()

    assert answer == first


def test_sending_photos_alone_complains_about_nothing_else(desk, photo_file):
    response = desk.post("/sell/new", {"do": "photos", "title": "a", "photo2-file": photo_file(png())})

    page = response.content.decode()
    assert "Please look at this again:" not in page
    assert 'value="a"' in page
    assert [bool(one) for one in kept_in(page)] == [True, False, False]


def test_a_day_has_so_many_uploads_refused_ones_too(desk, seller, photo_file):
    now = timezone.now()
    Upload.objects.bulk_create(Upload(seller=seller, at=now) for _ in range(UPLOADS_A_DAY - 1))

    last = desk.post("/sell/photo", {"file": photo_file(b"no photo")})
    further = desk.post("/sell/photo", {"file": photo_file(png())})

    assert (last.status_code, further.status_code) == (422, 429)
    assert further.json()["error"] == "You have sent 60 photos within a day. Please go on tomorrow."
    assert not Picture.objects.exists()


def test_the_next_day_there_are_uploads_again(desk, seller, photo_file):
    yesterday = timezone.now() - timedelta(hours=25)
    Upload.objects.bulk_create(Upload(seller=seller, at=yesterday) for _ in range(UPLOADS_A_DAY))

    assert desk.post("/sell/photo", {"file": photo_file(png())}).status_code == 200


def test_what_a_photo_says_about_its_place_is_not_kept(desk, photo_file):
    exif = Image.Exif()
    exif[0x010E] = "Kantstrasse 7"
    taken = desk.post("/sell/photo", {"file": photo_file(jpeg(exif=exif))}).json()["hash"]

    content = original_path(Picture.objects.get(pk=taken)).read_bytes()
    assert b"Kantstrasse" not in content
    assert not Image.open(io.BytesIO(content)).getexif()


@pytest.mark.parametrize("path", ["/sell/photo", "/sell/keep", f"/sell/photo/{'a' * 32}/turn"])
def test_a_script_of_nobody_is_told_in_words(client, db, settings, path):
    response = client.post(path, headers={"Origin": settings.SITE_URL})

    assert response.status_code == 403
    assert "no longer logged in" in response.json()["error"]
