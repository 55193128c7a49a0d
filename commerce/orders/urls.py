"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from commerce.orders.views import checkout, market_day, pages, windows
from commerce.orders.views.access import OrderLabel

register_converter(OrderLabel, "order_label")

urlpatterns: list[URLPattern | URLResolver] = [
    path("checkout", checkout.checkout, name="checkout"),
    path("orders", pages.index, name="orders"),
    path("orders/today", market_day.today, name="orders_today"),
    path("orders/windows", windows.index, name="orders_windows"),
    path("orders/windows/<int:window_id>/remove", windows.remove, name="orders_window_remove"),
    path("orders/<order_label:number>", pages.detail, name="order"),
    path("orders/<order_label:number>/receipt", pages.receipt, name="order_receipt"),
    path("orders/<order_label:number>/meeting.ics", pages.calendar, name="order_calendar"),
    path("orders/<order_label:number>/photo/<int:photo>", pages.photo, name="order_photo"),
    path("orders/<order_label:number>/<slug:action>", pages.do, name="order_do"),
]
