"""The Django application."""

from django.apps import AppConfig


class PicturesConfig(AppConfig):
    """Registers the application."""

    name = "cms.pictures"
    label = "pictures"
    default_auto_field = "django.db.models.BigAutoField"
