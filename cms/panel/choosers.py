"""Wagtail's fields that choose (a page, a picture, a seller …), started by a mark instead of a script in the page.

The admin's policy runs scripts from files alone. Wagtail writes `<script>new Chooser(…)</script>` behind each such
field and has no other way yet, so its one method is replaced; panel/starters.js does what the script did.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def start_choosers_by_marks() -> None:
    """Let every chooser of the admin say what starts it, as starters.js understands it."""
    BaseChooser.render = _render


def _render(
    widget: BaseChooser, name: str, value: Any, attrs: dict[str, Any] | None = None, **_renderer: Any
) -> SafeString:
    """As BaseChooser.render, which needs the id as well."""
    identifier = (attrs or {})["id"]
    data = widget.get_value_data(value)
    return format_html(
        '{}<span hidden data-starts="{}" data-for="{}" data-options="{}"></span>',
        mark_safe(widget.render_html(name, data, attrs)),  # noqa: S308 (Wagtail's own template made it)
        "createTaskChooser" if isinstance(widget, AdminTaskChooser) else widget.js_constructor,
        identifier,
        json.dumps(widget.get_js_init_options(identifier, name, data)),
    )
