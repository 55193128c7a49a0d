"""The parts of the forms of listings and categories."""

from __future__ import annotations

from typing import Any

from django.forms import Textarea
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
)

from cms.catalog.admin.choosers import SellerWidget
from cms.catalog.admin.forms import CategoryForm, ListingForm, PhotoForm
from cms.catalog.admin.same_photos_shown import SamePhotosPanel
from cms.catalog.models import MAX_PHOTOS, Availability
from cms.catalog.services import status_of
from cms.catalog.status_names import STATUS_NAMES


class PhotosPanel(InlinePanel):
    """Up to three photos, each with a file field in its place."""

    def get_form_options(self) -> dict[str, Any]:
        """Wagtail's options, with our form for each photo."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = PhotoForm
        return options


class AvailabilityPanel(Panel):
    """Status and stock, which belong to no draft: shown here, changed on a page of their own."""

    class BoundPanel(Panel.BoundPanel):
        """The panel for one listing."""

        template_name = "catalog/admin/availability_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """What the template shows."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.instance.pk:
                context["availability"] = Availability.objects.filter(pk=self.instance.pk).first()
            if context.get("availability"):
                context["status"] = STATUS_NAMES[status_of(self.instance)]
                if self.request.user.has_perm("catalog.change_availability"):
                    context["change_url"] = reverse("listings:availability", args=[self.instance.pk])
            return context


LISTING_PANELS = ObjectList(
    [
        FieldPanel("title", required_on_save=True),
        FieldRowPanel([FieldPanel("price_cents", heading=_("Price in €")), FieldPanel("negotiable")]),
        FieldPanel("description", widget=Textarea(attrs={"rows": 8})),
        PhotosPanel(
            "photos",
            heading=_("Photos"),
            label=_("Photo"),
            max_num=MAX_PHOTOS,
            panels=[FieldPanel("picture", heading=_("File")), FieldPanel("alt")],
        ),
        SamePhotosPanel(heading=_("The same photos elsewhere")),
        FieldRowPanel([FieldPanel("category"), FieldPanel("condition")]),
        MultiFieldPanel(
            [FieldPanel("seller", widget=SellerWidget), FieldRowPanel([FieldPanel("city"), FieldPanel("postcode")])],
            heading=_("Seller and place"),
        ),
        AvailabilityPanel(heading=_("Availability")),
        PublishingPanel(),
    ],
    base_form_class=ListingForm,
)

CATEGORY_PANELS = ObjectList(
    [FieldPanel("name"), FieldPanel("parent"), FieldPanel("slug"), FieldPanel("position")],
    base_form_class=CategoryForm,
)
