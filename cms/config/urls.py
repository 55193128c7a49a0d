"""Which address is answered by whom. What matches nothing here, and is no app path, is the resolver's."""

import re

from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.contract.addresses import APP_PATHS
from cms.panel.log_in import LogInView
from commerce.favicon import favicon
from commerce.health import healthz, readyz
from commerce.me import me
from commerce.resolve import resolve

_APP_PATH = rf"(?:{'|'.join(re.escape(one) for one in APP_PATHS)})(?:/|$)"

urlpatterns = [
    path("admin/login/", LogInView.as_view(), name="wagtailadmin_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/me", me, name="me"),
    path("", include("commerce.account.urls")),
    path("", include("commerce.cart.urls")),
    path("", include("commerce.favourites.urls")),
    path("", include("commerce.reviews.urls")),  # Before orders, below whose addresses these are.
    path("", include("commerce.orders.urls")),
    path("", include("commerce.waiting.urls")),
    path("", include("commerce.offers.urls")),
    path("", include("commerce.selling.urls")),
    path("", include("commerce.notifications.urls")),
    path("", include("commerce.conversations.urls")),
    path("", include("commerce.reports.urls")),
    path("", include("commerce.search.urls")),
    path("", include("commerce.api.urls")),  # Takes whatever else is below /api.
    path("favicon.ico", favicon, name="favicon"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    # App paths without a view are left out, so that /admin still gets its slash.
    re_path(rf"^(?!{_APP_PATH})", resolve, name="resolve"),
]

handler429 = "commerce.account.login_views.too_many"
handler404 = "commerce.themed.not_found"
handler500 = "commerce.themed.failed"
