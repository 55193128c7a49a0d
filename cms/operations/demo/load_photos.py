"""Takes the demo's photos in as a seller's upload: the same door, the same cleaning, the same background task."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.db import transaction

from cms.catalog.models import Photo
from cms.operations.demo.load_goods import Wanted
from cms.operations.demo.photos.scenes import BY_KEY
from cms.operations.demo.photos.studio import shoot
from cms.pictures.intake import take_picture
from cms.pictures.tasks import FOR_SHOW

_ROWS_AT_ONCE = 500
_VIEW_NAMES = ("", ", a closer look", ", from another angle")


def hang_photos(wanted: Wanted, *, seed: int, tell: Callable[[int, int], None]) -> int:
    """Compose the photos scene by scene, and give each at once to the listings that wait for it; how many.

    `tell(done, all)` is called after each scene.
    """
    hung = 0
    for done, (scene, hashes) in enumerate(take_photos(tuple(wanted), seed=seed), start=1):
        with transaction.atomic():
            hung += len(Photo.objects.bulk_create(_rows(scene, hashes, wanted), batch_size=_ROWS_AT_ONCE))
        tell(done, len(wanted))
    return hung


def take_photos(scenes: Sequence[str], *, seed: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each scene with the hashes of its stored pictures, one for each view."""
    for scene, photos in shoot(scenes, seed=seed):
        yield scene, tuple(take_picture(photo, priority=FOR_SHOW).hash for photo in photos)


def _rows(scene: str, hashes: Sequence[str], wanted: Mapping[str, list[tuple[int, tuple[int, ...]]]]) -> list[Photo]:
    return [
        Photo(listing_id=listing_id, picture_id=hashes[view], alt=_alt(scene, view), sort_order=place)
        for listing_id, views in wanted[scene]
        for place, view in enumerate(view for view in views if view < len(hashes))
    ]


def _alt(scene: str, view: int) -> str:
    what = BY_KEY[scene].what
    return f"{what[0].upper()}{what[1:]}{_VIEW_NAMES[view]}"
