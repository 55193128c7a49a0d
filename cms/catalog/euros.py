"""The field of a form in the admin that takes a price as people write it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cms.contract.money import Money, NotMoney, parse_money


class EuroField(forms.CharField):
    """An amount in euros, as `1.234,50` or `1234.50`; its value is whole cents."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Cents from the database as euros; what somebody typed as it is."""
        return number_format(Money(value).euros, 2) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """The cents. Raises ValidationError with the reason."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_money(text).cents
        except NotMoney as error:
            raise ValidationError(
                _("This is not a price: %(reason)s.") % {"reason": _(error.reason)}, code="not_money"
            ) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another amount is meant, however it is written."""
        try:
            return super().has_changed(initial, None if not data else parse_money(str(data)).cents)
        except NotMoney:
            return True
