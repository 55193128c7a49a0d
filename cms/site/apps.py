"""The Django application."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers the application."""

    name = "cms.site"
    label = "shop_site"
    default_auto_field = "django.db.models.BigAutoField"
