"""Appearance and general settings as records."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from cms.contract.records import AppearanceRecord, IconRecord, SettingsRecord
from cms.pictures.icons import icon_png
from cms.site.choices import NewestPlace
from cms.site.library import library_pictures
from cms.site.links import page_paths

if TYPE_CHECKING:
    from cms.pictures.models import ShopImage
    from cms.site.models import Appearance, GeneralSettings

ICON_SIZES = (32, 180, 192, 512)
"""Edges in px: browser tab, Apple's home screen, Android's home screen, splash screen."""

log = logging.getLogger(__name__)


def appearance_record(appearance: Appearance) -> AppearanceRecord:
    """The look as stored, or as drafted in the form. A button whose page is not published is left out."""
    chosen = [number for number in (appearance.logo_id, appearance.hero_image_id) if number]
    pictures = library_pictures(chosen)
    button_path = _target(appearance.hero_button_page_id, appearance.hero_button_address)
    has_button = bool(button_path and appearance.hero_button_label)
    return AppearanceRecord(
        logo=pictures.get(appearance.logo_id or 0),
        icons=_icons(appearance.favicon or appearance.logo),
        accent=appearance.accent,
        ground=appearance.ground,
        radius=appearance.radius,
        font=appearance.font,
        hero_height=appearance.hero_height,
        hero_title=appearance.hero_title,
        hero_text=appearance.hero_text,
        hero_image=pictures.get(appearance.hero_image_id or 0),
        hero_focus=(appearance.hero_focus_x, appearance.hero_focus_y),
        hero_button_label=appearance.hero_button_label if has_button else "",
        hero_button_path=button_path if has_button else "",
        cards_per_row=appearance.cards_per_row,
        newest_rows=appearance.newest_rows,
        newest_last=appearance.newest_place == NewestPlace.LAST,
    )


def settings_record(general: GeneralSettings) -> SettingsRecord:
    """The settings as stored, or as drafted in the form. `imprint_path` is empty until that page is published."""
    return SettingsRecord(
        site_name=general.site_name,
        tagline=general.tagline,
        contact_email=general.contact_email,
        contact_text=general.contact_text,
        imprint_path=_target(general.imprint_page_id, ""),
        languages=general.languages,
        listings_per_page=general.listings_per_page,
        sold_page_days=general.sold_page_days,
        footer_year=general.footer_year,
        footer_text=general.footer_text,
        notice=general.notice_text if general.notice_is_on else "",
        notice_form=general.notice_form,
        trader_badge=general.trader_badge,
        reviews_notice=general.reviews_notice,
        data_export=general.data_export,
    )


def _target(page_id: int | None, address: str) -> str:
    return page_paths([page_id]).get(page_id, "") if page_id else address


def _icons(logo: ShopImage | None) -> tuple[IconRecord, ...]:
    if logo is None or logo.picture is None:
        return ()
    try:
        pngs = {size: icon_png(logo.picture, size) for size in ICON_SIZES}
    except OSError as error:
        log.warning("The logo's file cannot be read, so browsers see the theme's own icon: %s", error)
        return ()
    return tuple(
        IconRecord(size=size, png=png, hash=hashlib.sha256(png).hexdigest()[:32]) for size, png in pngs.items()
    )
