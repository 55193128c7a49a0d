"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from commerce.cart import views

app_name = "cart"
urlpatterns: list[URLPattern | URLResolver] = [
    path("cart", views.cart, name="cart"),
    path("cart/add", views.add, name="add"),
    path("cart/change", views.change, name="change"),
    path("cart/accept", views.accept, name="accept"),
    path("cart/remove", views.remove, name="remove"),
]
