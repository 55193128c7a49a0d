"""The windows in which an editor chooses a category, a listing or a seller. Each can be searched by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.accounts.models import SellerProfile
from cms.catalog.admin.choosers import CreatesNothing
from cms.catalog.models import Category, Listing
from cms.catalog.records import in_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise


class WordsForm(BaseFilterForm):
    """One field for words."""

    q = forms.CharField(label=_("Search"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False)

    def __init__(self, *args: Any, searched: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.searched = searched

    def filter(self, objects: QuerySet[Model]) -> QuerySet[Model]:
        """What has each word in one of the searched columns."""
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            found = Q()
            for column in self.searched:
                found |= Q(**{f"{column}__icontains": word})
            objects = objects.filter(found)
        return objects


class _SearchedByWords:
    """A list of names, a detail beside each; its attributes are set by the view set."""

    searched: Sequence[str] = ()
    detail = ""
    detail_heading: _StrPromise | str = ""
    request: Any

    def get_filter_form(self) -> WordsForm:
        return WordsForm(self.request.GET, searched=self.searched)

    @property
    def columns(self) -> list[Column]:
        beside = Column("detail", label=self.detail_heading, accessor=self.detail)
        return [*super().columns, beside]  # type: ignore[misc]  # Of the view mixed in.


class _Choose(_SearchedByWords, ChooseView):
    pass


class _ChooseResults(_SearchedByWords, ChooseResultsView):
    pass


class ShopChooserViewSet(ChooserViewSet):
    """A chooser of ours: `searched` are the columns for words, `detail` is shown beside the name."""

    searched: ClassVar[Sequence[str]]
    detail: ClassVar[str]
    detail_heading: ClassVar[_StrPromise | str]
    choose_view_class = _Choose
    choose_results_view_class = _ChooseResults
    create_view_class = CreatesNothing
    register_widget = False
    per_page = 20

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Hand our attributes to the views."""
        ours = {name: getattr(self, name) for name in ("searched", "detail", "detail_heading")}
        return {**super().get_common_view_kwargs(**kwargs), **ours}


class CategoryChooserViewSet(ShopChooserViewSet):
    """All categories, in the order of their addresses, so that a branch stands together."""

    model = Category
    icon = "folder-open-1"
    choose_one_text = _("Choose a category")
    choose_another_text = _("Choose another category")
    searched = ("name", "slug_path")
    detail = "slug_path"
    detail_heading = _("Address")

    def get_object_list(self) -> QuerySet[Category]:
        """All."""
        return Category.objects.order_by("slug_path")


class ListingChooserViewSet(ShopChooserViewSet):
    """What is for sale, the newest first."""

    model = Listing
    icon = "tag"
    choose_one_text = _("Choose a listing")
    choose_another_text = _("Choose another listing")
    searched = ("title", "city", "seller__seller_profile__display_name")
    detail = "seller.seller_profile"
    detail_heading = _("Seller")

    def get_object_list(self) -> QuerySet[Listing]:
        """Only what lists show: anything else would be left out of the page."""
        return in_lists().select_related("seller__seller_profile").order_by("-published_at", "-pk")


class SellerChooserViewSet(ShopChooserViewSet):
    """Sellers, in the order of their names."""

    model = SellerProfile
    icon = "user"
    choose_one_text = _("Choose a seller")
    choose_another_text = _("Choose another seller")
    searched = ("display_name", "city", "user__number")
    detail = "user.label"
    detail_heading = _("Number")

    def get_object_list(self) -> QuerySet[SellerProfile]:
        """Those whose account is in use."""
        sellers = SellerProfile.objects.filter(user__is_active=True)
        return sellers.select_related("user").order_by("display_name", "pk")


_category = CategoryChooserViewSet("choose_category")
_listing = ListingChooserViewSet("choose_listing")
_seller = SellerChooserViewSet("choose_seller")
CHOOSERS = (_category, _listing, _seller)

CategoryChooserBlock = _category.get_block_class(name="CategoryChooserBlock", module_path=__name__)
ListingChooserBlock = _listing.get_block_class(name="ListingChooserBlock", module_path=__name__)
SellerChooserBlock = _seller.get_block_class(name="SellerChooserBlock", module_path=__name__)
