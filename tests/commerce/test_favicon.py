import pytest


def test_leads_to_the_first_icon_of_the_release(client, release):
    response = client.get("/favicon.ico")

    assert (response.status_code, response["Location"]) == (302, "/assets/icon-192.aa.png")
    assert response["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("manifest", ["", "{}", "[]", '{"icons": []}', "broken"])
def test_a_release_without_icons_has_none(client, release, manifest):
    (release / "manifest.webmanifest.gz").unlink()
    (release / "manifest.webmanifest").write_text(manifest)

    assert client.get("/favicon.ico").status_code == 404


def test_a_shop_without_a_release_has_none(client):
    assert client.get("/favicon.ico").status_code == 404
