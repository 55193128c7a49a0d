"""What is refused from outside, before a pixel is decoded."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.pictures.cleaning import clean_picture, open_container
from cms.pictures.errors import (
    FileTooLarge,
    NotPngOrJpeg,
    PictureDamaged,
    PictureRefused,
    TooManyPixels,
    UnsupportedKind,
)
from tests.factories.goods import jpeg, plain_image, png, png_chunk

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png_header(width: int, height: int, *, depth: int = 8, colour: int = 2) -> bytes:
    return SIGNATURE + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))


def jpeg_claiming(width: int, height: int) -> bytes:
    file = bytearray(jpeg())
    frame = file.index(b"\xff\xc0")
    file[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(file)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"GIF89a" + b"\0" * 40,
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\0\0\0\x20ftypheic",
        b"BM" + b"\0" * 60,
        b"\x89PNG\n\n",
        b"\xff\xd8",
    ],
)
def test_what_is_neither_png_nor_jpeg_is_refused(content):
    with pytest.raises(NotPngOrJpeg, match=r"^The file is neither a PNG nor a JPEG picture\.$"):
        open_container(content)


def test_a_file_may_have_ten_megabytes():
    picture = png()

    assert open_container(picture + b"\0" * (10_485_760 - len(picture))).kind == "png"
    with pytest.raises(FileTooLarge, match=r"^The file is larger than 10 MB\.$"):
        open_container(picture + b"\0" * (10_485_761 - len(picture)))


@pytest.mark.parametrize(("width", "height"), [(10_000, 5_001), (2**31 - 1, 2**31 - 1), (30_001, 1), (1, 30_001)])
def test_too_many_pixels_are_refused_by_the_header(width, height):
    with pytest.raises(TooManyPixels, match=f"The picture is {width} x {height} pixels"):
        open_container(png_header(width, height) + png_chunk(b"IDAT", b""))


@pytest.mark.parametrize(("width", "height"), [(60_000, 10), (10_000, 10_000)])
def test_too_many_pixels_of_a_jpeg_are_refused(width, height):
    with pytest.raises(TooManyPixels):
        open_container(jpeg_claiming(width, height))


@pytest.mark.parametrize(("width", "height"), [(0, 5), (5, 0)])
def test_pictures_without_pixels_are_refused(width, height):
    with pytest.raises(PictureDamaged):
        open_container(png_header(width, height))
    with pytest.raises(PictureDamaged):
        open_container(jpeg_claiming(width, height))


@pytest.mark.parametrize(("depth", "colour"), [(3, 0), (16, 3), (4, 2), (8, 1), (8, 7)])
def test_headers_without_sense_are_refused(depth, colour):
    with pytest.raises(PictureDamaged, match="its header makes no sense"):
        open_container(png_header(5, 5, depth=depth, colour=colour))


@pytest.mark.parametrize("marker", [0xC3, 0xC5, 0xC9, 0xCD])
def test_kinds_of_jpeg_that_browsers_cannot_show_are_refused(marker):
    with pytest.raises(UnsupportedKind):
        open_container(jpeg().replace(b"\xff\xc0", bytes([0xFF, marker])))


def test_a_png_with_fewer_pixels_than_it_says_is_refused():
    rows = zlib.compress(b"\0" * (1 + 6_000) * 60, 9)
    file = png_header(2_000, 25_000) + png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")

    with pytest.raises(PictureDamaged, match="some of its pixels are missing"):
        open_container(file)


def zeros(amount: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([packer.compress(b"\0" * 1_000_000) for _ in range(amount // 1_000_000)]) + packer.flush()


def test_a_bomb_of_zeros_takes_little_time_and_memory_from_outside():
    """Fifty megapixels from a file of 300 kB, with much more packed in than there may be."""
    file = png_header(10_000, 5_000) + png_chunk(b"IDAT", zeros(300_000_000)) + png_chunk(b"IEND", b"")
    tracemalloc.start()
    before = time.process_time()

    assert open_container(file).height == 5_000

    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert time.process_time() - before < 5


def test_a_text_that_would_unpack_to_a_gigabyte_is_never_unpacked():
    text = png_chunk(b"zTXt", b"Comment\0\0" + zeros(100_000_000))
    profile = png_chunk(b"iCCP", b"profile\0\0" + zeros(100_000_000))
    file = png()
    after_header = file.index(b"IHDR") + 4 + 13 + 4
    tracemalloc.start()

    clean = clean_picture(file[:after_header] + profile + text + file[after_header:])

    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert clean.width == 40


@pytest.mark.parametrize("name", [b"IHDR", b"PLTE", b"tRNS"])
def test_a_part_that_is_there_twice_is_refused(name):
    file = png(plain_image(mode="P"), transparency=0)
    start = file.index(name) - 4
    chunk = file[start : start + 12 + int.from_bytes(file[start : start + 4], "big")]

    with pytest.raises(PictureDamaged):
        open_container(file[:start] + chunk * 2 + file[start + len(chunk) :])


@given(st.binary(max_size=200), st.sampled_from([b"", SIGNATURE, b"\xff\xd8\xff"]))
def test_random_bytes_are_refused_in_words(noise, beginning):
    with pytest.raises(PictureRefused):
        clean_picture(beginning + noise)


@given(st.data(), st.sampled_from([png(), jpeg(), jpeg(progressive=True), png(plain_image(mode="P"))]))
def test_a_damaged_file_is_refused_or_taken_but_never_anything_else(data, file):
    broken = bytearray(file)
    for at in data.draw(st.lists(st.integers(0, len(file) - 1), min_size=1, max_size=8)):
        broken[at] = data.draw(st.integers(0, 255))

    try:
        clean = clean_picture(bytes(broken))
    except PictureRefused as refused:
        assert str(refused).endswith(".")  # noqa: PT017 (taken is right, too)
    else:
        assert clean.width >= 1
