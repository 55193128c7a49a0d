"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from commerce.notifications import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/mails", views.mails, name="mails"),
    path("account/mails/unsubscribe/<str:token>", views.unsubscribe, name="unsubscribe"),
]
