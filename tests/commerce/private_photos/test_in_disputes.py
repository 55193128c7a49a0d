"""Photos with what went wrong with an order: for both sides and for those who decide."""

import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commerce import photo_intake as intake
from commerce.account.own_data import zip_of
from commerce.orders.models import EventPhoto, OrderEvent
from commerce.orders.services import act
from tests.commerce.orders.conftest import Visitor
from tests.factories.goods import jpeg
from tests.factories.orders import MEETING, NOW, make_order
from tests.factories.people import make_editor, make_moderator, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MEETING)


def file(content=None, name="scratch.jpg"):
    return SimpleUploadedFile(name, jpeg() if content is None else content, "image/jpeg")


@pytest.mark.parametrize(
    ("state", "action"), [("handed_over", "object"), ("no_show", "contradict"), ("completed", "complain")]
)
def test_photos_go_with_the_words_of_who_was_wronged(state, action):
    order = make_order(state=state)
    Visitor(order.buyer).press(f"{order.path}/{action}", note="Broken.", photos=[file(), file(name="b.jpg")])

    event = OrderEvent.objects.get(order=order, action=action)
    photos = list(EventPhoto.objects.filter(event=event))
    assert len(photos) == 2
    for person in (order.buyer, order.seller):
        path = f"{order.path}/photo/{photos[0].pk}"
        assert f'<img src="{path}"' in Visitor(person).page(order.path)
        response = Visitor(person).get(path)
        assert response["Content-Type"] == "image/jpeg"
        assert response["Cache-Control"].startswith("private")
    assert Visitor(make_user()).get(f"{order.path}/photo/{photos[0].pk}").status_code == 404


def test_a_photo_is_not_found_under_another_order():
    mine, other = make_order(state="disputed"), make_order(state="handed_over")
    Visitor(other.buyer).press(f"{other.path}/object", note="Broken.", photos=[file()])

    assert Visitor(mine.buyer).get(f"{mine.path}/photo/{EventPhoto.objects.get().pk}").status_code == 404


def test_a_file_that_is_no_photo_changes_nothing_and_the_good_one_is_kept():
    order = make_order(state="handed_over")

    sent = [file(), file(b"nothing", "x.jpg")]
    page = Visitor(order.buyer).press(f"{order.path}/object", 422, note="Broken.", photos=sent).content.decode()

    assert "“x.jpg”: This file is no PNG or JPEG photo" in page
    kept = EventPhoto.objects.get()
    assert f'name="photo-kept" value="{kept.pk}"' in page
    assert "Broken.</textarea>" in page
    order.refresh_from_db()
    assert order.state == "handed_over"
    assert Visitor(order.seller).get(f"{order.path}/photo/{kept.pk}").status_code == 404

    Visitor(order.buyer).press(f"{order.path}/object", **{"note": "Broken.", "photo-kept": [kept.pk]})
    kept.refresh_from_db()
    assert kept.event.action == "object"


def test_other_actions_take_no_photos_nor_anybody_elses():
    order = make_order(state="scheduled")
    own = intake.take_private_photo(EventPhoto, order.buyer_id, jpeg(), now=NOW)
    other = intake.take_private_photo(EventPhoto, order.seller_id, jpeg(), now=NOW)

    act(order.pk, "hand-over", now=MEETING, person_id=order.seller_id, photo_ids=(other.pk,))
    act(order.pk, "object", now=MEETING, person_id=order.buyer_id, note="No", photo_ids=(other.pk,))

    assert list(EventPhoto.objects.filter(event=None)) == [own, other]


def test_those_who_decide_see_them():
    order = make_order(state="handed_over")
    Visitor(order.buyer).press(f"{order.path}/object", note="Broken.", photos=[file()])
    path = f"/admin/orders/photo/{EventPhoto.objects.get().pk}/"

    moderator = Visitor(make_moderator())
    assert moderator.get(path)["Content-Type"] == "image/jpeg"
    assert path in moderator.page(f"/admin/orders/edit/{order.pk}/")
    assert Visitor(make_editor()).get(path).status_code in {302, 404}


def test_they_are_in_the_data_of_who_sent_them():
    order = make_order(state="handed_over")
    Visitor(order.buyer).press(f"{order.path}/object", note="Broken.", photos=[file()])

    with zip_of(order.buyer) as data, zipfile.ZipFile(data) as archive:
        assert f"photos/{order.label}-{EventPhoto.objects.get().pk}.jpg" in archive.namelist()
    with zip_of(order.seller) as data, zipfile.ZipFile(data) as archive:
        assert not [one for one in archive.namelist() if one.startswith("photos/")]
