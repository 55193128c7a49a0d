"""Work after an import that shoppers need not wait for."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django_tasks import task
from wagtail.search.backends import get_search_backends

from cms.catalog.models import Listing


@task(priority=-20)
def index_listings(ids: list[int]) -> int:
    """Bring the search index up to date for these listings; how many of them are still there."""
    listings = list(Listing.objects.filter(pk__in=ids))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Listing, listings)
    return len(listings)


def index_later(ids: Sequence[int]) -> None:
    """Have listings that were written in bulk indexed once the present transaction is committed."""
    if ids:
        transaction.on_commit(lambda: index_listings.enqueue(list(ids)))
