"""What selling refuses. The words for people are in `words`, in the language of the shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commerce.theme import translate

if TYPE_CHECKING:
    from cms.contract.records import ListingStatus


class SellingRefused(Exception):
    """Base of all refusals here."""

    @property
    def words(self) -> str:
        """Why, for the seller."""
        return translate("That is not possible now.")


class NotInThisState(SellingRefused):
    """The listing is in a state that does not allow this."""

    def __init__(self, listing_id: int, status: ListingStatus) -> None:
        self.listing_id = listing_id
        self.status = status
        super().__init__(f"listing {listing_id} is {status.value}")

    @property
    def words(self) -> str:
        """Why, for the seller."""
        return translate("The listing has changed in the meantime, and its present state does not allow this.")


class PiecesOrdered(SellingRefused):
    """Orders hold some pieces of the listing."""

    @property
    def words(self) -> str:
        """Why, for the seller."""
        return translate("Somebody has ordered this. Answer the order first.")


class TooManyListings(SellingRefused):
    """The seller has as many open listings as one may have."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"{limit} listings are open")

    @property
    def words(self) -> str:
        """Why, for the seller."""
        return translate("You have {limit} open listings; more are not possible. End one first.", limit=self.limit)


class TooManyUploads(SellingRefused):
    """The seller has sent as many files as one may send in a day."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"{limit} uploads within a day")

    @property
    def words(self) -> str:
        """Why, for the seller."""
        return translate("You have sent {limit} photos within a day. Please go on tomorrow.", limit=self.limit)


class ChangedElsewhere(SellingRefused):
    """The content is another one than that with which the form began."""

    @property
    def words(self) -> str:
        """Why, for the seller."""
        return translate("The listing was changed in another window. Save again to replace that by what is here.")


class StockMoved(SellingRefused):
    """The number of pieces was changed, by an order for instance, while the seller wrote another one."""

    def __init__(self, stock: int, reserved: int) -> None:
        self.stock = stock
        self.reserved = reserved
        super().__init__(f"{stock} pieces, {reserved} of them reserved")

    @property
    def words(self) -> str:
        """Why, for the seller."""
        if self.reserved:
            return translate(
                "There are {stock} now, {reserved} of them ordered. Please check.",
                stock=self.stock,
                reserved=self.reserved,
            )
        return translate("There are {stock} now. Please check.", stock=self.stock)


class NoSuchHoliday(SellingRefused):
    """These days cannot be a holiday: they are over, too many, or in the wrong order."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"a holiday has up to {most} days from today on")

    @property
    def words(self) -> str:
        """Why, for the seller."""
        return translate("A holiday has up to {most} days and does not begin before today.", most=self.most)
