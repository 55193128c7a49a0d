"""The Django application."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Registers the application."""

    name = "commerce.reviews"
    label = "shop_reviews"
