"""What pictures add to the admin: addresses that only staff can see."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from cms.pictures.views import library_file, thumbnail


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail has no types.
def picture_urls() -> list[URLPattern]:
    """MEDIA_URL lies below /admin/, so that Wagtail's own check of every admin address holds for files too."""
    return [
        path("media/<path:name>", library_file, name="library_file"),
        path("pictures/<slug:content_hash>/thumbnail/", thumbnail, name="picture_thumbnail"),
    ]
