"""Light and shade: what turns a flat drawing into a thing that has thickness and stands on something."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

_INK = "#34302c"


def solid(fillings: Image.Image, lines: Image.Image, *, stroke: float) -> Image.Image:
    """One thing without outlines: lines on a filling become grooves, lines of their own become dark rods.

    `stroke` is the thickness of a line in px.
    """
    body = fillings.getchannel("A")
    rim = ImageChops.invert(_shrunk(ImageChops.lighter(body, lines), stroke * 0.75))
    rods = _rods(body, lines, stroke=stroke)
    kept = ImageChops.subtract(body, ImageChops.multiply(lines, rim))
    grooves = ImageChops.multiply(lines, _shrunk(kept, stroke * 0.4))
    grooved = Image.composite(_times(fillings, 0.62), fillings, grooves)
    grooved.putalpha(kept)
    thing = Image.new("RGBA", fillings.size, _INK)
    thing.putalpha(rods)
    thing.alpha_composite(grooved)
    return _rounded(thing, grooves, swell=stroke * 0.8)


def _rods(body: Image.Image, lines: Image.Image, *, stroke: float) -> Image.Image:
    """The lines that do more than edge a filling, to their full length."""
    apart = ImageChops.subtract(lines, _grown(body, stroke * 0.4))
    core = apart.filter(ImageFilter.GaussianBlur(stroke * 0.25)).point(lambda v: 255 if v > 225 else 0)  # noqa: PLR2004
    return ImageChops.multiply(lines, _grown(core, stroke * 1.1))


def _shrunk(mask: Image.Image, radius: float) -> Image.Image:
    """The mask made about `radius` px thinner."""
    return ImageChops.invert(_grown(ImageChops.invert(mask), radius))


def _grown(mask: Image.Image, radius: float) -> Image.Image:
    """The mask made about `radius` px fatter. A blur and a threshold: far faster than a rank filter."""
    small = mask.resize((max(1, mask.width // 2), max(1, mask.height // 2)), Image.Resampling.BOX)
    fat = small.filter(ImageFilter.GaussianBlur(radius / 2 * 0.75)).point(lambda v: min(255, max(0, v - 16) * 20))
    return fat.resize(mask.size, Image.Resampling.BILINEAR)


def _times(picture: Image.Image, factor: float) -> Image.Image:
    """All colours darker (or lighter) by a factor; transparency as it was."""
    table = [min(255, round(value * factor)) for value in range(256)]
    return picture.point(table * 3 + list(range(256)))


def _rounded(thing: Image.Image, grooves: Image.Image, *, swell: float) -> Image.Image:
    """Give each panel between the grooves a rounded surface, lit from the upper left. `swell` is in px."""
    alpha = thing.getchannel("A")
    half = (max(1, alpha.width // 2), max(1, alpha.height // 2))
    outline = alpha.resize(half, Image.Resampling.BOX)
    panels = ImageChops.subtract(outline, grooves.resize(half, Image.Resampling.BOX).point(lambda v: v * 3 // 5))
    step = max(2, round(swell * 0.3))
    fine = _slope(panels.filter(ImageFilter.GaussianBlur(swell * 0.5)), step)
    broad = _slope(outline.filter(ImageFilter.GaussianBlur(swell * 2.6)), step * 4)
    relief = Image.blend(fine, broad, 0.5).resize(alpha.size, Image.Resampling.BILINEAR)
    lit = ImageChops.add(thing.convert("RGB"), Image.merge("RGB", (relief,) * 3), scale=1, offset=-128)
    lit.putalpha(alpha)
    return _sheen(lit)


def _slope(height: Image.Image, step: int) -> Image.Image:
    """128 where it is level, lighter where it faces the light, darker where it turns away."""
    nearer = ImageChops.offset(height, -step, -step)
    farther = ImageChops.offset(height, step, step)
    return ImageChops.subtract(nearer, farther, scale=2.2, offset=128)


def _sheen(drawing: Image.Image) -> Image.Image:
    """Lighter above, darker below: the ceiling reflects, the floor does not."""
    ramp = Image.linear_gradient("L").resize(drawing.size).point(lambda v: round(146 - v * 44 / 255))
    lit = ImageChops.add(drawing.convert("RGB"), Image.merge("RGB", (ramp,) * 3), scale=1, offset=-128)
    lit.putalpha(drawing.getchannel("A"))
    return lit


def thickened(drawing: Image.Image, *, right: int, down: int) -> Image.Image:
    """Extrude the drawing away from the viewer by so many px; the sides lie in the shade."""
    if not (right or down):
        return drawing
    size = (drawing.width + abs(right), drawing.height + abs(down))
    start = (max(0, -right), max(0, -down))
    half = drawing.resize((max(1, drawing.width // 2), max(1, drawing.height // 2)), Image.Resampling.BILINEAR)
    body = _sides(half, right=right / 2, down=down / 2).resize(size, Image.Resampling.BILINEAR)
    body.paste(drawing, start, drawing)
    return body


def _sides(drawing: Image.Image, *, right: float, down: float) -> Image.Image:
    """What is seen of the thickness: the drawing again and again, darker, each time a little farther away.

    At half the size, because the sides have no detail.
    """
    side = _times(drawing.convert("RGBa").filter(ImageFilter.BoxBlur(3)).convert("RGBA"), 0.62)
    side.putalpha(drawing.getchannel("A"))
    size = (drawing.width + round(abs(right)), drawing.height + round(abs(down)))
    body = Image.new("RGBA", size)
    body.paste(side, (round(max(0, -right)), round(max(0, -down))))
    steps, covered = max(1, round(max(abs(right), abs(down)))), 0
    while covered < steps:
        # Each round doubles the depth: the body so far, shifted, goes behind itself.
        move = min(covered + 1, steps - covered)
        behind = Image.new("RGBA", size)
        behind.paste(body, (round(right * move / steps), round(down * move / steps)))
        body = Image.alpha_composite(behind, body)
        covered += move
    return body


def turned(drawing: Image.Image, *, yaw: float) -> Image.Image:
    """Look at it from the side: the edge that is farther away gets smaller. `yaw` from -0.3 to 0.3."""
    wide, high = drawing.size
    narrow = round(wide * (1 - abs(yaw) * 0.55))
    shrink = high * abs(yaw) * 0.32
    left, right = (shrink, 0.0) if yaw > 0 else (0.0, shrink)
    # The source's four corners as seen from the target's: the nearer edge is stretched beyond the frame.
    target = (
        (0.0, left * 0.6),
        (0.0, high - left * 0.4),
        (float(narrow), high - right * 0.4),
        (float(narrow), right * 0.6),
    )
    source = ((0.0, 0.0), (0.0, float(high)), (float(wide), float(high)), (float(wide), 0.0))
    return drawing.transform(
        (narrow, high), Image.Transform.PERSPECTIVE, _perspective(target, source), Image.Resampling.BILINEAR
    )


def _perspective(target: tuple[tuple[float, float], ...], source: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
    """The eight numbers Pillow wants, from four pairs of corners (Gauss's elimination)."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column]
        rows[column] = head = [value / head[column] for value in head]
        for row in range(size):
            if row != column:
                factor = rows[row][column]
                rows[row] = [value - factor * first for value, first in zip(rows[row], head, strict=True)]
    return tuple(row[-1] for row in rows)


def standing_shadow(alpha: Image.Image, canvas: tuple[int, int], *, left: int, base: int) -> Image.Image:
    """The shadow (L) of something that stands at height `base`: a long soft one to the right, a dark one below it."""
    long = _flat(alpha, canvas, left=left, base=base, press=0.2, lean=0.55)
    near = _flat(alpha, canvas, left=left, base=base + round(canvas[1] * 0.006), press=0.045, lean=0.0)
    size = min(1.0, max(alpha.size) / 800)
    soft = long.filter(ImageFilter.GaussianBlur(9 * size)).point(lambda v: v * 0.42)
    close = near.filter(ImageFilter.GaussianBlur(3 * size)).point(lambda v: v * 0.62)
    wide = near.filter(ImageFilter.GaussianBlur(12 * size)).point(lambda v: v * 0.4)
    return ImageChops.lighter(ImageChops.lighter(soft, close), wide).resize(canvas, Image.Resampling.BICUBIC)


def lying_shadow(alpha: Image.Image, canvas: tuple[int, int], *, left: int, top: int, lift: int) -> Image.Image:
    """The shadow (L) of something that lies flat, `lift` px above the surface."""
    quarter = Image.new("L", (canvas[0] // 4, canvas[1] // 4))
    small = alpha.resize((max(1, alpha.width // 4), max(1, alpha.height // 4)))
    quarter.paste(small, ((left + lift) // 4, (top + lift) // 4))
    far = quarter.filter(ImageFilter.GaussianBlur(lift / 4 + 5)).point(lambda v: v * 0.5)
    close = (
        ImageChops.offset(quarter, -lift // 6, -lift // 6).filter(ImageFilter.GaussianBlur(3)).point(lambda v: v * 0.4)
    )
    return ImageChops.add(far, close).resize(canvas, Image.Resampling.BICUBIC)


def _flat(  # noqa: PLR0913 (keyword-only: where it lies and how flat)
    alpha: Image.Image, canvas: tuple[int, int], *, left: int, base: int, press: float, lean: float
) -> Image.Image:
    """The outline pressed flat onto the floor and leaning to the right, at a quarter of the size."""
    wide, high = max(1, alpha.width // 4), max(3, round(alpha.height / 4 * press))
    pressed = alpha.resize((wide, high))
    slope = lean * alpha.height / 4 / high
    room = wide + round(slope * high) + 1
    sheared = pressed.transform((room, high), Image.Transform.AFFINE, (1, slope, -slope * high, 0, 1, 0))
    quarter = Image.new("L", (canvas[0] // 4, canvas[1] // 4))
    quarter.paste(sheared, (left // 4, base // 4 - high), sheared)
    return quarter


def darken(picture: Image.Image, shadow: Image.Image) -> Image.Image:
    """Lay a shadow over a picture; shadows are slightly warm, never black."""
    tint = Image.new("RGB", picture.size, "#2a211b")
    return Image.composite(tint, picture, shadow)
