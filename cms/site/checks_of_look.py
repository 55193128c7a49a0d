"""What an accent colour and a logo must be, said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from cms.contract.colours import COLOUR, LIGHT_GROUND, PERCEIVABLE, contrast, shade_with_contrast

if TYPE_CHECKING:
    from cms.pictures.models import ShopImage

_PNG_BEGINS = b"\x89PNG\r\n\x1a\n"


def check_accent(colour: str) -> None:
    """Raise ValidationError for what is no colour, or too pale to be seen on a white page."""
    if not COLOUR.match(colour):
        raise ValidationError({"accent": "Write a colour as # and six digits 0-9 or a-f, like #0f766e."})
    found = contrast(colour, LIGHT_GROUND)
    if found < PERCEIVABLE:
        darker = shade_with_contrast(colour, LIGHT_GROUND, ratio=PERCEIVABLE)
        raise ValidationError(
            {
                "accent": f"{colour} is too pale: its contrast with a white page is {found:.1f} to 1, "
                f"and 3 to 1 is needed to see a button. The nearest darker shade is {darker}."
            }
        )


def check_logo(logo: ShopImage | None) -> None:
    """Raise ValidationError for a logo whose content is no PNG, whatever its name says."""
    if logo is None:
        return
    try:
        with logo.open_file() as file:
            begin = file.read(len(_PNG_BEGINS))
    except OSError:
        raise ValidationError({"logo": "The file of this picture cannot be read. Upload it again."}) from None
    if begin != _PNG_BEGINS:
        raise ValidationError({"logo": f"“{logo.title}” is not a PNG. Upload the logo as a PNG file."})
