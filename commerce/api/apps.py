"""The Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the application."""

    name = "commerce.api"
    label = "shop_api"

    def ready(self) -> None:
        """Let the clock take away tokens that are of no use any more."""
        from commerce.api.tokens import forget_useless  # noqa: PLC0415 (models are loaded only now)
        from commerce.catalog import do_when_due  # noqa: PLC0415 (as above)

        do_when_due(forget_useless)
