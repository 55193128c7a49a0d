"""Settings of which there is one row, however many processes ask for it at the same moment on the first day."""

from __future__ import annotations

from typing import Self

from wagtail.contrib.settings.models import BaseGenericSetting


class OneRowSetting(BaseGenericSetting):
    """What Wagtail gives, but for the first time: two processes that both find none would make two."""

    class Meta:
        abstract = True

    @classmethod
    def _get_or_create(cls) -> Self:
        # The key makes the second one fail, and then it is read. A row that was made before may have another key.
        found: Self = cls.base_queryset().first() or cls.objects.get_or_create(pk=1)[0]
        return found
