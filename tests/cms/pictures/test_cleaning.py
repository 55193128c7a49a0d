"""What becomes of a file: every kind of PNG and JPEG comes out as plain 8-bit sRGB, upright, without metadata."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from cms.pictures.cleaning import clean_picture
from cms.pictures.errors import PictureDamaged, UnsupportedKind
from tests.factories.goods import corners_image, jpeg, plain_image, png, png_chunk

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def opened(clean):
    return Image.open(io.BytesIO(clean.content))


def corners(image):
    """The colours near the corners, clockwise from the top left."""
    right, bottom = image.width - 4, image.height - 4
    return [image.getpixel(place) for place in ((3, 3), (right, 3), (right, bottom), (3, bottom))]


def nearly(seen: tuple[int, ...], wanted: tuple[int, ...], *, by: int = 12) -> bool:
    return len(seen) == len(wanted) and all(abs(one - other) <= by for one, other in zip(seen, wanted, strict=True))


def sixteen_bit_png(colour_type: int, samples: list[tuple[int, ...]], *, clear: bytes = b"") -> bytes:
    """A picture of one row, 16 bits a channel."""
    row = b"\0" + b"".join(struct.pack(f">{len(one)}H", *one) for one in samples)
    header = struct.pack(">IIBBBBB", len(samples), 1, 16, colour_type, 0, 0, 0)
    parts = [png_chunk(b"IHDR", header)]
    if clear:
        parts.append(png_chunk(b"tRNS", clear))
    return SIGNATURE + b"".join([*parts, png_chunk(b"IDAT", zlib.compress(row)), png_chunk(b"IEND", b"")])


def interlaced_png(image: Image.Image) -> bytes:
    """The picture in the seven passes of an interlaced PNG, which Pillow can read but not write."""
    colour_type = {"L": 0, "RGB": 2, "RGBA": 6}[image.mode]
    rows = b""
    for left, top, across, down in (
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ):  # fmt: skip
        for y in range(top, image.height, down):
            cells = [image.crop((x, y, x + 1, y + 1)).tobytes() for x in range(left, image.width, across)]
            rows += b"\0" + b"".join(cells) if cells else b""
    header = struct.pack(">IIBBBBB", *image.size, 8, colour_type, 0, 0, 1)
    parts = (png_chunk(b"IHDR", header), png_chunk(b"IDAT", zlib.compress(rows)), png_chunk(b"IEND", b""))
    return SIGNATURE + b"".join(parts)


def exif_with(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "A maker of cameras"
    return exif.tobytes()


def turned_by(orientation: int, upright: Image.Image) -> Image.Image:
    """The picture as a camera with this orientation stores it."""
    stored = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    return upright if stored is None else upright.transpose(stored)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turns_a_jpeg_upright(orientation):
    file = jpeg(turned_by(orientation, corners_image()), exif=exif_with(orientation), quality=95, subsampling=0)

    image = opened(clean_picture(file))

    assert image.size == (48, 32)
    assert all(map(nearly, corners(image), (RED, GREEN, BLUE, WHITE)))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turns_a_png_upright_pixel_by_pixel(orientation):
    file = png(turned_by(orientation, corners_image()), exif=exif_with(orientation))

    image = opened(clean_picture(file))

    assert image.tobytes() == corners_image().tobytes()
    assert image.size == (48, 32)


@pytest.mark.parametrize(
    "nonsense", [b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0II*\0\x08\0\0\0\xff\xff"]
)
def test_takes_a_jpeg_with_broken_exif_as_it_is(nonsense):
    assert all(
        map(nearly, corners(opened(clean_picture(jpeg(corners_image(), exif=nonsense)))), (RED, GREEN, BLUE, WHITE))
    )


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_ignores_an_orientation_that_does_not_exist(value):
    assert opened(clean_picture(png(corners_image(), exif=exif_with(value)))).tobytes() == corners_image().tobytes()


def test_keeps_no_metadata_of_a_jpeg():
    xmp = b"<x:xmpmeta>secret place</x:xmpmeta>"
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = jpeg(exif=exif_with(1), xmp=xmp, icc_profile=icc, comment=b"secret comment")
    iptc = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x10\x1c\x02\x78\0\x0bsecret name"
    file = file[:2] + b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc + file[2:]

    clean = clean_picture(file)

    assert set(opened(clean).info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not any(word in clean.content for word in (b"secret", b"Exif", b"ICC_PROFILE", b"Photoshop", b"maker"))


def test_keeps_no_metadata_of_a_png():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "secret")
    notes.add_text("Author", "secret", zip=True)
    notes.add_itxt("XML:com.adobe.xmp", "secret")
    notes.add(b"tIME", b"\x07\xea\x01\x01\x01\x01\x01")
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    clean = clean_picture(png(pnginfo=notes, exif=exif_with(1), icc_profile=icc, dpi=(300, 300)))

    assert opened(clean).info == {}
    names = {clean.content[at : at + 4] for at in range(len(clean.content)) if clean.content[at : at + 4].isalpha()}
    assert names & {b"IHDR", b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP", b"tIME", b"pHYs"} == {b"IHDR"}


def test_what_follows_a_picture_is_gone():
    page = b"<html><script>alert(1)</script></html>"

    assert page not in clean_picture(jpeg() + page).content
    assert page not in clean_picture(png() + page).content


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_every_opaque_png_becomes_rgb(mode):
    clean = clean_picture(png(plain_image(colour="white", mode=mode)))

    assert (opened(clean).mode, opened(clean).getpixel((0, 0)), clean.has_alpha) == ("RGB", WHITE, False)


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
def test_alpha_that_hides_nothing_is_dropped(mode):
    clean = clean_picture(png(plain_image(colour="white", mode=mode)))

    assert (opened(clean).mode, clean.has_alpha) == ("RGB", False)


def test_transparency_stays():
    image = plain_image(mode="RGBA")
    image.putpixel((0, 0), (10, 20, 30, 40))

    clean = clean_picture(png(image))

    assert clean.has_alpha is True
    assert opened(clean).getpixel((0, 0)) == (10, 20, 30, 40)


def test_a_transparent_palette_entry_becomes_alpha():
    image = plain_image(mode="P")

    clean = clean_picture(png(image, transparency=image.getpixel((0, 0))))

    assert opened(clean).mode == "RGBA"
    assert opened(clean).getpixel((0, 0))[3] == 0


def test_sixteen_bit_grey_keeps_its_shades():
    image = opened(clean_picture(sixteen_bit_png(0, [(0,), (0x0FFF,), (0x8000,), (0xFFFF,)])))

    assert [image.getpixel((x, 0)) for x in range(4)] == [(0, 0, 0), (15, 15, 15), (128, 128, 128), WHITE]


def test_sixteen_bit_colour_keeps_its_shades():
    image = opened(clean_picture(sixteen_bit_png(2, [(0xFFFF, 0x8000, 0), (0x1234, 0x5678, 0x9ABC)])))

    assert [image.getpixel((x, 0)) for x in range(2)] == [(255, 128, 0), (0x12, 0x56, 0x9A)]


@pytest.mark.parametrize(
    ("colour_type", "samples", "clear"),
    [
        (0, [(0x1234,), (0xFFFF,)], struct.pack(">H", 0x1234)),
        (2, [(0x1234, 0x2345, 0x3456), (0xFFFF, 0, 0)], struct.pack(">HHH", 0x1234, 0x2345, 0x3456)),
    ],
)
def test_the_transparent_colour_of_a_sixteen_bit_png_is_found(colour_type, samples, clear):
    image = opened(clean_picture(sixteen_bit_png(colour_type, samples, clear=clear)))

    assert [image.getpixel((x, 0))[3] for x in range(2)] == [0, 255]


def test_sixteen_bit_alpha_is_kept():
    image = opened(clean_picture(sixteen_bit_png(6, [(0xFFFF, 0, 0, 0x8000), (0, 0, 0, 0xFFFF)])))

    assert image.getpixel((0, 0)) == (255, 0, 0, 128)


@pytest.mark.parametrize("size", [(1, 1), (2, 5), (5, 2), (8, 8), (17, 9)])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_an_interlaced_png_is_read_whole(size, mode):
    image = Image.effect_noise(size, 80).convert(mode)

    assert opened(clean_picture(interlaced_png(image))).tobytes() == image.convert("RGB").tobytes()


def test_an_interlaced_png_with_a_missing_row_is_refused():
    file = interlaced_png(corners_image())
    rows = zlib.decompress(file[file.index(b"IDAT") + 4 : -16])
    short = file[: file.index(b"IDAT") - 4] + png_chunk(b"IDAT", zlib.compress(rows[:-1])) + png_chunk(b"IEND", b"")

    with pytest.raises(PictureDamaged, match="some of its pixels are missing"):
        clean_picture(short)


def test_cmyk_of_adobe_becomes_rgb():
    """Pillow writes CMYK files as Adobe does: inverted, with Adobe's mark."""
    cyan = Image.new("CMYK", (16, 16), (255, 0, 0, 0))

    assert nearly(opened(clean_picture(jpeg(cyan, quality=95))).getpixel((8, 8)), (0, 255, 255), by=3)


def test_cmyk_without_the_mark_of_adobe_is_not_inverted():
    inverted = Image.new("CMYK", (16, 16), (0, 255, 255, 255))
    file = jpeg(inverted, quality=95)
    mark = file.index(b"\xff\xee")
    plain = file[:mark] + file[mark + 2 + int.from_bytes(file[mark + 2 : mark + 4], "big") :]

    assert nearly(opened(clean_picture(plain)).getpixel((8, 8)), (0, 255, 255), by=3)


def test_grey_jpeg_becomes_rgb():
    clean = clean_picture(jpeg(plain_image(colour="#808080", mode="L")))

    assert nearly(opened(clean).getpixel((5, 5)), (128, 128, 128), by=2)


def test_colours_are_converted_by_the_profile():
    """In this profile red and blue have changed places."""
    icc = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = icc.index(b"rXYZ"), icc.index(b"bXYZ")
    icc[red : red + 4], icc[blue : blue + 4] = b"bXYZ", b"rXYZ"

    image = opened(clean_picture(png(plain_image(colour="red"), icc_profile=bytes(icc))))

    assert nearly(image.getpixel((0, 0)), BLUE)


@pytest.mark.parametrize(
    "icc", [b"no profile at all", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
)
def test_a_profile_that_does_not_fit_is_ignored(icc):
    assert opened(clean_picture(png(plain_image(colour="red"), icc_profile=icc))).getpixel((0, 0)) == RED
    assert nearly(opened(clean_picture(jpeg(plain_image(colour="red"), icc_profile=icc))).getpixel((0, 0)), RED, by=3)


def test_the_gamma_of_a_png_is_applied():
    notes = PngImagePlugin.PngInfo()
    notes.add(b"gAMA", struct.pack(">I", 100_000))

    image = opened(clean_picture(png(plain_image(colour="#808080"), pnginfo=notes)))

    assert nearly(image.getpixel((0, 0)), (186, 186, 186), by=2)


def test_of_an_animation_the_still_picture_stays():
    frames = [plain_image(colour=colour) for colour in ("red", "lime", "blue")]
    file = png(frames[0], save_all=True, append_images=frames[1:], duration=100)
    assert b"acTL" in file

    clean = clean_picture(file)

    assert opened(clean).getpixel((0, 0)) == RED
    assert b"acTL" not in clean.content
    assert b"fdAT" not in clean.content


@pytest.mark.parametrize(
    ("size", "stored"), [((5000, 2500), (4096, 2048)), ((200, 8192), (100, 4096)), ((9, 5000), (7, 4096))]
)
@pytest.mark.parametrize("write", [png, jpeg])
def test_what_is_longer_than_any_page_needs_is_stored_smaller(write, size, stored):
    clean = clean_picture(write(plain_image(*size)))

    assert (clean.width, clean.height) == stored == opened(clean).size


def test_a_large_palette_and_a_large_grey_are_made_smaller_too():
    for mode in ("1", "P", "I;16"):
        assert clean_picture(png(plain_image(5000, 10, mode="L").convert(mode))).width == 4096


def test_the_format_stays_and_the_hash_names_the_content():
    first, second = clean_picture(png()), clean_picture(jpeg())

    assert (first.extension, opened(first).format) == ("png", "PNG")
    assert (second.extension, opened(second).format) == ("jpg", "JPEG")
    assert clean_picture(png()).hash == first.hash != second.hash
    assert len(first.hash) == 32


def test_the_dominant_colour_is_that_of_most_of_the_picture():
    image = plain_image(100, 100, "#336699")
    image.paste("#ff0000", (0, 0, 30, 30))

    assert clean_picture(png(image)).colour == "#336699"


def test_what_is_transparent_counts_as_white_paper():
    image = plain_image(100, 100, "#336699", mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 100, 80))

    assert clean_picture(png(image)).colour == "#ffffff"


@pytest.mark.parametrize("write", [png, jpeg])
def test_a_file_cut_off_anywhere_is_refused(write):
    whole = write(corners_image(200, 150))

    for end in range(10, len(whole), max(1, len(whole) // 60)):
        with pytest.raises(PictureDamaged):
            clean_picture(whole[:end])


def test_a_jpeg_whose_pixels_end_early_is_refused():
    whole = jpeg(Image.effect_noise((400, 400), 90).convert("RGB"), quality=95)

    with pytest.raises(PictureDamaged):
        clean_picture(whole[: len(whole) // 2] + b"\xff\xd9")


def test_a_png_with_a_flipped_bit_is_refused():
    broken = bytearray(png())
    broken[-20] ^= 1

    with pytest.raises(PictureDamaged, match="a checksum is wrong"):
        clean_picture(bytes(broken))


def test_a_jpeg_with_thousands_of_scans_is_refused_before_decoding():
    file = jpeg(plain_image(640, 640), progressive=True)
    scan = file.rindex(b"\xff\xda")
    bomb = file[:scan] + file[scan:-2] * 5000 + b"\xff\xd9"

    with pytest.raises(UnsupportedKind, match="a great many scans"):
        clean_picture(bomb)
