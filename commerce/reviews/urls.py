"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from commerce.reviews import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("orders/O-<int:number>/review", views.review, name="review"),
    path("orders/O-<int:number>/review/reply", views.reply, name="review-reply"),
]
