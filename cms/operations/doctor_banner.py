"""What the last look of the doctor at the server found, on the first page of the admin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from wagtail.admin.ui.components import Component

RECORD = "doctor.json"
"""In DATA_DIR: the timer of the doctor leaves it there."""


@dataclass(frozen=True, slots=True)
class LastLook:
    """When it was, and what failed: title, what was found, what mends it."""

    at: datetime
    failures: tuple[tuple[str, str, str], ...]


def last_look() -> LastLook | None:
    """None when nobody has looked yet, or when what was left cannot be read."""
    try:
        found = json.loads((settings.DATA_DIR / RECORD).read_text(encoding="utf-8"))
        failures = tuple(
            (str(one["title"]), str(one["found"]), str(one["mend"]))
            for one in found["checks"]
            if one["status"] == "fail"
        )
        return LastLook(datetime.fromisoformat(found["at"]), failures)
    except (OSError, ValueError, KeyError, TypeError):
        return None


class DoctorBanner(Component):
    """Above everything else, and only when something failed; for those who may look after the server."""

    name = "doctor"
    template_name = "operations/doctor_banner.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Nothing for everybody else."""
        user = parent_context["request"].user
        look = last_look() if user.is_active and user.is_superuser else None
        return {"look": look if look and look.failures else None}
