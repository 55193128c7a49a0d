"""What is watched: each table, the columns that a page shows, and the key that is noted. One declaration, two dialects.

Models are named by text: this package lies below all others.
"""

from __future__ import annotations

from dataclasses import dataclass

from cms.contract.keys import Kind

_BOOKKEEPING = (
    "latest_revision",
    "live_revision",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "go_live_at",
    "expire_at",
    "expired",
    "locked",
    "locked_at",
    "locked_by",
)
"""What Wagtail writes down for itself with each draft, autosave and publication."""

ROW = "{row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A list that the row is a member of: noted for the old and the new owner when the membership may have changed."""

    kind: Kind
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A table. Rows are compared by value, so an unchanged save is no change.

    `key` is the field whose value is noted, or with `constant` the key itself. `shown` are the fields, or SQL
    expressions over `{row}`, that pages show; without it all but `unseen`. With `live`, a row counts only while
    that field is or was true. `events` leaves out what cannot change a page, or what another table tells.
    """

    model: str
    kind: Kind
    key: str = "id"
    constant: bool = False
    shown: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    live: str = ""
    owners: tuple[Owner, ...] = ()
    place: str = ""
    """The field that orders lists: when it changes, so do the lists of the owners."""
    events: frozenset[str] = frozenset({"insert", "update", "delete"})


_NOT_WHEN_NEW = frozenset({"update", "delete"})
_CHANGED_ONLY = frozenset({"update"})

WATCHES: tuple[Watch, ...] = (
    Watch(
        model="catalog.Listing",
        kind=Kind.LISTING,
        unseen=(*_BOOKKEEPING, "key"),
        live="live",
        owners=(
            Owner(kind=Kind.CATEGORY_LISTINGS, field="category"),
            Owner(kind=Kind.SELLER_LISTINGS, field="seller"),
        ),
        place="published_at",
    ),
    # Of the reserved only whether anything is left shows. A new row comes with a new listing, which tells.
    Watch(
        model="catalog.Availability",
        kind=Kind.LISTING,
        key="listing",
        shown=("status", "retired_at", "stock", "questions", f"({ROW}.reserved >= {ROW}.stock)"),
        events=_NOT_WHEN_NEW,
    ),
    Watch(model="catalog.Photo", kind=Kind.LISTING, key="listing"),
    Watch(model="catalog.Category", kind=Kind.CATEGORY),
    # Of a new person nothing shows before there is a profile or a listing.
    Watch(
        model="accounts.User",
        kind=Kind.SELLER,
        shown=("number", "is_active", "date_joined", "picture", "languages"),
        events=_CHANGED_ONLY,
    ),
    Watch(model="accounts.SellerProfile", kind=Kind.SELLER, key="user"),
    Watch(model="shop_selling.Holiday", kind=Kind.SELLER, key="seller", shown=("is_on", "until", "text"), live="is_on"),
    Watch(
        model="pictures.Picture",
        kind=Kind.PICTURE,
        key="hash",
        unseen=("created_at", "unused_since", "look_1", "look_2", "look_3", "look_4"),
        events=_NOT_WHEN_NEW,
    ),
    Watch(
        model="pictures.ShopImage",
        kind=Kind.IMAGE,
        shown=("title", "description", "picture"),
        events=_NOT_WHEN_NEW,
    ),
    Watch(
        model="wagtailcore.Page",
        kind=Kind.PAGE,
        unseen=(*_BOOKKEEPING, "latest_revision_created_at", "draft_title", "numchild", "owner", "alias_of"),
        live="live",
    ),
    Watch(model="wagtailcore.PageViewRestriction", kind=Kind.PAGE, key="page"),
    # Made and removed together with their row of wagtailcore.Page, which knows whether the page is live.
    Watch(model="shop_pages.HomePage", kind=Kind.PAGE, key="page_ptr", events=_CHANGED_ONLY),
    Watch(model="shop_pages.ContentPage", kind=Kind.PAGE, key="page_ptr", events=_CHANGED_ONLY),
    Watch(model="shop_pages.Navigation", kind=Kind.SETTING, key="navigation", constant=True),
    Watch(model="shop_site.Appearance", kind=Kind.SETTING, key="appearance", constant=True),
    Watch(
        model="shop_site.GeneralSettings",
        kind=Kind.SETTING,
        key="general",
        constant=True,
        unseen=("notice_from", "notice_until"),
    ),
    Watch(model="shop_site.SecondTexts", kind=Kind.SETTING, key="texts", constant=True),
    Watch(
        model="wagtailcore.Site",
        kind=Kind.SETTING,
        key="site",
        constant=True,
        shown=("root_page", "is_default_site"),
    ),
    Watch(model="wagtailredirects.Redirect", kind=Kind.REDIRECT, unseen=("automatically_created", "created_at")),
    Watch(model="wagtaildocs.Document", kind=Kind.DOCUMENT, shown=("title", "file"), events=_NOT_WHEN_NEW),
)
