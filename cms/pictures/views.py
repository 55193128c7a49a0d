"""Pictures for the eyes of staff: Wagtail's previews, and thumbnails of what is not published yet."""

from __future__ import annotations

import io
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from PIL import Image

from cms.pictures.colour import flat
from cms.pictures.files import original_path
from cms.pictures.models import Picture

_LIBRARY_FOLDERS = frozenset({"images", "original_images"})
_KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
_THUMBNAIL = (320, 320)


@require_safe
def library_file(request: HttpRequest, name: str) -> FileResponse:  # noqa: ARG001 (a view)
    """A file of Wagtail's library. Mounted below /admin/, where Wagtail lets only staff through."""
    parts = PurePosixPath(name).parts
    kind = _KINDS.get(PurePosixPath(name).suffix.lower())
    if kind is None or parts[0] not in _LIBRARY_FOLDERS or ".." in parts or "\0" in name:
        raise Http404
    path = Path(settings.MEDIA_DIR, *parts)
    try:
        response = FileResponse(path.open("rb"), content_type=kind)
    except OSError as error:
        raise Http404 from error
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
def thumbnail(request: HttpRequest, content_hash: str) -> HttpResponse:  # noqa: ARG001 (a view)
    """A small JPEG of a stored picture, at once, without waiting for its derivatives."""
    picture = get_object_or_404(Picture, pk=content_hash)
    try:
        with Image.open(original_path(picture)) as original:
            original.draft("RGB", _THUMBNAIL)
            original.thumbnail(_THUMBNAIL)
            small = flat(original.convert("RGBA")) if picture.has_alpha else original.convert("RGB")
    except OSError as error:
        raise Http404 from error
    out = io.BytesIO()
    small.save(out, "JPEG", quality=80)
    response = HttpResponse(out.getvalue(), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
