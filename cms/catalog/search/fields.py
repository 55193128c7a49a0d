"""Fields of the index whose texts are found with or without umlauts, on every database alike."""

from __future__ import annotations

from typing import Any

from wagtail.search import index

from cms.contract.words import searchable


class FoldedField(index.SearchField):
    """A text that is searched."""

    def get_value(self, obj: Any) -> str:
        """The words that it is found by."""
        return searchable(super().get_value(obj) or "")


class FoldedBeginnings(index.AutocompleteField):
    """A text that is found by the beginnings of its words."""

    def get_value(self, obj: Any) -> str:
        """The words that it is found by."""
        return searchable(super().get_value(obj) or "")
