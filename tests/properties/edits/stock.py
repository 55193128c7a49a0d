"""The shop that every sequence of edits begins with: small, but with sealed pages in each kind of list."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from cms.catalog.models import Category, Listing, Photo
from cms.contract.records import ListingStatus
from cms.pages.models import ContentPage, HomePage
from cms.pages.tree import ensure_home
from cms.pictures.files import derivative_path, original_path
from cms.pictures.models import Picture
from tests.factories.goods import make_category, make_listing, make_picture, plain_image, png
from tests.factories.pages import make_appearance, make_library_image, make_navigation, make_page, make_settings
from tests.factories.people import make_seller

if TYPE_CHECKING:
    from cms.accounts.models import User
    from cms.pictures.models import ShopImage

FIRST_DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
WIDTHS = (320, 640)
PICTURES = 8
LISTINGS = 56
SMALLEST_PAGE = 12


def fill() -> None:
    """Put everything into an empty, migrated database, and the files of its pictures into MEDIA_DIR."""
    sellers = [
        make_seller(email=f"{name.lower()}@example.org", name=name, date_joined=FIRST_DAY)
        for name in ("Ada", "Ben", "Cleo")
    ]
    pictures = [stored_picture(f"picture {number}") for number in range(PICTURES)]
    _goods(_categories(), sellers, pictures)
    _pages(make_library_image(title="The yard", description="A yard"))


def stored_picture(seed: str) -> Picture:
    """A picture with all its files: empty ones, for nobody looks into them."""
    picture = make_picture(seed, width=640, height=480, widths=list(WIDTHS))
    for width in WIDTHS:
        for extension in ("avif", "webp", "jpg"):
            _touch(derivative_path(picture.hash, width, extension))
    return picture


def with_files(image: ShopImage) -> ShopImage:
    """The library's picture, with the files of its derivatives, and a true original from which icons are made."""
    if image.picture is not None:
        original = original_path(image.picture)
        original.parent.mkdir(parents=True, exist_ok=True)
        original.write_bytes(png(plain_image(40, 30)))
        for extension in ("avif", "webp", "jpg"):
            _touch(derivative_path(image.picture.hash, WIDTHS[0], extension))
    return image


def _touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def _categories() -> list[Category]:
    furniture = make_category("Furniture")
    books = make_category("Books")
    return [
        furniture,
        make_category("Chairs", parent=furniture),
        make_category("Tables", parent=furniture),
        books,
        make_category("Novels", parent=books),
        make_category("Empty"),
    ]


def _goods(categories: list[Category], sellers: list[User], pictures: list[Picture]) -> None:
    # Most things are chairs of Ada's, so that this category and this seller have sealed pages.
    for number in range(LISTINGS):
        category = categories[1] if number % 4 else categories[(number // 4) % 5]
        seller = sellers[0] if number % 3 else sellers[number // 3 % 3]
        status = (ListingStatus.SOLD, ListingStatus.EXPIRED)[number % 2] if number % 11 == 5 else ListingStatus.LIVE
        when = FIRST_DAY + timedelta(minutes=number - number % 2)  # Two at each moment: the id decides.
        listing = make_listing(
            title=f"Thing {number}",
            category=category,
            seller=seller,
            status=status,
            published_at=when,
            first_published_at=when,
            last_published_at=when,
        )
        Photo.objects.bulk_create(
            Photo(listing=listing, picture=pictures[(number + place) % PICTURES], sort_order=place)
            for place in range(number % 3)
        )


def _pages(image: ShopImage) -> None:
    with_files(image)
    document = get_document_model().objects.create(title="Terms", file=ContentFile(b"Terms.", name="terms.txt"))
    home = ensure_home()
    about = make_page(title="About", slug="about")
    team = make_page(title="Team", slug="team", parent=about)
    thing = Listing.objects.order_by("pk")[7]
    links = (
        f'<p><a linktype="page" id="{team.pk}">Team</a> <a linktype="document" id="{document.pk}">Terms</a> '
        f'<a href="{thing.path}">This thing</a> <embed embedtype="image" id="{image.pk}" format="left" alt=""/></p>'
    )
    _write(home, [("category_grid", {"heading": "Browse", "categories": []}), rail(count=6)])
    _write(about, [("rich_text", links), rail(listings=[thing.pk, thing.pk + 1])])
    _write(team, [("rich_text", f'<p><a linktype="page" id="{about.pk}">Up</a></p>'), rail(seller=thing.seller_id)])
    chairs = Category.objects.get(slug="chairs")
    link = {"label": "About us", "page": about.pk, "category": None, "address": ""}
    make_navigation(
        menu=json.dumps([{"type": "link", "value": link}]),
        footer=json.dumps(
            [
                {
                    "type": "column",
                    "value": {"heading": "More", "links": [{**link, "page": None, "category": chairs.pk}]},
                }
            ]
        ),
    )
    make_settings(listings_per_page=SMALLEST_PAGE, imprint_page=about.page_ptr, contact_email="", footer_year=2026)
    make_appearance(
        hero_button_page=about.page_ptr, hero_button_address="", hero_button_label="About", hero_image=image
    )


def rail(**source: object) -> tuple[str, dict[str, object]]:
    """A row of listings: the newest of all, or of what `source` says."""
    return "listing_rail", {
        "heading": "A row",
        "category": None,
        "seller": None,
        "listings": [],
        "count": 8,
        **source,
    }


def _write(page: HomePage | ContentPage, blocks: list[tuple[str, object]]) -> None:
    page.refresh_from_db()  # It has got children meanwhile.
    page.body = stream(blocks)
    page.save()


def stream(blocks: list[tuple[str, object]]) -> str:
    """Blocks as they are stored."""
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def theme_folder() -> Path:
    """The theme of the test, which edits may change."""
    return Path(settings.THEME_DIR)
