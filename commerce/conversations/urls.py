"""The addresses of this package."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from commerce.conversations import beginning, public_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("messages", views.index, name="messages"),
    path("messages/new", beginning.new, name="new-message"),
    path("messages/photo/<int:number>", views.photo, name="message-photo"),
    path("messages/<int:number>", views.conversation, name="conversation"),
    path("messages/<int:number>/public/<int:message>", public_views.show, name="public-question"),
    path("messages/<int:number>/public/<int:message>/withdraw", public_views.withdraw, name="withdraw-question"),
    path("messages/<int:number>/block", views.block, name="block"),
]
