"""A seller's way through all processes, shut in as they are: a photo is sent, made small, and shown on a page."""

from __future__ import annotations

import json
import re
import time
from io import BytesIO

from PIL import Image

from tests.deploy.whole.figures import Figures
from tests.deploy.whole.installing import wait_until
from tests.deploy.whole.shop import Shop
from tests.deploy.whole.visitors import Browser

_TITLE = "Lamp with a green shade"


def sell_with_a_photo(shop: Shop, figures: Figures) -> None:
    """By the forms that a seller sees, without JavaScript."""
    browser = Browser(shop.site)
    browser.ask("/account/login", dict(zip(("login", "password"), shop.seller, strict=True)))
    said = browser.ask("/sell/photo", file=_photo())
    kept = json.loads(said.body)["hash"]
    form = browser.ask("/sell/new").body
    category = re.search(r'(?s)<select[^>]* name="category".*?<option value="(\d+)"', form)
    assert category is not None, form[:2000]
    fields = {
        "do": "publish",
        "title": _TITLE,
        "category": category[1],
        "description": "It shines.",
        "condition": "good",
        "price": "42,50",
        "quantity": "1",
        "postcode": "53111",
        "city": "Bonn",
        "key": "0123456789abcdef",
        "photo1-kept": kept,
    }
    started = time.monotonic()
    sent = browser.ask("/sell/new", fields)
    pictures: list[str] = []

    def is_shown() -> bool:
        page = re.search(r"/listing/\d+-lamp-with-a-green-shade", browser.ask("/sell?show=live").body)
        pictures[:] = set(re.findall(r"/photos/[^\s\"]+", Browser(shop.site).ask(page[0]).body)) if page else ()
        return bool(pictures)

    holds = sent.status == 302 and wait_until(is_shown)
    holds = holds and {Browser(shop.site).ask(one).status for one in pictures} == {200}
    words = f"{said.status}, {sent.status}, {len(pictures)} sizes on its page after {time.monotonic() - started:.1f} s"
    figures.note("selling: a listing with a photo", words, holds=holds)


def _photo() -> bytes:
    made = BytesIO()
    Image.radial_gradient("L").resize((1600, 1200)).convert("RGB").save(made, "PNG")
    return made.getvalue()
