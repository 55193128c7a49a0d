"""What every page shows around its content."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cms.api.pages import leads_somewhere
from cms.catalog.models import Category
from cms.catalog.records import category_records
from cms.contract.records import SiteRecord
from cms.pages.addresses import path_of
from cms.pages.link_blocks import LABEL_LENGTH
from cms.pages.navigation import HEADING_LENGTH
from cms.pages.records import footer_records, menu_records, navigation_paths
from cms.site.models import Appearance, GeneralSettings, SecondTexts
from cms.site.records import appearance_record, settings_record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.contract.records import AppearanceRecord, SettingsRecord
    from cms.pages.models import Navigation

__all__ = [
    "appearance_record",
    "general_settings",
    "settings_record",
    "shop_name",
    "short_texts",
    "site_record",
    "write_second_texts",
]


def shop_name() -> str:
    """What the shop is called."""
    return general_settings().site_name


def general_settings() -> SettingsRecord:
    """The settings as stored."""
    return settings_record(GeneralSettings.load())


def site_record(
    *,
    appearance: AppearanceRecord | None = None,
    settings: SettingsRecord | None = None,
    navigation: Navigation | None = None,
) -> SiteRecord:
    """The chrome as stored; a preview puts its draft in the place of a part."""
    look = appearance or appearance_record(Appearance.load())
    button = (path_of(look.hero_button_path),) if look.hero_button_path.startswith("/") else ()
    return SiteRecord(
        appearance=_with_living_button(look),
        settings=settings or general_settings(),
        menu=menu_records(navigation),
        footer=footer_records(navigation),
        top_categories=tuple(one for one in category_records() if one.parent_id is None),
        typed_paths=(*navigation_paths(navigation), *button),
        second_texts=tuple(sorted(SecondTexts.load().texts.items())),
    )


def short_texts() -> dict[str, dict[str, int]]:
    """The texts that stand on many pages, by where they come from: hero, shop, menu, footer, categories.

    Each with the number of characters for which its place has room.
    """
    footer = footer_records()
    headings = [(column.heading, HEADING_LENGTH) for column in footer]
    name_length = Category._meta.get_field("name").max_length or 0  # noqa: SLF001 (Django's public name)
    found = {
        "hero": _with_lengths(Appearance.load(), "hero_title", "hero_text", "hero_button_label"),
        "shop": _with_lengths(GeneralSettings.load(), "tagline", "contact_text", "footer_text", "notice_text"),
        "menu": [(one.label, LABEL_LENGTH) for one in menu_records()],
        "footer": [*headings, *((one.label, LABEL_LENGTH) for column in footer for one in column.items)],
        "categories": [(one.name, name_length) for one in category_records()],
    }
    # A text that stands in two places is written once, and has to fit into both.
    first: dict[str, str] = {}
    shortest: dict[str, int] = {}
    for where, texts in found.items():
        for text, length in texts:
            first.setdefault(text, where)
            shortest[text] = min(length, shortest.get(text, length))
    return {
        where: {text: shortest[text] for text, _length in texts if text and first[text] == where}
        for where, texts in found.items()
    }


def _with_lengths(setting: Appearance | GeneralSettings, *names: str) -> list[tuple[str, int]]:
    fields = [setting._meta.get_field(name) for name in names]  # noqa: SLF001 (as above)
    return [(getattr(setting, field.name), field.max_length) for field in fields]


def write_second_texts(texts: Mapping[str, str]) -> None:
    """Write these texts in the second language; an empty one is shown as in the first again. Others stay."""
    stored = SecondTexts.load()
    kept = {**stored.texts, **texts}
    stored.texts = {text: second for text, second in kept.items() if second}
    stored.save()


def _with_living_button(look: AppearanceRecord) -> AppearanceRecord:
    """The look without a button that leads nowhere: its target may have gone since it was typed."""
    path = look.hero_button_path
    if not path.startswith("/") or leads_somewhere(path):
        return look
    return replace(look, hero_button_path="", hero_button_label="")
