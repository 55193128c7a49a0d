"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from commerce.api import docs, token_views
from commerce.api.problems import unknown
from commerce.api.site import openapi, operations, root

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/tokens", token_views.tokens, name="account_tokens"),
    path("account/tokens/<own_listing:token_id>/revoke", token_views.revoke, name="account_revoke_token"),
    re_path(r"^api/?$", root, name="api"),
    path("api/docs", docs.docs, name="api_docs"),
    path("api/openapi.json", openapi, name="api_openapi"),
    path("api/", include(operations())),
    re_path(r"^api/(?P<path>.*)", unknown, name="api_unknown"),
]
