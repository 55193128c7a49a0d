"""How a form with mistakes is answered: by the same page, and by 422, so that programs see it as well as people."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.forms import BaseForm

if TYPE_CHECKING:
    from django.template.response import TemplateResponse


def status_of(*forms: BaseForm) -> int:
    """The status of a page with these forms: 422 when one of them was sent and has mistakes."""
    wrong = any(one.is_bound and one.errors for one in forms)
    return int(HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK)


def tell_mistakes(response: TemplateResponse) -> TemplateResponse:
    """The same for the views of libraries, which answer by 200 whatever their `form` says."""
    context: Mapping[str, Any] = response.context_data or {}
    form = context.get("form")
    if response.status_code == HTTPStatus.OK and isinstance(form, BaseForm):
        response.status_code = status_of(form)
    return response
