"""The Django applications: people, and Wagtail's pages to manage them."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """Registers the application and asks for the groups of the roles."""

    name = "cms.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the groups of the roles after each migration, and call them by the names of the roles."""
        from django.contrib.auth.models import Group  # noqa: PLC0415 (models can be imported only now)

        from cms.accounts.groups import name_of  # noqa: PLC0415 (as above)
        from cms.accounts.signal_handlers import connect  # noqa: PLC0415 (as above)

        connect(self)
        Group.__str__ = name_of  # type: ignore[method-assign, assignment]  # Django has no setting for it.


class PeopleAdminConfig(WagtailUsersAppConfig):
    """Wagtail's section of users, with our fields."""

    user_viewset = "cms.accounts.viewsets.PersonViewSet"
    group_viewset = "cms.accounts.groups.GroupViewSet"
