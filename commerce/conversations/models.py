"""Who writes to whom about what, what they wrote, and who wants to hear no more."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commerce.private_photos import PrivatePhoto


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Sets of conversations."""

    def of(self, user_id: int) -> ConversationQuerySet:
        """Those that this person takes part in."""
        return self.filter(Q(asker_id=user_id) | Q(seller_id=user_id))


class Conversation(models.Model):
    """Two people about a listing or about an order. `asker` is who is not the seller.

    `asker_saw` and `seller_saw` are the newest message that was on their screen.
    """

    listing = models.ForeignKey(
        "catalog.Listing", on_delete=models.PROTECT, null=True, blank=True, related_name="conversations"
    )
    order = models.OneToOneField(
        "shop_orders.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="conversation"
    )
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions")
    seller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions_to_answer")
    began_at = models.DateTimeField()
    written_at = models.DateTimeField(db_index=True)
    """When the newest message was written."""
    asker_saw = models.PositiveBigIntegerField(default=0)
    seller_saw = models.PositiveBigIntegerField(default=0)

    objects: ClassVar[models.Manager[Conversation]] = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ("-written_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                name="conversation_once", fields=["listing", "asker"], condition=Q(listing__isnull=False)
            ),
            models.CheckConstraint(
                name="conversation_about_one_thing",
                condition=Q(listing__isnull=False, order__isnull=True) | Q(listing__isnull=True, order__isnull=False),
            ),
            models.CheckConstraint(name="conversation_of_two_people", condition=~Q(asker=F("seller"))),
        )

    def __str__(self) -> str:
        return f"conversation {self.pk}"

    @property
    def path(self) -> str:
        """Its page, for both."""
        return f"/messages/{self.pk}"

    def other_than(self, user_id: int) -> int:
        """The one whom this one writes to."""
        return self.seller_id if user_id == self.asker_id else self.asker_id

    def saw_field(self, user_id: int) -> str:
        """The name of the field that tells what this person has seen."""
        return "asker_saw" if user_id == self.asker_id else "seller_saw"

    def seen_by(self, user_id: int) -> int:
        """The newest message that this person has seen."""
        return int(getattr(self, self.saw_field(user_id)))


class Message(models.Model):
    """What one of the two wrote."""

    LENGTH = 2000

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages_written")
    text = models.TextField(max_length=LENGTH)
    written_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Message]] = models.Manager()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["sender", "written_at"], name="message_of_sender"),)

    def __str__(self) -> str:
        return f"message {self.pk}"


class MessagePhoto(PrivatePhoto):
    """A photo in a message; without one while the message is written."""

    OWNER = "message"

    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="photos")

    class Meta(PrivatePhoto.Meta):
        abstract = False


class PublicQuestion(models.Model):
    """A question to a seller and its answer, worded for all to read on the page of the listing, without who asked."""

    QUESTION_LENGTH = 500
    ANSWER_LENGTH = 1000

    class State(models.TextChoices):
        """Shown, or who has ended that. Only what the seller withdrew can be shown again by the seller."""

        SHOWN = "shown", _("Shown")
        WITHDRAWN = "withdrawn", _("Withdrawn by the seller")
        TAKEN_BACK = "taken-back", _("Taken back by who asked")
        REMOVED = "removed", _("Taken down by a moderator")

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="public")
    question = models.TextField(max_length=QUESTION_LENGTH)
    answer = models.TextField(max_length=ANSWER_LENGTH)
    state = models.CharField(max_length=12, choices=State, default=State.SHOWN)
    published_at = models.DateTimeField()

    objects: ClassVar[models.Manager[PublicQuestion]] = models.Manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="public_question_with_answer", condition=~Q(question="") & ~Q(answer="")),
            models.CheckConstraint(
                name="public_question_state_known",
                condition=Q(state__in=["shown", "withdrawn", "taken-back", "removed"]),
            ),
        )

    def __str__(self) -> str:
        return f"public question {self.pk}"

    @property
    def is_shown(self) -> bool:
        """Whether it stands on the page of the listing."""
        return self.state == self.State.SHOWN

    @property
    def may_be_shown(self) -> bool:
        """Whether the seller may show it, or change it."""
        return self.state in {self.State.SHOWN, self.State.WITHDRAWN}


class Block(models.Model):
    """Somebody who wants no more messages from somebody."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocked_by")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Block]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="blocked_once", fields=["by", "person"]),
            models.CheckConstraint(name="blocks_somebody_else", condition=~Q(by=F("person"))),
        )

    def __str__(self) -> str:
        return f"{self.by_id} blocks {self.person_id}"
