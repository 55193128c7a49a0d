"""A picture of oneself and the languages one speaks: how they come, who sees them, and how they go."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from cms.accounts.records import seller_records
from cms.accounts.services import set_languages, show_picture
from cms.pictures.files import derivative_path, original_path
from cms.pictures.models import Picture
from cms.pictures.pruning import GRACE, prune_pictures
from cms.pictures.tasks import make_derivatives
from commerce.account import own_data, services
from tests.commerce.account.conftest import log_in, new_browser
from tests.factories.goods import jpeg, make_listing, make_picture, plain_image
from tests.factories.orders import make_order
from tests.factories.people import PASSWORD, make_admin, make_editor, make_moderator, make_seller, make_user

pytestmark = pytest.mark.django_db

PROFILE = {"name": "Nora Berg", "display_name": "Nora", "city": "Bonn", "text": "Old things."}


def photo(colour="#336699"):
    exif = Image.Exif()
    exif[0x010F] = "Camera of Nora"
    return SimpleUploadedFile("me.jpg", jpeg(plain_image(400, 300, colour), exif=exif), "image/jpeg")


@pytest.fixture
def nora():
    person = make_seller(email="nora@example.org", name="Nora Berg", password=PASSWORD)
    services.confirm_address(person.pk, person.email)
    return person


@pytest.fixture
def noras(nora):
    browser = new_browser()
    log_in(browser, nora.email)
    return browser


def save(browser, **fields):
    return browser.post("/account/profile", {**PROFILE, **fields})


def waiting(page):
    return page.split('name="picture-sent" value="')[1].split('"')[0]


@pytest.mark.both_databases
def test_a_picture_is_cleaned_kept_and_shown_once_its_files_are_made(nora, noras):
    response = save(noras, picture=photo(), languages=["tr", "de", "en"])

    assert response["Location"] == "/account/profile"
    nora.refresh_from_db()
    assert nora.languages == ["de", "en", "tr"]
    kept = original_path(nora.picture).read_bytes()
    assert b"Camera" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert nora.picture.widths == []  # They are made by the tasks' worker.
    page = noras.get("/account/profile").content.decode()
    assert "Your picture is being prepared." in page
    assert "Languages you speak: English, German, Turkish" in page
    make_derivatives.call(nora.picture_id)
    record = seller_records([nora.pk])[nora.pk]
    assert (record.picture.hash, record.picture.widths, record.languages) == (
        nora.picture_id,
        (320,),
        ("de", "en", "tr"),
    )
    assert derivative_path(nora.picture_id, 320, "jpg").is_file()
    page = noras.get("/account/profile").content.decode()
    assert f'<img class="avatar" src="{record.picture.path(320, "jpg")}" width="320" height="240" alt=""' in page


@pytest.mark.parametrize(
    ("file", "told"),
    [(b"GIF89a and so on", "no PNG or JPEG photo"), (jpeg(plain_image(60, 60))[:200], "damaged"), (b"", "empty")],
)
def test_what_is_no_picture_is_refused_and_nothing_is_lost(nora, noras, file, told):
    own = make_picture("mine")
    show_picture(nora.pk, own.pk)

    response = save(noras, picture=SimpleUploadedFile("me.jpg", file), text="Typed at length.", languages=["fr"])

    assert response.status_code == 422
    page = response.content.decode()
    assert told in page
    assert "Typed at length." in page
    assert "Languages you speak: French" in page
    nora.refresh_from_db()
    assert (nora.picture_id, nora.languages, nora.seller_profile.text) == (own.pk, [], "")
    assert Picture.objects.count() == 1


def test_another_mistake_loses_no_picture(nora, noras):
    page = save(noras, picture=photo(), display_name="").content.decode()

    assert "The picture you chose has arrived." in page
    nora.refresh_from_db()
    assert nora.picture is None

    save(noras, **{"picture-sent": waiting(page)})

    nora.refresh_from_db()
    assert nora.picture == Picture.objects.get()


def test_a_picture_that_waits_for_somebody_else_is_nobodys(nora, noras):
    other = make_user(email="eve@example.org", password=PASSWORD)
    eves = new_browser()
    log_in(eves, other.email)
    sent = waiting(eves.post("/account/profile", {"name": "", "picture": photo()}).content.decode())

    for forged in (sent, "x", "1:x:y"):
        save(noras, **{"picture-sent": forged})

    nora.refresh_from_db()
    assert nora.picture is None


def test_it_goes_when_one_wants_and_is_pruned_in_time(nora, noras):
    save(noras, picture=photo(), languages=["de"])
    picture = Picture.objects.get()
    now = timezone.now()
    for days in (0, 20):
        prune_pictures(now=now + timedelta(days=days))
    assert original_path(picture).is_file()

    save(noras, no_picture="on")

    nora.refresh_from_db()
    assert (nora.picture, nora.languages) == (None, [])
    prune_pictures(now=now)
    prune_pictures(now=now + GRACE)
    assert not Picture.objects.exists()
    assert not original_path(picture).is_file()


def test_a_day_has_room_for_so_many_and_no_more(nora, noras, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "profile_picture": "2/d/user"}
    colours = ("#111111", "#222222", "#333333")

    answers = [save(noras, picture=photo(colour)).status_code for colour in colours]

    assert answers == [302, 302, 422]
    assert Picture.objects.count() == 2
    assert "a lot of pictures for one day" in save(noras, picture=photo()).content.decode()


@pytest.mark.parametrize("codes", [["xx"], ["de", "<b>"], ["DE"]])
def test_what_is_no_language_is_refused(nora, noras, codes):
    response = save(noras, languages=codes, city="Köln")

    assert response.status_code == 422
    nora.refresh_from_db()
    assert (nora.languages, nora.seller_profile.city) == ([], "")
    with pytest.raises(ValueError, match=codes[-1]):
        set_languages(nora.pk, codes)


def test_buyers_have_both_too_and_each_side_of_an_order_sees_the_other(nora, noras):
    ada = make_user(email="ada@example.org", name="Ada", password=PASSWORD)
    services.confirm_address(ada.pk, ada.email)
    adas = new_browser()
    log_in(adas, ada.email)
    assert "Those with whom you deal see" in adas.get("/account/profile").content.decode()
    adas.post("/account/profile", {"name": "Ada", "languages": ["fr"], "picture": photo("#123456")})
    show_picture(nora.pk, make_picture("nora", widths=[320]).pk)
    set_languages(nora.pk, ["uk"])
    ada.refresh_from_db()
    make_derivatives.call(ada.picture_id)
    order = make_order(make_listing(seller=nora), buyer=ada)

    mine, theirs = (browser.get(order.path).content.decode() for browser in (adas, noras))

    assert "Speaks Ukrainian" in mine
    assert f"/{make_hash(nora)}-320.jpg" in mine
    assert "Speaks French" in theirs
    assert f"/{make_hash(ada)}-320.jpg" in theirs


def make_hash(person):
    person.refresh_from_db()
    return person.picture_id


def test_both_are_in_the_export_and_go_with_the_account(nora, noras, monkeypatch):
    monkeypatch.setattr(own_data, "_parts", {})
    save(noras, picture=photo(), languages=["pl"])
    response = noras.post("/account/data/export")

    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    nora.refresh_from_db()
    assert archive.read("photos/profile.jpg") == original_path(nora.picture).read_bytes()
    assert '"languages": [\n    "pl"\n  ]' in archive.read("person.json").decode()

    noras.post("/account/close", {"password": PASSWORD, "sure": "on"})

    nora.refresh_from_db()
    assert (nora.picture, nora.languages) == (None, [])


# In the admin


def remove(client, person, method="post"):
    address = f"/admin/bulk/accounts/user/remove_picture/?id={person.pk}&next=/admin/users/"
    return getattr(client, method)(address)


@pytest.mark.parametrize(
    ("make", "may"), [(make_admin, True), (make_moderator, True), (make_editor, False), (make_seller, False)]
)
def test_who_looks_after_people_takes_a_picture_away(client, make, may, nora):
    show_picture(nora.pk, make_picture("rude").pk)
    client.force_login(make())

    remove(client, nora)

    nora.refresh_from_db()
    assert (nora.picture is None) is may
    logged = ModelLogEntry.objects.filter(action="accounts.remove_picture", object_id=str(nora.pk))
    assert logged.count() == may


@pytest.mark.parametrize(
    "action", ["remove_picture", "remove_second_factor", "assign_role", "set_active_state", "delete", "invite"]
)
def test_what_is_done_to_many_is_sent_off_by_a_form_alone(client, nora, action):
    client.force_login(make_admin())
    address = f"/admin/bulk/accounts/user/{action}/?id={nora.pk}&next=/admin/users/"

    assert client.get(address).status_code == 200
    assert client.put(address, "role=admin", content_type="application/x-www-form-urlencoded").status_code == 405
