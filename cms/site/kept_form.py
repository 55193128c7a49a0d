"""The form of a setting whose earlier values are kept."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm

from cms.site import versions


class KeptForm(WagtailAdminModelForm):
    """Saves, and keeps what was saved: who, when, which values."""

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """Save; a preview, which does not commit, keeps nothing."""
        if not commit:
            return super().save(commit=False)
        by = self.for_user.pk if self.for_user is not None else None
        with versions.kept(self.instance, by_id=by):
            return super().save()
