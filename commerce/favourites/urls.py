"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from commerce.favourites import views

app_name = "favourites"
urlpatterns: list[URLPattern | URLResolver] = [
    path("favourites", views.favourites, name="favourites"),
    path("favourites/add", views.add, name="add"),
    path("favourites/remove", views.remove, name="remove"),
]
