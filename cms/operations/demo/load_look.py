"""Furnishes an untouched shop: look, settings, pages, menu, footer. What somebody has begun stays as it is."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Page

from cms.catalog.models import Category
from cms.operations.demo import texts
from cms.operations.demo.goods.offers import last_day
from cms.pages.models import ContentPage, HomePage, Navigation
from cms.pages.tree import ensure_home
from cms.pictures.intake import take_picture
from cms.pictures.models import ShopImage
from cms.pictures.tasks import FOR_EDITORS
from cms.site.models import Appearance, GeneralSettings

Stream = list[tuple[str, Any]]


def is_untouched() -> bool:
    """Whether nobody has written a page, or changed the menu, yet."""
    navigation = Navigation.load()
    return not (ContentPage.objects.exists() or navigation.menu or navigation.footer)


def furnish(*, seed: int) -> int:
    """Make pages, navigation, appearance and settings; how many pages there are then."""
    home = ensure_home()
    pages = {slug: _new_page(home, title, slug) for slug, title in texts.TITLES.items()}
    for slug, page in pages.items():
        _publish(page, texts.body(slug, links=pages), description=texts.DESCRIPTIONS[slug])
    home.seo_title = texts.HOME_TITLE
    _publish(home, _opening(pages), description=texts.HOME_DESCRIPTION)
    _dress()
    _settle(imprint=pages["imprint"], seed=seed)
    _lead(pages)
    return len(pages) + 1


def _new_page(home: HomePage, title: str, slug: str) -> ContentPage:
    page = ContentPage(title=title, slug=slug, live=False)
    home.add_child(instance=page)
    return page


def _publish(page: HomePage | ContentPage, body: Stream, *, description: str) -> None:
    page.body = _stream(body)
    page.search_description = description
    page.save_revision().publish()


def _stream(blocks: Stream) -> str:
    """Blocks as they are stored, so that pages and categories are named by number."""
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def _link(
    label: str, *, page: Page | None = None, category: Category | None = None, address: str = ""
) -> dict[str, Any]:
    return {
        "label": label,
        "page": page.pk if page else None,
        "category": category.pk if category else None,
        "address": address,
    }


def _opening(pages: dict[str, ContentPage]) -> Stream:
    """The home page below its hero."""
    rails = [
        ("listing_rail", {"heading": heading, "category": category.pk, "seller": None, "listings": [], "count": 8})
        for heading, slug in texts.RAILS
        if (category := Category.objects.filter(slug_path=slug).first())
    ]
    return [
        ("category_grid", {"heading": "Browse by category", "categories": []}),
        ("columns", list(texts.STEPS)),
        *rails[:2],
        ("quote", {"text": texts.QUOTE, "source": texts.QUOTE_SOURCE}),
        *rails[2:],
        ("faq", {"heading": "Good to know", "items": [dict(one) for one in texts.QUESTIONS]}),
        (
            "call_to_action",
            {
                "heading": "Safe on both sides",
                "text": "Meet, look, try, pay. Our short guide says what to mind when you deal in cash.",
                "button": _link("Read the safety tips", page=pages["safety"]),
            },
        ),
    ]


def _library(title: str, name: str, seed: int) -> ShopImage:
    """A picture in the library, as if an editor had uploaded it."""
    from cms.operations.demo.photos.window import compose_hero, draw_logo  # noqa: PLC0415 (optional packages)

    content = draw_logo() if name.endswith(".png") else compose_hero(seed=seed)
    image = ShopImage(
        title=title, file=ContentFile(content, name=name), picture=take_picture(content, priority=FOR_EDITORS)
    )
    image.save()
    return image


def hang_pictures(*, seed: int) -> None:
    """Give the shop its logo and the home page its picture."""
    look = Appearance.load()
    look.logo = _library("The shop's mark", "logo.png", seed)
    look.hero_image = _library("Goods along a wall", "hero.jpg", seed)
    look.full_clean()
    look.save()


def _dress() -> None:
    look = Appearance.load()
    look.hero_height = 460
    look.hero_focus_x, look.hero_focus_y = 80, 60
    look.full_clean()
    look.save()


def _settle(*, imprint: ContentPage, seed: int) -> None:
    general = GeneralSettings.load()
    general.tagline = "The market around the corner"
    general.contact_email = "hello@demo.example"
    general.contact_text = texts.CONTACT
    general.imprint_page = imprint
    general.footer_year = last_day(seed).year
    general.footer_text = "A demo: nothing here is really for sale."
    general.full_clean()
    general.save()


def _lead(pages: dict[str, ContentPage]) -> None:
    """Menu and footer."""
    menu = [("link", _link(label, page=pages[slug])) for slug, label in texts.MENU]
    shelves = [(one.name, one) for one in Category.objects.filter(parent=None).order_by("position", "id")[:5]]
    columns: Stream = [
        ("column", {"heading": "Shop", "links": [_link(label, category=one) for label, one in shelves]}),
        (
            "column",
            {
                "heading": "Help",
                "links": [_link(texts.TITLES[slug], page=pages[slug]) for slug in ("how-it-works", "safety")],
            },
        ),
        (
            "column",
            {
                "heading": "About",
                "links": [_link(texts.TITLES[slug], page=pages[slug]) for slug in ("about", "imprint")],
            },
        ),
    ]
    navigation = Navigation.load()
    navigation.menu, navigation.footer = _stream(menu), _stream(columns)
    navigation.full_clean()
    navigation.save()
