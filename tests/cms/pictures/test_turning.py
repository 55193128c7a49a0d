"""Pictures turned by those who sent them."""

import pytest
from PIL import Image

from cms.pictures.files import original_path
from cms.pictures.intake import take_picture, turn_picture
from cms.pictures.models import Picture
from tests.factories.goods import corners_image, jpeg, png

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("quarters", "size"), [(1, (32, 48)), (2, (48, 32)), (3, (32, 48)), (-1, (32, 48))])
@pytest.mark.parametrize("encode", [png, jpeg])
def test_a_turned_picture_is_another_one_of_the_same_kind(encode, quarters, size):
    picture = take_picture(encode(corners_image()))

    turned = turn_picture(picture.hash, quarters)

    assert (turned.width, turned.height, turned.extension) == (*size, picture.extension)
    assert turned.hash != picture.hash
    with Image.open(original_path(turned)) as image:
        assert image.size == size
    assert Picture.objects.count() == 2


@pytest.mark.parametrize("quarters", [0, 4, -4])
def test_a_whole_turn_is_none(quarters):
    picture = take_picture(png(corners_image()))

    assert turn_picture(picture.hash, quarters) == picture
    assert Picture.objects.count() == 1


def test_what_is_not_there_cannot_be_turned():
    with pytest.raises(Picture.DoesNotExist):
        turn_picture("0" * 32, 1)
