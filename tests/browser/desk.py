"""What an editor's hands do in Wagtail's forms, by the names that people see."""

from __future__ import annotations

import re

from playwright.sync_api import Error, FrameLocator, Locator, Page, expect


def fill(scope: Page | Locator, **values: str) -> None:
    """Write into the fields of a form; names are labels, with `_` for a space."""
    for label, value in values.items():
        scope.get_by_role("textbox", name=label.replace("_", " ")).fill(value)


def choose(page: Page, button: Locator, name: str, *, search: bool = False) -> None:
    """Pick what begins with `name` in the window that `button` opens."""
    button.click()
    dialog = page.get_by_role("dialog")
    found = dialog.get_by_role("link", name=re.compile(f"^{re.escape(name)}"))
    if search:
        _search(dialog.get_by_role("textbox", name="Search"), name, until=found)
    found.click()
    expect(dialog).to_have_count(0)


def _search(field: Locator, words: str, *, until: Locator) -> None:
    """The index follows a moment after what has just been published: who finds nothing yet asks again."""
    for _ in range(8):
        field.fill("")
        field.fill(words)
        try:
            until.wait_for(timeout=2_000)
        except Error:
            continue
        return


def upload_picture(page: Page, field: Locator, *, name: str, content: bytes, kind: str) -> None:
    """Put a picture into the library, in the window of a field for pictures, and pick it."""
    if not (first := field.get_by_role("button", name="Choose an image")).is_visible():
        field.get_by_role("button", name="Actions").click()
        first = page.get_by_role("button", name="Change image")
    first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Upload").click()
    dialog.get_by_label("File").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    expect(dialog.get_by_role("textbox", name="Title")).not_to_have_value("")  # The name of the file goes there.
    dialog.get_by_role("button", name="Upload").click()
    expect(dialog).to_have_count(0)


def insert_block(panel: Page | Locator, page: Page, kind: str = "") -> None:
    """Add a block at the end; `kind` where there are several to choose from."""
    panel.get_by_role("button", name="Insert a block").last.click()
    if kind:
        page.get_by_role("option", name=kind, exact=True).click()


def preview(page: Page) -> FrameLocator:
    """The page as the panel at the side shows it."""
    page.get_by_role("button", name="Toggle preview").click()
    return page.frame_locator("#w-preview-iframe")


def publish(page: Page, told: str) -> None:
    """Publish, and read the sentence that tells so."""
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(told)


def save(page: Page) -> None:
    """Save a form that has no drafts."""
    page.get_by_role("button", name="Save", exact=True).click()


def expect_refusal(page: Page, *words: str) -> None:
    """The form says what is wrong, in these words."""
    for text in words:
        expect(page.get_by_text(text)).to_be_visible()
