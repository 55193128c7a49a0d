"""What the services of the catalogue refuse, in words for the person who asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from cms.catalog.status_names import STATUS_NAMES
from cms.contract.records import ListingStatus


class CatalogError(Exception):
    """Base of all refusals here."""


class CategoryRefused(CatalogError):
    """The tree of categories cannot take this change. `field` names the field that is to blame."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class SlugReserved(CategoryRefused):
    """The shop itself needs this address."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__("slug", _("“%(slug)s” is reserved: the pages of a list have this address.") % {"slug": slug})


class SlugTaken(CategoryRefused):
    """Another category beside it has the same slug."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__("slug", _("There is already a category “%(slug)s” in the same place.") % {"slug": slug})


class InsideItself(CategoryRefused):
    """A category cannot move below itself."""

    def __init__(self, name: str) -> None:
        super().__init__("parent", _("“%(name)s” cannot be placed inside itself.") % {"name": name})


class TooDeep(CategoryRefused):
    """The tree would have more levels than the shop shows."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__("parent", _("Categories can be at most %(limit)s levels deep.") % {"limit": limit})


class CategoryGone(CategoryRefused):
    """What it was to go into or beside is no longer there."""

    def __init__(self) -> None:
        super().__init__("parent", _("That category is no longer there. Look at the tree again, then move."))


class NowhereToMove(CategoryRefused):
    """A step leads out of the tree. `message` says which."""

    def __init__(self, message: str) -> None:
        super().__init__("parent", message)


class NothingFree(CatalogError):
    """Fewer pieces are free than somebody asked for, or the listing is not for sale any more."""

    def __init__(self, listing_id: int, quantity: int) -> None:
        self.listing_id = listing_id
        self.quantity = quantity
        super().__init__(
            _("Of listing %(listing_id)s there are no %(quantity)s pieces free.")
            % {"listing_id": listing_id, "quantity": quantity}
        )


class CategoryInUse(CatalogError):
    """Something is still inside the category."""

    def __init__(self, name: str, *, children: int, listings: int) -> None:
        self.children = children
        self.listings = listings
        super().__init__(
            _(
                "“%(name)s” cannot be deleted: %(children)s categories and %(listings)s listings are "
                "still in it. Move them first."
            )
            % {"name": name, "children": children, "listings": listings}
        )


class ListingStillNeeded(CatalogError):
    """Something that must stay refers to the listing."""

    def __init__(self, title: str, needed_by: Mapping[str, int]) -> None:
        self.needed_by = needed_by
        what = ", ".join(f"{count} {name}" for name, count in sorted(needed_by.items()))
        super().__init__(
            _("“%(title)s” cannot be deleted: %(what)s refer to it. Unpublish it instead.")
            % {"title": title, "what": what}
        )


class ListingNotPublishable(CatalogError):
    """The listing lacks something, or something in it is wrong. `problems` has the messages for each field."""

    def __init__(self, listing_id: int, problems: Mapping[str, Sequence[str]]) -> None:
        self.listing_id = listing_id
        self.problems = problems
        told = "; ".join(f"{field}: {' '.join(messages)}" for field, messages in problems.items())
        super().__init__(
            _("Listing %(listing_id)s cannot be published. %(told)s") % {"listing_id": listing_id, "told": told}
        )


class ListingWasPublished(CatalogError):
    """Others have seen the listing: it cannot be as if it had never been."""

    def __init__(self, listing_id: int) -> None:
        self.listing_id = listing_id
        super().__init__(
            _("Listing %(listing_id)s has been published; it can only be withdrawn.") % {"listing_id": listing_id}
        )


class StatusNotReachable(CatalogError):
    """A listing in this status cannot become that."""

    def __init__(self, listing_id: int, current: ListingStatus, target: ListingStatus) -> None:
        self.listing_id = listing_id
        self.current = current
        self.target = target
        super().__init__(
            _("Listing %(listing_id)s is “%(status)s”; it cannot become “%(wanted)s” now.")
            % {"listing_id": listing_id, "status": STATUS_NAMES[current], "wanted": STATUS_NAMES[target]}
        )


class StockTooSmall(CatalogError):
    """Fewer pieces than are reserved, or none at all for a listing that is to be live."""

    def __init__(self, listing_id: int, stock: int, needed: int) -> None:
        self.listing_id = listing_id
        self.stock = stock
        self.needed = needed
        super().__init__(
            _("Listing %(listing_id)s needs a stock of at least %(needed)s, not %(stock)s.")
            % {"listing_id": listing_id, "needed": needed, "stock": stock}
        )


class ChangedMeanwhile(CatalogError):
    """Somebody else has changed the listing since it was looked at."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("“%(title)s” has been changed by somebody else since you looked. Look again, then decide.")
            % {"title": title}
        )


class ListingHeld(CatalogError):
    """The listing cannot be changed now, `why` says for whom it waits."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(_("“%(title)s” cannot be changed now: %(why)s") % {"title": title, "why": why})


class NothingToDecide(CatalogError):
    """The listing does not wait, or not for this person."""

    def __init__(self) -> None:
        super().__init__(_("This does not wait for your decision."))


class AlreadyDecided(CatalogError):
    """Somebody else was faster, or the seller has taken it back."""

    def __init__(self, status: str, by: str) -> None:
        self.status = status
        if by and status == "approved":
            told = _("Already approved by %(name)s.") % {"name": by}
        elif by and status == "rejected":
            told = _("Already sent back by %(name)s.") % {"name": by}
        else:
            told = _("It was taken back or sent in anew meanwhile.")
        super().__init__(told)
