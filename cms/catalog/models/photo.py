"""The photos of a listing: at most three, which form and database both see to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

MAX_PHOTOS = 3


class Photo(Orderable):
    """One of up to three photos of a listing, ordered by `sort_order` (0, 1, 2). Part of the listing's revisions."""

    wagtail_reference_index_ignore = True
    """The listing records what its photos refer to; a task for each photo would look for replaced ones, too."""

    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    listing = ParentalKey("catalog.Listing", on_delete=models.CASCADE, related_name="photos")
    picture = models.ForeignKey("pictures.Picture", on_delete=models.PROTECT, related_name="photos")
    alt = models.CharField(
        _("description"),
        max_length=160,
        blank=True,
        help_text=_("What the photo shows, for people who cannot see it. Empty: the listing's title."),
    )

    objects: ClassVar[models.Manager[Photo]] = models.Manager()

    class Meta(Orderable.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = (
            models.CheckConstraint(name="photo_is_one_of_three", condition=Q(sort_order__lt=MAX_PHOTOS)),
            models.UniqueConstraint(fields=["listing", "sort_order"], name="one_photo_in_a_place"),
        )

    def __str__(self) -> str:
        return self.alt or f"photo {self.sort_order + 1}"
