"""The Django application."""

from django.apps import AppConfig


class AccountConfig(AppConfig):
    """Registers the application, and notes sessions that begin in the admin panel."""

    name = "commerce.account"
    label = "shop_account"

    def ready(self) -> None:
        """Sessions of the admin panel are listed, and ended from afar, like all others. Invitations are mails."""
        from commerce.account.invitations import invitation_in, send_invitations  # noqa: PLC0415 (models come now)
        from commerce.account.signal_handlers import connect  # noqa: PLC0415 (as above)
        from commerce.account.suspending import tell  # noqa: PLC0415 (as above)
        from commerce.catalog import people  # noqa: PLC0415 (as above)
        from commerce.notifications.late import fill_in  # noqa: PLC0415 (as above)

        people.invite_by(send_invitations)
        people.tell_of_suspension_by(tell)
        fill_in("invitation", invitation_in)
        connect()
