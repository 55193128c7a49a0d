"""The machine on the dashboard: room on the disk, imports that failed, and which Cataloro this is."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.api import figures
from cms.api.figures import Fact, Waiting
from cms.workbook.models import ImportRun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.accounts.models import User

RUNS_THE_SHOP = "operations.view_backuprun"
"""Nobody's but a superuser's."""

_LITTLE_ROOM = 0.1
_LATELY = timedelta(days=7)


def register() -> None:
    """Add them to the dashboard."""
    figures.register_facts(facts, permission=RUNS_THE_SHOP)
    figures.register_waiting(failed_imports, permission="workbook.view_importrun")


def facts() -> Iterator[Fact]:
    """The disk that holds the shop's data, and the version."""
    room = shutil.disk_usage(settings.DATA_DIR)
    yield Fact(
        label=gettext_lazy("Free on the disk"),
        text=_("%(free)s of %(all)s") % {"free": filesizeformat(room.free), "all": filesizeformat(room.total)},
        is_well=room.free > room.total * _LITTLE_ROOM,
        url=reverse("health"),
    )
    yield Fact(label=gettext_lazy("Version"), text=f"Cataloro {settings.CATALORO_VERSION}")


def failed_imports(_user: User) -> Iterator[Waiting]:
    """Those of the last days: older ones are history."""
    runs = ImportRun.objects.filter(state=ImportRun.State.FAILED, created_at__gte=timezone.now() - _LATELY)
    yield Waiting(label=gettext_lazy("Imports that failed this week"), count=runs.count(), url=reverse("imports"))
