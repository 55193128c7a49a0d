"""Pictures: formats, widths, proportions, and what stands there before the files do."""

import re

from tests.themes.window import listing, picture, shop


def drawn(record, *arguments, **values):
    return str(shop().get_template("macros/picture.html").module.picture(record, "50vw", *arguments, **values))


def test_offers_the_smaller_formats_first_and_a_jpeg_for_all():
    html = drawn(picture())

    assert re.findall(r'type="(image/\w+)"', html) == ["image/avif", "image/webp"]
    assert 'src="/photos/ab/ab12-1280.jpg"' in html
    assert "/photos/ab/ab12-320.avif 320w, /photos/ab/ab12-640.avif 640w" in html


def test_has_the_proportions_of_its_largest_file():
    assert 'width="1280" height="960"' in drawn(picture())


def test_offers_nothing_wider_than_is_asked_for():
    html = drawn(picture(), largest=640)

    assert "960" not in html
    assert 'width="640" height="480"' in html


def test_a_picture_with_one_large_file_is_shown_all_the_same():
    assert "/photos/ab/ab12-1280.jpg 1280w" in drawn(picture(widths=(1280,)), largest=640)


def test_a_sliver_still_has_a_height():
    assert 'width="320" height="1"' in drawn(picture(width=4000, height=4, widths=(320,)))


def test_is_a_coloured_box_of_the_right_shape_until_the_files_are_there():
    html = drawn(picture(widths=()))

    assert "<img" not in html
    assert 'viewBox="0 0 1600 1200"' in html
    assert 'fill="#c0ffee"' in html


def test_waits_until_it_is_near_unless_it_is_the_first_to_be_seen():
    assert 'loading="lazy"' in drawn(picture())
    assert 'loading="lazy"' not in drawn(picture(), eager=True)


def test_its_own_text_stands_unless_another_is_given():
    assert 'alt="A &#34;lute&#34;"' in drawn(picture(alt='A "lute"'))
    assert 'alt=""' in drawn(picture(alt="Lute"), alt="")


def alts_of_gallery(*alts):
    good = listing(title='Oak "table"', photos=tuple(picture(alt=alt) for alt in alts))
    html = str(shop().get_template("macros/gallery.html").module.gallery(good))
    return re.findall(r' alt="([^"]+)"', html)


def test_of_several_photos_those_without_words_are_counted():
    called_like_it = "Oak &#34;table&#34;"

    assert alts_of_gallery('Oak "table"', "A scratch", "") == [
        f"Photo 1 of 3: {called_like_it}",
        "A scratch",
        f"Photo 3 of 3: {called_like_it}",
    ]
    assert alts_of_gallery('Oak "table"') == [called_like_it]
