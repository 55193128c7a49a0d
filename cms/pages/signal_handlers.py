"""What Django's signals start; each handler calls one function."""

from __future__ import annotations

from typing import Any

from cms.pages.approval import ensure_workflow
from cms.pages.tree import can_have_home, ensure_home


def after_migrate(*, using: str, **_options: Any) -> None:
    """A fresh database has a home page and a way to approve pages; a new SITE_URL is taken over."""
    if can_have_home(using=using):
        ensure_home()
        ensure_workflow()
