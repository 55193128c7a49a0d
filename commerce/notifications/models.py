"""The outbox of mails: a row for each thing that somebody is told, kept when it is sent."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SUBJECT_LENGTH = 400
"""Of which something is kept."""


class Notification(models.Model):
    """A mail to one person. Waiting until it is sent, or until so many tries have failed that somebody must look.

    `next_try_at` is also the claim of whoever sends it: while that is in the future, nobody else tries.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    message_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """In the head of the mail, the same at every try: who gets it twice can tell."""
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("recipient"),
    )
    address = models.EmailField(_("address"), max_length=254, blank=True)
    """Where it goes when not to the address of the recipient: to a guest, or to an address that is to be confirmed."""
    kind = models.CharField(_("kind"), max_length=60)
    context = models.JSONField(default=dict)
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH, blank=True)
    """As it was written at the last try; empty before the first."""
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try at"), default=timezone.now)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects: ClassVar[models.Manager[Notification]] = models.Manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="notification_goes_somewhere", condition=models.Q(recipient__isnull=False) | ~models.Q(address="")
            ),
            models.CheckConstraint(
                name="notification_sent_has_time",
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
            ),
        )
        indexes = (
            models.Index(fields=["next_try_at"], condition=models.Q(state="waiting"), name="notification_due"),
            models.Index(fields=["id"], condition=models.Q(state="failed"), name="notification_failed"),
        )
        ordering = ("-pk",)
        verbose_name = _("mail")

    def __str__(self) -> str:
        return self.subject or f"{self.kind} {self.pk}"

    @property
    def goes_to(self) -> str:
        """The address on the envelope."""
        return self.address or (self.recipient.email if self.recipient is not None else "")


class MailText(models.Model):
    """The shop's own words in place of a text of a mail, in one language."""

    LENGTH = 1000

    kind = models.CharField(_("kind"), max_length=60)
    language = models.CharField(_("language"), max_length=5)
    source = models.CharField(max_length=LENGTH)
    """The text as the theme names it."""
    text = models.CharField(_("text"), max_length=LENGTH)

    objects: ClassVar[models.Manager[MailText]] = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "language", "source"], name="one_text_of_a_mail"),)
        default_permissions = ("change",)
        verbose_name = _("text of a mail")

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"


class Declined(models.Model):
    """A kind of mail that somebody does not want. Only for kinds that are not necessary."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="declined_mails")
    kind = models.CharField(max_length=60)

    objects: ClassVar[models.Manager[Declined]] = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "kind"], name="declined_once"),)

    def __str__(self) -> str:
        return self.kind
