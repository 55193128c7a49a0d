"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from commerce.reports import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("report", views.report, name="report-any"),
    path("report/<int:number>", views.report_listing, name="report"),
    path("report/message/<int:number>", views.report_messages, name="report-messages"),
    path("report/thanks", views.thanks, name="report-thanks"),
    path("report/decision/<int:number>", views.decision, name="report-decision"),
]
