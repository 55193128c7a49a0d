"""The languages that people can say they speak, by name in the language of the shop."""

from __future__ import annotations

from babel import Locale
from django.conf import settings
from django.utils.module_loading import import_string

from cms.contract.languages import SPOKEN


def languages_by_name() -> list[tuple[str, str]]:
    """Code and name of each, in the order of the names."""
    names = Locale.parse(import_string(f"{settings.SHOP_PAGES}.language")()).languages
    return sorted(((one, names[one]) for one in SPOKEN), key=lambda pair: pair[1])
