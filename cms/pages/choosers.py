"""The seller chooser of the editor: sellers by their shown name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.accounts.models import SellerProfile

if TYPE_CHECKING:
    from django.db.models import QuerySet


class SellerChooserViewSet(ChooserViewSet):
    """A window that lists sellers, in the order of their names."""

    model = SellerProfile
    icon = "user"
    choose_one_text = "Choose a seller"
    choose_another_text = "Choose another seller"

    def get_object_list(self) -> QuerySet[SellerProfile]:
        """Sellers whose account is in use."""
        return SellerProfile.objects.filter(user__is_active=True).order_by("display_name", "pk")


seller_chooser = SellerChooserViewSet("choose_seller")
SellerChooserBlock = seller_chooser.get_block_class(name="SellerChooserBlock", module_path="cms.pages.choosers")
