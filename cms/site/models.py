"""What holds for the whole shop: how it looks, and its general settings."""

from cms.site.appearance import Appearance
from cms.site.general import GeneralSettings

__all__ = ["Appearance", "GeneralSettings"]
