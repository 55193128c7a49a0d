"""What is stored about imports and exports that people started in the admin; their files lie in DATA_DIR."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import register_setting

from cms.site.one_row import OneRowSetting

MOST_DAYS = 3650


@register_setting(icon="upload", name="import-and-export")
class WorkbookSettings(OneRowSetting):
    """How long the files of imports and exports are kept."""

    keep_days = models.PositiveSmallIntegerField(
        _("days that files are kept"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text=_(
            "1 to 3650. After that the file, its report and what is needed to undo an import are removed; the entry "
            "in the history stays. There are e-mail addresses in these files: keep them no longer than you need them."
        ),
    )

    panels: ClassVar[list[FieldPanel]] = [FieldPanel("keep_days")]

    class Meta:
        verbose_name = _("import and export")
        constraints = (
            models.CheckConstraint(name="workbook_days_in_range", condition=Q(keep_days__range=(1, MOST_DAYS))),
        )


class WorkState(models.TextChoices):
    """How far the present step of a piece of work is."""

    WAITING = "waiting", _("waits for its turn")
    RUNNING = "running", _("at work")
    PAUSED = "paused", _("paused")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


OPEN_STATES = (WorkState.WAITING, WorkState.RUNNING)


class _Work(models.Model):
    """What somebody asked for and a worker does."""

    State = WorkState

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    state = models.CharField(max_length=10, choices=WorkState.choices, default=WorkState.WAITING)
    error = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    """How often the present step was begun."""
    has_files = models.BooleanField(default=True)

    class Meta:
        abstract = True


class ImportRun(_Work):
    """One file that somebody sent in: read → checked → taken → perhaps undone.

    A step that is ready waits for the person, or is the last. Nothing of the shop is changed but by the step TAKE, in
    one transaction with `applied_at`, and by UNDO, in one with `undone_at`.
    """

    class Step(models.TextChoices):
        """What is being done, or was done last."""

        READ = "read", _("reading")
        CHECK = "check", _("checking")
        TAKE = "take", _("taking in")
        UNDO = "undo", _("undoing")

    file_name = models.CharField(_("file"), max_length=200)
    step = models.CharField(max_length=6, choices=Step.choices, default=Step.READ)
    choices = models.JSONField(default=list, blank=True)
    """What each sheet of the file is meant as, in the order of the file: see mapping/choices.py."""
    skip_bad_rows = models.BooleanField(default=False)
    allow_staff = models.BooleanField(default=False)
    result = models.JSONField(default=dict, blank=True)
    """Of the last check or taking: `sheets` with their counts, `problems`, `about` (first of those about no row) …"""
    plan = models.CharField(max_length=64, blank=True)
    """The digest of what was shown to the person, so that nothing else is done."""
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[ImportRun]] = models.Manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)
        indexes = (models.Index(name="imports_of_state", fields=["state"]),)

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Whether a worker is at it, or soon will be."""
        return self.state in OPEN_STATES


class ExportRun(_Work):
    """One workbook that somebody asked for."""

    sheets = models.JSONField(default=list, blank=True)
    only = models.JSONField(default=dict, blank=True)
    """Which listings: `category`, `seller` (ids) and `status`, where somebody has chosen."""
    counts = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)

    objects: ClassVar[models.Manager[ExportRun]] = models.Manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ("-pk",)
        indexes = (models.Index(name="exports_of_state", fields=["state"]),)

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        """What the file is called when it is downloaded."""
        return f"cataloro-{self.created_at:%Y%m%d-%H%M%S}.xlsx"


class KeptChoice(models.Model):
    """What was chosen last for a sheet with a certain header."""

    signature = models.CharField(max_length=32, unique=True)
    choice = models.JSONField()
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[KeptChoice]] = models.Manager()

    def __str__(self) -> str:
        return self.signature
