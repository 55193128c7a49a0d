"""The Django application."""

from django.apps import AppConfig


class WaitingConfig(AppConfig):
    """Lets the clock end what was promised, and nothing stay of somebody who leaves."""

    name = "commerce.waiting"
    label = "shop_waiting"

    def ready(self) -> None:
        """Models are there only now."""
        from commerce.account import closing, own_data  # noqa: PLC0415
        from commerce.catalog import account_for_stock, do_when_due  # noqa: PLC0415
        from commerce.waiting.leaving import forget_places, places_of  # noqa: PLC0415
        from commerce.waiting.services import promised, run_due  # noqa: PLC0415

        account_for_stock(promised)
        do_when_due(run_due)
        closing.register_erasure(forget_places)
        own_data.register("waiting", places_of)
