"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from commerce.waiting import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("orders/waiting", views.index, name="waiting"),
    path("orders/waiting/join", views.enter, name="waiting_join"),
    path("orders/waiting/leave", views.give_up, name="waiting_leave"),
]
