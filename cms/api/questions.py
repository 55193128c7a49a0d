"""What is asked and answered about listings, for all to read."""

from __future__ import annotations

from cms.catalog.services import show_questions

__all__ = ["show_questions"]
