"""The Django application."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Lets the clock forget searches and have the words of what is for sale counted."""

    name = "commerce.search"
    label = "shop_search"

    def ready(self) -> None:
        """Models are there only now."""
        from commerce.catalog import do_when_due, every  # noqa: PLC0415
        from commerce.search.searched import forget_old  # noqa: PLC0415
        from commerce.search.tasks import APART, count_words  # noqa: PLC0415

        do_when_due(forget_old)
        do_when_due(every(APART, count_words))
