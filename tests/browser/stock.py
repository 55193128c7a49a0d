"""What the shop of the browser tests holds before the first of them: people, goods with photos, pages, a menu."""

from __future__ import annotations

import io
import json
import math
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress
from PIL import Image, ImageDraw

from cms.accounts.roles import Role
from cms.catalog.models import Category, Listing
from cms.catalog.services import create_category, create_listing, end_listing, publish_listing
from cms.contract.money import Money
from cms.contract.records import Condition, ListingStatus
from cms.operations.start_up import bring_up_the_tables
from cms.pages.models import ContentPage
from cms.pictures.intake import take_picture
from cms.pictures.tasks import make_derivatives
from tests.factories.pages import make_home, make_navigation, make_page
from tests.factories.people import PASSWORD, make_admin, make_editor, make_moderator, make_seller, make_user

FIRST_DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)

GOODS = (
    ("Oak dining table", 18500, "furniture/tables", Condition.GOOD),
    ("Folding garden table", 4500, "furniture/tables", Condition.FAIR),
    ("Armchair, dark green", 9000, "furniture", Condition.LIKE_NEW),
    ("Floor lamp with a paper shade", 2500, "furniture", Condition.GOOD),
    ("City bicycle, seven gears", 21000, "bicycles", Condition.GOOD),
    ("Children's bicycle, 20 inches", 6500, "bicycles", Condition.FAIR),
    ("Record player", 7900, "music", Condition.GOOD),
    ("Acoustic guitar with a bag", 12000, "music", Condition.LIKE_NEW),
    ("Box of forty records", 3000, "music", Condition.FOR_PARTS),
    ("Digital piano", 42000, "music", Condition.GOOD),
)
COLOURS = ("#8a5a3c", "#3c6e71", "#5f7a4a", "#c08a3e", "#40587a", "#9c4a4a")
TEXT = """Bought three years ago and used with care. It stands in a flat without smokers or pets.

Small marks of use, nothing that shows from afar. Come and have a look in the evening or on Saturday morning."""


@dataclass(frozen=True, slots=True)
class Stock:
    """Addresses that tests need and cannot find by looking around."""

    listing: str
    seller: str
    page: str
    old_address: str
    new_address: str
    withdrawn: str
    draft: str


def stock_up() -> None:
    """Fill an empty database; prints the Stock as JSON."""
    bring_up_the_tables()
    make_people()
    seller = make_seller(
        email="seller@example.org",
        password=PASSWORD,
        name="Nora Lind",
        display_name="Nora Lind",
        city="Graz",
        text="I sell what my attic holds.",
        date_joined=FIRST_DAY - timedelta(days=400),
    )
    EmailAddress.objects.create(user=seller, email=seller.email, verified=True, primary=True)
    leaves = make_categories()
    photos = [make_photo(colour) for colour in COLOURS]
    goods = [
        offer(title, price, leaves[leaf], seller.pk, number, condition, photos)
        for number, (title, price, leaf, condition) in enumerate(GOODS)
    ]
    page = make_pages(leaves["music"])
    moved = offer("Blue ladder", 1500, leaves["furniture"], seller.pk, 20, Condition.GOOD, ())
    old_address = moved.path
    moved.title = "Green ladder"
    moved.save_revision()
    moved = publish_listing(moved.pk, now=FIRST_DAY)
    withdrawn = offer("Broken clock", 500, leaves["furniture"], seller.pk, 21, Condition.FOR_PARTS, ())
    end_listing(withdrawn.pk, ListingStatus.WITHDRAWN, now=FIRST_DAY)
    draft = draft_of("Secret birthday present", 9900, leaves["music"], seller.pk, Condition.NEW, ())
    facts = Stock(
        listing=goods[0].path,
        seller=f"/seller/{seller.number}-nora-lind",
        page=page.public_path,
        old_address=old_address,
        new_address=moved.path,
        withdrawn=withdrawn.path,
        draft=draft.path,
    )
    json.dump(asdict(facts), sys.stdout)


def make_photo(colour: str) -> str:
    """A stored picture with all its files; its hash."""
    picture = take_picture(still_life(colour))
    make_derivatives.call(picture.hash)
    return picture.hash


def make_people() -> None:
    """One of each role; all share PASSWORD."""
    make_admin(email="admin@example.org", password=PASSWORD, name="Ada Admin")
    make_editor(email="editor@example.org", password=PASSWORD, name="Emil Editor")
    make_moderator(email="moderator@example.org", password=PASSWORD, name="Mona Moderator")
    make_user(email="buyer@example.org", password=PASSWORD, name="Bruno Buyer", role=Role.BUYER)


def make_categories() -> dict[str, Category]:
    """Two levels, by slug path."""
    furniture = create_category("Furniture")
    made = (
        furniture,
        create_category("Tables", parent_id=furniture.pk),
        create_category("Bicycles"),
        create_category("Music"),
    )
    return {one.slug_path: one for one in made}


def draft_of(
    title: str, cents: int, category: Category, seller_id: int, condition: Condition, photos: tuple[str, ...]
) -> Listing:
    """A listing that nobody sees yet."""
    return create_listing(
        seller_id=seller_id,
        category_id=category.pk,
        title=title,
        description=TEXT,
        price=Money(cents),
        condition=condition,
        city="Graz",
        postcode="8010",
        negotiable=cents > 10000,
        photos=[(photo, f"{title}, seen from the side") for photo in photos],
    )


def offer(
    title: str,
    cents: int,
    category: Category,
    seller_id: int,
    number: int,
    condition: Condition,
    photos: list[str] | tuple[()],
) -> Listing:
    """A live listing, an hour younger than the one before, with up to three photos."""
    chosen = (
        tuple(dict.fromkeys(photos[(number + turn) % len(photos)] for turn in range(1 + number % 3))) if photos else ()
    )
    listing = draft_of(title, cents, category, seller_id, condition, chosen)
    return publish_listing(listing.pk, now=FIRST_DAY + timedelta(hours=number))


def make_pages(category: Category) -> ContentPage:
    """A home page with blocks, a page with one block of most kinds, and a menu that leads to it."""
    rail = {"heading": "For the ears", "category": category.pk, "seller": None, "listings": [], "count": 4}
    tiles = {"heading": "Look around", "categories": []}
    make_home(title="Home", body=json.dumps([stream("category_grid", tiles), stream("listing_rail", rail)]))
    page = make_page(title="How it works", slug="how-it-works", body=json.dumps(help_page(category)))
    make_navigation(menu=json.dumps([stream("link", link(page, "How it works"))]))
    return page


def help_page(category: Category) -> list[dict[str, object]]:
    """The blocks of a page that explains."""
    rail = {"heading": "Newest in music", "category": category.pk, "seller": None, "listings": [], "count": 4}
    answer = "<p>No. You pay in cash when you take it with you.</p>"
    return [
        stream("rich_text", "<h2>Three steps</h2><p>Find it, meet the seller, pay in <b>cash</b>.</p>"),
        stream("quote", {"text": "Sold my bicycle in an afternoon.", "source": "Nora"}),
        stream("columns", ["<h3>Look</h3><p>Take your time.</p>", "<h3>Pay</h3><p>In cash, on the spot.</p>"]),
        stream("listing_rail", rail),
        stream("faq", {"heading": "Questions", "items": [{"question": "Do I pay ahead?", "answer": answer}]}),
    ]


def link(page: ContentPage, label: str) -> dict[str, object]:
    """The value of a link to a page."""
    return {"label": label, "page": page.pk, "category": None, "address": ""}


def stream(kind: str, value: object) -> dict[str, object]:
    """One block as it is stored."""
    return {"type": kind, "value": value}


def still_life(colour: str, *, width: int = 1280, height: int = 960) -> bytes:
    """A JPEG of a round thing on a table: something to look at, and different for each colour."""
    image = Image.new("RGB", (width, height), "#e9e2d6")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * 2 // 3, width, height), fill="#b59b7c")
    radius = height // 3
    for ring in range(radius, 0, -8):
        shade = 0.6 + 0.4 * math.cos(ring / radius * math.pi / 2)
        fill = tuple(round(int(colour[at : at + 2], 16) * shade) for at in (1, 3, 5))
        draw.ellipse((width // 2 - ring, height // 2 - ring, width // 2 + ring, height // 2 + ring), fill=fill)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
