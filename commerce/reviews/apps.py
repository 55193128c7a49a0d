"""The Django application."""

from django.apps import AppConfig

from commerce.notifications.kinds import may_be_declined
from commerce.theme import later


class ReviewsConfig(AppConfig):
    """Registers the application."""

    name = "commerce.reviews"
    label = "shop_reviews"

    def ready(self) -> None:
        """Let the clock publish what is due, and let people do without mails about reviews."""
        from commerce.catalog import do_when_due  # noqa: PLC0415 (models are loaded only now)
        from commerce.orders.afterwards import register as ask_for_reviews  # noqa: PLC0415 (as above)
        from commerce.orders.undoing import register as take_away_with_the_deal  # noqa: PLC0415 (as above)
        from commerce.reviews.services import may_write_until, publish_due, undo_reviews  # noqa: PLC0415 (as above)
        from commerce.reviews.standing import count_due  # noqa: PLC0415 (as above)

        do_when_due(publish_due)
        do_when_due(count_due)
        take_away_with_the_deal(undo_reviews)
        ask_for_reviews(may_write_until)
        may_be_declined("review-waiting", later("Reviews that wait for yours"))
        may_be_declined("review-published", later("New reviews about you"))
