"""The law where lists are concerned: what the long runs found once, each as the shortest sequence of edits."""

from datetime import timedelta

from cms.catalog.models import Category, Listing


def test_a_listing_that_moves_from_a_sealed_page_to_another_category_leaves_that_page(stage):
    oldest = Listing.objects.filter(category__slug="chairs", availability__status="live").order_by("published_at")[0]
    Listing.objects.filter(pk=oldest.pk).update(category=Category.objects.get(slug="tables"))

    stage.publish()

    assert stage.faults() == []


def test_a_listing_that_changes_its_place_within_a_page_moves_there(stage):
    newest = Listing.objects.filter(live=True, availability__status="live").order_by("-published_at", "-pk")
    before = newest[3]
    Listing.objects.filter(pk=newest[1].pk).update(published_at=before.published_at - timedelta(seconds=1))

    stage.publish()

    assert stage.faults() == []
