"""Every way of storing colours, made into plain 8-bit sRGB, with or without alpha."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageCms

from cms.pictures.container import Container

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_SPACES = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}
_USUAL_GAMMA = 0.45455
_TOLERANCE = 0.05
_STEPS = 256


def to_eight_bit(image: Image.Image, *, sixteen_bit: bool) -> Image.Image:
    """The picture with at most 8 bits a channel; `sixteen_bit` says that the file had more."""
    clear = image.info.get("transparency")
    if image.mode.startswith("I"):
        image = image.point(lambda value: value * (1 / _STEPS), "L")
    if sixteen_bit and clear is not None:
        # The transparent colour is given in 16 bits, the pixels have come down to 8.
        image.info["transparency"] = tuple(one >> 8 for one in clear) if isinstance(clear, tuple) else clear >> 8
    return image


def to_srgb(image: Image.Image, container: Container) -> Image.Image:
    """The same picture, of at most 8 bits a channel, as a new one: RGB, or RGBA when some of it is transparent.

    It carries no metadata.
    """
    if image.mode == "CMYK":
        # The decoder takes every CMYK file for one of Adobe's, which are stored the other way round.
        base = image if container.inverted else ImageChops.invert(image)
        alpha = None
    elif image.has_transparency_data:
        full = image.convert("RGBA")
        alpha = full.getchannel("A")
        base = full.convert("RGB")
    else:
        alpha = None
        base = image if image.mode == "L" else image.convert("RGB")
    rgb = _by_profile(base, container.icc) if container.icc else _by_gamma(base.convert("RGB"), container.gamma)
    if alpha is not None and alpha.getextrema()[0] != _STEPS - 1:
        rgb.putalpha(alpha)
    rgb.info.clear()
    return rgb


def _by_profile(image: Image.Image, icc: bytes) -> Image.Image:
    """Converted by the embedded profile, or plainly when that is broken or made for other pixels."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        if _SPACES.get(profile.profile.xcolor_space) == image.mode:
            converted = ImageCms.profileToProfile(image, profile, _SRGB, outputMode="RGB")
            if converted is not None:
                return converted
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        pass
    return image.convert("RGB")


def _by_gamma(image: Image.Image, gamma: float | None) -> Image.Image:
    if gamma is None or abs(gamma / _USUAL_GAMMA - 1) < _TOLERANCE:
        return image
    power = _USUAL_GAMMA / gamma
    curve = [round((step / (_STEPS - 1)) ** power * (_STEPS - 1)) for step in range(_STEPS)]
    return image.point(curve * 3)


def dominant_colour(image: Image.Image) -> str:
    """The colour that most of the picture has, as `#rrggbb`; what is transparent counts as white."""
    small = flat(image.resize((32, 32), Image.Resampling.BOX)).quantize(5, Image.Quantize.MEDIANCUT)
    _, index = max(small.getcolors() or [(0, 0)], key=lambda one: (one[0], -int(str(one[1]))))
    palette = small.getpalette() or []
    red, green, blue = palette[3 * int(str(index)) : 3 * int(str(index)) + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def flat(image: Image.Image) -> Image.Image:
    """The picture on white paper, in mode RGB."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper
