"""The changes of a setting: a list, and the page that asks before one is put back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.contrib.settings.registry import registry
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from cms.site import versions
from cms.site.differences import Differences, steps
from cms.site.kept_form import KeptForm
from cms.site.panels import changes_address
from cms.site.versions import SettingVersion

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

ON_A_PAGE = 20


class _OfASetting(WagtailAdminTemplateMixin, TemplateView):
    """Finds the setting that the address names, and lets in who may change it."""

    header_icon = "history"
    model: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for what is no setting with kept values; who may not change it is refused."""
        self.model = registry.get_by_natural_key(kwargs["app_name"], kwargs["model_name"])
        if self.model is None or not issubclass(getattr(self.model, "base_form_class", object), KeptForm):
            raise Http404
        if not policy_registry.get_by_type(self.model).user_has_permission(request.user, "change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Of which setting."""
        return str(capfirst(self.model._meta.verbose_name))  # noqa: SLF001 (Django's public name)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The form, then the list."""
        meta = self.model._meta  # noqa: SLF001 (as above)
        form = reverse("wagtailsettings:edit", args=[meta.app_label, meta.model_name])
        return [
            *self.breadcrumbs_items,
            {"url": form, "label": self.get_page_subtitle()},
            {"url": changes_address(self.model), "label": _("Changes")},
        ]

    @property
    def versions(self) -> Any:
        """Those of the setting, newest first."""
        return SettingVersion.objects.filter(setting=versions.label_of(self.model)).select_related("by", "put_back")


class ChangesView(_OfASetting):
    """Who changed what, and when."""

    template_name = "shop_site/setting_changes.html"
    page_title = gettext_lazy("Changes")
    http_method_names = ("get", "head")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of changes."""
        page = WagtailPaginator(self.versions, ON_A_PAGE).get_page(self.request.GET.get("p"))
        shown = list(page.object_list)
        before = self.versions.filter(pk__lt=shown[-1].pk).first() if shown else None
        changed = steps(self.model, shown, before.values if before else None)
        newest = self.versions.first()
        return {
            **super().get_context_data(**kwargs),
            "page_obj": page,
            "rows": [
                {"version": one, "changed": some, "is_newest": one.pk == newest.pk}
                for one, some in zip(shown, changed, strict=True)
            ],
            "app_name": self.kwargs["app_name"],
            "model_name": self.kwargs["model_name"],
        }


class PutBackView(_OfASetting):
    """Asks, and puts back."""

    template_name = "shop_site/put_back.html"
    page_title = gettext_lazy("Put back")
    http_method_names = ("get", "head", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As above."""
        self.problems: list[str] = []
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Put back, or say why not."""
        version = self._version()
        try:
            setting = versions.put_back(version, by_id=request.user.pk)
        except ValidationError as refused:
            self.problems = refused.messages
            return self.render_to_response(self.get_context_data(), status=422)
        log(setting, "shop_site.put_back", user=request.user, data={"version": version.pk})
        messages.success(request, _("%(setting)s: put back.") % {"setting": self.get_page_subtitle()})
        return redirect(changes_address(self.model))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What would be other than now."""
        version = self._version()
        now = versions.as_stored(versions.values_of(self.model.load()))
        then = versions.as_stored(versions.values_of(versions.restored(version)))
        gone = versions.gone(version)
        field = self.model._meta.get_field  # noqa: SLF001 (Django's public name)
        return {
            **super().get_context_data(**kwargs),
            "version": version,
            "changed": Differences(self.model, [now, then]).between(now, then),
            "gone": [capfirst(str(field(name).verbose_name)) for name in gone],
            "problems": self.problems,
            "changes_address": changes_address(self.model),
        }

    def _version(self) -> SettingVersion:
        found: SettingVersion = get_object_or_404(self.versions, pk=self.kwargs["pk"])
        return found
