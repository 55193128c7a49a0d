"""The Django application."""

from datetime import timedelta

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Lets the clock make backups and tidy up, and says what must be true of the data."""

    name = "cms.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Models are there only now."""
        from cms.api import clock, figures, integrity  # noqa: PLC0415
        from cms.operations.backup.fact import facts as of_backups  # noqa: PLC0415
        from cms.operations.backup.runs import make_due  # noqa: PLC0415
        from cms.operations.health.checks import CHECKS  # noqa: PLC0415
        from cms.operations.health.tasks import tidy_up  # noqa: PLC0415
        from cms.pictures.tasks import look_at_pictures, prune  # noqa: PLC0415
        from cms.workbook.runs.keeping import prune_files  # noqa: PLC0415
        from cms.workbook.runs.working import look_after  # noqa: PLC0415

        figures.register_facts(of_backups, permission="operations.view_backuprun")
        clock.register(make_due)
        clock.register(clock.once_a_day(tidy_up))
        clock.register(clock.once_a_day(prune))
        clock.register(clock.every(timedelta(hours=1), look_at_pictures))
        clock.register(clock.once_a_day(prune_files))
        clock.register(look_after)
        for check in CHECKS:
            integrity.register(check)
