"""A stored picture: one row for each distinct cleaned content."""

from __future__ import annotations

from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image

LOOK_FIELDS = ("look_1", "look_2", "look_3", "look_4")


class Picture(models.Model):
    """A cleaned picture. The original lies in `MEDIA_DIR/originals/` and is never served; derivatives are public.

    `hash` is the first 32 hex digits of the SHA-256 of the cleaned bytes. `widths` are the derivatives' widths,
    empty until the background task has made them all.
    """

    hash = models.CharField(primary_key=True, max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    colour = models.CharField(max_length=7)
    has_alpha = models.BooleanField(default=False)
    extension = models.CharField(max_length=4, choices=[("png", "PNG"), ("jpg", "JPEG")])
    widths = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    unused_since = models.DateTimeField(null=True, editable=False, db_index=True)
    """When it was first seen that nothing refers to it; none while something does, or nobody has looked."""

    # What it looks like, see likeness: 16 bits each, -1 when it shows too little, none until somebody has looked.
    look_1 = models.IntegerField(null=True, editable=False, db_index=True)
    look_2 = models.IntegerField(null=True, editable=False, db_index=True)
    look_3 = models.IntegerField(null=True, editable=False, db_index=True)
    look_4 = models.IntegerField(null=True, editable=False, db_index=True)

    def __str__(self) -> str:
        return f"{self.hash[:8]} ({self.width} x {self.height})"


class ShopImage(AbstractImage):
    """A picture in Wagtail's library, for pages, hero and logo. `picture` is its cleaned and published form."""

    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, null=True, editable=False, related_name="images")

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")

    def generate_rendition_file(self, filter: Filter, *, source: File[bytes] | None = None) -> File[bytes]:  # noqa: A002 (Wagtail's signature)
        """Make the bytes of a thumbnail. Wagtail leaves its temporary file open until the garbage is collected."""
        with super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


class ShopRendition(AbstractRendition):
    """A thumbnail of a picture for the admin; the shop itself never shows one."""

    image = models.ForeignKey(ShopImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_each"),
        )
