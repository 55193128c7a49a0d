"""Parts of the forms of settings that are no fields: how colours go together, and what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel

from cms.contract.colours import COLOUR, PERCEIVABLE, READABLE, SOFT, contrast, ink_on, sunken
from cms.site.versions import SettingVersion, label_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class ColourPairsPanel(HelpPanel):
    """The pairs of colours that must stand out from each other, with their contrast; a script follows the fields."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "shop_site/colour_pairs.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        """Of the look that is edited."""

        def pairs(self) -> Iterator[dict[str, Any]]:
            """Name, both colours, the ratio, and what is needed."""
            look = self.instance
            if not (COLOUR.match(look.accent) and COLOUR.match(look.ground)):
                return
            for name, label, above, below, needed in (
                ("button", _("A button on the page"), look.accent, look.ground, PERCEIVABLE),
                ("label", _("The words on a button"), ink_on(look.accent), look.accent, READABLE),
                ("grey", _("Grey words in a box"), SOFT, sunken(look.ground), READABLE),
            ):
                found = contrast(above, below)
                yield {
                    "name": name,
                    "label": label,
                    "above": above,
                    "below": below,
                    "found": found,
                    "needed": needed,
                    "is_enough": found >= needed,
                }

        class Media:
            js = ("shop_site/colour-pairs.js",)
            css = {"all": ("shop_site/look.css",)}


class ChangesPanel(HelpPanel):
    """Who changed the setting last, and where all changes are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "shop_site/changes.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        """Of the setting that is edited."""

        def newest(self) -> SettingVersion | None:
            """The last change that is known."""
            label = label_of(type(self.instance))
            found: SettingVersion | None = SettingVersion.objects.filter(setting=label).select_related("by").first()
            return found

        def address(self) -> str:
            """Where all changes are."""
            return changes_address(type(self.instance))


def changes_address(model: Any) -> str:
    """Where the changes of a setting are listed."""
    meta = model._meta  # noqa: SLF001 (Django's public name)
    return reverse("setting_changes", args=[meta.app_label, meta.model_name])
