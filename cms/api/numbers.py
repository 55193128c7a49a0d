"""Sequential numbers for things outside the cms: each kind has a locked counter row of its own."""

from cms.accounts.numbers import next_number

__all__ = ["next_number"]
