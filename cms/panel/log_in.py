"""The door of the admin, in the language of who stands before it: nobody knows yet who that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from wagtail.admin.views.account import LoginView

from cms.site.models import GeneralSettings

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


def language_for(request: HttpRequest) -> str:
    """The first that the browser asks for and the admin speaks; else the shop's own."""
    spoken = {code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES}
    for wanted, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        code = wanted.partition("-")[0]
        if code in spoken:
            return code
    return str(GeneralSettings.load().language)


class LogInView(LoginView):
    """Wagtail's own."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Written to the end in that language."""
        with translation.override(language_for(request)):
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
            if isinstance(response, TemplateResponse):
                response.render()
        patch_vary_headers(response, ["Accept-Language"])
        return response
