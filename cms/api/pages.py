"""The pages editors write, for those who render them."""

from wagtail.documents import get_document_model

from cms.pages.addresses import existing_paths, path_of
from cms.pages.records import library_image, live_page_records, page_record

__all__ = ["document_path", "leads_somewhere", "library_image", "live_page_records", "page_record"]


def leads_somewhere(address: str) -> bool:
    """Whether an internal address that somebody typed has something behind it now."""
    return bool(existing_paths([path_of(address)]))


def document_path(document_id: int) -> str | None:
    """The address of a document, None when it is gone."""
    document = get_document_model().objects.filter(pk=document_id).first()
    return f"/documents/{document.pk}/{document.filename}" if document else None
