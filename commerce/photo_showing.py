"""The answer that is a private photo. Who may see it, the caller has asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from cms.contract.serving import FILE_HEADERS

if TYPE_CHECKING:
    from commerce.private_photos import PrivatePhoto


def photo_response(photo: PrivatePhoto) -> HttpResponse:
    """The picture, which only the browser of this person keeps, and only for minutes."""
    response = HttpResponse(bytes(photo.content), content_type="image/jpeg", headers=dict(FILE_HEADERS))
    response["Cache-Control"] = "private, max-age=600"
    response["Content-Disposition"] = f'inline; filename="photo-{photo.pk}.jpg"'
    return response
