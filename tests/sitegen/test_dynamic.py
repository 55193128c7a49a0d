import json

import pytest

from sitegen import dynamic

RELEASE = "20260102T030405678Z"


@pytest.fixture
def live(tmp_path, settings):
    """Makes a release live that a version of the program has made, with a page that is in no other theme."""
    settings.BUILD_DIR = tmp_path

    def make(version):
        folder = tmp_path / "releases" / RELEASE
        folder.mkdir(parents=True)
        (folder / "build.json").write_text(json.dumps({"release": RELEASE, "version": version}))
        templates = tmp_path / "state" / f"{RELEASE}.theme" / "templates" / "commerce"
        templates.mkdir(parents=True)
        (templates / "of-the-release.html").touch()
        (tmp_path / "live").symlink_to(f"releases/{RELEASE}")

    return make


def test_pages_of_the_app_have_the_theme_of_the_release_that_is_live(live, settings):
    live(settings.CATALORO_VERSION)

    assert dynamic.has_template("of-the-release.html")


def test_during_an_upgrade_each_version_of_the_app_keeps_to_its_own_templates(live):
    """The site is switched a moment before the app: templates of the new version ask for what the old one lacks."""
    live("0.0.9")

    assert not dynamic.has_template("of-the-release.html")
    assert dynamic.has_template("search/search.html")
