"""Fields of forms in the admin that know how people here write things."""

from cms.catalog.euros import EuroField

__all__ = ["EuroField"]
