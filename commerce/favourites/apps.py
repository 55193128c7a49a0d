"""The Django application."""

from django.apps import AppConfig

from commerce.me import count_as


class FavouritesConfig(AppConfig):
    """Registers the application."""

    name = "commerce.favourites"
    label = "shop_favourites"

    def ready(self) -> None:
        """Count in the header, join lists when somebody logs in, forget those that nobody comes back to."""
        from commerce.catalog import do_when_due  # noqa: PLC0415 (models are loaded only now)
        from commerce.favourites.joining import join_at_log_in  # noqa: PLC0415 (as above)
        from commerce.favourites.services import count, forget_old  # noqa: PLC0415 (as above)

        count_as("favourites", count)
        do_when_due(forget_old)
        join_at_log_in()
