"""The notice at the top of every page: shown from and until the times that General settings give."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cms.site.general import GeneralSettings


def is_on(general: GeneralSettings, now: datetime) -> bool:
    """Whether the notice is to be shown at this time."""
    begun = general.notice_from is None or general.notice_from <= now
    over = general.notice_until is not None and general.notice_until <= now
    return bool(general.notice_text.strip()) and begun and not over


def begin_and_end(general: GeneralSettings, now: datetime) -> int:
    """Show the notice, or take it off, when its time has come; how many changed, 0 or 1."""
    wanted = is_on(general, now)
    if general.notice_is_on == wanted:
        return 0
    # Only if nobody has changed it meanwhile: the form decides by itself.
    unchanged = type(general).objects.filter(
        pk=general.pk,
        notice_is_on=general.notice_is_on,
        notice_text=general.notice_text,
        notice_from=general.notice_from,
        notice_until=general.notice_until,
    )
    return int(unchanged.update(notice_is_on=wanted))
