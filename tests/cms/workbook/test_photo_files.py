import zipfile

import pytest

from cms.pictures.container import MAX_BYTES
from cms.workbook.errors import CellRefused, PhotosRefused
from cms.workbook.photo_files import PhotoFiles
from tests.factories.workbooks import make_zip


@pytest.fixture(params=["folder", "zip"])
def source(request, tmp_path):
    """Three files, once in a folder and once in a zip."""
    files = {"lamp.jpg": b"lamp", "a/chair.png": b"chair a", "b/chair.png": b"chair b", "Grün.JPG": b"green"}
    if request.param == "zip":
        return make_zip(tmp_path / "photos.zip", files)
    for name, content in files.items():
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "photos"


def test_photos_are_found_by_name_whatever_its_case(source):
    with PhotoFiles(source) as photos:
        assert photos.read("lamp.jpg") == b"lamp"
        assert photos.read(" LAMP.JPG ") == b"lamp"
        assert photos.read("Gru\u0308n.jpg") == b"green"
        assert photos.read("a/chair.png") == b"chair a"
        assert photos.read("b\\chair.png") == b"chair b"
        assert photos.read("none.jpg") is None
        assert photos.read("../photos/lamp.jpg") is None


def test_a_name_of_two_files_is_refused(source):
    with PhotoFiles(source) as photos, pytest.raises(CellRefused) as refused:
        photos.read("chair.png")

    assert refused.value.reason == "several files are called that: a/chair.png, b/chair.png."


def test_never_more_is_read_than_a_photo_may_have(tmp_path):
    path = make_zip(tmp_path / "photos.zip", {"bomb.jpg": b"\0" * (MAX_BYTES * 3)})

    with PhotoFiles(path) as photos:
        assert len(photos.read("bomb.jpg") or b"") == MAX_BYTES + 1


@pytest.mark.parametrize("name", ["../evil.jpg", "/etc/evil.jpg", "a/../../evil.jpg", "..\\evil.jpg", "C:\\evil.jpg"])
def test_a_zip_that_reaches_out_is_refused(name, tmp_path):
    path = make_zip(tmp_path / "photos.zip", {"lamp.jpg": b"lamp", name: b"evil"})

    with pytest.raises(PhotosRefused, match="would lead out of its folder"):
        PhotoFiles(path)


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    (tmp_path / "secret.txt").write_bytes(b"secret")
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "lamp.jpg").symlink_to(tmp_path / "secret.txt")

    with PhotoFiles(folder) as photos, pytest.raises(CellRefused) as refused:
        photos.read("lamp.jpg")

    assert refused.value.reason == "it is a link that leads out of the folder."


def test_what_is_neither_a_folder_nor_a_zip_is_refused(tmp_path):
    text = tmp_path / "photos.txt"
    text.write_text("no zip")

    with pytest.raises(PhotosRefused, match="is neither a folder nor a zip archive that can be read"):
        PhotoFiles(text)
    with pytest.raises(PhotosRefused, match="does not exist"):
        PhotoFiles(tmp_path / "none")


def test_a_damaged_or_protected_file_is_refused(tmp_path):
    path = make_zip(tmp_path / "photos.zip", {"lamp.jpg": b"lamp" * 100})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)

    with PhotoFiles(path) as photos, pytest.raises(CellRefused) as refused:
        photos.read("lamp.jpg")

    assert refused.value.reason == "the file cannot be read; it may be damaged or password protected."
    assert zipfile.is_zipfile(path)
