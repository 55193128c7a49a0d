"""Numbers of the outbox are not the order of commits: what was begun first may arrive last."""

import pytest
from django.db import connections

from cms.catalog.models import Listing
from tests.properties.edits.judge import text_of


@pytest.mark.postgresql
def test_an_older_number_that_is_committed_after_a_newer_one_was_published_arrives_too(stage):
    stage.reset()
    slow, quick = Listing.objects.filter(availability__status="live").order_by("-pk")[:2]
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE catalog_listing SET title = 'Slow one' WHERE id = %s", [slow.pk])
            Listing.objects.filter(pk=quick.pk).update(title="Quick one")
            stage.publish()
            quick_page = text_of(stage.live / f"{quick.path[1:]}.html.gz")
            slow_page = text_of(stage.live / f"{slow.path[1:]}.html.gz")
            cursor.execute("COMMIT")
    finally:
        other.close()
    assert "Quick one" in quick_page
    assert "Slow one" not in slow_page

    stage.publish()

    assert "Slow one" in text_of(stage.live / f"{slow.path[1:]}.html.gz")
    assert stage.faults() == []
