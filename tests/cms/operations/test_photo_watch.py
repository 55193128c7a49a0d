import pytest

from cms.operations.photo_watch import HEAL_SECONDS, TELL_SECONDS, PhotoWatch
from cms.pictures.models import Picture
from tests.factories.goods import make_picture

pytestmark = pytest.mark.django_db(transaction=True)


def test_tells_how_far_it_is_until_all_are_ready():
    told = []
    seconds = [1000.0]
    watch = PhotoWatch(say=lambda *line: told.append(line), clock=lambda: seconds[0])
    make_picture("ready")
    make_picture("waiting", widths=[])

    watch()
    watch()
    seconds[0] += TELL_SECONDS
    watch()
    Picture.objects.filter(widths=[]).update(widths=[320])
    seconds[0] += TELL_SECONDS
    watch()
    seconds[0] += HEAL_SECONDS
    watch()

    assert told == [("photos", "1 of 2 pictures are ready"), ("photos", "all 2 pictures are ready")]


def test_is_silent_when_there_is_nothing_to_wait_for():
    told = []
    make_picture()

    PhotoWatch(say=lambda *line: told.append(line))()

    assert told == []
