"""A model's address field, and the rule that a button leads to exactly one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.site.links import clean_address

if TYPE_CHECKING:
    from django.db.models import Model

_HELP = _("A path of this shop like /listings, or an address that begins with https://")


class AddressField(models.CharField):  # type: ignore[type-arg]  # A plain subclass: its types are CharField's.
    """A path of the shop or an https address; stored as `clean_address` gives it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 500, "help_text": _HELP, **kwargs})

    def clean(self, value: Any, model_instance: Model | None) -> str:
        """Django's checks, then ours."""
        text = str(super().clean(value, model_instance) or "")
        return clean_address(text) if text.strip() else ""


def check_one_target(*, label_field: str, label: str, page_id: int | None, address_field: str, address: str) -> None:
    """A button with a label leads to a page or to an address, not to both, not to nothing."""
    if page_id and address:
        raise ValidationError({address_field: _("Choose either a page or an address: empty one of them.")})
    if label and not page_id and not address:
        raise ValidationError({address_field: _("Say where the button leads: choose a page or write an address.")})
    if not label and page_id:
        raise ValidationError({label_field: _("Write on the button what it does.")})
