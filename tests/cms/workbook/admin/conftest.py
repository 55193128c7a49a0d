"""The wizard as an admin uses it: through its pages, with a worker that works when told."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.workbook.models import ImportRun
from cms.workbook.runs.working import work
from tests.factories.people import make_admin
from tests.factories.workbooks import make_xlsx


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """The folder that holds them."""
    for name in ("MEDIA_DIR", "BUILD_DIR", "DATA_DIR"):
        folder = tmp_path / name
        folder.mkdir()
        setattr(settings, name, folder)
    return tmp_path


class Wizard:
    """An admin's browser, and the worker."""

    def __init__(self, client, folder):
        self.client = client
        self._folder = folder

    @property
    def run(self):
        return ImportRun.objects.first()

    def page(self, query=""):
        """The text of the import's page, without its tags."""
        return text_of(self.client.get(f"/admin/imports/{self.run.pk}/{query}"))

    def send(self, sheets, name="goods.xlsx"):
        """Send a workbook (tables by sheet, a path, or bytes), and have it read."""
        if isinstance(sheets, dict):
            sheets = make_xlsx(self._folder / name, sheets)
        content = sheets if isinstance(sheets, bytes) else sheets.read_bytes()
        answer = self.client.post("/admin/imports/new", {"file": SimpleUploadedFile(name, content)})
        work()
        return answer

    def proposed(self):
        """The form of the columns as it is shown, by names of its fields."""
        page = self.client.get(f"/admin/imports/{self.run.pk}/columns").content.decode()
        return fields_of(page)

    def choose(self, **changes):
        """Take the proposal with these changes, and have it checked."""
        data = {
            **self.proposed(),
            **{name.replace("_d_", "-d-").replace("__", "-"): value for name, value in changes.items()},
        }
        answer = self.client.post(
            f"/admin/imports/{self.run.pk}/choose", {k: v for k, v in data.items() if v is not None}
        )
        work()
        return answer

    def act(self, what):
        """Press a button, and let the worker work."""
        self.press(what)
        work()

    def press(self, what):
        """Press a button only."""
        return self.client.post(f"/admin/imports/{self.run.pk}/{what}", follow=True)


def text_of(answer):
    """What stands on a page."""
    main = answer.content.decode().partition("workbook__steps")[2]
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", main, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def fields_of(page):
    """What a browser would send of the form on the page, untouched."""
    form = re.search(r'<form[^>]*action="[^"]*/choose".*?</form>', page, re.DOTALL)[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)[1]
        if name and (kind not in {"checkbox", "radio"} or " checked" in tag):
            found[name[1]] = unescape(value[1]) if value else ("on" if kind == "checkbox" else "")
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


@pytest.fixture
def wizard(client, own_folders):
    """The wizard, used by an admin."""
    client.force_login(make_admin())
    return Wizard(client, own_folders)
