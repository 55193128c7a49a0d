"""What a page may know: frozen records, made from rows at the last moment. No model ever crosses a border.

Identifiers are database keys. Times are aware and in UTC. Texts are as people wrote them, unescaped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from cms.contract.money import Money


class Condition(StrEnum):
    """How used a good is; the words of the workbook."""

    NEW = "new"
    LIKE_NEW = "like-new"
    GOOD = "good"
    FAIR = "fair"
    FOR_PARTS = "for-parts"


class ListingStatus(StrEnum):
    """Where a listing stands; the words of the workbook.

    draft → in-review → live → sold | expired | withdrawn | suspended
    The first two follow from the draft state and the workflow; the others are stored with the availability.
    """

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    LIVE = "live"
    SOLD = "sold"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRecord:
    """A picture that has been cleaned and stored: of a listing, a page, a person, the hero, the logo.

    `widths` are the widths in px (ascending) for which files exist under
    `/photos/<first two of hash>/<hash>-<width>.<avif|webp|jpg>`; empty while the derivatives are still being
    made: then the theme shows a box in `colour` with the proportions `width` : `height`.
    """

    hash: str
    width: int
    height: int
    colour: str
    alt: str
    widths: tuple[int, ...]

    def path(self, width: int, extension: str) -> str:
        """The address of one derivative; `extension` is avif, webp or jpg."""
        return f"/photos/{self.hash[:2]}/{self.hash}-{width}.{extension}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRecord:
    """A category. `path` is its address, `slug_path` the slugs from the root on, `lineage` the ids from the root
    down to and with itself.
    """

    id: int
    slug: str
    slug_path: str
    name: str
    position: int
    parent_id: int | None
    lineage: tuple[int, ...]
    picture: PictureRecord | None = None

    @property
    def path(self) -> str:
        """`/category/<slug>/<slug>`."""
        return f"/category/{self.slug_path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRecord:
    """What somebody said about a seller after a deal, and the answer; who it was is not told."""

    stars: int
    text: str
    day: date
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRecord:
    """How deals went. `tenths` is the average of the reviews in tenths of a star, None while there are few.

    `kept` of `appointments` of the last twelve months were kept.
    """

    reviews: int = 0
    tenths: int | None = None
    kept: int = 0
    appointments: int = 0
    newest: tuple[ReviewRecord, ...] = ()

    @property
    def grade(self) -> StandingRecord:
        """The average alone, to half a star: what many pages may show, because it rarely changes."""
        return StandingRecord(tenths=None if self.tenths is None else (2 * self.tenths + 5) // 10 * 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayRecord:
    """That a seller is away, with `until` as the last day of it, and what they tell shoppers."""

    until: date
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerRecord:
    """What everybody may see of a seller. Never an e-mail address or a full name.

    `languages` are the codes of what they speak. Who is away keeps their page and goods; nobody can order from them
    meanwhile.
    """

    id: int
    number: int
    slug: str
    name: str
    text: str
    city: str
    member_since: date
    picture: PictureRecord | None = None
    languages: tuple[str, ...] = ()
    standing: StandingRecord = StandingRecord()
    away: AwayRecord | None = None
    is_trader: bool = False
    imprint: str = ""
    """Of who sells as a business: shown when General settings say so."""

    @property
    def path(self) -> str:
        """`/seller/<number>-<slug>`."""
        return f"/seller/{self.number}-{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """What somebody asked about a listing and what its seller answered, as both may be read by all; who asked is not
    told.
    """

    id: int
    question: str
    answer: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRecord:
    """A listing as its page and its card show it.

    `status` is live, sold or expired: anything else has no page. `reserved` says that nothing of a live
    listing's stock is free at the moment. `description` is plain text; blank lines part its paragraphs.
    """

    id: int
    slug: str
    title: str
    description: str
    price: Money
    negotiable: bool
    condition: Condition
    city: str
    postcode: str
    category_id: int
    seller_id: int
    published_at: datetime
    status: ListingStatus
    stock: int
    reserved: bool
    photos: tuple[PictureRecord, ...] = ()
    questions: tuple[QuestionRecord, ...] = ()

    @property
    def path(self) -> str:
        """`/listing/<id>-<slug>`."""
        return f"/listing/{self.id}-{self.slug}"

    @property
    def in_lists(self) -> bool:
        """Whether lists, feeds and the sitemap show it."""
        return self.status is ListingStatus.LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """One entry of the menu or the footer. `path` is internal (begins with /) or an absolute https address."""

    label: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FooterColumn:
    """A heading of the footer and the links below it."""

    heading: str
    items: tuple[MenuItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IconRecord:
    """The logo as a square PNG for browsers and phones; `size` is its edge in px, `png` its bytes."""

    size: int
    png: bytes = field(repr=False)
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppearanceRecord:
    """How the shop looks. Colours are `#rrggbb` (`ground`: a page in daylight), `hero_height` and `radius` px."""

    logo: PictureRecord | None
    icons: tuple[IconRecord, ...]
    accent: str
    ground: str
    radius: int
    font: str
    hero_height: int
    hero_title: str
    hero_text: str
    hero_image: PictureRecord | None
    hero_focus: tuple[int, int]
    hero_button_label: str
    hero_button_path: str
    cards_per_row: int
    newest_rows: int
    newest_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsRecord:
    """General settings that pages show. `languages`: codes, the shop's own first; `notice` is empty while none is on.

    The last four are switches of what the law may ask for.
    """

    site_name: str
    tagline: str
    contact_email: str
    contact_text: str
    imprint_path: str
    languages: tuple[str, ...]
    listings_per_page: int
    sold_page_days: int
    footer_year: int
    footer_text: str
    notice: str
    notice_form: bool
    trader_badge: bool
    reviews_notice: bool
    data_export: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """What every page shows around its content. `second_texts`: (text, the same in the second language)."""

    appearance: AppearanceRecord
    settings: SettingsRecord
    menu: tuple[MenuItem, ...]
    footer: tuple[FooterColumn, ...]
    top_categories: tuple[CategoryRecord, ...]
    typed_paths: tuple[str, ...] = ()
    second_texts: tuple[tuple[str, str], ...] = ()


Place = tuple[datetime, int]
"""Where a listing stands in every list: by time of first publication, then by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBoundary:
    """One page of a list: the goods after `after` up to and with `upto`; the front has no `number` and no `upto`.

    `older` and `newer` name the neighbours; `newer` is None on the front and on the newest sealed page, whose newer
    neighbour is the front. `jumps` name pages some 10, 100, 1,000 … pages older, in this order.
    """

    number: int | None
    after: Place | None
    upto: Place | None
    older: int | None
    newer: int | None
    jumps: tuple[int, ...] = ()
