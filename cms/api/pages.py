"""The pages editors write, for those who render them."""

from collections.abc import Iterable

from wagtail.documents import get_document_model

from cms.pages.addresses import existing_paths, path_of
from cms.pages.records import library_image, live_page_records, page_record
from cms.pictures.models import ShopImage

__all__ = [
    "document_path",
    "existing_paths",
    "leads_somewhere",
    "library_image",
    "library_uses",
    "live_page_records",
    "page_record",
]


def library_uses(hashes: Iterable[str]) -> bool:
    """Whether one of these pictures is in the library of pages and appearance."""
    return bool(ShopImage.objects.filter(picture__hash__in=list(hashes)).exists())


def leads_somewhere(address: str) -> bool:
    """Whether an internal address that somebody typed has something behind it now."""
    return bool(existing_paths([path_of(address)]))


def document_path(document_id: int) -> str | None:
    """The address of a document, None when it is gone."""
    document = get_document_model().objects.filter(pk=document_id).first()
    return f"/documents/{document.pk}/{document.filename}" if document else None
