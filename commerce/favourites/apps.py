"""The Django application."""

from django.apps import AppConfig

from commerce.me import count_as


class FavouritesConfig(AppConfig):
    """Registers the application."""

    name = "commerce.favourites"
    label = "shop_favourites"

    def ready(self) -> None:
        """Count in the header, and join lists when somebody logs in."""
        from commerce.favourites.joining import join_at_log_in  # noqa: PLC0415 (models are loaded only now)
        from commerce.favourites.services import count  # noqa: PLC0415 (as above)

        count_as("favourites", count)
        join_at_log_in()
