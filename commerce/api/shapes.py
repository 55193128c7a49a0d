# Long because the shapes of one interface name each other, and are read together.
"""What answers look like. Amounts are whole cents, moments in UTC, people and orders have the numbers on the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class Shape(BaseModel):
    """Has no other fields than these."""

    model_config = ConfigDict(extra="forbid")


class Amount(Shape):
    """Cash."""

    cents: int = Field(ge=-(10**15), le=10**15, examples=[3900])
    currency: Literal["EUR"] = "EUR"


class Page(Shape, Generic[Item]):
    """One page of a list; the header `Link` leads to its neighbours."""

    items: list[Item]
    page: int
    per_page: int
    total: int


class Found(Page[Item], Generic[Item]):
    """A page of what was found. `left_out` says, by parameter, what could not be understood."""

    left_out: dict[str, str]


class Picture(Shape):
    """A photo; no sources while they are still being made."""

    alt: str
    width: int
    height: int
    sources: list[str]


class Category(Shape):
    """A category, with those below it."""

    path: str = Field(examples=["garden/chairs"])
    name: str
    url: str
    below: list[Category]


class Question(Shape):
    """What somebody asked and the seller answered."""

    question: str
    answer: str
    day: date


class Listing(Shape):
    """Something that is or was for sale, as everybody sees it."""

    id: int
    title: str
    description: str
    price: Amount
    negotiable: bool
    condition: str
    category: str
    city: str
    postcode: str
    seller: str = Field(examples=["U-000042"])
    status: str
    free: bool = Field(description="Whether a piece can be ordered now.")
    published_at: datetime
    url: str
    photos: list[Picture]
    questions: list[Question]


class Seller(Shape):
    """Somebody who sells, as everybody sees them."""

    number: str = Field(examples=["U-000042"])
    name: str
    text: str
    city: str
    member_since: date
    picture: Picture | None
    languages: list[str] = Field(examples=[["de", "en"]], description="What they speak, as ISO 639-1 codes.")
    away_until: date | None
    reviews: int
    stars: float | None = Field(description="The average, once there are three reviews.")
    kept: int = Field(description="So many of the appointments of the last twelve months were kept.")
    appointments: int
    url: str


class Review(Shape):
    """What a buyer said after a deal; who it was is not told."""

    stars: int
    text: str
    day: date
    reply: str


class OwnPhoto(Shape):
    """A photo of one's own listing."""

    hash: str
    alt: str


class OwnListing(Shape):
    """One's own listing in a list."""

    id: int
    title: str
    status: str
    price: Amount
    pieces: int
    reserved: int
    has_changes: bool
    refused_because: str | None
    expires_at: datetime | None
    actions: list[str]
    url: str | None


class OwnDraft(OwnListing):
    """One's own listing with its latest draft. `version` is sent back with a change."""

    description: str
    category: str
    condition: str
    negotiable: bool
    postcode: str
    city: str
    photos: list[OwnPhoto]
    version: int


class PhotoTaken(Shape):
    """A photo that was cleaned and kept."""

    hash: str = Field(description="Goes into the photos of a listing.")


class Holiday(Shape):
    """When a seller is away; the last day is included."""

    starts: date
    until: date
    text: str
    is_on: bool


class OfferRule(Shape):
    """What a seller answers to offers without looking; null where they look themselves."""

    accept_from: Amount | None
    decline_below: Amount | None


class CartLine(Shape):
    """Some pieces of a listing in a cart."""

    id: int
    listing: int
    title: str
    quantity: int
    free: int
    price: Amount
    seen_price: Amount
    needs_acceptance: bool


class CartGroup(Shape):
    """What is wanted from one seller: one order."""

    seller: str
    name: str
    lines: list[CartLine]
    total: Amount
    is_ready: bool


class GoneLine(Shape):
    """A line whose listing is no longer for sale."""

    id: int
    title: str


class Cart(Shape):
    """A cart as things stand now."""

    groups: list[CartGroup]
    gone: list[GoneLine]
    total: Amount


class OrderRow(Shape):
    """An order in a list."""

    number: str = Field(examples=["O-000017"])
    side: Literal["buyer", "seller"]
    other: str
    state: str
    reason: str
    total: Amount
    placed_at: datetime
    changed_at: datetime
    deadline: datetime | None


class OrderLine(Shape):
    """A good as it was ordered."""

    listing: int
    title: str
    quantity: int
    price: Amount
    condition: str


class Meeting(Shape):
    """Where and when two people meet; the address is shown once it is agreed."""

    place: str
    address: str
    safe: bool = Field(description="Whether it is one of the public places that the shop suggests.")
    starts_at: datetime
    ends_at: datetime
    proposed_by: str


class Slot(Shape):
    """A half hour that the buyer can pick."""

    window: int
    starts_at: datetime
    ends_at: datetime
    place: str


class Event(Shape):
    """What happened to an order."""

    action: str
    actor: str
    at: datetime
    note: str


class Order(OrderRow):
    """One order, for one of its sides. `actions` are what this side can do now."""

    lines: list[OrderLine]
    rounding: Amount
    note: str
    next_step: str
    actions: list[str]
    meeting: Meeting | None
    proposal: Meeting | None
    slots: list[Slot]
    code: str = Field(description="For the buyer to show when cash and goods change hands; else empty.")
    events: list[Event]


class Orders(Shape):
    """One order for each seller."""

    orders: list[Order]


class OfferRow(Shape):
    """An offer in a list. `amount` is what stands, `price` what everybody else paid when it began."""

    id: int
    side: Literal["buyer", "seller"]
    listing: int
    title: str
    state: str
    amount: Amount
    price: Amount
    made_at: datetime
    changed_at: datetime
    deadline: datetime | None


class OfferEvent(Shape):
    """What happened to an offer, and which amount stood then."""

    action: str
    actor: str
    amount: Amount
    at: datetime


class Offer(OfferRow):
    """One offer, for one of its sides. `actions` are what this side can do now."""

    actions: list[str]
    order: str | None = Field(examples=["O-000017"])
    events: list[OfferEvent]


class Place(Shape):
    """A place in a waiting list. `held_until` says until when a piece is held for one."""

    listing: int
    title: str
    position: int
    joined_at: datetime
    held_until: datetime | None


class Conversation(Shape):
    """Two people about a listing or an order."""

    id: int
    about: str
    listing: int | None
    order: str | None
    other: str
    unread: int
    written_at: datetime
    newest: str


class Message(Shape):
    """What one of the two wrote."""

    id: int
    is_own: bool
    text: str
    photos: int
    written_at: datetime


class Talk(Conversation):
    """A conversation with its messages, oldest first."""

    messages: list[Message]


class Person(Shape):
    """Whose token or session it is."""

    number: str
    name: str
    role: str
    scopes: list[str]
