"""Takes the demo's photos in as a seller's upload: the same door, the same cleaning, the same background task."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cms.operations.demo.goods.assortment import ASSORTMENT
from cms.operations.demo.photos.studio import shoot
from cms.pictures.intake import take_picture

Album = Mapping[str, tuple[str, ...]]
"""The stored pictures' hashes of each scene, one for each view."""


def scenes_for(listings: int) -> tuple[str, ...]:
    """The scenes that so many listings may need, in a fixed order."""
    every = dict.fromkeys(
        scene for branch in ASSORTMENT for leaf in branch.leaves for kind in leaf.kinds for scene in kind.scenes
    )
    return tuple(every) if listings else ()


def load_photos(*, listings: int, seed: int, tell: Callable[[int, int], None]) -> dict[str, tuple[str, ...]]:
    """Compose and store the photos; `tell(done, all)` is called after each scene."""
    scenes = scenes_for(listings)
    album: dict[str, tuple[str, ...]] = {}
    for done, (scene, photos) in enumerate(shoot(scenes, seed=seed), start=1):
        album[scene] = tuple(take_picture(photo).hash for photo in photos)
        tell(done, len(scenes))
    return album
