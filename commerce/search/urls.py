"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from commerce.search import views

app_name = "search"
urlpatterns: list[URLPattern | URLResolver] = [
    path("search", views.search, name="search"),
]
