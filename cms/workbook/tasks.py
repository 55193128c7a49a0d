"""Work after an import that shoppers need not wait for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django_tasks import task
from wagtail.search.backends import get_search_backends

from cms.catalog.models import Listing
from cms.contract import queues

_AT_ONCE = 500
"""So that what sellers publish meanwhile comes in between."""


@task(priority=-20, queue_name=queues.SEARCH)
def index_listings(ids: list[int]) -> int:
    """Bring the search index up to date for these listings; how many of them are still there."""
    listings = list(Listing.objects.filter(pk__in=ids))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Listing, listings)
    return len(listings)


def index_later(ids: Sequence[int]) -> None:
    """Have listings that were written in bulk indexed once the present transaction is committed."""
    for start in range(0, len(ids), _AT_ONCE):
        transaction.on_commit(partial(index_listings.enqueue, list(ids[start : start + _AT_ONCE])))
