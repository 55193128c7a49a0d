"""What programs may send: no unknown fields, everything bounded."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Path
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from cms.contract.money import MAX_CENTS
from cms.contract.records import Condition
from commerce.cart.models import MOST_PIECES
from commerce.conversations.models import Message
from commerce.orders.forms import YEARS
from commerce.orders.models import Order
from commerce.selling.forms import MAX_PIECES
from commerce.selling.models import Holiday
from commerce.theme import translate

MOST_PAGES, MOST_PER_PAGE = 500, 100
_LARGEST = 10**17 - 1


def _storable(text: str) -> str:
    if "\0" in text or any("\ud800" <= one <= "\udfff" for one in text):  # Half a character is none.
        raise ValueError(translate("There is a character in it that cannot be shown. Please type it again."))
    return text


def _in_calendar(moment: AwareDatetime) -> AwareDatetime:
    if moment.year not in YEARS:
        raise ValueError(translate("Please give a day and a time."))
    return moment


Text = Annotated[str, AfterValidator(_storable)]
Words = Annotated[Text, StringConstraints(max_length=2000)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_calendar)]
Key = Annotated[int, Field(ge=1, le=_LARGEST)]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Id = Annotated[int, Path(ge=1, le=_LARGEST)]
PersonNumber = Annotated[str, Path(pattern=r"^U-[0-9]{6,9}$", max_length=11, examples=["U-000042"])]
OrderNumber = Annotated[str, Path(pattern=r"^O-[0-9]{6,9}$", max_length=11, examples=["O-000017"])]


class Given(BaseModel):
    """Nothing that is not asked for."""

    model_config = ConfigDict(extra="forbid")


class PageAsked(BaseModel):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=MOST_PAGES)
    per_page: int = Field(24, ge=1, le=MOST_PER_PAGE)


class Search(PageAsked):
    """The parameters of `/search`. What cannot be understood is left out, and said."""

    q: str = Field("", max_length=200)
    category: str = Field("", max_length=400, description="Slugs joined by a slash.")
    min: str = Field("", max_length=30, description="The lowest price in euros.")
    max: str = Field("", max_length=30, description="The highest price in euros.")
    condition: str = Field("", max_length=20)
    near: str = Field("", max_length=100, description="A postcode, its beginning, or a town.")
    sort: str = Field("", max_length=20, description="relevance, newest, price-up or price-down")


class OwnAsked(PageAsked):
    """Which of one's own listings."""

    state: Literal["live", "drafts", "ended"] = "live"


class OrdersAsked(PageAsked):
    """Which of one's orders."""

    side: Literal["buyer", "seller"] = "buyer"


class OffersAsked(OrdersAsked):
    """Which of one's offers."""


class Price(Given):
    """Cash, in whole cents."""

    cents: int = Field(ge=0, le=MAX_CENTS, strict=True)
    currency: Literal["EUR"] = "EUR"


class PhotoGiven(Given):
    """A photo that was sent before."""

    hash: Hash
    alt: Annotated[Text, StringConstraints(max_length=160)] = ""


class ListingGiven(Given):
    """The whole content of a listing."""

    title: Annotated[Text, StringConstraints(min_length=3, max_length=120)]
    description: Annotated[Text, StringConstraints(min_length=1, max_length=8000)]
    category: Annotated[Text, StringConstraints(max_length=400)] = Field(description="Slugs joined by a slash.")
    price: Price
    condition: Condition = Condition.GOOD
    negotiable: bool = Field(default=False, strict=True)
    pieces: int = Field(1, ge=1, le=MAX_PIECES, strict=True)
    postcode: Annotated[Text, StringConstraints(max_length=12)] = ""
    city: Annotated[Text, StringConstraints(max_length=80)] = ""
    photos: list[PhotoGiven] = Field(default=[], max_length=3)


class ListingChanged(ListingGiven):
    """The whole new content, the version that it was made from, and the pieces that there were then."""

    version: int = Field(ge=0, le=_LARGEST, strict=True)
    pieces_seen: int = Field(ge=0, le=_LARGEST, strict=True)


class LineAdded(Given):
    """What goes into a cart."""

    listing: Key
    quantity: int = Field(1, ge=1, le=MOST_PIECES, strict=True)


class QuantityGiven(Given):
    """How many pieces; 0 takes the line out."""

    quantity: int = Field(ge=0, le=MOST_PIECES, strict=True)


class PriceSeen(Given):
    """The price of one piece that the shopper agrees to."""

    price: Price


class LineWanted(Given):
    """What is ordered, at the price that was seen."""

    listing: Key
    quantity: int = Field(ge=1, le=MOST_PIECES, strict=True)
    price: Price


class OrderGiven(Given):
    """What is asked for, as the shopper saw it."""

    lines: list[LineWanted] = Field(min_length=1, max_length=100)
    note: Annotated[Text, StringConstraints(max_length=Order.NOTE_LENGTH)] = ""


class ActionGiven(Given):
    """What comes with an action; each reads its own: propose needs place and starts_at, pick window and starts_at,
    enter-code the code, and objections a note.
    """

    note: Words = ""
    code: Annotated[Text, StringConstraints(max_length=20)] = ""
    place: Annotated[Text, StringConstraints(max_length=120)] = ""
    address: Annotated[Text, StringConstraints(max_length=200)] = ""
    starts_at: Moment | None = None
    minutes: Literal[30, 60, 120] = 30
    window: Key | None = None


class OfferGiven(Given):
    """An amount for one piece of a listing."""

    listing: Key
    amount: Price


class AnswerGiven(Given):
    """What comes with an answer to an offer: a counter needs an amount, an order may have a note."""

    amount: Price | None = None
    note: Annotated[Text, StringConstraints(max_length=Order.NOTE_LENGTH)] = ""


class RuleGiven(Given):
    """What is answered to offers without looking."""

    accept_from: Price | None
    decline_below: Price | None


class HolidayGiven(Given):
    """The first and the last day away, and a word to shoppers."""

    starts: date
    until: date
    text: Annotated[Text, StringConstraints(max_length=Holiday.TEXT_LENGTH)] = ""


class MessageGiven(Given):
    """What somebody writes."""

    text: Annotated[Text, StringConstraints(min_length=1, max_length=Message.LENGTH)]


class FirstMessage(MessageGiven):
    """What somebody writes about a listing or an order."""

    listing: Key | None = None
    order: Annotated[str, StringConstraints(pattern=r"^O-[0-9]{6,9}$")] | None = None


class SeenGiven(Given):
    """The newest message that was on somebody's screen."""

    message: Key
