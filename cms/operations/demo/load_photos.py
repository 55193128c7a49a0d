"""Takes the demo's photos in as a seller's upload: the same door, the same cleaning, the same background task."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from cms.operations.demo.goods.assortment import ASSORTMENT
from cms.operations.demo.goods.offers import Offer
from cms.operations.demo.photos.studio import shoot
from cms.pictures.intake import take_picture

Album = Mapping[str, tuple[str, ...]]
"""The stored pictures' hashes of each scene, one for each view."""


def scenes_for(offers: Iterable[Offer]) -> tuple[str, ...]:
    """The scenes that these offers need, each once."""
    every = {scene for branch in ASSORTMENT for leaf in branch.leaves for kind in leaf.kinds for scene in kind.scenes}
    needed: dict[str, None] = {}
    for offer in offers:
        needed.setdefault(offer.scene)
        if len(needed) == len(every):
            break  # A large demo need not be made up twice.
    return tuple(needed)


def load_photos(scenes: Sequence[str], *, seed: int, tell: Callable[[int, int], None]) -> dict[str, tuple[str, ...]]:
    """Compose and store the photos of these scenes; `tell(done, all)` is called after each scene."""
    album: dict[str, tuple[str, ...]] = {}
    for done, (scene, photos) in enumerate(shoot(scenes, seed=seed), start=1):
        album[scene] = tuple(take_picture(photo).hash for photo in photos)
        tell(done, len(scenes))
    return album
