"""The Django application."""

from django.apps import AppConfig


class FavouritesConfig(AppConfig):
    """Registers the application."""

    name = "commerce.favourites"
    label = "shop_favourites"
