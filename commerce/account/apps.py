"""The Django application."""

from django.apps import AppConfig


class AccountConfig(AppConfig):
    """Registers the application, and notes sessions that begin in the admin panel."""

    name = "commerce.account"
    label = "shop_account"

    def ready(self) -> None:
        """Sessions of the admin panel are listed, and ended from afar, like all others."""
        from commerce.account.signal_handlers import connect  # noqa: PLC0415 (models can be imported only now)

        connect()
