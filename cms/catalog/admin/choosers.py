"""The window in which a seller is chosen for a listing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, CreateView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from cms.accounts.models import User


class _WordsForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Search"), widget=forms.TextInput(attrs={"placeholder": _("Name or number")}), required=False
    )

    def filter(self, objects: QuerySet[User]) -> QuerySet[User]:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            number = word.upper().removeprefix("U-").lstrip("0")
            by_number = Q(number=int(number)) if number.isdecimal() and len(number) < 10 else Q()  # noqa: PLR2004 (fits 4 bytes)
            objects = objects.filter(
                Q(seller_profile__display_name__icontains=word) | Q(name__icontains=word) | by_number
            )
        return objects


class _Columns:
    filter_form_class = _WordsForm

    @property
    def columns(self) -> list[Column]:
        shown = [
            Column("display_name", label=_("Shown as"), accessor="seller_profile.display_name"),
            Column("city", label=_("City"), accessor="seller_profile.city"),
        ]
        return [*super().columns, *shown]  # type: ignore[misc]  # Of the view mixed in.


class _Choose(_Columns, ChooseView):
    pass


class _ChooseResults(_Columns, ChooseResultsView):
    pass


class CreatesNothing(CreateView):
    """For windows that only choose: Wagtail gives each the address of a form to create, which these do not have."""

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:  # noqa: ARG002 (as a view)
        """Raises Http404."""
        raise Http404


class OnlyChooses(SnippetChooserViewSet):
    """The window in which one of the snippets is chosen."""

    create_view_class = CreatesNothing


class SellerChooserViewSet(ChooserViewSet):
    """People with a seller's profile whose account is in use."""

    model = User
    icon = "user"
    choose_one_text = _("Choose a seller")
    choose_another_text = _("Choose another seller")
    choose_view_class = _Choose
    choose_results_view_class = _ChooseResults
    create_view_class = CreatesNothing
    register_widget = False
    per_page = 20

    def get_object_list(self) -> QuerySet[User]:
        """In the order of their numbers."""
        return sellers()


def sellers() -> QuerySet[User]:
    """Those who may have listings."""
    return User.objects.filter(is_active=True, seller_profile__isnull=False).select_related("seller_profile")


SELLER_CHOOSER = SellerChooserViewSet("choose_listing_seller")
SellerWidget: Any = SELLER_CHOOSER.widget_class
