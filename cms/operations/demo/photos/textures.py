"""Grain, wood and cloth: grey pictures around 128 that give a surface its feel. Made once per process."""

from __future__ import annotations

import random
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (1600, 1200)
"""Every photo's size in px."""


def noise(width: int, height: int, *, seed: str) -> Image.Image:
    """White noise (L). Pillow's own effect_noise cannot be seeded."""
    return Image.frombytes("L", (width, height), random.Random(seed).randbytes(width * height))  # noqa: S311 (no secret)


@lru_cache(maxsize=1)
def film_grain() -> Image.Image:
    """The fine grain of a camera's sensor."""
    return noise(*SIZE, seed="grain").filter(ImageFilter.GaussianBlur(0.8)).point(lambda v: 128 + (v - 128) * 0.09)


@lru_cache(maxsize=1)
def wood() -> Image.Image:
    """Boards with long fibres, each of its own tone, with dark seams between them."""
    wide, high = SIZE
    boards = Image.new("L", SIZE, 128)
    rng = random.Random("boards")  # noqa: S311 (no secret)
    board = high // 5
    for row in range(5):
        tone = _stretched(
            noise(5, 30, seed=f"tone {row}"), (wide, board), strength=0.1, around=128 + rng.randint(-9, 9)
        )
        fibres = _stretched(noise(34, board, seed=f"fibres {row}"), (wide, board), strength=0.1)
        pores = _stretched(noise(120, board, seed=f"pores {row}"), (wide, board), strength=0.07)
        one = ImageChops.add(ImageChops.add(tone, fibres, offset=-128), pores, offset=-128)
        ImageDraw.Draw(one).line((0, 0, wide, 0), fill=84, width=4)
        ImageDraw.Draw(one).line((0, 4, wide, 4), fill=140, width=2)
        boards.paste(one, (0, row * board))
    return boards.filter(ImageFilter.GaussianBlur(0.7))


@lru_cache(maxsize=1)
def plaster() -> Image.Image:
    """Soft clouds, as on a plastered wall."""
    middle = _stretched(noise(40, 30, seed="middle"), SIZE, strength=0.03)
    fine = _stretched(noise(500, 375, seed="fine"), SIZE, strength=0.035)
    return ImageChops.add(middle, fine, offset=-128)


@lru_cache(maxsize=1)
def stone() -> Image.Image:
    """Concrete or slate."""
    coarse = _stretched(noise(9, 7, seed="coarse"), SIZE, strength=0.07)
    fine = _stretched(noise(700, 525, seed="stone"), SIZE, strength=0.12)
    return ImageChops.add(ImageChops.add(coarse, plaster(), offset=-128), fine, offset=-128)


@lru_cache(maxsize=1)
def cloth() -> Image.Image:
    """Linen: threads in two directions."""
    across = _stretched(noise(90, 600, seed="across"), SIZE, strength=0.14)
    along = _stretched(noise(800, 70, seed="along"), SIZE, strength=0.14)
    return ImageChops.add(across, along, offset=-128)


@lru_cache(maxsize=1)
def plain() -> Image.Image:
    """Paper: hardly anything."""
    return _stretched(noise(30, 22, seed="paper"), SIZE, strength=0.02)


def _stretched(grains: Image.Image, size: tuple[int, int], *, strength: float, around: int = 128) -> Image.Image:
    """A small picture blown up, its contrast cut to `strength`, its middle moved to `around`."""
    large = grains.resize(size, Image.Resampling.BICUBIC)
    return large.point(lambda v: around + (v - 128) * strength)
