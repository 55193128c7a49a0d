"""What colours, a logo and an icon must be, said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.contract.colours import (
    COLOUR,
    LIGHT_GROUND,
    PERCEIVABLE,
    READABLE,
    SOFT,
    contrast,
    mixed,
    shade_with_contrast,
    sunken,
)

if TYPE_CHECKING:
    from cms.pictures.models import ShopImage

_PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
_STEPS = 100


def check_colours(accent: str, ground: str) -> None:
    """Raise ValidationError for what is no colour, and for pairs that are too close, with what would do."""
    wrong = {
        name: _("Write a colour as # and six digits 0-9 or a-f, like %(example)s.") % {"example": example}
        for name, colour, example in (("accent", accent, "#0f766e"), ("ground", ground, LIGHT_GROUND))
        if not COLOUR.match(colour)
    }
    if not wrong:
        wrong = _too_dark(ground) or _too_pale(accent, ground)
    if wrong:
        raise ValidationError(wrong)


def _too_dark(ground: str) -> dict[str, str]:
    """Of all that is written on a page, small grey words in a box stand out least."""
    found = contrast(SOFT, sunken(ground))
    if found >= READABLE:
        return {}
    lighter = next(
        shade
        for shade in (mixed(ground, LIGHT_GROUND, step / _STEPS) for step in range(_STEPS + 1))
        if contrast(SOFT, sunken(shade)) >= READABLE
    )
    words = _(
        "%(ground)s is too dark for a page: grey words (%(grey)s) have a contrast of %(found).1f to 1 with its boxes, "
        "and 4.5 to 1 is needed to read them. The nearest lighter shade is %(lighter)s."
    )
    return {"ground": words % {"ground": ground, "grey": SOFT, "found": found, "lighter": lighter}}


def _too_pale(accent: str, ground: str) -> dict[str, str]:
    found = contrast(accent, ground)
    if found >= PERCEIVABLE:
        return {}
    darker = shade_with_contrast(accent, ground, ratio=PERCEIVABLE)
    page = _("a white page") if ground == LIGHT_GROUND else _("the page colour %(ground)s") % {"ground": ground}
    words = _(
        "%(accent)s is too pale: its contrast with %(page)s is %(found).1f to 1, "
        "and 3 to 1 is needed to see a button. The nearest darker shade is %(darker)s."
    )
    return {"accent": words % {"accent": accent, "page": page, "found": found, "darker": darker}}


def check_png(field: str, picture: ShopImage | None) -> None:
    """Raise ValidationError for a picture whose content is no PNG, whatever its name says."""
    if picture is None:
        return
    try:
        with picture.open_file() as file:
            begin = file.read(len(_PNG_BEGINS))
    except OSError:
        raise ValidationError({field: _("The file of this picture cannot be read. Upload it again.")}) from None
    if begin != _PNG_BEGINS:
        words = _("“%(title)s” is not a PNG. Upload it as a PNG file.") % {"title": picture.title}
        raise ValidationError({field: words})
