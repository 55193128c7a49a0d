"""What holds for the whole shop: how it looks, and its general settings."""

from cms.site.appearance import Appearance
from cms.site.general import GeneralSettings
from cms.site.second_texts import SecondTexts
from cms.site.versions import SettingVersion

__all__ = ["Appearance", "GeneralSettings", "SecondTexts", "SettingVersion"]
