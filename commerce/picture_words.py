"""Why a photo was not taken, in the language of the shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commerce import own_goods
from commerce.theme import translate

if TYPE_CHECKING:
    from commerce.own_goods import PictureRefused


def words_for(refused: PictureRefused) -> str:
    """Why a photo was not taken, for the one who sent it."""
    if isinstance(refused, own_goods.FileTooLarge):
        return translate("The file is too large. Photos may have up to {limit} MB.", limit=refused.limit // 1_000_000)
    if isinstance(refused, own_goods.TooManyPixels):
        return translate(
            "The photo is too large: {width} × {height} pixels. Make it smaller first.",
            width=refused.width,
            height=refused.height,
        )
    if isinstance(refused, own_goods.PictureDamaged):
        return translate("The photo is damaged: it cannot be read to its end. Choose another file.")
    if isinstance(refused, own_goods.UnsupportedKind):
        return translate("This kind of picture cannot be shown. Save it as an ordinary PNG or JPEG.")
    return translate("This file is no PNG or JPEG photo, whatever it is called. Choose another one.")
