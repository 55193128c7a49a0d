"""What is stored about backups and maintenance: when backups are made, and what became of each run."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import register_setting

from cms.site.one_row import OneRowSetting

LAST_HOUR = 23
MOST_KEPT = 365


class RunState(models.TextChoices):
    """Of work in the background: waiting → running → done or failed."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


@register_setting(icon="download", name="backup-times")
class BackupSettings(OneRowSetting):
    """Once a day, at an hour of the shop's time zone."""

    automatic = models.BooleanField(
        _("make a backup each day"), default=True, help_text=_("Into the folder “backups” of the shop's own data.")
    )
    hour = models.PositiveSmallIntegerField(
        _("at what hour"),
        default=3,
        validators=[MaxValueValidator(LAST_HOUR)],
        help_text=_("0 to 23. When nothing runs at that time, as soon as it runs again."),
    )
    keep = models.PositiveSmallIntegerField(
        _("how many daily ones to keep"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_KEPT)],
        help_text=_("1 to 365. The oldest goes when a new one is whole. Those that people made stay."),
    )

    panels: ClassVar[list[FieldPanel]] = [
        FieldPanel("automatic"),
        FieldRowPanel([FieldPanel("hour"), FieldPanel("keep")]),
    ]

    class Meta:
        verbose_name = _("backup times")
        constraints = (
            models.CheckConstraint(name="backup_hour_of_a_day", condition=Q(hour__lte=LAST_HOUR)),
            models.CheckConstraint(name="backups_kept_in_range", condition=Q(keep__range=(1, MOST_KEPT))),
        )


class BackupRun(models.Model):
    """One time that a backup was made or checked."""

    class Kind(models.TextChoices):
        """What was asked for."""

        MAKE = "make", _("Making")
        VERIFY = "verify", _("Checking")

    State = RunState

    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    file_name = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    scheduled_for = models.DateField(null=True, blank=True, unique=True)
    """The day whose backup this is; nothing when a person asked for it."""
    phase = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    """When it last said how far it is."""

    objects: ClassVar[models.Manager[BackupRun]] = models.Manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(name="backup_runs_of_state", fields=["state"]),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.file_name}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        return self.state in {self.State.WAITING, self.State.RUNNING}


class MaintenanceRun(models.Model):
    """One time that somebody had the stored data checked or tidied up, or the site built anew."""

    class Kind(models.TextChoices):
        """What was asked for."""

        CHECK = "check", _("Check the data")
        REBUILD = "rebuild", _("Build the site anew")
        VERIFY = "verify", _("Compare the site with a clean build")
        REINDEX = "reindex", _("Build the search index anew")
        PURGE = "purge", _("Remove old versions and logs")

    State = RunState

    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    wish = models.CharField(max_length=40, blank=True)
    """The name under which the publisher was asked."""
    result = models.JSONField(default=dict, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[MaintenanceRun]] = models.Manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                name="one_open_run_of_a_kind", fields=["kind"], condition=Q(state__in=("waiting", "running"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_state_display()}"
