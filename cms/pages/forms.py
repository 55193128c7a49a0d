"""Wagtail's page forms with our rules, so that a refusal stands beside the field it is about."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm

from cms.pages.places import why_not_here
from cms.site.general import GeneralSettings


class ShopPageForm(WagtailAdminPageForm):
    """The editor's form of any page: the second language is asked for while the shop has one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not GeneralSettings.load().further_language:
            for name in [one for one in self.fields if one.startswith("further_")]:
                del self.fields[name]


class ContentPageForm(ShopPageForm):
    """The editor's form of a content page."""

    def clean(self) -> dict[str, Any]:
        """Refuse a slug that may not stand here."""
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        if slug and (refusal := why_not_here(slug, parent_depth=self.parent_page.depth)):
            self.add_error("slug", refusal)
        return cleaned


class ContentPageCopyForm(CopyForm):
    """The form that asks where a copy goes."""

    def clean(self) -> dict[str, Any]:
        """Refuse a slug or a depth that the target does not allow."""
        cleaned: dict[str, Any] = super().clean()
        slug, parent = cleaned.get("new_slug"), cleaned.get("new_parent_page") or self.page.get_parent()
        levels = self.page.levels() if cleaned.get("copy_subpages") else 1
        if slug and (refusal := why_not_here(slug, parent_depth=parent.depth, levels=levels)):
            self.add_error("new_slug", refusal)
        return cleaned
