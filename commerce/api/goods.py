"""What everybody may read: listings, categories, sellers and what was said about them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from cms.contract.privacy import without_emails
from cms.contract.records import CategoryRecord, ListingRecord, ListingStatus, PictureRecord, SellerRecord
from commerce import catalog
from commerce.api import shapes
from commerce.api.doors import open_door
from commerce.api.given import Id, PageAsked, PersonNumber, Search
from commerce.api.paging import paged, part_of
from commerce.api.problems import not_found
from commerce.api.rates import Rate
from commerce.reviews.standing import shown_reviews
from commerce.search.asked import asked_by
from commerce.search.found import found_by

router = Router(auth=open_door(), throttle=Rate(), tags=["Goods"])


@router.get("/listings", response=shapes.Found[shapes.Listing])
def list_listings(request: HttpRequest, response: HttpResponse, asked: Query[Search]) -> Any:
    """What is for sale and fits."""
    categories = catalog.categories()
    search = asked_by({name: str(value) for name, value in asked.model_dump().items()}, categories)
    found, total = found_by(search, page=asked.page, size=asked.per_page)
    if (asked.page - 1) * asked.per_page >= total:
        found = []
    told = listing_shapes(found, categories)
    return {**paged(request, response, asked, told, total), "left_out": dict(search.wrong)}


@router.get("/listings/{listing_id}", response=shapes.Listing)
def get_listing(request: HttpRequest, listing_id: Id) -> Any:
    """One listing that has a page: for sale, or ended a short while ago."""
    record = catalog.listings([listing_id]).get(listing_id)
    if record is None:
        raise not_found()
    return listing_shapes([record], catalog.categories())[0]


@router.get("/categories", response=list[shapes.Category])
def list_categories(request: HttpRequest) -> Any:
    """All categories as a tree."""
    records = catalog.categories()
    return [_branch(one, records) for one in records if one.parent_id is None]


@router.get("/sellers/{number}", response=shapes.Seller)
def get_seller(request: HttpRequest, number: PersonNumber) -> Any:
    """A seller, as everybody sees them."""
    return seller_shape(_seller(number))


@router.get("/sellers/{number}/reviews", response=shapes.Page[shapes.Review])
def list_reviews(request: HttpRequest, response: HttpResponse, number: PersonNumber, asked: Query[PageAsked]) -> Any:
    """What buyers said about a seller, newest first."""
    rows = shown_reviews(_seller(number).id)
    told = [
        shapes.Review(
            stars=one.stars,
            text=without_emails(one.text),
            day=one.written_at.date(),
            reply=without_emails(one.reply),
        )
        for one in part_of(rows, asked)
    ]
    return paged(request, response, asked, told, rows.count())


def listing_shapes(records: list[ListingRecord], categories: list[CategoryRecord]) -> list[shapes.Listing]:
    """As everybody sees them."""
    paths = {one.id: one.slug_path for one in categories}
    sellers = catalog.sellers({one.seller_id for one in records})
    return [
        shapes.Listing(
            id=one.id,
            title=one.title,
            description=one.description,
            price=amount(one.price.cents),
            negotiable=one.negotiable,
            condition=one.condition.value,
            category=paths.get(one.category_id, ""),
            city=one.city,
            postcode=one.postcode,
            seller=number_of(sellers[one.seller_id]) if one.seller_id in sellers else "",
            status=one.status.value,
            free=one.status is ListingStatus.LIVE and not one.reserved,
            published_at=one.published_at,
            url=one.path,
            photos=[_picture(photo) for photo in one.photos],
            questions=[
                shapes.Question(question=said.question, answer=said.answer, day=said.day) for said in one.questions
            ],
        )
        for one in records
    ]


def seller_shape(record: SellerRecord) -> shapes.Seller:
    """As everybody sees them."""
    standing = record.standing
    return shapes.Seller(
        number=number_of(record),
        name=record.name,
        text=record.text,
        city=record.city,
        member_since=record.member_since,
        picture=_picture(record.picture) if record.picture else None,
        languages=list(record.languages),
        away_until=record.away.until if record.away else None,
        reviews=standing.reviews,
        stars=None if standing.tenths is None else standing.tenths / 10,
        kept=standing.kept,
        appointments=standing.appointments,
        url=record.path,
    )


def number_of(record: SellerRecord) -> str:
    """As people see it."""
    return f"U-{record.number:06d}"


def amount(cents: int) -> shapes.Amount:
    """So much cash."""
    return shapes.Amount(cents=cents)


def _seller(number: str) -> SellerRecord:
    pk = get_user_model().objects.filter(number=int(number[2:])).values_list("pk", flat=True).first()
    if pk is None or not catalog.people.have_page([pk]):
        raise not_found()
    return catalog.sellers([pk])[pk]


def _picture(record: PictureRecord) -> shapes.Picture:
    return shapes.Picture(
        alt=record.alt,
        width=record.width,
        height=record.height,
        sources=[record.path(width, "jpg") for width in record.widths],
    )


def _branch(record: CategoryRecord, records: list[CategoryRecord]) -> shapes.Category:
    return shapes.Category(
        path=record.slug_path,
        name=record.name,
        url=record.path,
        below=[_branch(one, records) for one in records if one.parent_id == record.id],
    )
