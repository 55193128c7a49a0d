"""What the team sees in the admin of somebody's messages: with whom, about what, when and how many. Never a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn

from commerce import directory
from commerce.conversations.models import Conversation
from commerce.conversations.subjects import title_of

if TYPE_CHECKING:
    from cms.accounts.models import User


def _excerpt(person: User) -> directory.Excerpt:
    conversations = Conversation.objects.filter(pk__in=Conversation.objects.of(person.pk).values("pk"))

    def other(one: Any) -> str:
        return str(one.seller if one.asker_id == person.pk else one.asker)

    newest = conversations.select_related("asker", "seller", "listing", "order").annotate(count=Count("messages"))
    return directory.Excerpt(
        columns=(
            Column("with", label=_("With"), accessor=other),
            Column("about", label=_("About"), accessor=title_of),
            Column("count", label=_("Messages")),
            DateColumn("began_at", label=_("Began")),
            DateColumn("written_at", label=_("Newest")),
        ),
        rows=list(newest.order_by("-written_at", "-pk")[: directory.EXCERPT_ROWS]),
        total=conversations.count(),
    )


PARTS = (
    directory.Panel(
        name="messages",
        label=_("Messages (never what they say)"),
        icon="comment",
        needs="shop_reports.view_report",
        show=_excerpt,
        empty=_("None yet."),
        order=50,
    ),
)
