"""Photos that come with rows of the sheet `listings`."""

from pathlib import Path

import pytest
from django.conf import settings

from cms.catalog.models import Listing, Photo
from cms.pictures.files import original_path
from cms.pictures.models import Picture
from tests.cms.workbook.conftest import counts, told
from tests.cms.workbook.listings.conftest import HEADER, from_export, row
from tests.factories.goods import jpeg, make_listing, make_photo, png
from tests.factories.workbooks import make_zip

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(params=["folder", "zip"])
def photos(request, tmp_path):
    files = {"lamp.jpg": jpeg(), "chair.png": png(), "bad.jpg": b"no picture"}
    if request.param == "zip":
        return make_zip(tmp_path / "photos.zip", files)
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def photo_row(names, key="c-1"):
    return {"listings": [[*HEADER, "photos"], [*row(key), names]]}


def test_photos_come_along_by_file_name(take, exported, chairs, ada, photos):
    result = take(photo_row("lamp.jpg; Chair.PNG"), photos=photos)

    assert told(result) == []
    stored = list(Photo.objects.order_by("sort_order").select_related("picture"))
    assert [one.picture.extension for one in stored] == ["jpg", "png"]
    assert all(original_path(one.picture).is_file() for one in stored)
    (cells,) = exported("listings")
    assert cells["photos"] == ";".join(f"{one.picture.hash}.{one.picture.extension}" for one in stored)
    assert counts(take(photo_row("lamp.jpg;chair.png"), photos=photos), "listings") == (0, 0, 1, 0)


def test_photos_change_their_order_and_keep_their_descriptions(take, exported):
    one = make_listing(key="c-1")
    first, second = make_photo(one, alt="first"), make_photo(one, alt="second")
    (cells,) = exported("listings")

    swapped = ";".join(reversed(cells["photos"].split(";")))
    assert counts(take({"listings": from_export(cells, photos=swapped)}), "listings") == (0, 1, 0, 0)

    assert list(Photo.objects.order_by("sort_order").values_list("picture_id", "alt")) == [
        (second.picture_id, "second"),
        (first.picture_id, "first"),
    ]


def test_photos_stay_where_the_sheet_has_no_such_column(take):
    one = make_listing(key="c-1")
    make_photo(one)

    take({"listings": [HEADER, row("c-1", category=one.category.slug, seller=one.seller.label)]})

    assert Photo.objects.count() == 1


def test_an_empty_cell_takes_the_photos_away(take, exported):
    make_photo(make_listing(key="c-1"))
    (cells,) = exported("listings")

    take({"listings": from_export(cells, photos=None)})

    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("none.jpg", "there is no file none.jpg among the photos."),
        ("bad.jpg", "bad.jpg: The file is neither a PNG nor a JPEG picture."),
        ("lamp.jpg;lamp.jpg;lamp.jpg;chair.png", "a listing has at most 3 photos; these are 4."),
    ],
)
@pytest.mark.usefixtures("chairs", "ada")
def test_photos_that_cannot_be_taken_are_refused_and_leave_nothing_behind(take, photos, names, message):
    result = take(photo_row(names), photos=photos)

    assert told(result) == [("listings", 2, "photos", names, message)]
    assert not Listing.objects.exists()
    assert not Picture.objects.exists()
    assert not [one for one in Path(settings.MEDIA_DIR).rglob("*") if one.is_file()]


def test_a_dry_run_keeps_no_photo(take, chairs, ada, photos):
    assert told(take(photo_row("lamp.jpg"), photos=photos, dry_run=True)) == []

    assert not Picture.objects.exists()
    assert not [one for one in Path(settings.MEDIA_DIR).rglob("*") if one.is_file()]
