"""What Wagtail knows of who refers to what."""

import pytest
from django_tasks_db.models import DBTaskResult
from wagtail.models import ReferenceIndex

from cms.catalog.models import Photo
from tests.factories.goods import make_listing, make_photo

pytestmark = pytest.mark.django_db


def test_no_task_looks_for_a_photo_that_may_be_replaced_by_then(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        listing = make_listing()
        make_photo(listing)
        listing.save()

    asked = [
        task.args_kwargs["args"][:2] for task in DBTaskResult.objects.filter(task_path__contains="reference_index")
    ]
    assert ["catalog", "listing"] in asked
    assert ["catalog", "photo"] not in asked


def test_a_listing_still_says_which_pictures_it_shows():
    listing = make_listing()
    photo = make_photo(listing)

    ReferenceIndex.create_or_update_for_object(listing)

    assert str(photo.picture_id) in set(ReferenceIndex.objects.values_list("to_object_id", flat=True))
    assert Photo not in ReferenceIndex.tracked_models
