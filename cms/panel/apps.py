"""The Django application."""

from django.apps import AppConfig


class PanelConfig(AppConfig):
    """Registers the application."""

    name = "cms.panel"
    label = "panel"

    def ready(self) -> None:
        """Models are there only now."""
        from cms.panel import choosers, machine_facts, shop_figures, visit_figures  # noqa: PLC0415

        visit_figures.register()
        shop_figures.register()
        machine_facts.register()
        choosers.start_choosers_by_marks()
