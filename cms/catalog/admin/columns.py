"""The columns of the list of listings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn, TitleColumn

from cms.accounts.language import amount
from cms.catalog.admin import additions
from cms.catalog.services import status_of
from cms.catalog.status_names import STATUS_NAMES
from cms.contract.money import Money
from cms.contract.records import ListingStatus
from cms.pictures.models import Picture

if TYPE_CHECKING:
    from cms.catalog.models import Listing


def price_shown(price: Money | None) -> str:
    """`€1,234.50`, as in the shop."""
    return "" if price is None else amount(price)


def seller_shown(listing: Listing) -> str:
    """The name that buyers see, with the number."""
    profile = getattr(listing.seller, "seller_profile", None)
    return f"{profile or listing.seller.name} ({listing.seller.label})"


def status_shown(listing: Listing) -> str:
    """In a word, with a hint at a newer draft."""
    shown = STATUS_NAMES[status_of(listing)]
    if listing.live and listing.has_unpublished_changes:
        return _("%(status)s + draft") % {"status": shown}
    return str(shown)


def thumbnail_of(picture: Picture) -> str:
    """The address of a small file: a public one where there is one already."""
    if not picture.widths:
        return reverse("picture_thumbnail", args=[picture.hash])
    return f"/photos/{picture.hash[:2]}/{picture.hash}-{min(picture.widths)}.jpg"


class ListingColumn(Column):
    """A column of the list; on a phone its cell stands below the title, where styles know it by its class."""


class PhotoColumn(Column):
    """The first photo."""

    cell_template_name = "catalog/admin/photo_cell.html"

    def get_value(self, instance: Any) -> str | None:
        """The address of the photo's file."""
        picture = instance.shown.picture
        return None if picture is None else thumbnail_of(picture)


class ListingTitleColumn(TitleColumn):
    """The title with the number below; Wagtail's list adds the buttons."""

    cell_template_name = "catalog/admin/title_cell.html"


class AddedNumberColumn(NumberColumn):
    """A column that another package added."""

    def get_value(self, instance: Any) -> int:
        """0 for what the other package knows nothing of."""
        return int(instance.shown.added.get(self.name, 0))


def columns_of(title: Column, price: Column) -> list[Column]:
    """All columns in their order; the list makes two of them, which depend on who looks."""
    return [
        PhotoColumn("photo", label=gettext_lazy("Photo"), classname="listing-photo"),
        title,
        StatusTagColumn(
            "status",
            label=gettext_lazy("Status"),
            accessor=status_shown,
            primary=lambda listing: status_of(listing) is ListingStatus.LIVE,
        ),
        price,
        Column("category", label=gettext_lazy("Category"), accessor=_of("category"), sort_key="category__slug_path"),
        Column("seller", label=gettext_lazy("Seller"), accessor=seller_shown, sort_key="seller__number"),
        Column("city", label=gettext_lazy("Place"), accessor=_of("city")),
        *(AddedNumberColumn(one.name, label=one.label) for one in additions.columns.values()),
        DateColumn("updated", label=gettext_lazy("Updated"), accessor=_of("updated"), sort_key="updated"),
    ]


def _of(name: str) -> Callable[[Any], Any]:
    return lambda listing: getattr(listing.shown, name)
