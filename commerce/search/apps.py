"""The Django application."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the application."""

    name = "commerce.search"
    label = "shop_search"

    def ready(self) -> None:
        """Forget what was searched for too seldom, or too long ago."""
        from commerce.catalog import do_when_due  # noqa: PLC0415 (models are loaded only now)
        from commerce.search.searched import forget_old  # noqa: PLC0415 (as above)

        do_when_due(forget_old)
