"""The Django application."""

from django.apps import AppConfig

from commerce.theme import later


class SellingConfig(AppConfig):
    """Registers the application."""

    name = "commerce.selling"
    label = "shop_selling"

    def ready(self) -> None:
        """Remind of what runs out, count for the desk, and let nothing stay of somebody who leaves."""
        from commerce.account import closing  # noqa: PLC0415 (models can be imported only now)
        from commerce.catalog import do_when_due, people, spare_pictures  # noqa: PLC0415 (as above)
        from commerce.notifications.kinds import may_be_declined  # noqa: PLC0415 (as above)
        from commerce.selling import (  # noqa: PLC0415 (as above)
            due,
            holiday,
            signal_handlers,
            tiles,
            unfinished,
            uploads,
        )

        do_when_due(due.remind_of_expiry)
        do_when_due(uploads.forget_old)
        spare_pictures(uploads.uploaded)
        may_be_declined("listing-expires", later("A listing of yours runs out soon"))
        do_when_due(holiday.begin_and_end)
        people.ask_who_is_away(holiday.away)
        closing.register_erasure(unfinished.forget_all)
        closing.register_erasure(holiday.forget)
        tiles.register()
        signal_handlers.connect()
