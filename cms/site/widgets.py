"""Inputs with a companion: a slider beside a number, a colour field beside its code. They work without script too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class PairedInput(forms.TextInput):
    """The input that is sent, and before it a nameless one that a small script keeps equal."""

    template_name = "shop_site/paired_input.html"
    companion: ClassVar[str]

    class Media:
        js = ("shop_site/paired-input.js",)
        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("shop_site/paired-input.css",)}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tell the template what the companion is."""
        context = super().get_context(name, value, attrs)
        context["companion"] = self.companion
        return context


class ColourInput(PairedInput):
    """A colour, `#rrggbb`."""

    companion = "color"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"maxlength": 7, "spellcheck": "false", **(attrs or {})})


class SliderInput(PairedInput):
    """A whole number between `low` and `high`."""

    input_type = "number"
    companion = "range"

    def __init__(self, low: int, high: int, *, step: int = 1, unit: str | _StrPromise = "") -> None:
        super().__init__({"min": low, "max": high, "step": step})
        self.unit = unit

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tell the template the unit."""
        context = super().get_context(name, value, attrs)
        context["unit"] = self.unit
        return context
