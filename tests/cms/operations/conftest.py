"""Folders of a test's own, and somebody who may do everything."""

import pytest

from tests.factories.people import make_admin


@pytest.fixture
def own_folders(settings, tmp_path):
    """The folder that holds them."""
    for name in ("MEDIA_DIR", "BUILD_DIR", "DATA_DIR"):
        folder = tmp_path / name
        folder.mkdir()
        setattr(settings, name, folder)
    return tmp_path


@pytest.fixture
def admin(client):
    client.force_login(make_admin())
    return client
