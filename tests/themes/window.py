"""A shop of a few records and the theme around it: enough to render any template without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cms.config.environment import BASE_DIR
from cms.contract.blocks import PageRecord
from cms.contract.money import Money
from cms.contract.records import (
    AppearanceRecord,
    CategoryRecord,
    Condition,
    FooterColumn,
    ListingRecord,
    ListingStatus,
    MenuItem,
    PictureRecord,
    SellerRecord,
    SettingsRecord,
    SiteRecord,
)
from sitegen.assets import Assets
from sitegen.edition import Edition, ways
from sitegen.messages import Messages
from sitegen.rules.rule import Meta
from sitegen.templates import add_globals, make_environment

if TYPE_CHECKING:
    from jinja2 import Environment

THEME = BASE_DIR / "themes" / "cataloro"


def picture(**changes: Any) -> PictureRecord:
    values: dict[str, Any] = {
        "hash": "ab12",
        "width": 1600,
        "height": 1200,
        "colour": "#c0ffee",
        "alt": "",
        "widths": (320, 640, 960, 1280),
    }
    return PictureRecord(**(values | changes))


def category(**changes: Any) -> CategoryRecord:
    values: dict[str, Any] = {
        "id": 7,
        "slug": "music",
        "slug_path": "music",
        "name": "Music",
        "position": 1,
        "parent_id": None,
        "lineage": (7,),
    }
    return CategoryRecord(**(values | changes))


def seller(**changes: Any) -> SellerRecord:
    values: dict[str, Any] = {
        "id": 3,
        "number": 42,
        "slug": "nora",
        "name": "Nora",
        "text": "",
        "city": "Graz",
        "member_since": date(2024, 5, 9),
    }
    return SellerRecord(**(values | changes))


def listing(**changes: Any) -> ListingRecord:
    values: dict[str, Any] = {
        "id": 12,
        "slug": "lute",
        "title": "Lute",
        "description": "Plays well.",
        "price": Money(4200),
        "negotiable": False,
        "condition": Condition.GOOD,
        "city": "Graz",
        "postcode": "8010",
        "category_id": 7,
        "seller_id": 3,
        "published_at": datetime(2026, 11, 3, 12, tzinfo=UTC),
        "status": ListingStatus.LIVE,
        "stock": 1,
        "reserved": False,
    }
    return ListingRecord(**(values | changes))


def page(**changes: Any) -> PageRecord:
    values: dict[str, Any] = {
        "id": 1,
        "path": "/help",
        "title": "Help",
        "is_home": False,
        "blocks": (),
        "search_title": "",
        "search_description": "",
        "sharing_image": None,
        "ancestors": (),
    }
    return PageRecord(**(values | changes))


def site(**appearance: Any) -> SiteRecord:
    look: dict[str, Any] = {
        "logo": None,
        "icons": (),
        "accent": "#0f766e",
        "ground": "#ffffff",
        "radius": 10,
        "font": "system",
        "hero_height": 420,
        "hero_title": "Good things nearby",
        "hero_text": "Seen, agreed, paid in cash.",
        "hero_image": None,
        "hero_focus": (50, 50),
        "hero_button_label": "Look round",
        "hero_button_path": "/listings",
        "cards_per_row": 4,
        "newest_rows": 3,
        "newest_last": False,
    }
    return SiteRecord(
        appearance=AppearanceRecord(**(look | appearance)),
        settings=SettingsRecord(
            site_name="Corner",
            tagline="The market of the quarter",
            contact_email="",
            contact_text="",
            imprint_path="/imprint",
            languages=("en",),
            listings_per_page=24,
            sold_page_days=30,
            footer_year=2026,
            footer_text="",
            notice="",
            notice_form=False,
            trader_badge=False,
            reviews_notice=False,
            data_export=False,
        ),
        menu=(MenuItem(label="Help", path="/help"),),
        footer=(FooterColumn(heading="Buying", items=(MenuItem(label="Help", path="/help"),)),),
        top_categories=(category(),),
    )


def shop(lang: str = "en", **appearance: Any) -> Environment:
    """The environment that a build would make, with a rail of one card and one tile."""
    assets = Assets(THEME / "assets")
    environment = make_environment(THEME, Messages(THEME, lang), rich=Markup)
    add_globals(
        environment,
        {
            "site": site(**appearance),
            "asset": assets.address,
            "absolute": lambda path: "http://shop.test" + path,
            **ways(Edition(lang), [Edition(lang)]),
            "appearance_css": "/assets/appearance.css",
            "icons": assets.add_icons(()),
            "rail": lambda _: (card(environment, listing()),),
            "category_tiles": lambda _: (category(), category(picture=picture())),
        },
    )
    chrome = {name: Markup(environment.get_template(f"layouts/{name}.html").render()) for name in ("header", "footer")}  # noqa: S704 (a template's own output)
    add_globals(environment, chrome)
    return environment


def card(environment: Environment, one: ListingRecord) -> Markup:
    module: Any = environment.get_template("macros/card.html").module
    markup: Markup = module.listing_card(one)
    return markup


def render(environment: Environment, template: str, *, meta: Meta | None = None, **context: Any) -> str:
    head = meta or Meta(title="Lute", path="/listing/12-lute", breadcrumbs=(("Music", "/category/music"), ("Lute", "")))
    return environment.get_template(f"pages/{template}.html").render(meta=head, **context)


def listing_page(environment: Environment, one: ListingRecord, **context: Any) -> str:
    around: dict[str, Any] = {
        "category": category(),
        "lineage": (category(),),
        "seller": seller(),
        "related": (),
        "structured_data": (),
    }
    return render(environment, "listing", listing=one, **(around | context))
