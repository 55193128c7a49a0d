"""What the admin's list of listings can be narrowed to: those about which a report waits for a decision."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commerce.catalog import ListingMark
from commerce.reports.models import Report


def _reported(listings: Any) -> Any:
    waiting = Report.objects.filter(Q(decision=Report.Decision.OPEN) | Q(appeal=Report.Appeal.OPEN))
    return listings.filter(pk__in=waiting.filter(listing__isnull=False).values("listing"))


REPORTED = ListingMark(name="reported", label=_("Reported"), marked=_reported)
