"""What the dashboard tells of backups: how old the newest is, and whether the last run failed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.api.figures import Fact
from cms.operations.backup.runs import NAME, folder
from cms.operations.models import BackupRun

if TYPE_CHECKING:
    from collections.abc import Iterator

OLD = timedelta(days=2)
"""One is made each day: a newest of this age means that something is wrong."""


def facts() -> Iterator[Fact]:
    """The newest file of the folder, whoever made it: its name tells when."""
    newest = max((one.name for one in folder().iterdir() if NAME.fullmatch(one.name)), default="")
    last_run = BackupRun.objects.filter(kind=BackupRun.Kind.MAKE).order_by("-pk").first()
    has_failed = last_run is not None and last_run.state == BackupRun.State.FAILED
    text, is_well = _("There is none yet."), False
    if newest:
        age = timezone.now() - datetime.strptime(newest[9:24], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
        text, is_well = _("%(age)s ago") % {"age": timesince(timezone.now() - age, depth=1)}, age < OLD
    if has_failed:
        text, is_well = _("%(last)s The last try failed.") % {"last": f"{text.rstrip('.')}."}, False
    yield Fact(label=gettext_lazy("Newest backup"), text=text, is_well=is_well, url=reverse("backups"))
